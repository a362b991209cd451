"""What a message in somebody's chat speaks of, and which they were sent last."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from rules.ids import ObligationId, PersonId
from store.session import Tx
from store.tables import LetterAboutRow, LetterRow


def in_message(tx: Tx, person: PersonId, message: int) -> list[ObligationId]:
    """Return the obligations a letter delivered as this message speaks of."""
    rows = tx.scalars(
        select(LetterAboutRow.obligation)
        .join(LetterRow, col(LetterRow.id) == col(LetterAboutRow.letter))
        .where(LetterRow.person == person, LetterRow.message == message)
        .distinct()
        .order_by(col(LetterAboutRow.obligation))
    )
    return [ObligationId(one) for one in rows]


def last(
    tx: Tx, person: PersonId, template: str, since: datetime
) -> Mapping[str, Any] | None:
    """Return what the last letter of this kind says now, if it came since then."""
    told: Mapping[str, Any] | None = tx.scalar(
        select(LetterRow.facts)
        .where(
            LetterRow.person == person,
            LetterRow.template == template,
            col(LetterRow.sent_at) >= since,
        )
        .order_by(col(LetterRow.sent_at).desc(), col(LetterRow.id).desc())
        .limit(1)
    )
    return told
