"""The migrations make the tables that the code believes in."""

import threading
from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect
from sqlmodel import SQLModel

from store import tables
from store.migrations import current, downgrade, upgrade
from store.session import Store

assert tables  # filled the metadata


@pytest.fixture
def empty(url: str) -> Iterator[Store]:
    opened = Store(url)
    yield opened
    opened.close()


def _differences(store: Store) -> list:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, SQLModel.metadata)


def _names(store: Store) -> set[str]:
    return set(inspect(store.engine).get_table_names()) - {"alembic_version"}


def test_an_empty_database_gets_exactly_the_tables_in_code(empty):
    assert not current(empty)
    upgrade(empty)
    assert current(empty)
    assert _names(empty) == set(SQLModel.metadata.tables)
    assert _differences(empty) == []


def test_the_comparison_does_notice_a_missing_column(empty):
    upgrade(empty)
    with empty.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE plan DROP COLUMN bot_username")
    assert len(_differences(empty)) == 1


def test_upgrading_twice_keeps_what_is_there(small):
    before = small.read_sync(lambda tx: tx.get(tables.PlanRow, "p1").loaded_at)
    upgrade(small)
    after = small.read_sync(lambda tx: tx.get(tables.PlanRow, "p1").loaded_at)
    assert (after, current(small)) == (before, True)


def test_all_the_way_down_and_up_again(empty):
    upgrade(empty)
    downgrade(empty, "base")
    assert _names(empty) == set()
    upgrade(empty)
    assert _differences(empty) == []


def test_replicas_starting_together_take_turns(empty):
    starting = [threading.Thread(target=upgrade, args=[empty]) for _ in range(3)]
    for one in starting:
        one.start()
    for one in starting:
        one.join(20)
    assert current(empty)
    assert _differences(empty) == []
