"""The database as a command needs it: migrated, with its plan at hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from duban.settings import checked_settings
from duban.trouble import FOUND_TROUBLE, fail
from rules.ids import PlanId
from store import plans
from store.away import NewerDatabase
from store.catalog import CatalogMistakes
from store.migrations import revision, upgrade
from store.plans import Loaded
from store.session import (
    BadAddress,
    DatabaseTrouble,
    Store,
    Tx,
)


@contextmanager
def opened_store(url: str | None = None) -> Iterator[Store]:
    """Open the database, brought to the present shape; close it at the end.

    A database that cannot be opened, or goes away, ends the command with one line.
    """
    with store_at(url) as store:
        upgrade(store)
        yield store


@contextmanager
def store_as_it_is() -> Iterator[Store]:
    """Open a database that has data already, whatever its shape; change nothing."""
    with store_at() as store:
        # Looking for a file of SQLite's would make one.
        there = store.file is None or store.file.is_file()
        if not there or revision(store) is None:
            fail(f"{store.place} 中没有数据。There is no data there.", FOUND_TROUBLE)
        yield store


@contextmanager
def store_at(url: str | None = None) -> Iterator[Store]:
    """Open a database, or the one of the settings; its trouble ends the command."""
    store = _store(url or checked_settings().database_url)
    try:
        yield store
    except NewerDatabase as newer:
        fail(
            f"{store.place} 由更新版本的 duban 建立（{newer.why}），请升级 duban。"
            " This database is of a newer duban; upgrade duban.",
            FOUND_TROUBLE,
        )
    except DatabaseTrouble as trouble:
        said = f"{store.place}: {trouble.why}"
        fail(f"数据库无法使用。Cannot use the database {said}", FOUND_TROUBLE)
    finally:
        store.close()


def _store(url: str) -> Store:
    try:
        return Store(url)
    except BadAddress:
        fail(
            "DUBAN_DATABASE_URL 不是可用的数据库地址，请写成 sqlite:///duban.db"
            " 或 postgresql://user:password@host/name。"
            " DUBAN_DATABASE_URL is no address of a database; write it like these."
        )


def plan_at_hand(store: Store) -> Loaded | None:
    """Return the plan in force: the only one, or the one that our catalog names."""

    def work(tx: Tx) -> Loaded | None:
        plan = plans.only(tx) or _plan_of_file(checked_settings().catalog)
        return plans.loaded(tx, plan) if plan else None

    return store.read_sync(work)


def the_plan(store: Store) -> Loaded:
    """Return the plan in force, or end with how to load one."""
    found = plan_at_hand(store)
    if found is None:
        fail("No plan is loaded yet. Run: duban catalog apply", FOUND_TROUBLE)
    return found


def _plan_of_file(path: Path) -> PlanId | None:
    from store.catalog import read  # noqa: PLC0415 - only with several plans

    try:
        return read(path.read_bytes(), path.name).plan.id
    except (OSError, CatalogMistakes):
        return None
