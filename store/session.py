"""One transaction, one function: `await store.run(fn)` runs `fn(tx)` in a thread.

Sessions are synchronous and run in one bounded executor: on SQLite this was 2-6
times faster than an async driver, and simpler.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from threading import Lock
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError
from sqlalchemy.orm import Session

Tx: TypeAlias = Session
"""An open transaction. Rooms above pass it on; only the store looks inside."""

T = TypeVar("T")
THREADS = 4
BUSY_MS = 15_000


DatabaseAway = OperationalError
"""What is raised when the database cannot be reached or does not answer."""

DatabaseTrouble = DatabaseError
"""What is raised when a database refuses: it is away, or is none at all."""

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
        self._engine = _engine_at(self.url)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="store")
        # SQLite has one writer; our own wait in line, where its busy wait sleeps.
        one_writer = self.url.get_backend_name() == "sqlite"
        self._turn: AbstractContextManager[object] = (
            Lock() if one_writer else nullcontext()
        )

    @property
    def place(self) -> str:
        """The address without its password, wherever it was written."""
        return self.url.set(query={}).render_as_string(hide_password=True)

    @property
    def engine(self) -> Engine:
        """For migrations and for counting statements in tests."""
        return self._engine

    async def run(self, work: Callable[[Tx], T]) -> T:
        """Run `work(tx)` in one transaction, off the event loop."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self.run_sync, work)

    def run_sync(self, work: Callable[[Tx], T]) -> T:
        """Run `work(tx)` in one transaction: all of it is kept, or nothing."""
        with (
            self._turn,
            Session(self._engine, expire_on_commit=False) as tx,
            tx.begin(),
        ):
            return work(tx)

    async def read(self, work: Callable[[Tx], T]) -> T:
        """Run `work(tx)`, which only reads: it waits for no writer."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self.read_sync, work)

    def read_sync(self, work: Callable[[Tx], T]) -> T:
        """Run `work(tx)`, which only reads; nothing it did is kept."""
        reading = self._engine.execution_options(duban_reading=True)
        with Session(reading, expire_on_commit=False) as tx:
            return work(tx)

    def close(self) -> None:
        self._threads.shutdown(wait=True)
        self._engine.dispose()


def why(trouble: DatabaseTrouble, store: Store) -> str:
    """Return what the database said, in one line, without the password."""
    said = str(trouble.orig).strip() or type(trouble.orig).__name__
    line = " ".join(said.split())[:300]
    for secret in (store.url.password, store.url.query.get("password")):
        if secret:
            line = line.replace(str(secret), "***")
    return line


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


def _engine_at(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_size=THREADS, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_MS / 1000})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


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
