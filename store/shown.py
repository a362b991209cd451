"""What a message in somebody's chat speaks of."""

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
