"""A request for a new date or a new lead, and its decision, with what follows."""

from dataclasses import replace
from datetime import datetime

from rules import facts
from rules import requests as rulings
from rules.catalog import Audience, Task
from rules.errors import CannotAsk, NotAllowed, OldButton
from rules.ids import RequestId
from rules.lifecycle import Move
from rules.outcomes import outcomes
from rules.people import Person
from rules.request import PENDING, Request, RequestKind, RequestState
from rules.requests import Asked, Denied, Ruling
from store import moves, outbox, people, requests
from store.carrying import hand_over, put_off
from store.moving import make, mover
from store.plans import Loaded
from store.session import Tx


def ask(
    tx: Tx, plan: Loaded, asked: Asked, person: Person, now: datetime
) -> tuple[Request, Ruling]:
    """File a request for a new date or a new lead.

    Raises CannotAsk or NotAllowed.
    """
    task = asked.task
    ruling = allowed(rulings.ask(asked, plan.days.local(now).date()), asked)
    request = Request(
        id=RequestId(0),  # it gets its number as it is filed
        kind=asked.kind,
        task=task.id,
        unit=task.lead,
        by=person.id,
        name=person.name,
        reason=asked.reason.strip(),
        asked_at=now,
        state=RequestState.ASKED,
        planned="",
        was=task.due,
        until=asked.until,
        to=asked.to,
        late=ruling.late,
    )
    filed = requests.file(
        tx,
        plan.catalog.plan.id,
        replace(request, planned=rulings.planned(plan.filed, request) or ""),
        by=ruling.by,
        policy=plan.catalog.policies[task.policy],
        days=plan.days,
    )
    return filed, ruling


def grant(
    tx: Tx, plan: Loaded, request: Request, *, person: Person, now: datetime
) -> Request:
    """Agree to a request: it is granted, or goes on to a leader.

    Raises NotAllowed, OldButton, CannotAsk or CannotMove.
    """
    if request.kind is RequestKind.COMPLETION:
        _move(tx, plan, request, Move.APPROVE, person=person, why="", now=now)
        return _again(tx, plan, request)
    id_, task = plan.catalog.plan.id, _task(plan, request)
    then = _consent(tx, plan, request, task)
    state = decided(rulings.granted(request, mover(person), plan.filed, then), request)
    if state is RequestState.CONSENT:
        policy, days = plan.catalog.policies[task.policy], plan.days
        settled = requests.consented(
            tx, id_, request, person=person.id, policy=policy, days=days, now=now
        )
    else:
        settled = requests.settle(
            tx, id_, request, state, person=person.id, why="", now=now
        )
        effect = put_off if request.kind is RequestKind.EXTENSION else hand_over
        effect(tx, plan, settled, person.id, now)
    _tell(tx, plan, settled, person, now)
    return settled


def refuse(
    tx: Tx, plan: Loaded, request: Request, *, person: Person, why: str, now: datetime
) -> Request:
    """Refuse a request, or return an application; it takes a reason."""
    state = decided(rulings.refused(request, mover(person), why), request)
    if request.kind is RequestKind.COMPLETION:
        _move(tx, plan, request, Move.RETURN, person=person, why=why, now=now)
        return _again(tx, plan, request)
    id_ = plan.catalog.plan.id
    settled = requests.settle(
        tx, id_, request, state, person=person.id, why=why, now=now
    )
    _tell(tx, plan, settled, person, now)
    return settled


def withdraw(
    tx: Tx, plan: Loaded, request: Request, *, person: Person, now: datetime
) -> Request:
    """Take a request back."""
    state = decided(rulings.withdrawn(request, mover(person)), request)
    if request.kind is RequestKind.COMPLETION:
        _move(tx, plan, request, Move.WITHDRAW, person=person, why="", now=now)
        return _again(tx, plan, request)
    id_ = plan.catalog.plan.id
    return requests.settle(tx, id_, request, state, person=person.id, why="", now=now)


def allowed(found: Ruling | Denied, asked: Asked) -> Ruling:
    """Return a ruling, or refuse with what is in the way."""
    if isinstance(found, Ruling):
        return found
    if found is Denied.ROLE:
        raise NotAllowed
    told = rulings.in_the_way(asked, found)
    raise CannotAsk(told)


def decided(found: RequestState | Denied, request: Request) -> RequestState:
    """Return what a request becomes, or refuse."""
    if isinstance(found, RequestState):
        return found
    if found in {Denied.ROLE, Denied.UNIT}:
        raise NotAllowed
    if found is Denied.DECIDED:
        raise OldButton({"why": "decided"})
    raise CannotAsk(
        {
            "task": facts.number(request.task),
            "kind": request.kind.value,
            "why": found.value,
        }
    )


def _consent(tx: Tx, plan: Loaded, request: Request, task: Task) -> Audience | None:
    if request.until is None:
        return None
    limits = plan.catalog.policies[task.policy].extensions
    granted = requests.extended(tx, plan.catalog.plan.id, task.id)
    return rulings.consent(task, request.until, limits, granted)


def _move(
    tx: Tx,
    plan: Loaded,
    request: Request,
    wanted: Move,
    *,
    person: Person,
    why: str,
    now: datetime,
) -> None:
    """Decide an application: the move settles the request."""
    if request.state not in PENDING:
        raise OldButton({"why": "decided"})
    branch = moves.branch(tx, plan, _task(plan, request), request.unit)
    make(tx, plan, branch, wanted, person=person, why=why, now=now)


def _again(tx: Tx, plan: Loaded, request: Request) -> Request:
    return requests.one(tx, plan.catalog.plan.id, request.id) or request


def _tell(tx: Tx, plan: Loaded, request: Request, by: Person, now: datetime) -> None:
    id_, days = plan.catalog.plan.id, plan.days
    linked = people.linked(tx, id_, today=days.local(now).date())
    told = outcomes(plan.catalog, linked, request, by, days.local(now))
    outbox.put(tx, id_, told, now)


def _task(plan: Loaded, request: Request) -> Task:
    """Return a request's task, or refuse: it may have left the plan."""
    found = (one for one in plan.catalog.tasks() if one.id == request.task)
    task = next(found, None)
    if task is None:
        raise OldButton
    return task
