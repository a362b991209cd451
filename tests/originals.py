"""How a test gets its database as the real steps once made it.

On SQLite a file is copied. On PostgreSQL, where a new database costs more than most
tests, all share one, whose rows are put back for each.
"""

import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from servers import Server
from sqlalchemy import Engine, event

from store import plans, tables
from store.catalog import read
from store.migrations import upgrade
from store.session import Store

_ALL = tables.SQLModel.metadata.tables
_TABLES = [*_ALL, "alembic_version"]  # Alembic's own: some tests pretend another
_COUNTED = [
    name for name, table in _ALL.items() if table.autoincrement_column is not None
]


def on_sqlite(folder: Path, texts: Mapping[str, str], now: datetime) -> dict[str, Path]:
    """Make a migrated file, and one with each catalog in force; by their names."""
    made = {name: folder / f"{name}.db" for name in ("migrated", *texts)}
    opened = Store(f"sqlite:///{made['migrated']}")
    upgrade(opened)
    opened.close()
    for name, text in texts.items():
        shutil.copy(made["migrated"], made[name])
        opened = Store(f"sqlite:///{made[name]}")
        _apply(opened, text, now)
        opened.close()
    return made


def on_postgres(server: Server, texts: Mapping[str, str], now: datetime) -> str:
    """Make the database all tests share, from `migrated`; return its address."""
    url = server.create(name="shared", template="migrated")
    opened = Store(url)
    _keep(opened, "migrated")
    for name, text in texts.items():
        put_back(opened, "migrated")
        _apply(opened, text, now)
        _keep(opened, name)
    opened.close()
    return url


def put_back(store: Store, name: str) -> None:
    """Put back the rows that were kept under a name; numbers go on from there."""
    _run(
        store,
        "SET LOCAL lock_timeout = '10s'",  # whoever still holds a row is named by it
        "SET LOCAL session_replication_role = replica",  # the order does not matter
        *[f'DELETE FROM "{t}"' for t in _TABLES],  # noqa: S608 - our own names
        *[f'INSERT INTO "{t}" TABLE "{name}"."{t}"' for t in _TABLES],
        *[
            f"SELECT setval(pg_get_serial_sequence('\"{t}\"', 'id'), "  # noqa: S608
            f'coalesce(max(id), 0) + 1, false) FROM "{t}"'
            for t in _COUNTED
        ],
    )


def _keep(store: Store, name: str) -> None:
    copies = [f'CREATE TABLE "{name}"."{t}" AS TABLE "{t}"' for t in _TABLES]
    _run(store, f'CREATE SCHEMA "{name}"', *copies)


def _run(store: Store, *statements: str) -> None:
    with store.engine.begin() as connection:
        connection.exec_driver_sql("; ".join(statements))


def _apply(store: Store, text: str, now: datetime) -> None:
    catalog = read(text.encode(), "tasks_catalog.yaml")
    given = {"text": text, "author": "test", "note": "", "now": now}
    store.run_sync(lambda tx: plans.apply(tx, catalog, **given))


class Engines:
    """What one engine of a kind compiled, the next need not compile again."""

    def __init__(self) -> None:
        self._first: dict[str, Engine] = {}

    def open(self, url: str) -> Store:
        store = Store(url)
        engine = store.engine
        if engine.name == "sqlite":
            event.listen(engine, "connect", _hurried)
        if engine.name not in self._first:
            engine.connect().close()  # so that the dialect knows its database
            self._first[engine.name] = engine
        first = self._first[engine.name]
        # Statements are kept with the dialect they were compiled for.
        engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
        return store


def _hurried(connection, _record) -> None:
    """No test's database need survive a power cut."""
    connection.execute("PRAGMA synchronous=OFF")
