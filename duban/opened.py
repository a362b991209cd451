"""The database as a command needs it: migrated, with its plan at hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from duban.settings import BadSettings, Settings, settings
from duban.trouble import FOUND_TROUBLE, fail
from rules.ids import PlanId
from store import plans
from store.catalog import CatalogMistakes
from store.migrations import upgrade
from store.plans import Loaded
from store.session import (
    BadAddress,
    DatabaseAway,
    DatabaseTrouble,
    Store,
    Tx,
    why,
)


def checked_settings() -> Settings:
    """Return the settings, or end with what is wrong in them."""
    try:
        return settings()
    except BadSettings as error:
        fail(f"Settings are wrong:\n{error}")


@contextmanager
def opened_store(url: str | None = None) -> Iterator[Store]:
    """Open the database, brought to the present shape; close it at the end.

    A database that cannot be opened, or goes away, ends the command with one line.
    """
    store = _store(url or checked_settings().database_url)
    try:
        _upgraded(store)
        yield store
    except DatabaseAway as trouble:
        _end(store, trouble)
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


def _upgraded(store: Store) -> None:
    try:
        upgrade(store)
    except DatabaseTrouble as trouble:
        _end(store, trouble)


def _end(store: Store, trouble: DatabaseTrouble) -> NoReturn:
    said = f"{store.place}: {why(trouble, store)}"
    fail(f"数据库无法使用。Cannot use the database {said}", FOUND_TROUBLE)


def the_plan(store: Store) -> Loaded:
    """Return the plan in force, or end with how to load one."""

    def work(tx: Tx) -> Loaded | None:
        plan = plans.only(tx) or _plan_of_file(checked_settings().catalog)
        return plans.loaded(tx, plan) if plan else None

    found = store.read_sync(work)
    if found is None:
        fail("No plan is loaded yet. Run: duban catalog apply", FOUND_TROUBLE)
    return found


def _plan_of_file(path: Path) -> PlanId | None:
    from store.catalog import read  # noqa: PLC0415 - only with several plans

    try:
        return read(path.read_bytes(), path.name).plan.id
    except (OSError, CatalogMistakes):
        return None
