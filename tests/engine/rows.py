"""The database as it is: every row of every table, and a copy of them elsewhere."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from sqlalchemy import insert, select
from sqlmodel import SQLModel

from store.session import Store

Row: TypeAlias = Mapping[str, Any]
Rows: TypeAlias = Mapping[str, Mapping[tuple[Any, ...], Row]]

PASSING = frozenset({"incoming", "awaited", "card"})
"""What a conversation leaves behind: it says nothing of the plan."""


def rows(store: Store) -> Rows:
    """Return every row by table and key."""

    def work(tx: Any) -> Rows:
        found = {}
        for table in SQLModel.metadata.sorted_tables:
            keys = [column.name for column in table.primary_key]
            all_of_it = tx.execute(select(table)).mappings()
            found[table.name] = {
                tuple(row[key] for key in keys): dict(row) for row in all_of_it
            }
        return found

    return store.read_sync(work)


def copy(found: Rows, to: Store) -> None:
    """Put rows into an empty migrated database."""

    def work(tx: Any) -> None:
        for table in SQLModel.metadata.sorted_tables:
            all_of_it = [dict(row) for row in found[table.name].values()]
            if all_of_it:
                tx.execute(insert(table), all_of_it)

    to.run_sync(work)
