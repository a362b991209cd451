"""What an edited catalog changes, thing by thing, against the one in force.

Nothing is listed twice: what belongs to a new or retired task goes with the task.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import time
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeAlias

from rules.catalog import Catalog, Curve, Extensions, Lights, Point, Rung


class ChangeKind(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    MOVED = "moved"
    RETIRED = "retired"


class What(StrEnum):
    """What sort of thing has changed, in the order changes are told."""

    PLAN = "plan"
    CALENDAR = "calendar"
    UNIT = "unit"
    POLICY = "policy"
    KINDNESS = "kindness"
    DIGEST = "digest"
    TARGET = "target"
    AREA = "area"
    TASK = "task"
    MEASURE = "measure"
    INDICATOR = "indicator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change. A task's own things are called `02.2/steel`.

    `before` of a retired and `after` of an added thing are its name. A task moves
    between areas, anything listed moves in its order; places count from 1.
    """

    kind: ChangeKind
    what: What
    id: str
    field: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One thing as text. `under`: the list it stands in, empty where order is idle."""

    what: What
    id: str
    name: str
    said: Mapping[str, str]
    under: str = ""
    task: str = ""


_Entries: TypeAlias = Mapping[tuple[What, str], _Entry]
_INNER = {"id", "tasks", "measures", "indicators"}  # entries of their own


def diff(old: Catalog | None, new: Catalog) -> tuple[Change, ...]:
    """Return every change from `old` to `new`; none when both say the same."""
    before = {(e.what, e.id): e for e in _entries(old)} if old else {}
    after = {(e.what, e.id): e for e in _entries(new)}
    changes = [*_compared(before, after), *_reordered(before, after)]
    order = list(What)
    return tuple(sorted(changes, key=lambda change: order.index(change.what)))


def _compared(old: _Entries, new: _Entries) -> Iterator[Change]:
    for key in dict.fromkeys((*new, *old)):
        before, after = old.get(key), new.get(key)
        if before and after:
            yield from _fields(before, after)
        elif after and _task_in(old, after):
            yield _change(ChangeKind.ADDED, after, after=after.name)
        elif before and _task_in(new, before):
            yield _change(ChangeKind.RETIRED, before, before=before.name)


def _task_in(other: _Entries, entry: _Entry) -> bool:
    """Tell whether a thing's task is there too; if not, the task speaks for it."""
    return not entry.task or (What.TASK, entry.task) in other


def _fields(old: _Entry, new: _Entry) -> Iterator[Change]:
    for field, after in new.said.items():
        before = old.said[field]
        if before != after:
            kind = ChangeKind.MOVED if field == "area" else ChangeKind.CHANGED
            yield _change(kind, new, field=field, before=before, after=after)


def _change(kind: ChangeKind, entry: _Entry, **facts: str) -> Change:
    return Change(kind=kind, what=entry.what, id=entry.id, **facts)


def _reordered(old: _Entries, new: _Entries) -> Iterator[Change]:
    """Yield the fewest things that must move to get from one order to the other."""
    was, now = _lists(old), _lists(new)
    for under, ids in now.items():
        before = was.get(under, [])
        common = [id_ for id_ in ids if id_ in before]
        kept = _longest_rising([before.index(id_) for id_ in common])
        for place, id_ in enumerate(common):
            if place not in kept:
                yield _change(
                    ChangeKind.MOVED,
                    new[under[0], id_],
                    field="order",
                    before=str(before.index(id_) + 1),
                    after=str(ids.index(id_) + 1),
                )


def _lists(entries: _Entries) -> dict[tuple[What, str], list[str]]:
    lists: dict[tuple[What, str], list[str]] = {}
    for entry in entries.values():
        if entry.under:
            lists.setdefault((entry.what, entry.under), []).append(entry.id)
    return lists


def _longest_rising(ranks: Sequence[int]) -> set[int]:
    """Return the places of the longest rising run, gaps allowed."""
    tails: list[int] = []
    lengths = []
    for rank in ranks:
        length = bisect_left(tails, rank)
        tails[length : length + 1] = [rank]
        lengths.append(length)
    kept, wanted = set(), len(tails) - 1
    for place in range(len(ranks) - 1, -1, -1):
        if lengths[place] == wanted:
            kept.add(place)
            wanted -= 1
    return kept


def _entries(catalog: Catalog) -> Iterator[_Entry]:
    plan = catalog.plan
    yield _Entry(what=What.PLAN, id=plan.id, name=plan.title, said=_said(plan))
    calendar = catalog.calendar
    yield _Entry(what=What.CALENDAR, id="", name=calendar.country, said=_said(calendar))
    for unit in catalog.units:
        yield _Entry(what=What.UNIT, id=unit.id, name=unit.name, said=_said(unit))
    for id_, policy in catalog.policies.items():
        yield _Entry(what=What.POLICY, id=id_, name=policy.name, said=_said(policy))
    said = _said(catalog.kindness)
    yield _Entry(what=What.KINDNESS, id="", name="", said=said)
    for digest in catalog.digests:
        when = f"{digest.to.value} {digest.weekday} {_text(digest.at)}"
        yield _Entry(what=What.DIGEST, id=when, name=when, said={})
    for target in catalog.targets:
        yield _listed(What.TARGET, target, target.name, under="plan")
    yield from _areas(catalog)


def _areas(catalog: Catalog) -> Iterator[_Entry]:
    for area in catalog.areas:
        yield _listed(What.AREA, area, area.title, under="plan")
    for area in catalog.areas:
        for task in area.tasks:
            yield _listed(What.TASK, task, task.title, under=area.id, area=area.id)
            for measure in task.measures:
                yield _own(What.MEASURE, measure, measure.text, task.id)
            for indicator in task.indicators:
                yield _own(What.INDICATOR, indicator, indicator.name, task.id)


def _listed(what: What, thing: Any, name: str, *, under: str, **more: str) -> _Entry:  # noqa: ANN401 - any of the catalog's dataclasses with an id
    said = _said(thing) | more
    return _Entry(what=what, id=thing.id, name=name, said=said, under=under)


def _own(what: What, thing: Any, name: str, task: str) -> _Entry:  # noqa: ANN401 - a measure or an indicator
    id_ = f"{task}/{thing.id}"
    return _Entry(
        what=what, id=id_, name=name, said=_said(thing), under=task, task=task
    )


def _said(thing: Any) -> dict[str, str]:  # noqa: ANN401 - any of the catalog's dataclasses
    return {
        field.name: _text(getattr(thing, field.name))
        for field in fields(thing)
        if field.name not in _INNER
    }


def _text(value: object) -> str:
    """Return a value as the catalog would write it, in no language."""
    match value:
        case bool():
            return str(value).lower()
        case Decimal():
            return f"{value.normalize():f}"
        case time():
            return value.strftime("%H:%M")
        case (time() as opens, time() as closes):
            return f"{_text(opens)}-{_text(closes)}"
        case Lights() | Extensions():
            named = (
                (field.name, getattr(value, field.name)) for field in fields(value)
            )
            return ", ".join(f"{name} {given}" for name, given in named)
        case Rung() | Point() | Curve():
            parts = (_text(getattr(value, field.name)) for field in fields(value))
            return " ".join(filter(None, parts))
        case _:
            return _listed_text(value)


def _listed_text(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_text, value))
    if isinstance(value, frozenset):
        return ", ".join(sorted(map(_text, value)))
    return "" if value is None else str(value)
