"""What became of requests, directives, leaves and snoozes. Append-only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from rules.ids import PersonId, PlanId, TaskId, UnitId
from store.session import Tx
from store.tables import EventRow, PersonRow

NO_TASK, NO_UNIT = TaskId(""), UnitId("")  # an event about a person, such as a leave


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One step as it is kept. `what` is a code; `facts` are what its words need.

    `who` is empty where the house itself acted.
    """

    id: int
    task: TaskId
    unit: UnitId
    what: str
    subject: int | None
    by: PersonId | None
    who: str
    at: datetime
    why: str
    facts: Mapping[str, Any]


def note(
    tx: Tx,
    plan: PlanId,
    what: str,
    *,
    task: TaskId = NO_TASK,
    unit: UnitId = NO_UNIT,
    subject: int | None = None,
    person: PersonId | None = None,
    at: datetime,
    why: str = "",
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Add one step; `facts` are JSON values only."""
    row = EventRow(
        plan=plan,
        task=task,
        unit=unit,
        what=what,
        subject=subject,
        person=person,
        at=at,
        why=why,
        facts=dict(facts or {}),
    )
    tx.add(row)
    tx.flush()


def of_task(tx: Tx, plan: PlanId, task: TaskId) -> list[Event]:
    """Return everything noted of a task, the oldest first."""
    rows = tx.execute(
        select(EventRow, PersonRow.name)
        .outerjoin(PersonRow, col(PersonRow.id) == col(EventRow.person))
        .where(EventRow.plan == plan, EventRow.task == task)
        .order_by(col(EventRow.id))
    )
    return [_event(row, who or "") for row, who in rows]


def _event(row: EventRow, who: str) -> Event:
    assert row.id is not None  # noqa: S101 - it came from the database
    return Event(
        id=row.id,
        task=TaskId(row.task),
        unit=UnitId(row.unit),
        what=row.what,
        subject=row.subject,
        by=None if row.person is None else PersonId(row.person),
        who=who,
        at=row.at,
        why=row.why,
        facts=row.facts,
    )
