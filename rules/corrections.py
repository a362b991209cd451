"""What was put right of what a leader had been shown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from rules import facts
from rules.catalog import Catalog, Task
from rules.ids import IndicatorId, TaskId, UnitId
from rules.workdays import Workdays

SHOWN = 3  # corrections told; the rest are counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What one version of a report said; nothing, if it took the report back."""

    at: datetime
    percent: int | None = None
    status: str | None = None
    needs: str = ""
    totals: Mapping[IndicatorId, Decimal]
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A report as it stood on the last screen, and as it stands now."""

    task: TaskId
    unit: UnitId
    before: Version
    after: Version


def section(
    catalog: Catalog, found: Sequence[Correction], days: Workdays
) -> facts.Line:
    """Return the facts of a digest's corrections, in the order people count.

    Only what a screen shows counts: numbers, the lead's percent and word, what is
    needed. A task that has left the plan is not told of.
    """
    here = {task.id: task for task in catalog.tasks()}
    told = [
        line
        for one in sorted(found, key=lambda one: facts.place(one.task))
        if one.task in here and (line := _line(here[one.task], one, days))
    ]
    return {
        "lines": told[:SHOWN],
        "more": max(len(told) - SHOWN, 0),
        "total": len(told),
    }


def _line(task: Task, one: Correction, days: Workdays) -> facts.Line | None:
    before, after = one.before, one.after
    changes = [] if after.withdrawn else list(_changes(task, one))
    if not changes and not after.withdrawn:
        return None
    return {
        "task": facts.number(task.id),
        "short": task.short,
        "made": facts.moment(before.at, days),
        "at": facts.moment(after.at, days),
        "withdrawn": after.withdrawn,
        "changes": changes,
    }


def _changes(task: Task, one: Correction) -> Iterator[facts.Line]:
    before, after = one.before, one.after
    for indicator in task.indicators:
        was, now = before.totals.get(indicator.id), after.totals.get(indicator.id)
        if was != now:
            # One number needs no name.
            name = indicator.name if len(task.indicators) > 1 else ""
            figures = (_plain(was), _plain(now))
            yield _change("figure", *figures, name=name, unit=indicator.unit)
    if one.unit not in task.assist and before.percent != after.percent:
        yield _change("percent", before.percent, after.percent, unit="%")
    if one.unit not in task.assist and before.status != after.status:
        yield _change("status", before.status, after.status)
    if before.needs != after.needs:
        yield _change("needs", None, None)


def _plain(total: Decimal | None) -> str | None:
    return None if total is None else facts.plain(total)


def _change(
    kind: str, before: object, after: object, *, name: str = "", unit: str = ""
) -> facts.Line:
    """Return one change; before or after is None where nothing was said of it."""
    told = {"kind": kind, "name": name, "unit": unit}
    return told | {"before": before, "after": after}
