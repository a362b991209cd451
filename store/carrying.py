"""What a granted request changes: the plan's rows, and what is owed under them."""

from datetime import date, datetime
from functools import partial

from sqlalchemy import update
from sqlmodel import col

from rules.catalog import Task
from rules.chase import first_look
from rules.directive import LIVE
from rules.directives import concerns
from rules.ids import PersonId, UnitId
from rules.lifecycle import Move, Moved, Stage, into_work
from rules.obligation import Obligation, ObligationState, Owed
from rules.owing import Owing
from rules.request import Request
from store import moves, obligations, plans
from store.following import OWN
from store.moving import make
from store.plans import Loaded
from store.session import Tx
from store.tables import DirectiveRow

_CARRIED = frozenset({Owed.REPORT, Owed.FINISH})
_WAIVED = ObligationState.WAIVED


def put_off(
    tx: Tx, plan: Loaded, request: Request, _by: PersonId, now: datetime
) -> None:
    """Let a new date be in force: the end at the old one is owed no more."""
    id_ = plan.catalog.plan.id
    plans.follow(tx, id_, now)
    for unit in _task(plan, request).units:
        obligations.close_branch(
            tx,
            id_,
            request.task,
            unit,
            kinds=[Owed.FINISH],
            state=ObligationState.WAIVED,
            now=now,
        )


def hand_over(
    tx: Tx, plan: Loaded, request: Request, by: PersonId, now: datetime
) -> None:
    """Let another unit lead: it takes on what is still to come of what was owed."""
    id_, today = plan.catalog.plan.id, plan.days.local(now).date()
    former, to = _task(plan, request).lead, request.to or request.unit
    owed = [
        one
        for one in obligations.of_task(tx, id_, request.task)
        if one.unit == former and _carried(one, today)
    ]
    plans.follow(tx, id_, now)
    fresh = plans.loaded(tx, id_)
    if fresh is None:
        return
    _begin(tx, fresh, request, by, now)
    taken = [_owing(plan, one, to) for one in owed]
    obligations.open_all(tx, id_, taken, now)
    obligations.owe_anew(tx, id_, taken, now, of=[_WAIVED])
    _relieve(tx, fresh, request, former, now)
    tx.execute(
        update(DirectiveRow)
        .where(
            col(DirectiveRow.plan) == id_,
            col(DirectiveRow.task) == request.task,
            col(DirectiveRow.unit) == former,
            col(DirectiveRow.state).in_([state.value for state in LIVE]),
        )
        .values(unit=to)
    )


def _carried(owed: Obligation, today: date) -> bool:
    """Whether a new lead takes it on: what is still to come, and every directive."""
    if concerns(owed):
        return owed.kind in OWN
    return owed.kind in _CARRIED and owed.due >= today


def _relieve(
    tx: Tx, plan: Loaded, request: Request, former: UnitId, now: datetime
) -> None:
    """Let a former lead that goes on assisting owe no more than who assists."""
    id_, task = plan.catalog.plan.id, _task(plan, request)
    close = partial(
        obligations.close_branch, tx, id_, task.id, former, state=_WAIVED, now=now
    )
    close(kinds=[Owed.DIRECTIVE])
    close(kinds=[Owed.ACKNOWLEDGE], period="D")
    if not plan.catalog.policies[task.policy].assist:
        close(kinds=[Owed.REPORT, Owed.FINISH, Owed.ACKNOWLEDGE])


def _begin(tx: Tx, plan: Loaded, request: Request, by: PersonId, now: datetime) -> None:
    """Put the new lead's branch to work: accepting a task acknowledges it."""
    id_, task = plan.catalog.plan.id, _task(plan, request)
    branch = moves.branch(tx, plan, task, task.lead)
    if (task.id, task.lead) not in moves.last_of(tx, id_, task.id):
        moves.add(tx, id_, [_issued(request, task, now), _accepted(task, by, now)])
        return
    for _ in Stage:  # no way into work is longer
        wanted = into_work(branch.stage)
        if wanted is None:
            return
        make(tx, plan, branch, wanted, person=None, why=request.reason, now=now)
        branch = moves.branch(tx, plan, task, task.lead)


def _issued(request: Request, task: Task, now: datetime) -> Moved:
    return Moved(
        task=task.id,
        unit=task.lead,
        move=Move.ISSUE,
        of=Stage.DRAFT,
        to=Stage.PENDING_ACK,
        by=None,
        at=now,
        why=request.reason,
    )


def _accepted(task: Task, by: PersonId, now: datetime) -> Moved:
    return Moved(
        task=task.id,
        unit=task.lead,
        move=Move.ACKNOWLEDGE,
        of=Stage.PENDING_ACK,
        to=Stage.IN_PROGRESS,
        by=by,
        at=now,
        why="",
    )


def _owing(plan: Loaded, owed: Obligation, to: UnitId) -> Owing:
    return Owing(
        kind=owed.kind,
        task=owed.task,
        unit=to,
        period=owed.period,
        due=owed.due,
        policy=owed.policy,
        look_at=first_look(owed.policy, owed.due, plan.days),
        subject=owed.subject,
    )


def _task(plan: Loaded, request: Request) -> Task:
    return next(one for one in plan.catalog.tasks() if one.id == request.task)
