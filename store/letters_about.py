"""Which obligations each letter speaks of, so that what was sent stays true."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import col, select

from rules.catalog import Audience
from rules.ids import LetterId, ObligationId
from rules.message import About
from store.session import Tx
from store.tables import LetterAboutRow, LetterRow
from store.upsert import insert

KEPT_TRUE = timedelta(days=7)  # older messages are history: nobody scrolls so far


def note(tx: Tx, letters: Mapping[LetterId, Sequence[About]]) -> None:
    """Remember what letters speak of."""
    rows = [
        {
            "letter": letter,
            "obligation": one.obligation,
            "audience": one.audience.value,
        }
        for letter, about in letters.items()
        for one in about
    ]
    if rows:
        put = insert(tx, LetterAboutRow).on_conflict_do_nothing()
        tx.connection().execute(put, rows)


def of(tx: Tx, letters: Collection[LetterId]) -> Mapping[LetterId, tuple[About, ...]]:
    """Return what each letter speaks of."""
    found: dict[LetterId, tuple[About, ...]] = {}
    if not letters:
        return found
    rows = tx.scalars(
        select(LetterAboutRow)
        .where(col(LetterAboutRow.letter).in_(letters))
        .order_by(col(LetterAboutRow.letter), col(LetterAboutRow.obligation))
    )
    for row in rows:
        about = About(
            obligation=ObligationId(row.obligation), audience=Audience(row.audience)
        )
        letter = LetterId(row.letter)
        found[letter] = (*found.get(letter, ()), about)
    return found


def touch(tx: Tx, obligations: Collection[ObligationId], now: datetime) -> None:
    """Have the messages sent lately about these brought up to date in their chats.

    Those still on their way are marked as well: what they say may be old by now.
    """
    if not obligations:
        return
    named = select(LetterAboutRow.letter).where(
        col(LetterAboutRow.obligation).in_(obligations)
    )
    tx.execute(
        update(LetterRow)
        .where(
            col(LetterRow.id).in_(named),
            (col(LetterRow.sent_at) > now - KEPT_TRUE)
            | col(LetterRow.send_at).is_not(None),
        )
        .values(edit_at=now)
    )
