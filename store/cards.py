"""Cards that await confirmation, and whose question plain words answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, update
from sqlmodel import col, select

from rules.fixes import Fixes
from rules.ids import CardId, ChatId, PersonId, PlanId, ReportId, TaskId, UnitId
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
    chat: ChatId | None = None,
    fixed: Fixes | None = None,
    fault: str = "",
    remind_at: datetime | None = None,
) -> CardId:
    """Keep what was understood until it is confirmed.

    `remind_at`: when the person is to be reminded of it, once; None for never.
    """
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
        chat=chat,
        fixed=dict(fixed or {}),
        fault=fault,
        remind_at=remind_at,
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
    return None if row is None else of_row(row)


def card_of(tx: Tx, person: PersonId, chat: int, message: int) -> Card | None:
    """Return the last card made of a message, when the message is edited.

    `chat`: where it was said, the person's own chat or a group.
    """
    row = tx.scalar(
        select(CardRow)
        .where(*_said_in(person, chat, message))
        .order_by(col(CardRow.id).desc())
        .limit(1)
    )
    return None if row is None else of_row(row)


def cards_of(tx: Tx, person: PersonId, chat: int, message: int) -> list[Card]:
    """Return the last card of each task made of a message, in the order read.

    `chat`: where it was said, the person's own chat or a group.
    """
    last = (
        select(func.max(CardRow.id))
        .where(*_said_in(person, chat, message), col(CardRow.task).is_not(None))
        .group_by(col(CardRow.task))
    )
    rows = tx.scalars(
        select(CardRow).where(col(CardRow.id).in_(last)).order_by(col(CardRow.id))
    )
    return [of_row(row) for row in rows]


def together(tx: Tx, card: Card) -> list[Card]:
    """Return the cards made of a card's message that await 确认, locked, by task."""
    rows = tx.scalars(
        select(CardRow)
        .where(
            CardRow.person == card.person,
            CardRow.message == card.message,
            _in_chat(card.chat),
            CardRow.state == CardState.PENDING,
            col(CardRow.task).is_not(None),
        )
        .order_by(col(CardRow.task))
        .with_for_update()
    )
    return [made for row in rows if (made := of_row(row)).found is not None]


def drop_edited(
    tx: Tx, person: PersonId, chat: int, message: int, last: CardId
) -> bool:
    """Put aside the unconfirmed words of a message up to this card: it was edited.

    False if there were none. What asks about its files alone stays.
    """
    gone = tx.scalars(
        update(CardRow)
        .where(
            *_said_in(person, chat, message),
            col(CardRow.state) == CardState.PENDING,
            col(CardRow.id) <= last,
            col(CardRow.text) != "",
        )
        .values(state=CardState.DROPPED, remind_at=None)
        .returning(col(CardRow.id))
    )
    return bool(gone.all())


def _said_in(
    person: PersonId, chat: int, message: int
) -> tuple[ColumnElement[bool], ...]:
    """Return what holds for the cards of a message; groups have negative numbers."""
    group = ChatId(chat) if chat < 0 else None
    return (
        col(CardRow.person) == person,
        col(CardRow.message) == message,
        _in_chat(group),
    )


def _in_chat(chat: ChatId | None) -> ColumnElement[bool]:
    here = col(CardRow.chat)
    return here.is_(None) if chat is None else here == chat


def one(tx: Tx, card: CardId) -> Card:
    """Return a card that is known to be there."""
    return of_row(tx.get_one(CardRow, card))


def close_card(
    tx: Tx,
    card: CardId,
    state: str,
    report: ReportId | None = None,
    *,
    fault: str | None = None,
    fixed: Fixes | None = None,
) -> None:
    """Put a card aside, or note which report it became; it is reminded of no more.

    `fault`: how it was put aside, `fixed`: what was meant instead; if it was misread.
    """
    values: dict[str, Any] = {"state": state, "report": report, "remind_at": None}
    if fault is not None:
        values["fault"] = fault
    if fixed is not None:
        values["fixed"] = dict(fixed)
    tx.execute(update(CardRow).where(col(CardRow.id) == card).values(**values))


def mend(
    tx: Tx,
    card: CardId,
    fixed: Fixes,
    fault: str,
    remind_at: datetime | None = None,
) -> Card:
    """Keep what was put right of a card, and return it.

    `remind_at`: when it is to be reminded of, if it was not yet.
    """
    row = tx.get_one(CardRow, card)
    row.fixed, row.fault = dict(fixed), fault
    if row.remind_at is not None and remind_at is not None:
        row.remind_at = remind_at
    tx.flush()
    return of_row(row)


def drop_cards(tx: Tx, person: PersonId, task: TaskId) -> None:
    """Put aside a person's unconfirmed cards on a task: newer words came."""
    tx.execute(
        update(CardRow)
        .where(
            col(CardRow.person) == person,
            col(CardRow.state) == CardState.PENDING,
            col(CardRow.task) == task,
        )
        .values(state=CardState.DROPPED, remind_at=None)
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


def of_row(row: CardRow) -> Card:
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
        chat=ChatId(row.chat) if row.chat else None,
        fixed=row.fixed,
        fault=row.fault,
        remind_at=row.remind_at,
    )
