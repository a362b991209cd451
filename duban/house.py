"""The wiring: store, bot and bells put together into one living house."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from bot.app import IN_GROUPS, App, at_work, build, connect
from bot.desk import Desk
from bot.fetching import Fetcher
from bot.first_poll import FirstPoll
from bot.intake import TOKEN_REFUSED, Hearing, Hook, mind, point, poll, store_updates
from bot.voice import Voice
from bot.worker import Worker
from duban.duty import Duty, this_process
from duban.patience import WHILE_SERVING, outlasting, patiently
from rules.clock import Clock
from rules.delivery import Kind
from rules.durations import Durations
from rules.ids import ChatId, PlanId
from scheduler import chasing, delivery, digesting, opening, reminding, returning
from scheduler.jobs import Bell, ring
from scheduler.timing import timed
from store import chats, digests, leaves, migrations, obligations, outbox, plans
from store import reminding as cards_to_remind
from store.copies import Copies
from store.session import DatabaseTrouble, Store, Tx
from templates import LOCALES

TICK, POST, FETCH = 20.0, 1.0, 2.0  # seconds between bells at a clock's natural pace
FASTEST = 0.2
Bells: TypeAlias = Sequence[Bell]


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """One bot serving one plan. `wake` tells the worker that updates are stored.

    Of several replicas the one on `duty` does all but keep the webhook's door.
    """

    store: Store
    plan: PlanId
    clock: Clock
    app: App
    desk: Desk
    voice: Voice
    worker: Worker
    wake: asyncio.Event
    hearing: Hearing
    duty: Duty
    first: FirstPoll | None = None
    fetcher: Fetcher | None = None
    refusals: Counter[Kind] = field(default_factory=Counter)
    took: dict[str, Durations] = field(default_factory=dict)  # by bell

    async def take_over(self) -> None:
        """Take up what the process before us left in hand, however it ended."""
        username, now = self.app.bot.username, self.clock()

        def work(tx: Tx) -> None:
            plans.name_bot(tx, self.plan, username)
            outbox.release(tx, self.plan, now)

        await outlasting(lambda: self.store.run(work))
        if self.fetcher is not None:
            await self.fetcher.take_over()

    async def greet(self) -> None:
        """Show our commands to everybody. Raises TelegramError."""
        for spoken in LOCALES:
            await self.voice.menu(None, spoken, None)

    async def tick(self) -> None:
        """Do what the clock asks for: open periods, chase, remind, compose digests."""
        await returning.turn(self.store, self.plan, self.clock)
        await opening.open_periods(self.store, self.plan, self.clock)
        await chasing.tick(self.store, self.plan, self.clock)
        await reminding.ring(self.store, self.plan, self.clock)
        await digesting.ring(self.store, self.plan, self.clock)

    async def post(self, on_duty: Callable[[], bool] = lambda: True) -> int:
        """Deliver what is due; return how many letters were tried."""
        return await delivery.deliver(
            self.store, self.plan, self.voice, self.clock, on_duty, self.refusals
        )

    async def fetch(self, on_duty: Callable[[], bool] = lambda: True) -> int:
        """Fetch the files people sent; return how many were tried."""
        return 0 if self.fetcher is None else await self.fetcher.ring(on_duty)

    async def poll(self) -> None:
        """Fetch and store updates until cancelled."""
        bot, wake = self.app.bot, self.wake
        await poll(bot, self.store, self.clock, wake, self.hearing, first=self.first)

    async def receive(self, raw: Mapping[str, Any]) -> None:
        """Store one update that a webhook brought, and wake the worker."""
        await store_updates(self.store, self.app.bot.id, [raw], self.clock)
        self.wake.set()

    async def unready(self) -> str:
        """Return why the house cannot work just now; nothing when it can."""
        if self.hearing.refused:
            return TOKEN_REFUSED
        try:
            sound = await asyncio.to_thread(migrations.current, self.store)
        except DatabaseTrouble:
            return "the database is away"
        return "" if sound else "the database is in another shape"

    async def next_event(self) -> datetime | None:
        """Return the next moment at which something is due by itself."""

        def work(tx: Tx) -> Sequence[datetime | None]:
            return (
                obligations.next_look(tx, self.plan),
                outbox.next_send(tx, self.plan),
                digests.next_look(tx, self.plan),
                cards_to_remind.next_look(tx, self.plan),
                leaves.next_look(tx, self.plan),
                opening.next_time(tx, self.plan, self.clock()),
            )

        now = self.clock()
        found = [at for at in await self.store.read(work) if at and at > now]
        return min(found, default=None)

    async def live(
        self, speed: float = 1.0, *, hook: Hook | None = None, more: Bells = ()
    ) -> None:
        """Serve whenever on duty, until cancelled. Without a `hook` we poll.

        `speed`: the clock's pace, so that our bells keep up with it; `more` bells
        ring by real time. Raises Occupied, and BadRequest when Telegram refuses the
        webhook.
        """
        await self.duty.keep(lambda: self._serve(speed, hook, more))

    async def _serve(self, speed: float, hook: Hook | None, more: Bells) -> None:
        bot = self.app.bot
        await self.take_over()
        await patiently(lambda: point(bot, hook), WHILE_SERVING)
        bells = [timed(bell, self.took) for bell in (*self._bells(speed), *more)]
        async with asyncio.TaskGroup() as group:
            group.create_task(self.worker.run(self.duty.grace))
            group.create_task(ring(bells, grace=self.duty.grace))
            group.create_task(mind(bot, hook, self.hearing) if hook else self.poll())
            group.create_task(patiently(self.greet, final=()))

    def _bells(self, speed: float) -> tuple[Bell, ...]:
        return (
            Bell(name="tick", every=_every(TICK, speed), ring=self.tick),
            Bell(name="post", every=_every(POST, speed), ring=self._post),
            Bell(name="fetch", every=_every(FETCH, speed), ring=self._fetch),
        )

    async def _post(self) -> int:
        return await self.post(self.duty.on)

    async def _fetch(self) -> int:
        return await self.fetch(self.duty.on)


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
    first: FirstPoll | None = None,
    copies: Copies | None = None,
) -> AsyncIterator[House]:
    """Put the house together, ask Telegram who we are, and tidy up at the end.

    `copies`: where evidence is kept; without, it stays at Telegram's.
    """
    app = build(token, api_url, ease=ease)
    async with at_work(app):
        desk = Desk(
            store=store,
            plan=plan,
            bot=app.bot.id,
            clock=clock,
            locale=locale,
            in_groups=IN_GROUPS,
        )
        failures: dict[int, BaseException] = {}
        connect(app, desk, failures)

        async def moved(old: ChatId, new: ChatId) -> None:
            await store.run(lambda tx: chats.follow(tx, old, new))

        voice, wake = Voice(app.bot, moved, copies), asyncio.Event()
        bot = app.bot
        fetcher = None
        if copies is not None:
            fetcher = Fetcher(
                store=store, plan=plan, bot=bot, copies=copies, clock=clock
            )
        process = this_process(bot.id, str(bot.username), plan, store)
        yield House(
            store=store,
            plan=plan,
            clock=clock,
            app=app,
            desk=desk,
            voice=voice,
            worker=Worker(app, desk, voice, wake, failures),
            wake=wake,
            hearing=Hearing(),
            duty=Duty(store, process),
            first=first,
            fetcher=fetcher,
        )


def _every(seconds: float, speed: float) -> timedelta:
    return timedelta(seconds=max(seconds / max(speed, 1.0), FASTEST))
