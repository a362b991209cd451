"""When tasks are handed out (交办) and when their end is asked about."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from rules.catalog import Catalog, Policy, Task
from rules.ids import TaskId, UnitId
from rules.lifecycle import Moved, Stage
from rules.owing import Owing, acknowledging, finishing
from rules.workdays import Workdays

Branches = Mapping[tuple[TaskId, UnitId], Moved]
"""The last move of each branch that has made any."""

_UNFINISHED = frozenset({Stage.DRAFT, Stage.PENDING_ACK, Stage.IN_PROGRESS})


def handed_out(
    catalog: Catalog,
    moved: Branches,
    heard: Collection[tuple[TaskId, UnitId]],
    days: Workdays,
    today: date,
) -> tuple[Owing, ...]:
    """Return the receipts (签收) to be owed for the tasks that begin by today.

    A branch that was handed out before, or has reported already (`heard`), is not
    handed out again; one whose policy asks for no receipt just begins.
    """
    return tuple(
        acknowledging(policy, task.id, unit, time=1, today=today, days=days)
        for task, policy, unit in _branches(catalog)
        if policy.acknowledge
        and task.starts <= today <= task.due
        and (task.id, unit) not in moved
        and (task.id, unit) not in heard
    )


def ending(
    catalog: Catalog, moved: Branches, days: Workdays, *, since: date, today: date
) -> tuple[Owing, ...]:
    """Return the ends to be asked about by today, of the tasks not yet finished.

    What was due before the plan was loaded (`since`) is not asked about.
    """
    return tuple(
        finishing(policy, task.id, unit, due=task.due, days=days)
        for task, policy, unit in _branches(catalog)
        if policy.finish
        and since <= task.due
        and _asks_from(task, policy, days) <= today
        and _stage(moved, task.id, unit) in _UNFINISHED
    )


def next_day(catalog: Catalog, days: Workdays, today: date) -> date | None:
    """Return the next day after today on which a task begins or its end is asked."""
    coming = (
        day
        for task, policy, _ in _branches(catalog)
        for day in (task.starts, policy.finish and _asks_from(task, policy, days))
        if isinstance(day, date) and day > today
    )
    return min(coming, default=None)


def _branches(catalog: Catalog) -> Iterator[tuple[Task, Policy, UnitId]]:
    """Yield each branch that owes answers of its own, with its policy."""
    for task in catalog.tasks():
        policy = catalog.policies[task.policy]
        for unit in (task.lead, *(task.assist if policy.assist else ())):
            yield task, policy, unit


def _asks_from(task: Task, policy: Policy, days: Workdays) -> date:
    """Return when a task's end is asked about: not before it begins."""
    asked = days.shift(days.on_or_after(task.due), -policy.finish)
    return max(asked, task.starts)


def _stage(moved: Branches, task: TaskId, unit: UnitId) -> Stage:
    last = moved.get((task, unit))
    return last.to if last else Stage.IN_PROGRESS
