"""Requests: what was asked for, what became of it, and who has to decide it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, update
from sqlalchemy import select as columns
from sqlmodel import col, func, select

from rules.amend import Amendment
from rules.catalog import Audience, Policy
from rules.ids import PersonId, PlanId, ReportId, RequestId, TaskId, UnitId
from rules.obligation import ObligationState, Owed
from rules.owing import NO_UNIT, deciding
from rules.request import PENDING, Request, RequestKind, RequestState
from rules.workdays import Workdays
from store import events, obligations
from store.session import Tx
from store.tables import PersonRow, RequestRow

# Whatever needs the plan asks this: it is written once.
_GRANTED = (
    columns(
        col(RequestRow.task),
        col(RequestRow.decided_at),
        col(RequestRow.planned),
        col(RequestRow.until),
        col(RequestRow.to_unit),
    )
    .where(
        col(RequestRow.plan) == bindparam("of"),
        col(RequestRow.state) == RequestState.GRANTED.value,
        col(RequestRow.kind) != RequestKind.COMPLETION.value,
    )
    .order_by(col(RequestRow.decided_at), col(RequestRow.id))
)
_WAITS = col(RequestRow.state).in_([state.value for state in PENDING])


def file(
    tx: Tx,
    plan: PlanId,
    asked: Request,
    *,
    by: Audience,
    policy: Policy,
    days: Workdays,
    evidence: ReportId | None = None,
) -> Request:
    """Keep a new request and owe its decision; return it with its number."""
    row = RequestRow(
        plan=plan,
        kind=asked.kind.value,
        task=asked.task,
        unit=asked.unit,
        person=asked.by,
        reason=asked.reason,
        asked_at=asked.asked_at,
        state=asked.state.value,
        planned=asked.planned,
        was=asked.was,
        until=asked.until,
        to_unit=asked.to,
        late=asked.late,
    )
    tx.add(row)
    tx.flush()
    filed = replace(asked, id=RequestId(row.id or 0))
    _owe(tx, plan, filed, by=by, policy=policy, days=days, now=asked.asked_at)
    at, why = asked.asked_at, asked.reason
    _note(
        tx,
        plan,
        filed,
        "request_asked",
        person=asked.by,
        at=at,
        why=why,
        report=evidence,
    )
    return filed


def consented(
    tx: Tx,
    plan: PlanId,
    request: Request,
    *,
    person: PersonId,
    policy: Policy,
    days: Workdays,
    now: datetime,
) -> Request:
    """Note that an admin agreed; now a leader owes the decision."""
    consent = replace(request, state=RequestState.CONSENT)
    _close(tx, plan, request, ObligationState.ANSWERED, now)
    _save(tx, consent)
    _owe(tx, plan, consent, by=Audience.LEADER, policy=policy, days=days, now=now)
    _note(tx, plan, consent, "request_consented", person=person, at=now)
    return consent


def settle(
    tx: Tx,
    plan: PlanId,
    request: Request,
    state: RequestState,
    *,
    person: PersonId | None,
    why: str,
    now: datetime,
) -> Request:
    """Keep what became of a request; nobody owes a decision any more."""
    settled = replace(
        request, state=state, decided_by=person, decided_at=now, answer=why
    )
    decided = state in {RequestState.GRANTED, RequestState.REFUSED}
    how = ObligationState.ANSWERED if decided else ObligationState.WAIVED
    _close(tx, plan, request, how, now)
    _save(tx, settled)
    what = f"request_{state.value}"
    _note(tx, plan, settled, what, person=person, at=now, why=why)
    return settled


def one(tx: Tx, plan: PlanId, request: RequestId) -> Request | None:
    """Return one request, locked until the transaction ends, or None."""
    locked = select(RequestRow.id).where(
        RequestRow.plan == plan, RequestRow.id == request
    )
    if tx.scalar(locked.with_for_update()) is None:
        return None
    return next(iter(some(tx, plan, [request])), None)


def some(tx: Tx, plan: PlanId, requests: Collection[RequestId]) -> Sequence[Request]:
    """Return the requests of these numbers."""
    if not requests:
        return ()
    return _all(tx, plan, col(RequestRow.id).in_(requests))


def pending(tx: Tx, plan: PlanId, task: TaskId) -> Sequence[Request]:
    """Return the requests of a task that await a decision, the oldest first."""
    return _all(tx, plan, _WAITS, col(RequestRow.task) == task)


def waiting(tx: Tx, plan: PlanId) -> Sequence[Request]:
    """Return every request of the plan that awaits a decision, the oldest first."""
    return _all(tx, plan, _WAITS)


def extended(tx: Tx, plan: PlanId, task: TaskId) -> int:
    """Count the extensions a task was granted."""
    found = select(func.count()).where(
        RequestRow.plan == plan,
        RequestRow.task == task,
        RequestRow.kind == RequestKind.EXTENSION.value,
        RequestRow.state == RequestState.GRANTED.value,
    )
    return tx.scalar(found) or 0


def amendments(tx: Tx, plan: PlanId) -> tuple[Amendment, ...]:
    """Return every new date and new lead that was granted, the oldest first."""
    rows = tx.execute(_GRANTED, {"of": plan})
    return tuple(
        Amendment(
            task=TaskId(row.task),
            at=row.decided_at,
            planned=row.planned,
            until=row.until,
            to=UnitId(row.to_unit) if row.to_unit else None,
        )
        for row in rows
        if row.decided_at
    )


def _all(tx: Tx, plan: PlanId, *where: ColumnElement[bool]) -> list[Request]:
    rows = tx.execute(
        select(RequestRow, PersonRow.name)
        .join(PersonRow, col(PersonRow.id) == col(RequestRow.person))
        .where(RequestRow.plan == plan, *where)
        .order_by(col(RequestRow.id))
    )
    return [_request(row, name) for row, name in rows]


def _save(tx: Tx, request: Request) -> None:
    this = update(RequestRow).where(col(RequestRow.id) == request.id)
    tx.execute(
        this.values(
            state=request.state.value,
            decided_by=request.decided_by,
            decided_at=request.decided_at,
            answer=request.answer,
        )
    )


def _owe(
    tx: Tx,
    plan: PlanId,
    request: Request,
    *,
    by: Audience,
    policy: Policy,
    days: Workdays,
    now: datetime,
) -> None:
    again = "-2" if request.state is RequestState.CONSENT else ""
    unit = request.to if by is Audience.OWNER and request.to else NO_UNIT
    owing = deciding(
        policy,
        request.task,
        f"R{request.id}{again}",
        request.id,
        by=by,
        unit=unit,
        today=days.local(now).date(),
        days=days,
    )
    obligations.open_all(tx, plan, [owing], now)


def _close(
    tx: Tx, plan: PlanId, request: Request, how: ObligationState, now: datetime
) -> None:
    obligations.close_subject(
        tx,
        plan,
        kinds=[Owed.DECIDE],
        subject=request.id,
        period=f"R{request.id}",
        state=how,
        now=now,
    )


def _note(
    tx: Tx,
    plan: PlanId,
    request: Request,
    what: str,
    *,
    person: PersonId | None,
    at: datetime,
    why: str = "",
    report: ReportId | None = None,
) -> None:
    told = {
        "kind": request.kind.value,
        "until": request.until.isoformat() if request.until else None,
        "was": request.was.isoformat(),
        "to": request.to,
        "late": request.late,
        "report": report,
    }
    events.note(
        tx,
        plan,
        what,
        task=request.task,
        unit=request.unit,
        subject=request.id,
        person=person,
        at=at,
        why=why,
        facts=told,
    )


def _request(row: RequestRow, name: str) -> Request:
    assert row.id is not None  # noqa: S101 - it came from the database
    return Request(
        id=RequestId(row.id),
        kind=RequestKind(row.kind),
        task=TaskId(row.task),
        unit=UnitId(row.unit),
        by=PersonId(row.person),
        name=name,
        reason=row.reason,
        asked_at=row.asked_at,
        state=RequestState(row.state),
        planned=row.planned,
        was=row.was,
        until=row.until,
        to=UnitId(row.to_unit) if row.to_unit else None,
        late=row.late,
        decided_by=None if row.decided_by is None else PersonId(row.decided_by),
        decided_at=row.decided_at,
        answer=row.answer,
    )
