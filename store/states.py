"""How every task stood at a moment, in a constant number of questions."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from rules.catalog import Plan, Task, Unit
from rules.digest import Line
from rules.ids import IndicatorId, PlanId, TaskId, UnitId
from rules.lifecycle import stage_after
from rules.needed import OpenNeed, still_needed
from rules.pace import IndicatorState, TaskState, judge
from rules.understand import Status
from store import moves, needs, obligations, reports
from store.plans import Loaded
from store.reports import Kept
from store.session import Tx

WEEK = timedelta(days=7)


def states(
    tx: Tx,
    plan: Loaded,
    as_of: datetime,
    tasks: Collection[TaskId] | None = None,
) -> list[TaskState]:
    """Return the state of these tasks, or of all, as it was known at `as_of`."""
    catalog, id_ = plan.as_of(as_of), plan.catalog.plan.id
    today = plan.days.local(as_of).date()
    moved = moves.stages(tx, id_, as_of, tasks)
    last: dict[TaskId, dict[UnitId, Kept]] = defaultdict(dict)
    for kept in reports.latest(tx, id_, as_of, tasks):
        last[kept.task][kept.unit] = kept
    found = _totals(tx, id_, as_of, tasks)
    done = reports.measures_done(tx, id_, as_of, tasks)
    missed = {
        (task, unit): n
        for task, unit, n in obligations.unanswered(tx, id_, today, as_of, tasks)
    }
    made = []
    for area in catalog.areas:
        for task in area.tasks:
            if tasks is not None and task.id not in tasks:
                continue
            blank = TaskState(
                area=area.id,
                task=task,
                pace_from=_pace_from(catalog.plan, task),
                lights=catalog.policies[task.policy].lights,
                indicators=_indicators(task, found[task.id]),
                missed=missed.get((task.id, task.lead), 0),
                stage=stage_after(moved.get((task.id, task.lead))),
                measures_done=done.get(task.id, frozenset()),
                put_off=task.put_off_from is not None,
            )
            said = last[task.id]
            made.append(_with_needs(said_by(blank, _leading(task, said)), said))
    return made


def said_by(state: TaskState, kept: Kept | None) -> TaskState:
    """Return the task as one report says it; without a report nothing is said."""
    return replace(
        state,
        percent=kept.percent if kept else None,
        status=Status(kept.status) if kept and kept.status else None,
        expected_finish=kept.expected if kept else None,
        problem=kept.problem if kept else "",
        needs=kept.needs if kept else "",
        needing=(kept.unit,) if kept and kept.needs else (),
        last_report=kept.at if kept else None,
        last_text=kept.text if kept else "",
    )


def _leading(task: Task, kept: Mapping[UnitId, Kept]) -> Kept | None:
    """Return the lead's last report; a new lead begins with the former one's."""
    former = [one for unit, one in kept.items() if unit not in task.assist]
    return kept.get(task.lead) or max(former, key=lambda one: one.at, default=None)


def _with_needs(state: TaskState, kept: Mapping[UnitId, Kept]) -> TaskState:
    """Let what an assisting unit needs be seen as well."""
    leading = _leading(state.task, kept)
    assisting = (kept[unit] for unit in state.task.assist if unit in kept)
    asking = [one for one in (leading, *assisting) if one and one.needs]
    return replace(
        state,
        needs="；".join(one.needs for one in asking),
        needing=tuple(one.unit for one in asking),
    )


def _pace_from(plan: Plan, task: Task) -> date:
    """Return where a task's pace begins: its own start, or else the year's."""
    return plan.pace_from if task.starts == plan.starts else task.starts


_Found = dict[IndicatorId, tuple[Decimal, datetime]]


def _totals(
    tx: Tx, plan: PlanId, as_of: datetime, tasks: Collection[TaskId] | None
) -> dict[TaskId, _Found]:
    found: dict[TaskId, _Found] = defaultdict(dict)
    for total in reports.totals(tx, plan, as_of, tasks=tasks):
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
    pressed = obligations.pressed(tx, plan.catalog.plan.id, today)
    voices = needs.voiced(tx, plan.catalog.plan.id, days, now)
    return [
        Line(
            state=state,
            now=judge(state, today),
            before=judge(before[state.task.id], then),
            pressed=(state.task.id, state.task.lead) in pressed,
            needs=_open(state, voices, plan.catalog.units),
        )
        for state in states(tx, plan, now)
    ]


def _open(
    state: TaskState, voices: needs.Voices, units: Sequence[Unit]
) -> tuple[OpenNeed, ...]:
    return tuple(
        one
        for unit in state.needing
        for one in still_needed(voices.get((state.task.id, unit), ()), units)
    )
