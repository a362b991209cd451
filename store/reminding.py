"""Cards that wait for 确认 and are to be reminded of, once."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import func, or_, update
from sqlmodel import col, select

from rules.bundle import BUNDLE
from rules.hold import AFTER_OPENING
from rules.ids import CardId, PlanId
from rules.report import Card, CardState
from store import cards
from store.session import Tx
from store.tables import (
    CardRow,
    LetterAboutRow,
    LetterRow,
    ObligationRow,
    PersonRow,
    ReportRow,
)


def next_look(tx: Tx, plan: PlanId) -> datetime | None:
    """Return when the next card is to be reminded of."""
    first = select(func.min(CardRow.remind_at)).where(
        CardRow.plan == plan, col(CardRow.remind_at).is_not(None)
    )
    return tx.scalar(first)


def claim(tx: Tx, plan: PlanId, now: datetime, *, limit: int) -> list[Card]:
    """Take the cards to be reminded of now; none is taken a second time."""
    these = (
        select(CardRow.id)
        .where(CardRow.plan == plan, col(CardRow.remind_at) <= now)
        .order_by(col(CardRow.remind_at), col(CardRow.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("these")  # asked once: as part of a plan it may be asked for each row
    )
    rows = tx.scalars(
        update(CardRow)
        .where(col(CardRow.id).in_(select(these.c.id)))
        .values(remind_at=None)
        .returning(CardRow)
    ).all()
    return sorted(map(cards.of_row, rows), key=lambda card: card.id)


def overtaken(tx: Tx, these: Collection[CardId], now: datetime) -> Mapping[CardId, str]:
    """Return which of these need no reminder any more, and why.

    They were confirmed or put aside, their branch was reported on since, or a
    morning's message asks for the same task.
    """
    if not these:
        return {}
    answered = (
        select(ReportRow.id)
        .where(
            ReportRow.plan == CardRow.plan,
            ReportRow.task == CardRow.task,
            ReportRow.unit == func.coalesce(CardRow.unit, PersonRow.unit),
            ReportRow.stated_at > CardRow.created_at,
        )
        .correlate(CardRow, PersonRow)
        .exists()
    )
    asked = (
        select(LetterRow.id)
        .join(LetterAboutRow, col(LetterAboutRow.letter) == col(LetterRow.id))
        .join(ObligationRow, col(ObligationRow.id) == col(LetterAboutRow.obligation))
        .where(
            LetterRow.person == CardRow.person,
            LetterRow.template == BUNDLE,
            ObligationRow.task == CardRow.task,
            or_(
                col(LetterRow.sent_at) > CardRow.created_at,
                col(LetterRow.send_at) <= now + AFTER_OPENING,
            ),
        )
        .correlate(CardRow)
        .exists()
    )
    rows = tx.execute(
        select(CardRow.id, CardRow.state == CardState.PENDING, answered, asked)
        .join(PersonRow, col(PersonRow.id) == col(CardRow.person))
        .where(col(CardRow.id).in_(these))
    )
    found = {CardId(card or 0): _why(*told) for card, *told in rows}
    return {card: why for card, why in found.items() if why}


def _why(waits: bool, answered: bool, asked: bool) -> str:  # noqa: FBT001 - a row's columns
    if not waits:
        return "confirmed or put aside"
    if answered:
        return "reported on since"
    return "asked for in the morning's message" if asked else ""
