"""From the outbox to the person."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from rules.clock import Clock
from rules.delivery import Undelivered, loss, next_try
from rules.ids import ChatId, ObligationId, PersonId, PlanId
from rules.message import Buttons, Letter, Message
from rules.refresh import CHASES, refreshed, spoken_of
from rules.unwatched import lost
from rules.workdays import Workdays
from store import outbox, people, plans, states
from store.plans import Loaded
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
    the right moment, and what is still true, are judged when it is sent.
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
    if found is None:
        return letters, None
    if found.days.working(now):
        return _judged(tx, found, letters, now), None
    until = found.days.next_working(now)
    for letter in letters:
        outbox.held(tx, letter.id, until)
    return letters, until


def _judged(
    tx: Tx, found: Loaded, letters: list[Letter], now: datetime
) -> list[Letter]:
    """Return the letters as they are true now; those with nothing to say are dropped.

    What a later letter to the same person says again is not said twice.
    """
    spoken = {one.id: spoken_of(one) for one in letters if one.template in CHASES}
    named = frozenset[ObligationId]().union(*spoken.values())
    still_open = outbox.still_open(tx, found.catalog.plan.id, named)
    said: dict[tuple[PersonId, str], frozenset[ObligationId]] = {}
    kept = []
    for letter in reversed(letters):
        if not spoken.get(letter.id):
            kept.append(letter)
            continue
        to = letter.to, letter.template
        later = said.get(to, frozenset())
        fresh = _refreshed(letter, still_open - later, found.days, now)
        said[to] = later | spoken[letter.id]
        if fresh is None:
            outbox.drop(tx, letter.id, "answered, or said again in a later letter")
            continue
        if fresh != letter:
            outbox.rewrite(tx, fresh)
        kept.append(fresh)
    return kept[::-1]


def _refreshed(
    letter: Letter, still_open: frozenset[ObligationId], days: Workdays, now: datetime
) -> Letter | None:
    try:
        return refreshed(letter, still_open, days, now)
    except Exception:
        # One letter nobody can read must not hold the others up.
        log.exception("could not judge a letter again", letter=letter.id)
        return letter


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
