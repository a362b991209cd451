"""What became of a letter, as it is kept, and who is told of it."""

from collections.abc import Sequence
from datetime import datetime

import structlog

from rules.delivery import Kind, Undelivered, next_try
from rules.message import Letter, Message
from rules.unsent import unsent
from rules.unwatched import lost
from scheduler.judging import Due
from store import obligations, outbox, people, plans, states, unreached
from store.session import DatabaseTrouble, Tx

log = structlog.get_logger()


def arrived(tx: Tx, due: Due, number: int, now: datetime) -> None:
    """Note that a letter arrived, and with it the warning it carried."""
    # Debts before letters, as whoever answers takes them: neither waits for the other.
    obligations.announced(tx, due.warned, now)
    outbox.delivered(tx, due.letter.id, number, now)


def failed(tx: Tx, letter: Letter, failure: Undelivered, now: datetime) -> None:
    """Note that a letter did not get through; tell the admins what needs them."""
    again = next_try(failure, letter.knocks, now, letter.id)
    if failure.hopeless:
        unreached.give_up(tx, letter.id, failure.why)
        if people.lost(tx, letter.to, failure.kind.value):
            _tell(tx, letter, failure, now)
        return
    outbox.failed(tx, letter.id, again, failure.why, doubt=failure.doubt)
    if failure.final or failure.kind is Kind.UNWRITTEN:
        _tell(tx, letter, failure, now)


def held_up(
    tx: Tx, letters: Sequence[Letter], failure: Undelivered, now: datetime
) -> None:
    """Let those that follow to the same reader share the fate of the one before."""
    for letter in letters:
        if failure.hopeless:
            unreached.give_up(tx, letter.id, failure.why)
        else:
            again = next_try(failure, letter.knocks, now, letter.id)
            outbox.failed(tx, letter.id, again, failure.why)


def _tell(tx: Tx, letter: Letter, failure: Undelivered, now: datetime) -> None:
    """Tell the admins; that it cannot be told must not undo what became of it."""
    try:
        with tx.begin_nested():
            outbox.put(tx, letter.plan, _told(tx, letter, failure, now), now)
    except DatabaseTrouble:
        raise
    except Exception:
        log.exception("could not tell the admins of a letter", letter=letter.id)


def _told(
    tx: Tx, letter: Letter, failure: Undelivered, now: datetime
) -> Sequence[Message]:
    found = plans.loaded(tx, letter.plan)
    if found is None:
        return ()
    linked = people.linked(tx, letter.plan)
    if not failure.hopeless:
        return unsent(found.catalog, linked, letter, failure)
    return lost(found.catalog, linked, states.states(tx, found, now), letter.to, now)
