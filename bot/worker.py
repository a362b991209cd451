"""From the inbox to the verbs and back: each chat in order, chats side by side."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import structlog
from telegram import Update

from bot import answers, incoming
from bot.app import App
from bot.desk import Desk
from bot.struck import without_codes
from bot.voice import Voice
from rules import facts
from rules.delivery import Undelivered, next_try
from rules.message import Message, Sort
from rules.people import Role
from store import inbox, outbox, people
from store.inbox import Taken
from store.session import DatabaseAway, Tx

T = TypeVar("T")
BATCH, MOST = 64, 256  # updates taken at once, and in hand
TRIES = 3
# Whatever took the process with it so often would do so again.
DEATHS = 20
# Another process may have stored an update: nobody waits longer to be noticed.
IDLE_SECONDS = 0.25
TOGETHER = 0.01  # seconds between looks while busy: one look for what came meanwhile
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0
GRACE = 1.5  # seconds
log = structlog.get_logger()


class Worker:
    """Takes stored updates and sees each through. `wake` says there may be some."""

    def __init__(
        self,
        app: App,
        desk: Desk,
        voice: Voice,
        wake: asyncio.Event,
        failures: dict[int, BaseException],
    ) -> None:
        self._app, self._desk, self._voice = app, desk, voice
        self._wake, self._failures = wake, failures
        self._in_hand: dict[int, asyncio.Task[None]] = {}

    async def run(self, grace: Callable[[], float] = lambda: GRACE) -> None:
        """Work until cancelled; what is in hand then has `grace` seconds."""
        try:
            while True:
                await self._round()
                if self._in_hand:
                    await asyncio.sleep(TOGETHER)
        finally:
            await self._finish(grace())

    @property
    def idle(self) -> bool:
        return not self._in_hand

    async def _finish(self, grace: float) -> None:
        """Wait a little for what is in hand, and let go what is not done by then."""
        if self._in_hand:
            _, late = await asyncio.wait(self._in_hand.values(), timeout=grace)
            for one in late:
                one.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _round(self) -> None:
        self._wake.clear()
        try:
            taken = await self._take()
        except DatabaseAway:
            taken = []  # the store says so, once
        except Exception:
            log.exception("cannot read the inbox")
            taken = []
        for one in taken:
            self._in_hand[one.update_id] = asyncio.create_task(self._see_through(one))
        if not taken:
            try:
                async with asyncio.timeout(IDLE_SECONDS):
                    await self._wake.wait()
            except TimeoutError:
                pass  # look anyway: an update may have come due by itself

    async def _take(self) -> list[Taken]:
        desk, in_hand, now = self._desk, list(self._in_hand), self._desk.clock()
        limit = min(BATCH, MOST - len(in_hand))

        def work(tx: Tx) -> list[Taken]:
            return inbox.take(tx, desk.bot, now, in_hand=in_hand, limit=limit)

        # An idle look costs no lock: only writers queue on SQLite.
        if limit > 0 and await desk.store.read(
            lambda tx: inbox.due(tx, desk.bot, now, in_hand=in_hand)
        ):
            return await desk.store.run_short(work)
        return []

    async def _see_through(self, taken: Taken) -> None:
        try:
            await self._handle(taken)
        except DatabaseAway:
            # Not the update's fault: this was no try.
            await self._kept(lambda tx: inbox.untried(tx, taken.bot, taken.update_id))
        except Undelivered as failure:
            await self._try_later(taken, failure, forever=True)
        except Exception as error:
            log.exception("update not handled", update=taken.update_id)
            await self._try_later(taken, Undelivered(why=repr(error)), forever=False)
        finally:
            del self._in_hand[taken.update_id]
            self._wake.set()

    async def _handle(self, taken: Taken) -> None:
        unreadable = incoming.unreadable(taken.raw)
        if taken.answer is None and (unreadable or taken.tries > DEATHS):
            why = unreadable or f"the process ended {taken.tries - 1} times over it"
            now = self._desk.clock()
            await self._kept(lambda tx: self._set_aside(tx, taken, why, now))
            return
        update = Update.de_json(taken.raw, self._app.bot)
        answer = taken.answer
        if answer is None:
            answer = await self._perform(update)
        said = incoming.said(update)
        await self._voice.answer(said, taken.chat, answers.from_json(answer))
        await self._kept(lambda tx: _let_go(tx, taken, answer))

    async def _perform(self, update: Update) -> list[dict[str, Any]]:
        """Run the handler; return its answer as it was kept with its effects."""
        await self._app.process_update(update)
        failure = self._failures.pop(update.update_id, None)
        answer = self._desk.answers.pop(update.update_id, None)
        if failure is not None:
            raise failure
        if answer is not None:
            return answer
        desk, now = self._desk, self._desk.clock()

        def kept(tx: Tx) -> list[dict[str, Any]]:
            inbox.handled(tx, desk.bot, update.update_id, [], now)  # none wanted it
            return inbox.answer_of(tx, desk.bot, update.update_id) or []

        answer = await desk.store.read(
            lambda tx: inbox.answer_of(tx, desk.bot, update.update_id)
        )
        return await desk.store.run_short(kept) if answer is None else answer

    async def _kept(self, work: Callable[[Tx], T]) -> T:
        """Run `work(tx)` as soon as the database lets us.

        What has been said must not be said again because it could not be noted.
        """
        pause = FIRST_PAUSE
        while True:
            try:
                return await self._desk.store.note(work)
            except DatabaseAway:
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    async def _try_later(
        self, taken: Taken, failure: Undelivered, *, forever: bool
    ) -> None:
        """Try again later; set aside what cannot be handled or has no reader."""
        now, why = self._desk.clock(), failure.why[:500]
        again = next_try(failure, taken.tries, now, taken.update_id)
        if failure.hopeless:  # the answer had no reader; what was said is done
            await self._kept(lambda tx: _give_up(tx, taken, why))
        elif again is None or (not forever and taken.tries >= TRIES):
            await self._kept(lambda tx: self._set_aside(tx, taken, why, now))
        else:
            await self._kept(
                lambda tx: inbox.later(tx, taken.bot, taken.update_id, again, why)
            )

    def _set_aside(self, tx: Tx, taken: Taken, why: str, now: datetime) -> None:
        """Give an update up, and tell the admins whose words these were."""
        done = _give_up(tx, taken, why)
        who, words = incoming.gist(taken.raw)
        told: facts.Line = {
            "update": taken.update_id,
            "who": who,
            "words": words,
            "done": done,  # it was handled; only the answer could not be given
            "why": why[:200],
        }
        messages = [
            Message(
                to=person.id,
                template="admin/aside",
                facts=told,
                key=f"aside:{taken.update_id}:{now.isoformat()}:{person.id}",
                sort=Sort.SERVICE,
            )
            for person in people.linked(tx, self._desk.plan, (Role.ADMIN,))
        ]
        outbox.put(tx, self._desk.plan, messages, now)


def _let_go(tx: Tx, taken: Taken, answer: list[dict[str, Any]]) -> None:
    inbox.said(tx, taken.bot, taken.update_id)
    _strike(tx, taken, answer)


def _give_up(tx: Tx, taken: Taken, why: str) -> bool:
    """Give an update up; return whether it was handled, and only not answered.

    One that was not keeps its very words: an admin may have it tried again.
    """
    inbox.set_aside(tx, taken.bot, taken.update_id, why)
    answer = inbox.answer_of(tx, taken.bot, taken.update_id)
    if answer is not None:
        _strike(tx, taken, answer)
    return answer is not None


def _strike(tx: Tx, taken: Taken, answer: list[dict[str, Any]]) -> None:
    """Keep no invite code of an update that is handled: it may still open."""
    raw, said = without_codes(taken.raw), without_codes(answer)
    if (raw, said) != (taken.raw, answer):
        inbox.reword(tx, taken.bot, taken.update_id, raw, said)
