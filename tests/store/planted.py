"""What the tests of the store and of the scheduler stand on."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import SQLModel

from rules.catalog import Catalog
from store import plans
from store.migrations import upgrade
from store.session import Store


@pytest.fixture(scope="session")
def shared_postgres(postgres: str) -> Iterator[Store]:
    """One migrated PostgreSQL database for all: creating one costs more than a test."""
    opened = Store(f"postgresql://duban@/postgres{postgres}")
    upgrade(opened)
    yield opened
    opened.close()


@pytest.fixture
def store(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Open an empty migrated database of each kind."""
    if kind == "sqlite":
        made = request.getfixturevalue("sqlite_originals")["migrated"]
        shutil.copy(made, tmp_path / "duban.db")
        opened = Store(f"sqlite:///{tmp_path}/duban.db")
        yield opened
        opened.close()
        return
    shared: Store = request.getfixturevalue("shared_postgres")
    tables = ", ".join(f'"{name}"' for name in SQLModel.metadata.tables)
    with shared.engine.begin() as connection:
        connection.exec_driver_sql(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
    yield shared


@pytest.fixture
def loaded(store: Store, catalog: Catalog, catalog_text: str, clock) -> Store:
    """Return a database with the shipped plan in force."""
    now = clock()
    store.run_sync(
        lambda tx: plans.apply(
            tx, catalog, text=catalog_text, author="Ann", note="", now=now
        )
    )
    return store


@pytest.fixture
def at() -> Callable[..., datetime]:
    """Return a moment of 2020 in Shanghai, 08:30 unless told."""

    def moment(month: int, day: int, hour: int = 8, minute: int = 30) -> datetime:
        zone = ZoneInfo("Asia/Shanghai")
        return datetime(2020, month, day, hour, minute, tzinfo=zone)

    return moment
