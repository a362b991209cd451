"""Messages already sent that are to be brought up to date in their chats.

`edit_at` says since when; in hand, `taken_at` is set and `edit_at` empty, so that
what is answered meanwhile marks the message once more.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, func, literal, update
from sqlmodel import col, select

from rules.delivery import LONGEST_WAIT
from rules.ids import LetterId, PlanId
from rules.message import Letter
from store import letters
from store.columns import Instant
from store.session import Tx
from store.tables import LetterRow


def due(plan: PlanId, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Return what holds for a message to be changed now.

    A clock set back keeps none of them longer than a try may be apart.
    """
    at = col(LetterRow.edit_at)
    return (
        col(LetterRow.plan) == plan,
        at.is_not(None),
        (at <= now) | (at > now + LONGEST_WAIT),
        col(LetterRow.message).is_not(None),
        col(LetterRow.taken_at).is_(None),
    )


def claim(tx: Tx, plan: PlanId, now: datetime, *, limit: int) -> list[Letter]:
    """Take the sent letters to be brought up to date, those first that wait longest."""
    these = (
        select(LetterRow.id)
        .where(*due(plan, now))
        .order_by(col(LetterRow.edit_at), col(LetterRow.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("these")  # asked once: as part of a plan it may be asked for each row
    )
    ids = select(these.c.id)
    rows = tx.scalars(
        update(LetterRow)
        .where(col(LetterRow.id).in_(ids), col(LetterRow.taken_at).is_(None))
        .values(edit_at=None, taken_at=now)
        .returning(LetterRow)
    ).all()
    return letters.whole(tx, rows)


def made(tx: Tx, these: Collection[LetterId], again: datetime | None = None) -> None:
    """Note that messages are up to date, or are to be tried `again`.

    Unless something was answered meanwhile: then they are to be changed once more.
    """
    if not these:
        return
    newer = func.coalesce(LetterRow.edit_at, literal(again, Instant))
    this = update(LetterRow).where(col(LetterRow.id).in_(these))
    tx.execute(this.values(taken_at=None, edit_at=newer))
