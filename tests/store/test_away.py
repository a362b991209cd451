"""A database that is full, read-only or gone: nothing is lost, and it comes back."""

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import select
from structlog.testing import capture_logs

from store import inbox
from store.away import DatabaseAway
from store.migrations import upgrade
from store.session import Store
from store.tables import IncomingRow

SQLITE = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
POSTGRES = pytest.mark.parametrize("kind", ["postgres"], indirect=True)


def put(tx, number: int, clock, size: int = 1) -> None:
    """Keep one update, of so many bytes."""
    inbox.put(tx, 1, [(5, {"update_id": number, "text": "x" * size})], clock())


def numbers(store: Store) -> list[int]:
    found = select(IncomingRow.update_id).order_by(IncomingRow.update_id)
    return store.read_sync(lambda tx: list(tx.scalars(found)))


@pytest.fixture
def told() -> Iterator[list]:
    with capture_logs() as logs:
        yield logs


def events(told: list) -> list[str]:
    return [one["event"] for one in told]


AWAY, BACK = "database away, waiting for it", "database back"


@SQLITE
async def test_a_full_disk_keeps_what_was_there_and_goes_on_when_there_is_room(
    store, clock, told
):
    await store.run(lambda tx: put(tx, 1, clock))
    pages = store.read_sync(lambda tx: tx.scalar(text("PRAGMA page_count")))
    most = [pages + 5]

    def limit(connection, _record: object, _proxy: object) -> None:
        connection.execute(f"PRAGMA max_page_count={most[0]}")

    event.listen(store.engine, "checkout", limit)
    for number in range(2, 5):
        with pytest.raises(DatabaseAway, match="full"):
            await store.run(lambda tx, n=number: put(tx, n, clock, size=100_000))
        assert await store.read(inbox.waiting) == 1  # it still reads
    assert numbers(store) == [1]
    most[0] = 1_000_000
    await store.run(lambda tx: put(tx, 2, clock, size=100_000))
    assert numbers(store) == [1, 2]
    assert events(told) == [AWAY, BACK]
    assert "full" in told[0]["why"]


@SQLITE
async def test_a_file_moved_away_is_missed_and_not_made_anew(store, clock, told):
    await store.run(lambda tx: put(tx, 1, clock))
    store.engine.dispose()  # nobody has it open; whoever has goes on writing to it
    elsewhere = store.file.with_name("100% elsewhere.db")
    store.file.rename(elsewhere)
    for work in (store.run, store.read, store.run):
        with pytest.raises(DatabaseAway, match="open"):
            await work(inbox.waiting)
    assert not store.file.exists()
    elsewhere.rename(store.file)
    await store.run(lambda tx: put(tx, 2, clock))
    assert numbers(store) == [1, 2]
    assert events(told) == [AWAY, BACK]


@SQLITE
async def test_a_read_only_file_can_be_read(store, clock, told):
    await store.run(lambda tx: put(tx, 1, clock))
    shut = Store(f"sqlite:///file:{store.file}?mode=ro&uri=true")
    assert shut.file == store.file
    upgrade(shut)  # it is current: nothing to write
    assert numbers(shut) == [1]
    with pytest.raises(DatabaseAway, match="readonly"):
        await shut.run(lambda tx: put(tx, 2, clock))
    shut.close()
    assert events(told) == [AWAY]


@pytest.fixture
def own(server, request) -> Iterator[tuple[Store, Store]]:
    """A PostgreSQL database of this test's own, and its server's door."""
    request.getfixturevalue("postgres_originals")
    store = Store(server.create(template="migrated"))
    root = Store(f"postgresql://duban@/postgres{server.address}")
    yield store, root
    store.close()
    root.close()


def ordered(root: Store, *lines: str) -> None:
    with root.engine.connect().execution_options(
        isolation_level="AUTOCOMMIT"
    ) as connection:
        for line in lines:
            connection.execute(text(line))


def cut_off(root: Store, store: Store) -> None:
    """End every connection to a database, as a restart would."""
    name = store.url.database
    them = "pg_stat_activity WHERE datname = "
    ordered(root, f"SELECT pg_terminate_backend(pid) FROM {them}'{name}'")  # noqa: S608 - a test's own


@pytest.mark.postgres
async def test_a_read_only_server_is_waited_for(own, clock, told):
    store, root = own
    await store.run(lambda tx: put(tx, 1, clock))
    name = f'"{store.url.database}"'
    ordered(root, f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    cut_off(root, store)
    for _ in range(2):
        with pytest.raises(DatabaseAway, match="read-only"):
            await store.run(lambda tx: put(tx, 2, clock))
        assert await store.read(inbox.waiting) == 1
    ordered(root, f"ALTER DATABASE {name} RESET default_transaction_read_only")
    cut_off(root, store)
    await store.run(lambda tx: put(tx, 2, clock))
    assert numbers(store) == [1, 2]
    assert events(told) == [AWAY, BACK]


@pytest.mark.postgres
@pytest.mark.parametrize("nested", [False, True])
def test_cut_off_in_the_middle_nothing_of_it_is_kept(own, clock, nested):
    store, root = own

    def work(tx) -> None:
        put(tx, 1, clock)
        if nested:
            with tx.begin_nested():
                cut_off(root, store)
                put(tx, 2, clock)
        cut_off(root, store)
        put(tx, 2, clock)

    with pytest.raises(DatabaseAway):
        store.run_sync(work)
    assert numbers(store) == []
    store.run_sync(lambda tx: put(tx, 3, clock))
    assert numbers(store) == [3]


@pytest.mark.postgres
async def test_a_server_that_stops_and_starts_is_found_again(own, server, clock, told):
    store, _ = own
    await store.run(lambda tx: put(tx, 1, clock))
    server.stop()
    try:
        for work in (store.run, store.read):
            with pytest.raises(DatabaseAway):
                await work(inbox.waiting)
    finally:
        server.start()
    assert await store.read(inbox.waiting) == 1
    await store.run(lambda tx: put(tx, 2, clock))
    assert numbers(store) == [1, 2]
    assert events(told) == [AWAY, BACK]


@pytest.mark.postgres
def test_the_loser_of_a_deadlock_runs_again(own, clock):
    store, _ = own
    store.run_sync(lambda tx: [put(tx, n, clock) for n in (1, 2)])
    met, runs = threading.Barrier(2, timeout=5), []

    def work(tx, first: int) -> None:
        runs.append(first)
        tx.execute(text("SET LOCAL deadlock_timeout = '20ms'"))
        for step, number in enumerate((first, 3 - first)):
            if step and runs.count(first) == 1:
                met.wait()
            tx.execute(
                text("UPDATE incoming SET tries = tries + 1 WHERE update_id = :n"),
                {"n": number},
            )

    both = [
        threading.Thread(target=store.run_sync, args=[lambda tx, n=n: work(tx, n)])
        for n in (1, 2)
    ]
    for one in both:
        one.start()
    for one in both:
        one.join(10)
    tries = store.read_sync(
        lambda tx: list(tx.scalars(text("SELECT tries FROM incoming")))
    )
    assert (len(runs), tries) == (3, [2, 2])


STATEMENTS = [
    pytest.param("SELECT * FROM nowhere", id="no such table"),
    pytest.param("SELECT FROM FROM", id="no SQL"),
    pytest.param("INSERT INTO plan (id) VALUES ('p')", id="no title"),
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_what_is_wrong_with_a_statement_is_no_trouble_of_the_database(store, statement):
    with pytest.raises(DBAPIError):
        store.run_sync(lambda tx: tx.execute(text(statement)))


def test_two_of_one_key_are_no_trouble_of_the_database(store):
    twice = text("INSERT INTO lease VALUES ('a', 'b', 1, '2020-01-01 00:00:00')")
    with pytest.raises(IntegrityError):
        store.run_sync(lambda tx: [tx.execute(twice) for _ in range(2)])


@POSTGRES
def test_text_it_cannot_keep_is_no_trouble_of_the_database(store):
    with pytest.raises(DBAPIError):
        store.run_sync(lambda tx: tx.execute(text("SELECT :a"), {"a": "\x00"}))
