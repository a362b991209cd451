"""What the tasks of a plan go by: the letters, pairs and words that tell them apart.

Made once for a catalog; a message is then read in the time its own length takes,
however many tasks there are.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from rules.catalog import Task
from rules.ids import TaskId
from rules.understand.generic import COMMON, PAIRS, WORDS

# How much a name, a title, an indicator's name and a measure's wording say of a task.
_NAME, _TITLE, _INDICATOR, _MEASURE = 1.0, 0.99, 0.9, 0.36
_SKIPPED = 0.5  # two letters with one between: a slip of the thumb, or a short form
_LETTER = 0.45  # one rare letter of a name: 钢企 for 钢铁
_SAID_OF_ANY = 0.12  # a pair that is said of any task: 完成, 治理
_RUN = re.compile(r"[\u4e00-\u9fff]+|[a-z][a-z0-9.]*[a-z0-9]|[0-9]+")
_JOINED = re.compile(r"[“”‘’\"'《》〈〉「」『』、·]+")
SHORTEST = 2  # a name of one letter is in every sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """`grams`: for each piece of a name, how much it says of which task.

    `called`: the names themselves; `numbers`: 2.2 to its task; `words`: the words
    in Latin letters among the pieces.
    """

    order: Mapping[TaskId, int]
    grams: Mapping[str, Mapping[TaskId, float]]
    called: Mapping[TaskId, tuple[str, ...]]
    numbers: Mapping[str, TaskId]
    words: tuple[str, ...]


def names_of(tasks: Sequence[Task]) -> Names:
    """Return what the tasks of a plan go by, to be asked again and again."""
    strengths: dict[str, dict[TaskId, float]] = defaultdict(dict)
    for task in tasks:
        for strength, text in _texts(task):
            for gram, share in _pieces_of(text, strength):
                held = strengths[gram].get(task.id, 0.0)
                strengths[gram][task.id] = max(held, share)
    grams = {
        gram: {
            task: value * _tells(gram, len(held), len(tasks))
            for task, value in held.items()
        }
        for gram, held in strengths.items()
    }
    return Names(
        order={task.id: place for place, task in enumerate(tasks)},
        grams=grams,
        called={task.id: _called(task) for task in tasks},
        numbers={_plain(task.id): task.id for task in tasks},
        words=tuple(gram for gram in grams if gram.isascii() and gram.isalpha()),
    )


def plain(text: str) -> str:
    """Return a text as names are compared: small letters, no quotes within."""
    return _JOINED.sub("", text.lower())


def pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the pieces of a plain text with their places: pairs, letters, words."""
    for found in _RUN.finditer(text):
        run, at = found.group(), found.start()
        if run.isascii():
            yield run.rstrip("s") if run.isalpha() else run, at, found.end()
            continue
        for n, letter in enumerate(run):
            yield letter, at + n, at + n + 1
            if n + 1 < len(run):
                yield run[n : n + 2], at + n, at + n + 2
            if n + 2 < len(run):
                yield f"{letter}_{run[n + 2]}", at + n, at + n + 3


def _pieces_of(text: str, strength: float) -> Iterator[tuple[str, float]]:
    """Yield the pieces that tell a text of this strength, and how well each does."""
    for gram, start, end in pieces(plain(text)):
        if gram.isascii():
            if gram.isalpha() and len(gram) >= SHORTEST and gram not in WORDS:
                yield gram, strength
        elif strength > _MEASURE:
            yield from _of_name(gram, strength, end - start)
        elif end - start == SHORTEST:
            yield gram, strength


def _of_name(gram: str, strength: float, size: int) -> Iterator[tuple[str, float]]:
    """Yield a piece of a name, and what it becomes by a letter more or less."""
    if size == 1:
        if strength != _TITLE and gram not in COMMON:
            yield gram, strength * _LETTER
    elif size == SHORTEST:
        yield gram, strength
        yield f"{gram[0]}_{gram[1]}", strength * _SKIPPED  # 水站 said as 水质站
    else:
        yield gram, strength * _SKIPPED
        yield gram[0] + gram[-1], strength * _SKIPPED  # 水质站 said as 水站


def _texts(task: Task) -> Iterator[tuple[float, str]]:
    yield _TITLE, task.title
    for name in (task.short, *task.aliases):
        yield _NAME, name
    for indicator in task.indicators:
        for name in (indicator.name, *indicator.aliases):
            yield _INDICATOR, name
    for measure in task.measures:
        yield _MEASURE, measure.text


def _called(task: Task) -> tuple[str, ...]:
    every = (task.short, *task.aliases, task.title)
    inner = (name for one in task.indicators for name in (one.name, *one.aliases))
    found = (plain(name) for name in (*every, *inner))
    return tuple(dict.fromkeys(name for name in found if len(name) >= SHORTEST))


def _tells(gram: str, held: int, tasks: int) -> float:
    """Return how well a piece tells tasks apart: 1 where only one goes by it."""
    rare = log((tasks + 1) / held) / log(tasks + 1)
    return rare * (_SAID_OF_ANY if gram in PAIRS else 1.0)


def _plain(task: TaskId) -> str:
    return ".".join(part.lstrip("0") or "0" for part in task.split("."))
