"""Leaves: who is away and who stands in, and what their work came to meanwhile."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, or_, update
from sqlalchemy import select as columns
from sqlmodel import col, select

from rules.catalog import Audience, Rung
from rules.ids import LeaveId, PersonId, PlanId, TaskId, UnitId
from rules.leave import Absence
from rules.obligation import ObligationState
from rules.people import UNIT_ROLES, Leave, Role
from rules.returning import Debt
from store import frozen
from store.session import Tx
from store.tables import LeaveRow, ObligationRow, PersonRow

OWNERS = Rung(at=0, to=Audience.OWNER)  # who owes what has no ladder


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """Somebody on leave today. `unit` is the one whose work is stood in for."""

    person: PersonId
    unit: UnitId | None
    leave: Leave


# Every verb asks this: it is written once.
_AWAY = (
    columns(
        col(LeaveRow.person),
        col(LeaveRow.first),
        col(LeaveRow.last),
        col(LeaveRow.deputy),
        col(PersonRow.role),
        col(PersonRow.unit),
    )
    .join(PersonRow, col(PersonRow.id) == col(LeaveRow.person))
    .where(
        col(LeaveRow.plan) == bindparam("of"),
        col(LeaveRow.first) <= bindparam("day"),
        col(LeaveRow.last) >= bindparam("day"),
        col(LeaveRow.ended_at).is_(None),
        col(PersonRow.retired_at).is_(None),
    )
    .order_by(col(LeaveRow.id))
)


def away(tx: Tx, plan: PlanId, day: date) -> list[Away]:
    """Return everybody linked who is on leave on `day`: one question for all."""
    rows = tx.execute(_AWAY, {"of": plan, "day": day})
    return [
        Away(
            person=PersonId(row.person),
            unit=UnitId(row.unit)
            if row.unit and Role(row.role) in UNIT_ROLES
            else None,
            leave=_leave(row),
        )
        for row in rows
    ]


def today(tx: Tx, plan: PlanId, day: date) -> Mapping[PersonId, Leave]:
    """Return who is on leave on `day`."""
    return {one.person: one.leave for one in away(tx, plan, day)}


def coming(tx: Tx, plan: PlanId, day: date) -> list[Absence]:
    """Return every leave in force on `day` or later, the earliest first."""
    rows = tx.scalars(
        select(LeaveRow)
        .where(
            LeaveRow.plan == plan,
            col(LeaveRow.last) >= day,
            col(LeaveRow.ended_at).is_(None),
        )
        .order_by(col(LeaveRow.first), col(LeaveRow.id))
    )
    return list(map(_absence, rows))


def of(tx: Tx, person: PersonId, day: date) -> list[Absence]:
    """Return somebody's leaves in force on `day` or later, locked."""
    rows = tx.scalars(
        select(LeaveRow)
        .where(
            LeaveRow.person == person,
            col(LeaveRow.last) >= day,
            col(LeaveRow.ended_at).is_(None),
        )
        .order_by(col(LeaveRow.first), col(LeaveRow.id))
        .with_for_update()
    )
    return list(map(_absence, rows))


def put(
    tx: Tx,
    plan: PlanId,
    person: PersonId,
    leave: Leave,
    *,
    look: datetime,
    now: datetime,
) -> Absence:
    """Keep a leave, to be looked at first at `look`."""
    row = LeaveRow(
        plan=plan,
        person=person,
        first=leave.first,
        last=leave.last,
        deputy=leave.deputy,
        set_at=now,
        look_at=look,
    )
    tx.add(row)
    tx.flush()
    return _absence(row)


def end(tx: Tx, leaves: Collection[LeaveId], now: datetime) -> None:
    """End leaves, begun or not; when they were set stays on record."""
    if leaves:
        these = update(LeaveRow).where(col(LeaveRow.id).in_(leaves))
        tx.execute(these.values(ended_at=now, look_at=None))


def due(tx: Tx, plan: PlanId, now: datetime) -> list[Absence]:
    """Return the leaves whose beginning or end is to be told, locked."""
    rows = tx.scalars(
        select(LeaveRow)
        .where(LeaveRow.plan == plan, col(LeaveRow.look_at) <= now)
        .order_by(col(LeaveRow.look_at), col(LeaveRow.id))
        .with_for_update(skip_locked=True)
    )
    return list(map(_absence, rows))


def look(
    tx: Tx, looks: Sequence[tuple[LeaveId, datetime | None]], now: datetime
) -> None:
    """Look at leaves again at these moments; one with None is over."""
    end(tx, [leave for leave, at in looks if at is None], now)
    again = [{"this": leave, "to": at} for leave, at in looks if at is not None]
    if again:
        this = update(LeaveRow).where(col(LeaveRow.id) == bindparam("this"))
        tx.connection().execute(this.values(look_at=bindparam("to")), again)


def next_look(tx: Tx, plan: PlanId) -> datetime | None:
    """Return when the next leave begins or ends."""
    return tx.scalar(select(func.min(LeaveRow.look_at)).where(LeaveRow.plan == plan))


def debts(
    tx: Tx, plan: PlanId, units: Collection[UnitId], since: datetime
) -> list[Debt]:
    """Return what units owe now and what they answered since then."""
    state, closed = col(ObligationRow.state), col(ObligationRow.closed_at)
    answered = and_(state == ObligationState.ANSWERED.value, closed >= since)
    rows = tx.scalars(
        select(ObligationRow)
        .where(
            ObligationRow.plan == plan,
            col(ObligationRow.unit).in_(units),
            or_(state == ObligationState.OPEN.value, answered),
        )
        .order_by(col(ObligationRow.due), col(ObligationRow.id))
    )
    return list(map(_debt, rows))


def _debt(row: ObligationRow) -> Debt:
    first, *_ = (*frozen.policy(row.policy).ladder, OWNERS)
    return Debt(
        task=TaskId(row.task),
        unit=UnitId(row.unit),
        due=row.due,
        debtor=first.to,
        answered=row.closed_at,
    )


def _leave(row: LeaveRow | Row[*tuple[Any, ...]]) -> Leave:
    deputy = None if row.deputy is None else PersonId(row.deputy)
    return Leave(first=row.first, last=row.last, deputy=deputy)


def _absence(row: LeaveRow) -> Absence:
    assert row.id is not None  # noqa: S101 - it came from the database
    return Absence(
        id=LeaveId(row.id),
        person=PersonId(row.person),
        leave=_leave(row),
        look_at=row.look_at,
    )
