"""A town in which everything can go wrong: its messenger, its database, its clock."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from journeys.town import ADA, ANN, CAST, PLAN, TOKEN, Town, local
from promises.plan import TEXT
from servers import Server
from sqlalchemy import event, func, text
from sqlalchemy.exc import OperationalError
from sqlmodel import col, select

from sandbox.server import serve
from sandbox.world import World
from scheduler.auditing import Auditor
from scheduler.machine import Machine
from store import inbox, plans
from store.catalog import read
from store.session import DatabaseAway, Store, Tx
from store.tables import IncomingRow

GROUP = -5001
MORNING = local(3, 10, 8, 29)  # a minute before the first letter of the plan
AUDIT = 300.0  # seconds between two looks of the auditor
A_WEEK = timedelta(days=7)
LATER = local(3, 10, 10, 0)


@dataclass
class Place:
    """The town of a case. `server`: the PostgreSQL it stands on, if it does.

    `passed`: the seconds that really passed, whatever the clock was set to.
    """

    town: Town
    port: int
    server: Server | None = None
    passed: float = 0.0
    _audit_at: float = AUDIT
    _watching: Auditor | None = None
    _telegram: AsyncExitStack = field(default_factory=AsyncExitStack)

    def __post_init__(self) -> None:
        self._machine = Machine(self.town.clock, lambda: self.passed)

    async def telegram_goes(self) -> None:
        """Let the messenger vanish: its port refuses."""
        await self._telegram.aclose()

    async def telegram_comes(self) -> None:
        await self._telegram.enter_async_context(serve(self.town.world, self.port))

    async def through(self, until: datetime, *, reachable: bool = True) -> None:
        """Let time pass until then, from one thing due to the next."""
        while True:
            await self.ring(reachable=reachable)
            due, audit = await self.next_thing(), self._next_audit()
            coming = min(due or audit, audit)
            if coming > until:
                break
            self.pass_to(coming)
        self.pass_to(until)
        await self.ring(reachable=reachable)

    def pass_to(self, moment: datetime) -> None:
        """Let time pass; a clock that is set otherwise passes none."""
        self.passed += max((moment - self.town.now).total_seconds(), 0.0)
        self.town.now = max(self.town.now, moment)

    async def ring(self, *, reachable: bool = True) -> None:
        """Ring the bells as the roof does: one that fails rings again later."""
        assert self.town.house is not None
        with suppress(DatabaseAway):
            await self.town.house.tick()
            if self.passed >= self._audit_at:
                self._audit_at += AUDIT
                await self._auditor().ring()
            while await self.town.house.post() and reachable:
                pass
        if reachable:
            await self.rested()

    def _next_audit(self) -> datetime:
        return self.town.now + timedelta(seconds=self._audit_at - self.passed)

    def _auditor(self) -> Auditor:
        if self._watching is None:
            self._watching = Auditor(
                store=self.town.store,
                plan=PLAN,
                bot=self.town.world.bot_id,
                clock=self.town.clock,
                machine=self._machine,
            )
        return self._watching

    async def rested(self) -> None:
        """Wait until nothing that could be done now is left to do."""
        async with asyncio.timeout(20):
            while not await self._at_rest():
                await asyncio.sleep(0.01)

    async def _at_rest(self) -> bool:
        house = self.town.house
        if not self.town.world.quiet():
            return False
        with suppress(DatabaseAway):
            now, bot = self.town.now, self.town.world.bot_id
            late = await self.town.store.read(
                lambda tx: inbox.due(tx, bot, now, in_hand=())
            )
            return not late and (house is None or house.worker.idle)
        return True

    async def next_thing(self) -> datetime | None:
        """Return when something is due by itself: an update again, or a bell."""
        assert self.town.house is not None
        times = (await self._next_update(), await self.town.house.next_event())
        return min((at for at in times if at), default=None)

    async def _next_update(self) -> datetime | None:
        def work(tx: Tx) -> datetime | None:
            at = col(IncomingRow.take_at)
            return tx.scalar(select(func.min(at)).where(at > self.town.now))

        return await self.town.store.read(work)


@asynccontextmanager
async def a_place(store: Store, server: Server | None = None) -> AsyncIterator[Place]:
    """Open the morning of the plan's first letter, with an owner and an admin.

    `store` is a migrated database without a plan.
    """
    given = {"text": TEXT, "author": "test", "note": "", "now": MORNING - A_WEEK}
    catalog = read(TEXT.encode(), "tasks_catalog.yaml")
    store.run_sync(lambda tx: plans.apply(tx, catalog, **given))
    holder: list[Town] = []
    world = World(lambda: holder[0].now if holder else MORNING, token=TOKEN)
    for user, (name, _, _) in CAST.items():
        world.add_person(user, name)
    world.add_group(GROUP, "处室群", [ANN, ADA])
    port = free_port()
    town = Town(store=store, world=world, url=f"http://localhost:{port}", now=MORNING)
    holder.append(town)
    town.now = MORNING
    place = Place(town=town, port=port, server=server)
    await place.telegram_comes()
    try:
        town.now = MORNING - A_WEEK
        town.meet(ANN, ADA)
        town.now = MORNING
        yield place
    finally:
        await place.telegram_goes()


@contextmanager
def nobody_resolves() -> Iterator[None]:
    """Let no name be found, as when DNS is gone."""
    found = socket.getaddrinfo

    def none(*_: object, **__: object) -> list[object]:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    socket.getaddrinfo = none
    try:
        yield
    finally:
        socket.getaddrinfo = found


@asynccontextmanager
async def locked(store: Store) -> AsyncIterator[None]:
    """Let another process hold an SQLite file's only writing lock."""
    program = (
        "import sqlite3, sys; held = sqlite3.connect(sys.argv[1]);"
        "held.execute('BEGIN IMMEDIATE'); print('held', flush=True); sys.stdin.read()"
    )
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", program, str(store.url.database)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    await process.stdout.readline()
    try:
        yield
    finally:
        process.kill()
        await process.communicate()


@contextmanager
def full(store: Store) -> Iterator[None]:
    """Let an SQLite file grow no more, as on a full disk."""

    def cap(connection, _record: object) -> None:
        connection.execute("PRAGMA max_page_count=1")  # no less than there are

    with store.engine.begin() as connection:
        connection.execute(text("CREATE TABLE filler (it BLOB)"))
    store.engine.dispose()
    event.listen(store.engine, "connect", cap)
    try:
        _fill(store)
        yield
    finally:
        event.remove(store.engine, "connect", cap)
        store.engine.dispose()


def _fill(store: Store) -> None:
    """Use up the room left in pages that are already there."""
    size = 100_000
    while size:
        try:
            with store.engine.begin() as connection:
                connection.execute(
                    text("INSERT INTO filler VALUES (zeroblob(:size))"), {"size": size}
                )
        except OperationalError:
            size //= 2


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
