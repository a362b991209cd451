"""From the inbox to the verbs and back: each chat in order, chats side by side."""

import asyncio
from datetime import timedelta
from typing import Any

import structlog
from telegram import Update

from bot import answers, incoming
from bot.app import App
from bot.desk import Desk
from bot.voice import Refused, Voice
from rules import facts
from rules.delivery import Undelivered, next_try
from rules.message import Message
from rules.people import Role
from store import inbox, outbox, people
from store.inbox import Taken
from store.session import Tx

LEASE, BATCH = timedelta(minutes=5), 64
TRIES = 3
IDLE_SECONDS = 1.0
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
        self._busy: dict[int, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Work until cancelled; what is in hand then is finished first."""
        await self._take_over()
        try:
            while True:
                await self._round()
        finally:
            await asyncio.gather(*self._busy.values(), return_exceptions=True)

    @property
    def idle(self) -> bool:
        return not self._busy

    async def _take_over(self) -> None:
        """Claim what the process before us left in hand, however it ended."""
        desk = self._desk
        now = desk.clock()
        await desk.store.run(lambda tx: inbox.release(tx, desk.bot, now))

    async def _round(self) -> None:
        self._wake.clear()
        try:
            taken = await self._take()
        except Exception:
            log.exception("cannot read the inbox")
            taken = []
        for one in taken:
            self._busy[one.chat] = asyncio.create_task(self._see_through(one))
        if not taken:
            try:
                async with asyncio.timeout(IDLE_SECONDS):
                    await self._wake.wait()
            except TimeoutError:
                pass  # look anyway: an update may have come due by itself

    async def _take(self) -> list[Taken]:
        desk, busy, now = self._desk, list(self._busy), self._desk.clock()

        def work(tx: Tx) -> list[Taken]:
            return inbox.take(tx, desk.bot, now, lease=LEASE, busy=busy, limit=BATCH)

        # An idle look costs no lock: only writers queue on SQLite.
        if await desk.store.read(lambda tx: inbox.waiting(tx, desk.bot)):
            return await desk.store.run(work)
        return []

    async def _see_through(self, taken: Taken) -> None:
        try:
            await self._handle(taken)
        except Undelivered as failure:
            await self._try_later(taken, failure, forever=True)
        except Exception as error:
            log.exception("update not handled", update=taken.update_id)
            await self._try_later(taken, Undelivered(why=repr(error)), forever=False)
        finally:
            del self._busy[taken.chat]
            self._wake.set()

    async def _handle(self, taken: Taken) -> None:
        update = Update.de_json(taken.raw, self._app.bot)
        answer = taken.answer
        if answer is None:
            answer = await self._perform(update)
        said = incoming.said(update)
        await self._voice.answer(said, taken.chat, answers.from_json(answer))
        await self._desk.store.run(
            lambda tx: inbox.said(tx, taken.bot, taken.update_id)
        )

    async def _perform(self, update: Update) -> list[dict[str, Any]]:
        """Run the handler; return its answer as it was kept with its effects."""
        await self._app.process_update(update)
        failure = self._failures.pop(update.update_id, None)
        if failure is not None:
            raise failure
        desk, now = self._desk, self._desk.clock()

        def kept(tx: Tx) -> list[dict[str, Any]]:
            inbox.handled(tx, desk.bot, update.update_id, [], now)  # none wanted it
            return inbox.answer_of(tx, desk.bot, update.update_id) or []

        return await desk.store.run(kept)

    async def _try_later(
        self, taken: Taken, failure: Undelivered, *, forever: bool
    ) -> None:
        """Try again later; set aside what cannot be handled or has no reader."""
        now = self._desk.clock()
        again = next_try(failure, taken.tries, now)
        tired = not forever and taken.tries >= TRIES
        if again is None or tired or isinstance(failure, Refused):
            await self._desk.store.run(lambda tx: self._set_aside(tx, taken, failure))
            return
        await self._desk.store.run(
            lambda tx: inbox.later(
                tx, taken.bot, taken.update_id, again, failure.why[:500]
            )
        )

    def _set_aside(self, tx: Tx, taken: Taken, failure: Undelivered) -> None:
        inbox.set_aside(tx, taken.bot, taken.update_id, failure.why[:500])
        if failure.hopeless:
            return  # the answer had no reader; what was said is done
        told: facts.Line = {"update": taken.update_id, "why": failure.why[:200]}
        messages = [
            Message(
                to=person.id,
                template="admin/aside",
                facts=told,
                key=f"aside:{taken.bot}:{taken.update_id}:{person.id}",
            )
            for person in people.linked(tx, self._desk.plan, (Role.ADMIN,))
        ]
        outbox.put(tx, self._desk.plan, messages, self._desk.clock())
