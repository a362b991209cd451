"""What was granted, laid over the catalog: dates put off, tasks handed over.

The file stays as its admin wrote it. An amendment counts only while the file still
says what it said when it was asked: a later edit wins.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from rules.catalog import Area, Catalog, Task
from rules.ids import TaskId, UnitId


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """A granted request: a new date (`until`) or a new lead (`to`), in force from `at`.

    `planned`: the due day as an ISO date, or the lead, as the file had it then.
    """

    task: TaskId
    at: datetime
    planned: str
    until: date | None = None
    to: UnitId | None = None


def amended(
    catalog: Catalog, amendments: Sequence[Amendment], as_of: datetime
) -> Catalog:
    """Return the catalog with what had been granted by `as_of`."""
    granted: dict[TaskId, list[Amendment]] = defaultdict(list)
    for one in sorted(amendments, key=lambda one: one.at):
        if one.at <= as_of:
            granted[one.task].append(one)
    if not granted:
        return catalog
    units = frozenset(unit.id for unit in catalog.units)
    return replace(
        catalog, areas=tuple(_area(area, granted, units) for area in catalog.areas)
    )


def _area(
    area: Area, granted: Mapping[TaskId, list[Amendment]], units: frozenset[UnitId]
) -> Area:
    tasks = [_task(task, granted.get(task.id, ()), units) for task in area.tasks]
    return replace(area, tasks=tuple(tasks))


def _task(
    planned: Task, granted: Sequence[Amendment], units: frozenset[UnitId]
) -> Task:
    task = planned
    for one in granted:
        if one.until and one.planned == planned.due.isoformat():
            task = _put_off(task, planned, one.until)
        elif one.to in units and one.planned == planned.lead:
            task = _handed_over(task, planned, one.to)
    return task


def _put_off(task: Task, planned: Task, until: date) -> Task:
    return replace(task, due=until, put_off_from=planned.due)


def _handed_over(task: Task, planned: Task, to: UnitId) -> Task:
    """Let `to` lead. It assists no more; the former lead only if the file says so."""
    return replace(
        task,
        lead=to,
        assist=tuple(unit for unit in planned.assist if unit != to),
        handed_from=None if to == planned.lead else planned.lead,
    )
