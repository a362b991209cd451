"""The wiring: store, bot and bells put together into one living house."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.app import App, build, connect
from bot.desk import Desk
from bot.incoming import WANTED
from bot.intake import poll, store_updates
from bot.voice import Voice
from bot.worker import Worker
from rules.clock import Clock
from rules.ids import PlanId
from scheduler import chasing, delivery, digesting, opening, returning
from scheduler.jobs import Bell, timetable
from store import digests, leaves, migrations, obligations, outbox, plans
from store.session import DatabaseAway, Store, Tx
from templates import LOCALES

TICK, POST = 20.0, 1.0  # seconds between bells at a clock's natural pace
FASTEST = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """One bot serving one plan. `wake` tells the worker that updates are stored."""

    store: Store
    plan: PlanId
    clock: Clock
    app: App
    desk: Desk
    voice: Voice
    worker: Worker
    wake: asyncio.Event

    async def tick(self) -> None:
        """Do what the clock asks for: open periods, chase, compose digests."""
        await returning.turn(self.store, self.plan, self.clock)
        await opening.open_periods(self.store, self.plan, self.clock)
        await chasing.tick(self.store, self.plan, self.clock)
        await digesting.ring(self.store, self.plan, self.clock)

    async def post(self) -> int:
        """Deliver what is due; return how many letters were tried."""
        return await delivery.deliver(self.store, self.plan, self.voice, self.clock)

    async def poll(self) -> None:
        """Fetch and store updates until cancelled."""
        await poll(self.app.bot, self.store, self.clock, self.wake)

    async def receive(self, raw: Mapping[str, Any]) -> None:
        """Store one update that a webhook brought, and wake the worker."""
        await store_updates(self.store, self.app.bot.id, [raw], self.clock)
        self.wake.set()

    async def ready(self) -> bool:
        """Whether the database answers and is in the present shape."""
        try:
            return await asyncio.to_thread(migrations.current, self.store)
        except DatabaseAway:
            return False

    async def listen(self, url: str | None, secret: str | None) -> None:
        """Tell Telegram where updates go: to a webhook, or to polling."""
        bot = self.app.bot
        if url is None:
            await bot.delete_webhook()
        else:
            await bot.set_webhook(url, secret_token=secret, allowed_updates=WANTED)

    async def next_event(self) -> datetime | None:
        """Return the next moment at which something is due by itself."""

        def work(tx: Tx) -> Sequence[datetime | None]:
            return (
                obligations.next_look(tx, self.plan),
                outbox.next_send(tx, self.plan),
                digests.next_look(tx, self.plan),
                leaves.next_look(tx, self.plan),
                opening.next_time(tx, self.plan, self.clock()),
            )

        now = self.clock()
        found = [at for at in await self.store.read(work) if at and at > now]
        return min(found, default=None)

    async def live(self, speed: float = 1.0, *, polling: bool = True) -> None:
        """Serve until cancelled. `speed`: the clock's pace, so that bells keep up."""
        bells = timetable(
            (
                Bell(name="tick", every=_every(TICK, speed), ring=self.tick),
                Bell(name="post", every=_every(POST, speed), ring=self.post),
            )
        )
        bells.start()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self.worker.run())
                if polling:
                    group.create_task(self.poll())
        finally:
            bells.shutdown(wait=False)


@asynccontextmanager
async def open_house(
    store: Store,
    plan: PlanId,
    clock: Clock,
    *,
    token: str,
    api_url: str,
    locale: str,
    ease: float = 1.0,
) -> AsyncIterator[House]:
    """Put the house together, say hello to Telegram, and tidy up at the end."""
    app = build(token, api_url, ease=ease)
    async with app:
        desk = Desk(store=store, plan=plan, bot=app.bot.id, clock=clock, locale=locale)
        failures: dict[int, BaseException] = {}
        connect(app, desk, failures)
        voice, wake = Voice(app.bot), asyncio.Event()
        username = app.bot.username
        await store.run(lambda tx: plans.name_bot(tx, plan, username))
        for spoken in LOCALES:
            await voice.menu(None, spoken, None)
        yield House(
            store=store,
            plan=plan,
            clock=clock,
            app=app,
            desk=desk,
            voice=voice,
            worker=Worker(app, desk, voice, wake, failures),
            wake=wake,
        )


def _every(seconds: float, speed: float) -> timedelta:
    return timedelta(seconds=max(seconds / max(speed, 1.0), FASTEST))
