"""What a change of the plan overtakes: directives, ends and requests of before."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlmodel import col, select

from rules.catalog import Catalog, Task
from rules.chase import first_look
from rules.directive import LIVE
from rules.ids import DirectiveId, ObligationId, PlanId, TaskId, UnitId
from rules.obligation import Obligation, ObligationState, Owed
from rules.owing import Owing
from rules.request import Request, RequestKind, RequestState
from rules.workdays import Workdays
from store import obligations, requests
from store.session import Tx
from store.tables import DirectiveRow, ObligationRow


def pass_on(tx: Tx, catalog: Catalog, now: datetime) -> None:
    """Give the live directives of a unit that leaves a task to its lead.

    What is owed of them goes along, however late; the rows of before are still
    there.
    """
    plan, days = catalog.plan.id, _days(catalog)
    tasks = {task.id: task for task in catalog.tasks()}
    rows = tx.execute(
        select(DirectiveRow.id, DirectiveRow.task, DirectiveRow.unit).where(
            col(DirectiveRow.plan) == plan,
            col(DirectiveRow.state).in_([state.value for state in LIVE]),
        )
    )
    for id_, task_id, unit in rows.all():
        task = tasks.get(TaskId(task_id))
        if task is None or unit in task.units:
            continue
        passed = DirectiveId(id_ or 0)
        owed = _owed_of(tx, plan, passed, task, UnitId(unit))
        taken = [_taken(one, task.lead, days) for one in owed]
        obligations.open_all(tx, plan, taken, now)
        obligations.owe_anew(tx, plan, taken, now, of=[ObligationState.WAIVED])
        obligations.waive(tx, [one.id for one in owed], now)
        this = update(DirectiveRow).where(col(DirectiveRow.id) == passed)
        tx.execute(this.values(unit=task.lead))


def put_aside(tx: Tx, catalog: Catalog, now: datetime) -> None:
    """Owe no end by a day that is planned no more; let lapse what nobody can decide."""
    plan = catalog.plan.id
    tasks = {task.id: task for task in catalog.tasks()}
    obligations.waive(tx, _old_ends(tx, plan, tasks), now)
    units = {unit.id for unit in catalog.units}
    for one in requests.waiting(tx, plan):
        task = tasks.get(one.task)
        if task is not None and not _decidable(one, task, units):
            requests.settle(
                tx, plan, one, RequestState.WITHDRAWN, person=None, why="", now=now
            )


def _owed_of(
    tx: Tx, plan: PlanId, directive: DirectiveId, task: Task, unit: UnitId
) -> list[Obligation]:
    """Return what a unit still owes of a directive."""
    return [
        one
        for one in obligations.of_task(tx, plan, task.id)
        if one.unit == unit
        and one.subject == directive
        and one.kind in {Owed.ACKNOWLEDGE, Owed.DIRECTIVE}
    ]


def _taken(owed: Obligation, to: UnitId, days: Workdays) -> Owing:
    return Owing(
        kind=owed.kind,
        task=owed.task,
        unit=to,
        period=owed.period,
        due=owed.due,
        policy=owed.policy,
        look_at=first_look(owed.policy, owed.due, days),
        subject=owed.subject,
    )


def _old_ends(tx: Tx, plan: PlanId, tasks: dict[TaskId, Task]) -> list[ObligationId]:
    """Return the open ends that are asked for by another day than the plan's."""
    rows = tx.execute(
        select(ObligationRow.id, ObligationRow.task, ObligationRow.period).where(
            col(ObligationRow.plan) == plan,
            col(ObligationRow.kind) == Owed.FINISH.value,
            col(ObligationRow.state) == ObligationState.OPEN.value,
        )
    )
    return [
        ObligationId(id_ or 0)
        for id_, task, period in rows
        if task in tasks and period != tasks[TaskId(task)].due.isoformat()
    ]


def _decidable(request: Request, task: Task, units: set[UnitId]) -> bool:
    """Whether an application is still its branch's, and a new lead still a unit."""
    if request.kind is RequestKind.COMPLETION:
        return request.unit in task.units
    return request.to is None or request.to in units


def _days(catalog: Catalog) -> Workdays:
    return Workdays(catalog.calendar, ZoneInfo(catalog.plan.timezone))
