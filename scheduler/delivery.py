"""From the outbox to the person, and what was sent kept true in its chat."""

import asyncio
from collections.abc import Coroutine, Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol

import structlog

from rules.clock import Clock
from rules.delivery import Undelivered, loss, next_try
from rules.ids import ChatId, PlanId
from rules.message import Buttons, Letter, Message
from rules.unwatched import lost
from scheduler.judging import LEASE, Due, claimed, judged, up_to_date
from store import obligations, outbox, people, plans, states
from store.session import Store, Tx
from templates import render

BATCH = 200
log = structlog.get_logger()


class Messenger(Protocol):
    async def send(self, chat: ChatId, html: str, buttons: Buttons, locale: str) -> int:
        """Send, and return the message's number; or raise Undelivered."""

    async def edit(
        self, chat: ChatId, message: int, html: str, buttons: Buttons, locale: str
    ) -> None:
        """Change a message already sent; or raise Undelivered.

        One that can no longer be changed is left as it is.
        """


async def deliver(
    store: Store, plan: PlanId, messenger: Messenger, clock: Clock
) -> int:
    """Send what is due and bring up to date what was sent; return how many letters.

    The right moment, and what is still true, are judged when a letter is sent.
    """
    now = clock()
    first = await store.read(lambda tx: outbox.next_send(tx, plan))
    if first is None or first > now:
        return 0  # an idle look takes no lock
    due = await store.run(lambda tx: _claim(tx, plan, now))
    await _all(_see_through(store, messenger, one, clock) for one in due)
    stale = await store.run(lambda tx: _claim_edits(tx, plan, now))
    await _all(_mend(store, messenger, one, now) for one in stale)
    return len(due) + len(stale)


async def _all(work: Iterable[Coroutine[Any, Any, None]]) -> None:
    async with asyncio.TaskGroup() as group:
        for one in work:
            group.create_task(one)


def _claim(tx: Tx, plan: PlanId, now: datetime) -> list[Due]:
    letters = claimed(tx, plan, now, BATCH)
    found = plans.loaded(tx, plan) if letters else None
    return judged(tx, found, letters, now) if found else []


def _claim_edits(tx: Tx, plan: PlanId, now: datetime) -> list[Letter]:
    letters = outbox.claim_edits(tx, plan, now, lease=LEASE, limit=BATCH)
    found = plans.loaded(tx, plan) if letters else None
    return up_to_date(tx, found, letters, now) if found else []


async def _see_through(
    store: Store, messenger: Messenger, due: Due, clock: Clock
) -> None:
    """Try one letter. Each has its own transaction: a crash repeats one at most."""
    try:
        await _knock(store, messenger, due, clock)
    except Exception:
        # The database is away: the lease brings this letter back, and it must not
        # cut off the others while they are on their way.
        log.exception("could not keep what became of a letter", letter=due.letter.id)


async def _knock(store: Store, messenger: Messenger, due: Due, clock: Clock) -> None:
    letter = due.letter
    try:
        html = render(letter.template, letter.locale, **letter.facts)
        number = await messenger.send(letter.chat, html, letter.buttons, letter.locale)
    except Undelivered as failure:
        await _failed(store, letter, failure, clock())
    except Exception as error:
        # A letter we cannot even write must not hold the others up.
        log.exception("could not write a letter", letter=letter.id)
        await _failed(store, letter, Undelivered(why=repr(error)), clock())
    else:
        arrived = clock()
        await store.run(lambda tx: _arrived(tx, due, number, arrived))


def _arrived(tx: Tx, due: Due, number: int, now: datetime) -> None:
    """Note that a letter arrived, and with it the warning it carried."""
    # Debts before letters, as whoever answers takes them: neither waits for the other.
    obligations.announced(tx, due.warned, now)
    outbox.delivered(tx, due.letter.id, number, now)


async def _failed(
    store: Store, letter: Letter, failure: Undelivered, now: datetime
) -> None:
    again = next_try(failure, letter.knocks, now)
    log.warning(
        "letter not delivered", letter=letter.id, why=failure.why, again=str(again)
    )

    def work(tx: Tx) -> None:
        outbox.failed(tx, letter.id, again, failure.why)
        if again is None and people.lost(tx, letter.to, loss(failure.why).value):
            outbox.put(tx, letter.plan, _told_of(tx, letter, now), now)

    await store.run(work)


def _told_of(tx: Tx, letter: Letter, now: datetime) -> Sequence[Message]:
    """Return what the admins are told of a reader whom letters no longer reach."""
    found = plans.loaded(tx, letter.plan)
    if found is None:
        return ()
    linked = people.linked(tx, letter.plan)
    return lost(found.catalog, linked, states.states(tx, found, now), letter.to, now)


async def _mend(
    store: Store, messenger: Messenger, letter: Letter, claimed: datetime
) -> None:
    """Bring one sent message up to date; after a fault it is tried again."""
    leased = claimed + LEASE
    again = None
    try:
        html = render(letter.template, letter.locale, **letter.facts)
        number = letter.message or 0
        await messenger.edit(letter.chat, number, html, letter.buttons, letter.locale)
    except Undelivered as failure:
        again = next_try(failure, letter.knocks, claimed)
        log.warning("message not edited", letter=letter.id, why=failure.why)
    except Exception:
        log.exception("could not edit a message", letter=letter.id)
    try:
        await store.run(lambda tx: outbox.edited(tx, letter.id, leased, again))
    except Exception:
        log.exception("could not keep what became of an edit", letter=letter.id)
