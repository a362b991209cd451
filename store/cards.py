"""Cards that await confirmation, and whose question plain words answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import col, select

from rules.ids import CardId, PersonId, PlanId, ReportId, TaskId, UnitId
from rules.report import Card, CardState
from rules.understand import Understanding
from store import frozen
from store.session import Tx
from store.tables import AwaitedRow, CardRow
from store.upsert import insert

REPORT = "report"


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """What a person's next plain words are about: a report, or as `what` says.

    `subject` is what else `what` needs to know, as JSON.
    """

    task: TaskId
    supersedes: ReportId | None
    since: datetime
    what: str = REPORT
    subject: Mapping[str, Any] = field(default_factory=dict)


def put_card(
    tx: Tx,
    plan: PlanId,
    person: PersonId,
    *,
    task: TaskId | None,
    text: str,
    found: Understanding | None,
    supersedes: ReportId | None,
    message: int,
    now: datetime,
    unit: UnitId | None = None,
) -> CardId:
    """Keep what was understood until it is confirmed."""
    row = CardRow(
        plan=plan,
        person=person,
        task=task,
        text=text,
        found=frozen.found_json(found),
        supersedes=supersedes,
        message=message,
        unit=unit,
        state=CardState.PENDING,
        created_at=now,
    )
    tx.add(row)
    tx.flush()
    assert row.id is not None  # noqa: S101 - the flush gave it one
    return CardId(row.id)


def card(tx: Tx, person: PersonId, card: CardId) -> Card | None:
    """Return a person's own card, locked, or None."""
    row = tx.scalar(
        select(CardRow)
        .where(CardRow.person == person, CardRow.id == card)
        .with_for_update()
    )
    return None if row is None else _card(row)


def card_of(tx: Tx, person: PersonId, message: int) -> Card | None:
    """Return the last card made of a message, when the message is edited."""
    row = tx.scalar(
        select(CardRow)
        .where(CardRow.person == person, CardRow.message == message)
        .order_by(col(CardRow.id).desc())
        .limit(1)
    )
    return None if row is None else _card(row)


def close_card(
    tx: Tx, card: CardId, state: str, report: ReportId | None = None
) -> None:
    """Put a card aside, or note which report it became."""
    this = update(CardRow).where(col(CardRow.id) == card)
    tx.execute(this.values(state=state, report=report))


def drop_cards(tx: Tx, person: PersonId, task: TaskId) -> None:
    """Put aside a person's unconfirmed cards on a task: newer words came."""
    tx.execute(
        update(CardRow)
        .where(
            col(CardRow.person) == person,
            col(CardRow.state) == CardState.PENDING,
            col(CardRow.task) == task,
        )
        .values(state=CardState.DROPPED)
    )


def await_words(
    tx: Tx,
    person: PersonId,
    task: TaskId | None,
    now: datetime,
    *,
    supersedes: ReportId | None = None,
    what: str = REPORT,
    subject: Mapping[str, Any] | None = None,
) -> None:
    """Remember which task a person's next words are about, or forget it."""
    if task is None:
        tx.execute(delete(AwaitedRow).where(col(AwaitedRow.person) == person))
        return
    row = {
        "person": person,
        "task": task,
        "supersedes": supersedes,
        "what": what,
        "subject": dict(subject or {}),
        "since": now,
    }
    put = insert(tx, AwaitedRow).values(row)
    tx.execute(put.on_conflict_do_update(index_elements=["person"], set_=row))


def awaited(tx: Tx, person: PersonId) -> Awaited | None:
    row = tx.get(AwaitedRow, person)
    if row is None:
        return None
    return Awaited(
        task=TaskId(row.task),
        supersedes=ReportId(row.supersedes) if row.supersedes else None,
        since=row.since,
        what=row.what,
        subject=row.subject,
    )


def _card(row: CardRow) -> Card:
    assert row.id is not None  # noqa: S101 - it came from the database
    return Card(
        id=CardId(row.id),
        person=PersonId(row.person),
        task=TaskId(row.task) if row.task else None,
        text=row.text,
        found=frozen.found(row.found),
        supersedes=ReportId(row.supersedes) if row.supersedes else None,
        message=row.message,
        report=ReportId(row.report) if row.report else None,
        state=row.state,
        made=row.created_at,
        unit=UnitId(row.unit) if row.unit else None,
    )
