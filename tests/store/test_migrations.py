"""The migrations make the tables that the code believes in."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, inspect, text
from sqlmodel import SQLModel

from store import tables
from store.away import DatabaseTrouble, NewerDatabase
from store.keeping.exporting import export
from store.keeping.importing import import_
from store.migrations import (
    HERE,
    Loss,
    UnknownRevision,
    current,
    downgrade,
    head,
    revision,
    upgrade,
)
from store.session import Store

Rows: TypeAlias = dict[str, list[dict[str, Any]]]
OF_0003 = ["letter.taken_at", "letter.due_at", "letter.doubt"]

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


def test_the_revision_made_for_is_the_last_of_the_scripts():
    assert head() == ScriptDirectory(str(HERE)).get_current_head()


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


@pytest.fixture
def lived(kind: str, played: Path, tmp_path: Path, request) -> Iterator[Store]:
    """A database of today's shape with a played fortnight in it."""
    here = Path(shutil.copy(played, tmp_path / "played.db"))
    store = Store(f"sqlite:///{here}")
    if kind == "postgres":
        export(store, tmp_path / "files", lambda _done, _total: None)
        store.close()
        store = Store(request.getfixturevalue("server").create())
        upgrade(store)
        import_(store, tmp_path / "files", lambda _done, _total: None)
    yield store
    store.close()


def _rows(store: Store) -> Rows:
    """Return all there is, by the columns that are there now."""
    found = MetaData()
    with store.engine.begin() as connection:
        found.reflect(connection)
        rows = {
            name: [dict(row) for row in connection.execute(table.select()).mappings()]
            for name, table in found.tables.items()
        }
    del rows["alembic_version"]
    return {name: sorted(all_of, key=repr) for name, all_of in sorted(rows.items())}


def _put(store: Store, rows: Rows) -> None:
    found = MetaData()
    with store.engine.begin() as connection:
        found.reflect(connection)
        for table in found.sorted_tables:
            if rows.get(table.name):
                connection.execute(table.insert(), rows[table.name])


def _narrowed(rows: Rows, to: Rows) -> Rows:
    """Return only the tables and columns that `to` has."""
    columns = {name: (all_of or [{}])[0].keys() for name, all_of in to.items()}
    return {
        name: sorted(
            ({key: row[key] for key in columns[name]} for row in rows[name]), key=repr
        )
        for name in to
    }


def test_what_a_first_database_held_is_there_after_every_step_up_and_down(lived, empty):
    downgrade(lived, "0001")
    first = _rows(lived)
    assert len(first) == 19
    assert all(first.values())  # something in every table
    upgrade(empty, "0001")
    _put(empty, first)
    for _ in range(2):
        upgrade(empty, "0002")
        assert _narrowed(_rows(empty), first) == first
        upgrade(empty)
        assert _differences(empty) == []
        assert _narrowed(_rows(empty), first) == first
        downgrade(empty, "0001")
        assert _rows(empty) == first


def _fewer(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> set[str]:
    return before[0].keys() - after[0].keys() if before else set()


def test_each_step_down_says_what_it_loses_and_loses_nothing_else(lived):
    for to in ("0003", "0002", "0001"):
        before = _rows(lived)
        promised = downgrade(lived, to, sure=False)
        assert _rows(lived) == before  # only looked
        lost = downgrade(lived, to)
        assert lost == promised
        after = _rows(lived)
        assert _narrowed(before, after) == after
        gone = {
            Loss(table=name, column=column, rows=len(rows))
            for name, rows in before.items()
            for column in (_fewer(rows, after[name]) if name in after else [None])
        }
        assert set(lost) == gone


def test_the_shape_before_the_answers_lacks_what_they_need(lived):
    lost = downgrade(lived, "0003")
    assert sorted(f"{one.table}.{one.column}" for one in lost if one.column) == [
        "card.chat",
        "card.fault",
        "card.fixed",
        "card.remind_at",
    ]
    assert {one.table for one in lost if not one.column} == {"bound_chat", "evidence"}


def test_the_shape_before_the_promises_lacks_what_they_need(lived):
    downgrade(lived, "0003")
    lost = downgrade(lived, "0002")
    told = [f"{one.table}.{one.column}" for one in lost if one.column]
    assert sorted(set(OF_0003) & set(told)) == sorted(OF_0003)
    assert {one.table for one in lost if not one.column} == {
        "attempt",
        "lease",
        "trouble",
    }


@pytest.mark.parametrize("to", ["0099", "0005", "nonsense"])
def test_there_is_no_way_to_what_is_not_known(small, to):
    with pytest.raises(UnknownRevision):
        downgrade(small, to)
    assert current(small)


def test_a_database_of_a_newer_program_is_left_alone(empty):
    upgrade(empty)
    empty.run_sync(
        lambda tx: tx.execute(text("UPDATE alembic_version SET version_num = '0099'"))
    )
    assert not current(empty)
    for change in (upgrade, lambda store: downgrade(store, "0001")):
        with pytest.raises(NewerDatabase, match="0099"):
            change(empty)
    assert revision(empty) == "0099"
    assert _names(empty) == set(SQLModel.metadata.tables)


def test_a_foreign_database_is_left_alone(empty):
    """Somebody else's table of the same name: one clear trouble, nothing changed."""
    with empty.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE plan (route TEXT)")
    with pytest.raises(DatabaseTrouble, match="plan"):
        upgrade(empty)
    assert _names(empty) == {"plan"}


def test_a_database_that_is_current_is_not_locked(small):
    """`duban ledger` must not wait for the bot's writer."""
    with small.engine.begin() as writer:
        writer.exec_driver_sql("UPDATE plan SET title = 'held'")
        upgrade(small)
