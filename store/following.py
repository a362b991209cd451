"""What follows from a move: what is owed, waived or owed again, and decided."""

from dataclasses import replace
from functools import partial

from rules.catalog import Audience, Policy, Task
from rules.ids import PersonId, RequestId
from rules.lifecycle import Move, Moved
from rules.obligation import ObligationState, Owed
from rules.owing import acknowledging, finishing
from rules.people import Person
from rules.request import Request, RequestKind, RequestState
from store import moves, obligations, reports, requests
from store.plans import Loaded
from store.session import Tx

ISSUED = "issue-"  # how the periods of 交办 begin; those of a directive do not
OWN = frozenset(Owed) - {Owed.DECIDE}  # what a branch itself owes
_OF_THE_TASK = frozenset({Owed.REPORT, Owed.FINISH})  # a directive outlives its task
_CLOSED = frozenset(ObligationState) - {ObligationState.OPEN}
_HEARD = frozenset({Move.ACKNOWLEDGE, Move.DECLINE, Move.APPROVE})
_CLOSES = {
    Move.DECLINE: (_OF_THE_TASK, ObligationState.WAIVED),
    Move.APPLY: (_OF_THE_TASK, ObligationState.ANSWERED),
    Move.APPROVE: (_OF_THE_TASK, ObligationState.WAIVED),
    Move.SUSPEND: (OWN, ObligationState.WAIVED),
    Move.TERMINATE: (OWN, ObligationState.WAIVED),
    Move.WAIVE: (OWN, ObligationState.WAIVED),
}
_SETTLES = {
    Move.APPROVE: RequestState.GRANTED,
    Move.RETURN: RequestState.REFUSED,
    Move.WITHDRAW: RequestState.WITHDRAWN,
}
_ENDS = frozenset({Move.APPROVE, Move.SUSPEND, Move.TERMINATE, Move.WAIVE})


def follow(
    tx: Tx, plan: Loaded, moved: Moved, before: Moved | None, person: Person | None
) -> PersonId | None:
    """Do what follows from a move; return who had asked for it, if anybody had.

    `before`: the branch's last move until now.
    """
    if moved.move in _HEARD:
        _heard(tx, plan, moved)
    if moved.move in _CLOSES:
        _close(tx, plan, moved, *_CLOSES[moved.move])
    match moved.move:
        case Move.ISSUE:
            _issue(tx, plan, moved)
            _take_up(tx, plan, moved, before)
        case Move.APPLY if person is not None:
            _apply(tx, plan, moved, person)
        case Move.RETURN | Move.WITHDRAW:
            _owe_the_end(tx, plan, moved)
        case Move.RESUME | Move.REOPEN:
            _take_up(tx, plan, moved, before)
        case _:
            pass
    return _settle(tx, plan, moved)


def _issue(tx: Tx, plan: Loaded, moved: Moved) -> None:
    """Owe a 签收 for a task handed out again."""
    policy, id_ = _policy(plan, _task(plan, moved)), plan.catalog.plan.id
    if not policy.acknowledge:
        return
    kept = moves.of_task(tx, id_, moved.task)
    again = [one.moved for one in kept if one.moved.unit == moved.unit]
    owing = acknowledging(
        policy,
        moved.task,
        moved.unit,
        time=sum(one.move is Move.ISSUE for one in again),
        today=plan.days.local(moved.at).date(),
        days=plan.days,
    )
    obligations.open_all(tx, id_, [owing], moved.at)


def _heard(tx: Tx, plan: Loaded, moved: Moved) -> None:
    """Close the 签收 of the task itself."""
    obligations.close_branch(
        tx,
        plan.catalog.plan.id,
        moved.task,
        moved.unit,
        kinds=[Owed.ACKNOWLEDGE],
        state=ObligationState.ANSWERED,
        now=moved.at,
        period=ISSUED,
    )


def _close(
    tx: Tx, plan: Loaded, moved: Moved, kinds: frozenset[Owed], state: ObligationState
) -> None:
    id_ = plan.catalog.plan.id
    obligations.close_branch(
        tx, id_, moved.task, moved.unit, kinds=kinds, state=state, now=moved.at
    )


def _apply(tx: Tx, plan: Loaded, moved: Moved, person: Person) -> None:
    """File the application; the branch's last report is its evidence."""
    id_, task = plan.catalog.plan.id, _task(plan, moved)
    evidence = reports.of_branch(tx, id_, moved.task, moved.unit)
    asked = Request(
        id=RequestId(0),  # it gets its number as it is filed
        kind=RequestKind.COMPLETION,
        task=moved.task,
        unit=moved.unit,
        by=person.id,
        name=person.name,
        reason=moved.why or (evidence.text if evidence else ""),
        asked_at=moved.at,
        state=RequestState.ASKED,
        planned=task.due.isoformat(),
        was=task.due,
    )
    requests.file(
        tx,
        id_,
        asked,
        by=Audience.ADMIN,
        policy=_policy(plan, task),
        days=plan.days,
        evidence=evidence.id if evidence else None,
    )


def _owe_the_end(tx: Tx, plan: Loaded, moved: Moved) -> None:
    """Owe the end again, by the day now in force, if it was asked about before."""
    task, id_ = _task(plan, moved), plan.catalog.plan.id
    policy, days = _policy(plan, task), plan.days
    end = finishing(policy, task.id, moved.unit, due=task.due, days=days)
    obligations.owe_anew(tx, id_, [end], moved.at, of=_CLOSED)


def _take_up(tx: Tx, plan: Loaded, moved: Moved, before: Moved | None) -> None:
    """Owe again what the move before closed: of its reports only those to come."""
    if before is None:
        return
    _owe_the_end(tx, plan, moved)
    others = OWN - _OF_THE_TASK if moved.move is not Move.ISSUE else frozenset()
    again = partial(
        obligations.reopen,
        tx,
        plan.catalog.plan.id,
        moved.task,
        moved.unit,
        closed_at=before.at,
        now=moved.at,
    )
    again(kinds=[Owed.REPORT], since=plan.days.local(moved.at).date())
    again(kinds=others)


def _settle(tx: Tx, plan: Loaded, moved: Moved) -> PersonId | None:
    """Settle the application a move decides, and let lapse what it makes idle."""
    waiting = requests.pending(tx, plan.catalog.plan.id, moved.task)
    leads = moved.unit == _task(plan, moved).lead
    asker = None
    for one in waiting:
        own = one.kind is RequestKind.COMPLETION and one.unit == moved.unit
        if own and moved.move in _SETTLES:
            _settled(tx, plan, moved, one, _SETTLES[moved.move])
            asker = one.by
        elif moved.move in _ENDS and (leads or own):
            lapsed = replace(moved, by=None, why="")
            _settled(tx, plan, lapsed, one, RequestState.WITHDRAWN)
    return asker


def _settled(
    tx: Tx, plan: Loaded, moved: Moved, request: Request, state: RequestState
) -> None:
    id_, by = plan.catalog.plan.id, moved.by
    requests.settle(tx, id_, request, state, person=by, why=moved.why, now=moved.at)


def _task(plan: Loaded, moved: Moved) -> Task:
    return next(one for one in plan.catalog.tasks() if one.id == moved.task)


def _policy(plan: Loaded, task: Task) -> Policy:
    return plan.catalog.policies[task.policy]
