"""What leaders have asked for, and how far it is. Each step is an event as well."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, update
from sqlmodel import col, select

from rules.directive import LIVE, Directive, DirectiveState
from rules.ids import DirectiveId, PersonId, PlanId, TaskId, UnitId
from rules.obligation import Owed
from store.session import Tx
from store.tables import DirectiveRow, ObligationRow, PersonRow

_LIVE = [state.value for state in LIVE]


def give(
    tx: Tx,
    plan: PlanId,
    person: PersonId,
    *,
    task: TaskId,
    unit: UnitId,
    text: str,
    due: date,
    now: datetime,
) -> DirectiveId:
    """Keep a directive as it is given."""
    row = DirectiveRow(
        plan=plan,
        task=task,
        unit=unit,
        person=person,
        text=text,
        due=due,
        given_at=now,
        state=DirectiveState.GIVEN.value,
    )
    tx.add(row)
    tx.flush()
    assert row.id is not None  # noqa: S101 - the flush gave it one
    return DirectiveId(row.id)


def one(tx: Tx, plan: PlanId, directive: DirectiveId) -> Directive | None:
    """Return a directive, locked until the transaction ends, or None."""
    locked = select(DirectiveRow.id).where(
        DirectiveRow.plan == plan, DirectiveRow.id == directive
    )
    if tx.scalar(locked.with_for_update()) is None:
        return None
    return next(iter(_read(tx, plan, col(DirectiveRow.id) == directive)), None)


def some(
    tx: Tx, plan: PlanId, directives: Collection[DirectiveId]
) -> Mapping[DirectiveId, Directive]:
    """Return these directives, by number."""
    if not directives:
        return {}
    these = col(DirectiveRow.id).in_(directives)
    return {found.id: found for found in _read(tx, plan, these)}


def live_of_task(tx: Tx, plan: PlanId, task: TaskId) -> list[Directive]:
    """Return a task's live directives, the most urgent first."""
    return _read(
        tx, plan, col(DirectiveRow.state).in_(_LIVE), col(DirectiveRow.task) == task
    )


def live_of_units(tx: Tx, plan: PlanId, units: Collection[UnitId]) -> list[Directive]:
    """Return the live directives to these units, the most urgent first."""
    return _read(
        tx, plan, col(DirectiveRow.state).in_(_LIVE), col(DirectiveRow.unit).in_(units)
    )


def live_by(tx: Tx, plan: PlanId, person: PersonId) -> list[Directive]:
    """Return a leader's own live directives, and those of leaders who have left."""
    left = col(PersonRow.retired_at).is_not(None)
    theirs = (col(DirectiveRow.person) == person) | left
    return _read(tx, plan, col(DirectiveRow.state).in_(_LIVE), theirs)


def since(tx: Tx, plan: PlanId, moment: datetime) -> list[Directive]:
    """Return the live directives, and those closed since `moment`."""
    closed = (col(DirectiveRow.state) == DirectiveState.CLOSED.value) & (
        col(DirectiveRow.closed_at) >= moment
    )
    return _read(tx, plan, col(DirectiveRow.state).in_(_LIVE) | closed)


def reported(tx: Tx, directive: DirectiveId, told: str, now: datetime) -> None:
    """Note what the unit reported of it; the leader has to close it."""
    _set(tx, directive, state=DirectiveState.REPORTED.value, told=told, told_at=now)


def moved(
    tx: Tx,
    directive: DirectiveId,
    state: DirectiveState,
    now: datetime,
    *,
    answer: str = "",
    due: date | None = None,
) -> None:
    """Note a step. `answer`: the leader's word; `due`: a new day, if it has one."""
    values: dict[str, Any] = {"state": state.value}
    if answer:
        values["answer"] = answer
    if due is not None:
        values["due"] = due
    if state not in LIVE:
        values["closed_at"] = now
    _set(tx, directive, **values)


def times(tx: Tx, plan: PlanId, directive: DirectiveId) -> int:
    """Count how often it was to be acted on: once, and once for each return."""
    return (
        tx.scalar(
            select(func.count()).where(
                col(ObligationRow.plan) == plan,
                col(ObligationRow.kind) == Owed.DIRECTIVE.value,
                col(ObligationRow.subject) == directive,
            )
        )
        or 0
    )


def _set(tx: Tx, directive: DirectiveId, **values: object) -> None:
    tx.execute(
        update(DirectiveRow).where(col(DirectiveRow.id) == directive).values(**values)
    )


def _read(tx: Tx, plan: PlanId, *where: ColumnElement[bool]) -> list[Directive]:
    rows = tx.execute(
        select(DirectiveRow, PersonRow.name)
        .join(PersonRow, col(PersonRow.id) == col(DirectiveRow.person))
        .where(DirectiveRow.plan == plan, *where)
        .order_by(col(DirectiveRow.due), col(DirectiveRow.id))
        .execution_options(populate_existing=True)
    )
    return [_directive(row, name) for row, name in rows]


def _directive(row: DirectiveRow, name: str) -> Directive:
    assert row.id is not None  # noqa: S101 - it came from the database
    return Directive(
        id=DirectiveId(row.id),
        task=TaskId(row.task),
        unit=UnitId(row.unit),
        by=PersonId(row.person),
        name=name,
        text=row.text,
        due=row.due,
        given_at=row.given_at,
        state=DirectiveState(row.state),
        told=row.told,
        told_at=row.told_at,
        answer=row.answer,
        closed_at=row.closed_at,
    )
