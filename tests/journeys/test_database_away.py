"""The database goes and comes back under a living bot: nobody has to say it twice."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from journeys.town import ADA, ANN, BO, Town, local
from sqlalchemy import event, text
from sqlmodel import select
from structlog.testing import capture_logs

from store import inbox
from store.session import Store
from store.tables import IncomingRow

pytestmark = pytest.mark.journey
AWAY, BACK = "database away, waiting for it", "database back"


@contextmanager
def read_only(store: Store, request: pytest.FixtureRequest) -> Iterator[None]:
    """Let the database take no writes; reading goes on."""
    if store.file is not None:
        shut = [True]

        def taken(connection, _record: object, _proxy: object) -> None:
            connection.execute(f"PRAGMA query_only = {shut[0]}")

        event.listen(store.engine, "checkout", taken)
        yield
        shut[0] = False
        return
    server = request.getfixturevalue("server")
    root = Store(f"postgresql://duban@/postgres{server.address}")
    name = store.url.database
    them = f"pg_stat_activity WHERE datname = '{name}'"
    cut_off = f"SELECT pg_terminate_backend(pid) FROM {them}"  # noqa: S608 - a test's own
    setting = f'ALTER DATABASE "{name}"'
    with root.engine.connect().execution_options(
        isolation_level="AUTOCOMMIT"
    ) as connection:
        connection.execute(text(f"{setting} SET default_transaction_read_only = on"))
        connection.execute(text(cut_off))
        yield
        connection.execute(text(f"{setting} RESET default_transaction_read_only"))
        connection.execute(text(cut_off))
    root.close()


@contextmanager
def stopped(store: Store, request: pytest.FixtureRequest) -> Iterator[None]:
    del store
    server = request.getfixturevalue("server")
    server.stop()
    try:
        yield
    finally:
        server.start()


@pytest.mark.parametrize(
    ("kind", "outage"),
    [
        pytest.param("sqlite", read_only, id="read-only SQLite"),
        pytest.param("postgres", read_only, id="read-only PostgreSQL"),
        pytest.param("postgres", stopped, id="stopped PostgreSQL"),
    ],
    indirect=["kind"],
)
async def test_what_is_said_meanwhile_is_answered_afterwards_once(
    town: Town, request, outage: Callable
):
    town.meet(ANN, BO, ADA)
    async with town.bot() as house:
        town.now = local(3, 10, 9)
        await town.say(ANN, "2.2 完成10%")
        before = len(town.told(ANN)), len(town.told(BO))
        with capture_logs() as logs, outage(town.store, request):
            town.world.say(ANN, "2.2 钢铁13家已完成8家")
            town.world.say(BO, "/help")
            async with asyncio.timeout(10):
                while not logs:
                    await asyncio.sleep(0.01)
            await asyncio.sleep(0.4)  # a few tries more
            assert (len(town.told(ANN)), len(town.told(BO))) == before
            assert await house.unready() in {"", "the database is away"}
        with capture_logs() as later:
            await town.settled()
        assert "8/13" in town.last(ANN).text
        assert len(town.told(ANN)) == before[0] + 1
        assert len(town.told(BO)) == before[1] + 1
    said = [one["event"] for one in (*logs, *later)]
    assert said == [AWAY, BACK]
    tries = town.store.read_sync(lambda tx: list(tx.scalars(select(IncomingRow.tries))))
    assert set(tries) == {1}
    assert town.store.read_sync(inbox.aside) == 0
