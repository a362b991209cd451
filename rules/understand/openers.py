"""How a clause turns to a task: by its number, by a line's number, or by name."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum

from rules.ids import TaskId
from rules.understand.cuts import EDGES, Clause
from rules.understand.names import Names, plain
from rules.understand.which import called_at, named, numbers

SEVERAL = 2
_SOON = 2  # letters before a name that still opens its clause
_ANDS = "和及与"
_NUMERALS = "一二三四五六七八九十"
_COUNT = rf"(?:[0-9{_NUMERALS}两几]+\s*项)?(?:任务|工作)?"
# 1. or (1) or 第1项 in front of an item.
_MARK = re.compile(
    rf"\s*(?:第\s*([0-9]{{1,2}}|[{_NUMERALS}])\s*[项条个行](?:任务|工作)?[是：:，,]?"
    r"|[(（]([0-9]{1,2})[)）]|([0-9]{1,2})(?:[、)）：:]|\.(?![0-9])))\s*"
)
# 2 in front of an item, and in front of no unit.
_BARE = re.compile(
    r"\s*([0-9]{1,2})(?:\s+|(?=[\u4e00-\u9fff]))"
    r"(?![家个项座台年月日号前成%处类本辆万亿百千吨级期次名人])"
)
_STANDS = (
    r"\s*(?=都|均|正常|无变化|没变化|没有变化|按计划|在推进|正在推进|推进|进展"
    r"|on track|unchanged|no change|as planned)"
)
_REST = re.compile(
    rf"\s*(?:(?:其余|其他|其它|剩下|余下|别)的?{_COUNT}"
    rf"|(?:the\s+)?(?:rest|others)\s+(?:is|are)?){_STANDS}",
    re.IGNORECASE,
)
_ALL = re.compile(
    rf"\s*(?:(?:以上|这)?{_COUNT}(?:全都|全部|均|都)[是为]?|(?:all|everything)\s){_STANDS}",
    re.IGNORECASE,
)


class By(Enum):
    """By what it is known whose some words are."""

    NUMBER = 1  # of the task
    LINE = 2  # of a list the person was sent
    ITEM = 3  # of a list of their own: not known
    NAME = 4
    REST = 5  # every line of that list not spoken of otherwise
    NOTHING = 6


@dataclass(slots=True, kw_only=True)
class Piece:
    """A part of a message as it grows."""

    text: str
    tasks: tuple[TaskId, ...]
    by: By
    soft: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a message is cut by; see `parts`."""

    names: Names
    among: Collection[TaskId]
    lines: Mapping[int, TaskId]
    replies: bool


def opened(clause: Clause, last: Piece | None, known: Known) -> Piece | None:
    """Return the part a clause begins, or None where it goes on with the last."""
    for opens in (_by_number, _by_line, _by_rest):
        found = opens(clause, last, known)
        if found is not None:
            return found
    return _by_name(clause, last, known)


def _by_number(clause: Clause, last: Piece | None, known: Known) -> Piece | None:
    del last
    number = next(numbers(clause.text, known.names), None)
    if number is None or number[0] > 0:
        return None
    _, end, task = number
    text = clause.text[end:].strip(EDGES)
    return _piece(text if text not in _ANDS else "", (task,), By.NUMBER, clause)


def _by_line(clause: Clause, last: Piece | None, known: Known) -> Piece | None:
    """Read 1. as a line of the list that was sent, unless the words name a task."""
    found = _MARK.match(clause.text) or _bare(clause, known)
    if found is None or (last is not None and last.by is By.NUMBER):
        return None  # a list within what is said of one task: 2.2：1. … 2. …
    rest = clause.text[found.end() :]
    tasks = named(rest, known.names, known.among)
    if tasks:
        return _piece(rest, tasks, By.NAME, clause)
    digits = next(value for value in found.groups() if value)
    nth = _NUMERALS.index(digits) + 1 if digits in _NUMERALS else int(digits)
    line = known.lines.get(nth)
    by = By.LINE if line else By.ITEM
    return _piece(rest, (line,) if line else (), by, clause)


def _bare(clause: Clause, known: Known) -> re.Match[str] | None:
    found = _BARE.match(clause.text) if known.replies else None
    return found if found and int(found[1]) in known.lines else None


def _by_rest(clause: Clause, last: Piece | None, known: Known) -> Piece | None:
    found = (_REST if last else _ALL).match(clause.text)
    if found is None or len(known.lines) < SEVERAL:
        return None
    return _piece(clause.text[found.end() :], (), By.REST, clause)


def _by_name(clause: Clause, last: Piece | None, known: Known) -> Piece | None:
    tasks = named(clause.text, known.names, known.among)
    if last is None or (last.by is By.NOTHING and tasks):
        return _piece(clause.text, tasks, By.NAME if tasks else By.NOTHING, clause)
    if not tasks or set(tasks) & set(last.tasks):
        return None
    if clause.soft or last.by is not By.NAME:
        # What is said of one task may well touch another: only its name, first
        # thing in the clause, turns to it.
        said = plain(clause.text).lstrip()
        places = [called_at(said, task, known.names) for task in tasks]
        if not any(place is not None and place <= _SOON for place in places):
            return None
    return _piece(clause.text, tasks, By.NAME, clause)


def _piece(text: str, tasks: tuple[TaskId, ...], by: By, clause: Clause) -> Piece:
    return Piece(text=text.strip(EDGES), tasks=tasks, by=by, soft=clause.soft)
