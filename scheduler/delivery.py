"""From the outbox to the person."""

import asyncio
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from rules.clock import Clock
from rules.delivery import Undelivered, next_try
from rules.ids import ChatId, PlanId
from rules.message import Buttons, Letter
from store import outbox, people, plans
from store.session import Store, Tx
from templates import render

LEASE, BATCH = timedelta(minutes=5), 200
log = structlog.get_logger()


class Messenger(Protocol):
    async def send(self, chat: ChatId, html: str, buttons: Buttons, locale: str) -> int:
        """Send, and return the message's number; or raise Undelivered."""


async def deliver(
    store: Store, plan: PlanId, messenger: Messenger, clock: Clock
) -> int:
    """Send what is due; return how many letters were tried.

    A letter whose hour has passed since it was promised waits for working hours:
    the right moment is judged when it is sent, not when it is written.
    """
    now = clock()
    letters, until = await store.run(lambda tx: _claim(tx, plan, now))
    if until is not None:
        return 0
    async with asyncio.TaskGroup() as group:
        for letter in letters:
            group.create_task(_see_through(store, messenger, letter, clock))
    return len(letters)


def _claim(tx: Tx, plan: PlanId, now: datetime) -> tuple[list[Letter], datetime | None]:
    letters = outbox.claim(tx, plan, now, lease=LEASE, limit=BATCH)
    found = plans.loaded(tx, plan) if letters else None
    if found is None or found.days.working(now):
        return letters, None
    until = found.days.next_working(now)
    for letter in letters:
        outbox.held(tx, letter.id, until)
    return letters, until


async def _see_through(
    store: Store, messenger: Messenger, letter: Letter, clock: Clock
) -> None:
    """Try one letter. Each has its own transaction: a crash repeats one at most."""
    try:
        await _knock(store, messenger, letter, clock)
    except Exception:
        # The database is away: the lease brings this letter back, and it must not
        # cut off the others while they are on their way.
        log.exception("could not keep what became of a letter", letter=letter.id)


async def _knock(
    store: Store, messenger: Messenger, letter: Letter, clock: Clock
) -> None:
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
        await store.run(lambda tx: outbox.delivered(tx, letter.id, number, arrived))


async def _failed(
    store: Store, letter: Letter, failure: Undelivered, now: datetime
) -> None:
    again = next_try(failure, letter.knocks, now)
    log.warning(
        "letter not delivered", letter=letter.id, why=failure.why, again=str(again)
    )

    def work(tx: Tx) -> None:
        outbox.failed(tx, letter.id, again, failure.why)
        if again is None:
            people.lost(tx, letter.to, failure.why)

    await store.run(work)
