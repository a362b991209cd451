"""Letters whose reader cannot be reached: kept, until the reader is found again."""

from datetime import datetime

from sqlalchemy import ColumnElement, update
from sqlmodel import col, select

from rules.bundle import BUNDLE
from rules.delivery import GivenUp, stale
from rules.ids import LetterId, PersonId
from rules.message import Sort
from store.outbox import WITHDRAWN
from store.session import Tx
from store.tables import LetterRow

LOST = "lost"
"""Why such a letter is held; it has no time to be sent."""


def give_up(tx: Tx, letter: LetterId, why: str) -> None:
    """Give a letter up until its reader is found again."""
    this = (col(LetterRow.id) == letter, col(LetterRow.send_at).is_not(None))
    lost = {"send_at": None, "taken_at": None, "error": why, "held": LOST}
    tx.execute(update(LetterRow).where(*this).values(lost))


def promise_again(tx: Tx, person: PersonId, now: datetime) -> None:
    """Promise somebody found again what did not reach them; the stale is withdrawn."""
    rows = tx.execute(
        select(
            LetterRow.id, LetterRow.template, LetterRow.sort, LetterRow.created_at
        ).where(LetterRow.person == person, LetterRow.held == LOST)
    )
    kept = [
        GivenUp(letter=LetterId(id_ or 0), template=name, sort=Sort(sort), made=made)
        for id_, name, sort, made in rows
    ]
    old = stale(kept, now, anew=BUNDLE)
    late = "out of date by the time its reader was found again"
    _withdraw(tx, person, col(LetterRow.id).in_(old), late)
    theirs = update(LetterRow).where(
        col(LetterRow.person) == person, col(LetterRow.held) == LOST
    )
    tx.execute(theirs.values(send_at=now, due_at=now, error="", held=""))


def forget(tx: Tx, person: PersonId, why: str) -> None:
    """Withdraw for good what did not reach a person."""
    _withdraw(tx, person, col(LetterRow.held) == LOST, why)


def withdraw(tx: Tx, person: PersonId, why: str) -> None:
    """Withdraw all that a person was promised and has not got."""
    waits = col(LetterRow.send_at).is_not(None)
    _withdraw(tx, person, waits | (col(LetterRow.held) == LOST), why)


def _withdraw(tx: Tx, person: PersonId, these: ColumnElement[bool], why: str) -> None:
    gone = {"send_at": None, "taken_at": None, "held": "", "error": WITHDRAWN + why}
    theirs = (col(LetterRow.person) == person, these)
    tx.execute(update(LetterRow).where(*theirs).values(gone))
