"""How every task stood at a moment, in a constant number of questions."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, timedelta
from decimal import Decimal

from rules.catalog import Plan, Task
from rules.digest import Line
from rules.ids import IndicatorId, PlanId, TaskId
from rules.pace import IndicatorState, TaskState, judge
from rules.understand import Status
from store import obligations, reports
from store.plans import Loaded
from store.session import Tx

WEEK = timedelta(days=7)


def states(
    tx: Tx,
    plan: Loaded,
    as_of: datetime,
    tasks: Collection[TaskId] | None = None,
) -> list[TaskState]:
    """Return the state of these tasks, or of all, as it was known at `as_of`."""
    id_ = plan.catalog.plan.id
    today = plan.days.local(as_of).date()
    last = {(kept.task, kept.unit): kept for kept in reports.latest(tx, id_, as_of)}
    found = _totals(tx, id_, as_of)
    missed = {
        (task, unit): n
        for task, unit, n in obligations.unanswered(tx, id_, today, as_of)
    }
    made = []
    for area in plan.catalog.areas:
        for task in area.tasks:
            if tasks is not None and task.id not in tasks:
                continue
            kept = last.get((task.id, task.lead))
            made.append(
                TaskState(
                    area=area.id,
                    task=task,
                    pace_from=_pace_from(plan.catalog.plan, task),
                    lights=plan.catalog.policies[task.policy].lights,
                    indicators=_indicators(task, found[task.id]),
                    percent=kept.percent if kept else None,
                    status=Status(kept.status) if kept and kept.status else None,
                    expected_finish=kept.expected if kept else None,
                    problem=kept.problem if kept else "",
                    needs=kept.needs if kept else "",
                    last_report=kept.at if kept else None,
                    last_text=kept.text if kept else "",
                    missed=missed.get((task.id, task.lead), 0),
                )
            )
    return made


def _pace_from(plan: Plan, task: Task) -> date:
    """Return where a task's pace begins: its own start, or else the year's."""
    return plan.pace_from if task.starts == plan.starts else task.starts


_Found = dict[IndicatorId, tuple[Decimal, datetime]]


def _totals(tx: Tx, plan: PlanId, as_of: datetime) -> dict[TaskId, _Found]:
    found: dict[TaskId, _Found] = defaultdict(dict)
    for total in reports.totals(tx, plan, as_of):
        found[total.task][total.indicator] = (total.total, total.at)
    return found


def _indicators(task: Task, found: _Found) -> tuple[IndicatorState, ...]:
    return tuple(
        IndicatorState(indicator=indicator, total=total, at=at)
        for indicator in task.indicators
        for total, at in (found.get(indicator.id, (None, None)),)
    )


def week(tx: Tx, plan: Loaded, now: datetime) -> list[Line]:
    """Return every task as it stands now and as it stood a week ago."""
    days = plan.days
    before = {s.task.id: s for s in states(tx, plan, now - WEEK)}
    today, then = days.local(now).date(), days.local(now - WEEK).date()
    return [
        Line(
            state=state,
            now=judge(state, today),
            before=judge(before[state.task.id], then),
        )
        for state in states(tx, plan, now)
    ]
