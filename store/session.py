"""One transaction, one function: `await store.run(fn)` runs `fn(tx)` in a thread.

Sessions are synchronous and run in one bounded executor: on SQLite this was 2-6
times faster than an async driver, and simpler.
"""

import asyncio
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from time import sleep
from typing import Any, TypeAlias, TypeVar
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm import Session

from store.away import DatabaseAway, DatabaseTrouble, Outage, lost_a_race, trouble
from store.together import Together
from store.turns import Turns

__all__ = ["BadAddress", "DatabaseAway", "DatabaseTrouble", "Store", "Tx"]

Tx: TypeAlias = Session
"""An open transaction. Rooms above pass it on; only the store looks inside."""

T = TypeVar("T")
THREADS = 4
BUSY_MS = 15_000
_AGAIN = (0.05, 0.2)  # seconds before the loser of a deadlock runs again

# A server that was cut off says no goodbye: we notice within half a minute, or as
# the address itself says.
_PATIENCE = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,  # milliseconds
}

_DRIVERS = {
    "sqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


class BadAddress(Exception):
    """This is the address of no database we can use."""


class Store:
    """The database behind one door."""

    def __init__(self, url: str) -> None:
        """Take the address only; raises BadAddress."""
        self.url = _with_driver(url)
        # By it a replica that follows finds what we have under way in the database.
        self.name = f"duban-{secrets.token_hex(8)}"
        self._engine = _engine_at(self.url, self.name)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="store")
        # SQLite has one writer; our own wait in line, where its busy wait sleeps.
        one_writer = self.url.get_backend_name() == "sqlite"
        self._turns = Turns() if one_writer else None
        # What has happened is noted past all that waits to begin.
        self._notes = self._together(first=True)
        self._short = self._together(first=False) if one_writer else None
        self._outage = Outage()

    @property
    def place(self) -> str:
        """The address without its password, wherever it was written."""
        return self.url.set(query={}).render_as_string(hide_password=True)

    @property
    def file(self) -> Path | None:
        """The file of SQLite; None for a server."""
        if self.url.get_backend_name() != "sqlite":
            return None
        return Path((self.url.database or "").removeprefix("file:"))

    @property
    def engine(self) -> Engine:
        """For migrations and for counting statements in tests."""
        return self._engine

    async def run(self, work: Callable[[Tx], T]) -> T:
        """Run `work(tx)` in one transaction, off the event loop."""
        return await self._done(self._threads.submit(self.run_sync, work))

    async def run_short(self, work: Callable[[Tx], T]) -> T:
        """Run `work(tx)`, which takes milliseconds: all of it is kept, or nothing.

        On SQLite, with others that wait, in one transaction.
        """
        if self._short is None:
            return await self.run(work)
        return await self._done(self._short.put(work))

    async def note(self, work: Callable[[Tx], T]) -> T:
        """Run `work(tx)`, which notes what has happened, before what waits to begin.

        What a person was told and nobody noted is said again after a crash.
        """
        return await self._done(self._notes.put(work))

    def run_sync(self, work: Callable[[Tx], T], *, first: bool = False) -> T:
        """Run `work(tx)` in one transaction: all of it is kept, or nothing.

        The loser of a deadlock runs again: whatever `work` does it does by `tx`.
        Raises DatabaseAway, also when nobody knows whether the commit arrived.
        """
        with self.watched():
            for pause in _AGAIN:
                try:
                    return self._once(work, first=first)
                except DBAPIError as error:
                    if not lost_a_race(error):
                        raise
                sleep(pause)  # the winner must be done, or we meet again
            return self._once(work, first=first)

    def _once(self, work: Callable[[Tx], T], *, first: bool) -> T:
        with (
            self._turn(first=first),
            Session(self._engine, expire_on_commit=False) as tx,
            tx.begin(),
        ):
            return work(tx)

    def _turn(self, *, first: bool) -> AbstractContextManager[object]:
        return self._turns.turn(first=first) if self._turns else nullcontext()

    def _together(self, *, first: bool) -> Together:
        return Together(
            self._engine,
            partial(self._turn, first=first),
            partial(self.run_sync, first=first),
        )

    async def read(self, work: Callable[[Tx], T]) -> T:
        """Run `work(tx)`, which only reads: it waits for no writer."""
        return await self._done(
            self._threads.submit(self.read_sync, work), writing=False
        )

    def read_sync(self, work: Callable[[Tx], T]) -> T:
        """Run `work(tx)`, which only reads; nothing it did is kept."""
        return self._reading(work, duban_reading=True)

    def snapshot_sync(self, work: Callable[[Tx], T]) -> T:
        """Run `work(tx)`, which reads everything as it was at one moment."""
        if self.url.get_backend_name() == "sqlite":
            return self.read_sync(work)
        return self._reading(work, isolation_level="REPEATABLE READ")

    def _reading(self, work: Callable[[Tx], T], **options: Any) -> T:  # noqa: ANN401 - SQLAlchemy's own
        reading = self._engine.execution_options(**options)
        with (
            self.watched(),
            Session(reading, expire_on_commit=False) as tx,
        ):
            return work(tx)

    async def _done(self, under_way: Future[T], *, writing: bool = True) -> T:
        """Return what a thread does; say when the database goes, and is back."""
        try:
            done = await asyncio.wrap_future(under_way)
        except DatabaseAway as away:
            self._outage.begins(away.why, writing=writing)
            raise
        self._outage.ends(writing=writing)
        return done

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Raise DatabaseTrouble for what is the database's own trouble."""
        try:
            yield
        except DBAPIError as error:
            found = trouble(error, self.url)
            if found is None:
                raise
            raise found from error

    def close(self) -> None:
        self._threads.shutdown(wait=True)
        self._notes.close()
        if self._short is not None:
            self._short.close()
        self._engine.dispose()


def _with_driver(url: str) -> URL:
    try:
        made = make_url(url)
    except (ArgumentError, ValueError):
        raise BadAddress from None  # the text may hold a password
    driver = _DRIVERS.get(made.drivername)
    in_memory = made.database in {None, "", ":memory:"}  # gone with its thread
    if driver is None or (driver == "sqlite" and in_memory):
        raise BadAddress
    return made.set(drivername=driver)


def _engine_at(url: URL, name: str) -> Engine:
    # `hide_parameters`: what people wrote must not stand in the errors we log.
    if url.get_backend_name() != "sqlite":
        engine = create_engine(
            url,
            pool_size=THREADS,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={k: v for k, v in _PATIENCE.items() if k not in url.query},
        )
        event.listen(engine, "connect", partial(_introduce, name))
        return engine
    engine = create_engine(
        url, connect_args={"timeout": BUSY_MS / 1000}, hide_parameters=True
    )
    event.listen(engine, "do_connect", _made_once())
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _introduce(name: str, connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI's own
    """Give our name, and ask the server to notice soon when our machine vanishes.

    Until then it keeps the locks of whatever was under way, and others wait.
    """
    for setting in (
        f"application_name = '{name}'",
        "idle_in_transaction_session_timeout = '60s'",
        "tcp_keepalives_idle = 5",
        "tcp_keepalives_interval = 2",
        "tcp_keepalives_count = 3",
    ):
        connection.execute(f"SET {setting}")
    connection.commit()


def _made_once() -> Callable[..., None]:
    """Make the file once. Moved away later it is missed, not made anew and empty."""
    seen = False

    def connect(
        _dialect: object, _record: object, args: list[Any], given: dict[str, Any]
    ) -> None:
        nonlocal seen
        if given.get("uri"):
            return  # the address says itself how it is to be opened
        path = args[0]
        if seen:
            args[0], given["uri"] = f"file:{quote(path)}?mode=rw", True
        seen = seen or Path(path).exists()

    return connect


def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI's own
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # what is promised survives a power cut
        "foreign_keys=ON",
        f"busy_timeout={BUSY_MS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Lock the file as a writer begins: read-then-write must not die."""
    reading = connection.get_execution_options().get("duban_reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
