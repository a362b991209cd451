"""INSERT … ON CONFLICT, in the words of the database at hand."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlmodel import SQLModel

from store.session import Tx


def insert(tx: Tx, table: type[SQLModel]) -> PostgresInsert | SqliteInsert:
    """Return the dialect's own insert, which knows ON CONFLICT."""
    if tx.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def upsert(tx: Tx, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, or bring those with the same primary key up to date."""
    if not rows:
        return
    keys = [column.name for column in inspect(table).primary_key]
    statement = insert(tx, table)
    fresh = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    tx.execute(statement.on_conflict_do_update(index_elements=keys, set_=fresh), rows)
