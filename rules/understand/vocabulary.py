"""The words a task and its indicators go by, and whom a phrase names."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rules.catalog import Indicator, Task
from rules.ids import IndicatorId

_WORD = re.compile(r"[\u4e00-\u9fff]|[A-Za-z]{2,}")
_RUN = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z]{2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """How a task is spoken of.

    `names`: what the whole task goes by. `only`: the letters of its one
    indicator; `alone`: the same, when the task is hardly more than that.
    `hints`: pairs of letters that no other indicator goes by.
    """

    names: tuple[str, ...]
    alone: frozenset[str]
    only: frozenset[str]
    every: frozenset[str]
    own: Mapping[IndicatorId, frozenset[str]]
    hints: Mapping[IndicatorId, frozenset[str]]
    # 新增…能力 is the name of what is counted, and then says nothing of increments.
    adds: bool

    def named(self, text: str) -> frozenset[IndicatorId]:
        """Say which indicators a text names best; several when it is a tie."""
        scores = self.scores(text)
        best = max(scores.values(), default=0)
        return frozenset(key for key, score in scores.items() if best and score == best)

    def scores(self, text: str) -> dict[IndicatorId, int]:
        said = frozenset(_pairs(text))
        return {key: len(said & own) for key, own in self.hints.items()}


def vocabulary(task: Task) -> Vocabulary:
    parts = {one.id: frozenset(_pairs(*_names(one))) for one in task.indicators}
    task_words = frozenset(_words(task.title, task.short, *task.aliases))
    own = {one.id: frozenset(_words(*_names(one))) for one in task.indicators}
    every = task_words.union(*own.values())
    # One indicator and hardly a measure besides: its name is the task's.
    one = len(task.indicators) == 1
    alone = one and len(task.measures) <= 1
    return Vocabulary(
        names=(task.title, task.short),
        alone=every if alone else frozenset(),
        only=frozenset().union(*own.values()) if one else frozenset(),
        every=every,
        own=own,
        hints={
            key: said.difference(*(parts[other] for other in parts if other != key))
            for key, said in parts.items()
        },
        adds=any("新增" in said for said in parts.values()),
    )


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
