"""The history of a task as one time line: who did what, when and why."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import chain

from rules import facts
from rules.catalog import Catalog
from rules.catalog_diff import Change, ChangeKind, diff
from rules.catalog_diff import What as Thing
from rules.facts import Line
from rules.ids import TaskId, UnitId
from rules.lifecycle import Move
from rules.workdays import Workdays

PAGE = 15  # entries in one message
_OF_A_TASK = frozenset({Thing.TASK, Thing.MEASURE, Thing.INDICATOR})
_OF_UNITS = frozenset({"lead", "assist", "handed_from"})


class What(StrEnum):
    """What the house keeps by itself; moves and events bring their own codes."""

    REPORTED = "reported"
    UNCHANGED = "unchanged"
    CORRECTED = "corrected"
    TAKEN_BACK = "taken_back"
    OWED = "owed"
    ANSWERED = "answered"
    WAIVED = "waived"
    TOLD = "told"  # a step of the ladder
    SENT = "sent"
    ADDED = "added"  # with a version of the catalog
    CHANGED = "changed"
    RETIRED = "retired"


_WHOLE = {ChangeKind.ADDED: What.ADDED, ChangeKind.RETIRED: What.RETIRED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that happened. `who` is empty where the house itself acted.

    `what` is a code with its words in templates; `facts` are what they need, JSON
    values only.
    """

    at: datetime
    who: str
    what: str
    why: str = ""
    task: TaskId | None = None
    facts: Line = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version of the catalog as it was applied."""

    number: int
    at: datetime
    author: str
    note: str
    catalog: Catalog


def moved(move: Move) -> str:
    """Return the code of a move: `return` of a task and of a directive differ."""
    return f"move_{move.value}"


def timeline(*sources: Iterable[Entry], since: datetime | None = None) -> list[Entry]:
    """Merge what several sources keep, the newest last.

    Of things of one moment the sources given first come first.
    """
    merged = sorted(chain(*sources), key=lambda entry: entry.at)
    return [entry for entry in merged if since is None or entry.at >= since]


def page(entries: Sequence[Entry], number: int) -> tuple[Sequence[Entry], bool]:
    """Return a page, 0 the newest, and whether there are older ones."""
    last = len(entries) - number * PAGE
    first = max(last - PAGE, 0)
    return entries[first : max(last, 0)], first > 0


def versions(made: Sequence[Version], task: TaskId | None = None) -> Iterator[Entry]:
    """Yield what each version did to a task, or to every task; oldest first."""
    before: Catalog | None = None
    for one in made:
        for id_, what, said in _changes(before, one.catalog):
            if task in {None, id_}:
                yield Entry(
                    at=one.at,
                    who=one.author,
                    what=what.value,
                    why=one.note,
                    task=id_,
                    facts={"version": one.number, "changes": said},
                )
        before = one.catalog


def _changes(
    old: Catalog | None, new: Catalog
) -> Iterator[tuple[TaskId, What, list[Line]]]:
    units = {**(facts.units_of(old) if old else {}), **facts.units_of(new)}
    whole: dict[TaskId, What] = {}
    parts: dict[TaskId, list[Line]] = {}
    for change in diff(old, new):
        id_ = TaskId(change.id.partition("/")[0])
        if change.what is Thing.TASK and change.kind in _WHOLE:
            whole[id_] = _WHOLE[change.kind]
        elif change.what in _OF_A_TASK:
            parts.setdefault(id_, []).append(_part(change, units))
    for id_ in sorted({*whole, *parts}, key=facts.place):
        yield id_, whole.get(id_, What.CHANGED), parts.get(id_, [])


def _part(change: Change, units: Mapping[UnitId, str]) -> Line:
    """Return one change of a task; units are named, all else is as in the file."""

    def spoken(value: str) -> str:
        if change.field not in _OF_UNITS:
            return value
        return ", ".join(units.get(UnitId(one), one) for one in value.split(", "))

    return {
        "part": change.id.partition("/")[2],
        "field": change.field,
        "kind": change.kind.value,
        "before": spoken(change.before),
        "after": spoken(change.after),
    }


def line(entry: Entry, days: Workdays) -> Line:
    """Return one entry as the facts of `history`; `task` is empty for a person's."""
    return {
        "at": facts.moment(entry.at, days),
        "id": entry.task or "",
        "task": facts.number(entry.task) if entry.task else "",
        "who": entry.who,
        "what": entry.what,
        "why": entry.why,
        "facts": dict(entry.facts),
    }
