"""One transaction, one function: all of it is kept, or nothing."""

import asyncio
import threading
import time

import pytest
from sqlalchemy import text

from store.session import DatabaseAway, Store


class Spilt(Exception):
    """Something went wrong in the middle."""


@pytest.fixture
def tally(store: Store) -> Store:
    """Put one number in a database, 0."""
    return _with_tally(store)


def _with_tally(store: Store) -> Store:
    def work(tx) -> None:
        tx.execute(text("CREATE TABLE IF NOT EXISTS tally (n INTEGER)"))
        tx.execute(text("DELETE FROM tally"))
        tx.execute(text("INSERT INTO tally VALUES (0)"))

    store.run_sync(work)
    return store


def _count(tx) -> int:
    return tx.scalar(text("SELECT n FROM tally"))


def _add(tx) -> None:
    tx.execute(text("UPDATE tally SET n = n + 1"))


async def test_what_a_function_returns_comes_back_and_its_work_is_kept(tally):
    def work(tx) -> str:
        _add(tx)
        return "done"

    assert await tally.run(work) == "done"
    assert await tally.read(_count) == 1


async def test_a_failing_function_keeps_nothing(tally):
    def work(tx) -> None:
        _add(tx)
        raise Spilt

    with pytest.raises(Spilt):
        await tally.run(work)
    assert await tally.read(_count) == 0


async def test_a_read_keeps_nothing_even_if_it_writes(tally):
    await tally.read(_add)
    assert await tally.read(_count) == 0


async def test_twenty_that_read_and_then_write_all_succeed_on_sqlite(sqlite_store):
    tally = _with_tally(sqlite_store)

    def work(tx) -> None:
        seen = _count(tx)
        time.sleep(0.002)  # long enough for the others to have read as well
        tx.execute(text("UPDATE tally SET n = :n"), {"n": seen + 1})

    await asyncio.gather(*(tally.run(work) for _ in range(20)))
    assert await tally.read(_count) == 20


async def test_a_read_does_not_wait_for_a_writer(tally):
    written, finish = threading.Event(), threading.Event()

    def slow(tx) -> None:
        _add(tx)
        written.set()
        assert finish.wait(10)

    writing = asyncio.create_task(tally.run(slow))
    await asyncio.to_thread(written.wait, 10)
    async with asyncio.timeout(5):
        assert await tally.read(_count) == 0  # and sees nothing half done
    finish.set()
    await writing
    assert await tally.read(_count) == 1


def test_sqlite_is_told_to_keep_what_is_promised(sqlite_store):
    asked = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    found = sqlite_store.read_sync(
        lambda tx: [tx.scalar(text(f"PRAGMA {name}")) for name in asked]
    )
    assert found == ["wal", 2, 1, 15_000]


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_any_spelling_of_postgresql_means_psycopg_3(scheme):
    if scheme == "postgres":
        pytest.importorskip("psycopg")
    opened = Store(f"{scheme}://somebody@nowhere/duban")
    assert opened.engine.dialect.driver == "psycopg"
    opened.close()


@pytest.mark.postgres
def test_a_client_that_vanishes_in_a_transaction_does_not_keep_its_locks(postgres_url):
    """Its machine says no goodbye: to the server it is only silent."""
    opened = Store(postgres_url)
    asked = text("SHOW idle_in_transaction_session_timeout")
    assert opened.read_sync(lambda tx: tx.scalar(asked)) == "1min"

    def silent(tx) -> None:
        tx.execute(text("SET LOCAL idle_in_transaction_session_timeout = 50"))
        time.sleep(0.5)
        tx.execute(text("SELECT 1"))

    with pytest.raises(DatabaseAway):  # waiting helps: the next has a new connection
        opened.run_sync(silent)
    opened.run_sync(lambda tx: tx.execute(text("SELECT 1")))
    opened.close()
