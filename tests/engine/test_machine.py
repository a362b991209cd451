"""People and time in any order, the process dying now and then: what always holds.

`HYPOTHESIS_PROFILE=long` looks much longer.
"""

import asyncio
import os
import shutil
from itertools import count
from pathlib import Path

import pytest
from engine.living import Engine
from engine.world import opened
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from store.session import Store

pytestmark = pytest.mark.no_cover  # long lives; each part is covered by its own


@pytest.fixture
def on_sqlite(sqlite_originals: dict[str, Path]) -> type[Engine]:
    empty = sqlite_originals["migrated"]
    peopled = empty.with_name("peopled.db")
    if not peopled.exists():
        shutil.copy(empty, peopled)
        asyncio.run(opened(f"sqlite:///{peopled}")).end()
    return type("OnSqlite", (Engine,), {"original": peopled, "empty": empty})


@pytest.fixture
def on_postgres(postgres: str, postgres_originals: None) -> type[Engine]:
    del postgres_originals  # it has made the database `migrated`
    numbers = count()

    def fresh(name: str, of: str) -> str:
        made = f"{name}_{next(numbers)}"
        root = Store(f"postgresql://duban@/postgres{postgres}")
        alone = root.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        with alone as connection:
            connection.exec_driver_sql(f'CREATE DATABASE "{made}" TEMPLATE "{of}"')
        root.close()
        return f"postgresql://duban@/{made}{postgres}"

    peopled = fresh("peopled", "migrated")
    asyncio.run(opened(peopled)).end()
    made = {"original": "peopled_0", "empty": "migrated", "fresh": staticmethod(fresh)}
    return type("OnPostgres", (Engine,), made)


def test_what_always_holds(on_sqlite: type[Engine]) -> None:
    run_state_machine_as_test(on_sqlite, settings=_examples(3))


@pytest.mark.postgres
def test_it_holds_on_postgresql_as_well(on_postgres: type[Engine]) -> None:
    run_state_machine_as_test(on_postgres, settings=_examples(1))


def _examples(few: int) -> settings:
    if os.environ.get("HYPOTHESIS_PROFILE") == "long":
        return settings(max_examples=few * 20, stateful_step_count=60)
    return settings(max_examples=few, stateful_step_count=30)
