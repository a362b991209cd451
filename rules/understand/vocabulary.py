"""The words a task and its indicators go by, and whom a phrase names."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from rules.catalog import Indicator, Task
from rules.ids import IndicatorId

_WORD = re.compile(r"[\u4e00-\u9fff]|[A-Za-z]{2,}")
_RUN = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z]{2,}")
# Two letters name little; a name is often cut short, in any language.
_SHORTEST = 3
_STARTING = re.compile(r"启动|开工")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """How a task is spoken of.

    `names`: what the whole task goes by; `called`: the letters of what people call
    it, if nothing of it is counted. `only`: the letters of its one
    indicator; `alone`: the same, when the task is hardly more than that.
    `hints`: pairs of letters that no other indicator goes by.
    """

    names: tuple[str, ...]
    called: frozenset[str]
    alone: frozenset[str]
    only: frozenset[str]
    every: frozenset[str]
    own: Mapping[IndicatorId, frozenset[str]]
    hints: Mapping[IndicatorId, frozenset[str]]
    aliases: Mapping[IndicatorId, tuple[str, ...]]
    # 新增…能力 is the name of what is counted, and then says nothing of increments.
    adds: bool
    # …启动建设 counts what was begun, and then that is what is done.
    starts: frozenset[IndicatorId]

    def named(self, text: str) -> frozenset[IndicatorId]:
        """Say which indicators a text names best; several when it is a tie."""
        scores = self.scores(text)
        best = max(scores.values(), default=0)
        return frozenset(key for key, score in scores.items() if best and score == best)

    def scores(self, text: str) -> dict[IndicatorId, int]:
        said = _said(text)
        return {key: len(said & own) for key, own in self.hints.items()}


@lru_cache(maxsize=1024)
def _said(text: str) -> frozenset[str]:
    return frozenset(_pairs(text))


def vocabulary(task: Task) -> Vocabulary:
    # Whatever else a task holds, its measures above all, is no word of it.
    names = (task.title, task.short, *task.aliases)
    return _vocabulary(names, task.indicators, few=len(task.measures) <= 1)


@lru_cache(maxsize=256)
def _vocabulary(
    names: tuple[str, ...], indicators: tuple[Indicator, ...], *, few: bool
) -> Vocabulary:
    parts = {
        one.id: frozenset(_pairs(*_names(one))) | _english(one.id) for one in indicators
    }
    task_words = frozenset(_words(*names))
    own = {
        one.id: frozenset(_words(*_names(one))) | _english(one.id) for one in indicators
    }
    every = task_words.union(*own.values())
    # One indicator and hardly a measure besides: its name is the task's.
    one = len(indicators) == 1
    alone = one and few
    return Vocabulary(
        names=names[:2],
        called=frozenset(() if indicators else _words(*names[1:])),
        alone=every if alone else frozenset(),
        only=frozenset().union(*own.values()) if one else frozenset(),
        every=every,
        own=own,
        aliases={one.id: _names(one) for one in indicators},
        hints={
            key: said.difference(*(parts[other] for other in parts if other != key))
            for key, said in parts.items()
        },
        adds=any("新增" in said for said in parts.values()),
        starts=frozenset(one.id for one in indicators if _STARTING.search(one.name)),
    )


@cache
def _english(indicator: IndicatorId) -> frozenset[str]:
    """Say what an id gives away to those who write English: air, of airstations."""
    word = "".join(letter for letter in indicator.lower() if letter.isalpha())
    ends = range(_SHORTEST, len(word) + 1)
    return frozenset(word[at:end] for end in ends for at in range(end - _SHORTEST + 1))


def _names(indicator: Indicator) -> tuple[str, ...]:
    return (indicator.name, *indicator.aliases)


def _words(*texts: str) -> Iterator[str]:
    for text in texts:
        yield from (word.lower() for word in _WORD.findall(text))


def _pairs(*texts: str) -> Iterator[str]:
    for text in texts:
        for run in _RUN.findall(text):
            if run.isascii():
                yield run.lower()
            else:
                yield from (run[at : at + 2] for at in range(len(run) - 1))
