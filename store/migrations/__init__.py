"""Bring a database to the present shape: Alembic, told where to look in code.

Alembic is loaded only where something is to be changed: every start looks.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, String, column, func, inspect, select, table, text
from sqlalchemy.exc import DBAPIError

from store.away import DatabaseTrouble, NewerDatabase, why
from store.session import Store, Tx

if TYPE_CHECKING:
    from alembic.config import Config

HERE = Path(__file__).parent
_HEAD = "0004"  # a test holds it to the scripts
_TABLE = "alembic_version"
_LOCK = 0x6475_6261_6E  # "duban": replicas starting together take turns


class UnknownRevision(Exception):
    """There is no such revision below the present one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """What a downgrade drops: a table, or a column of one, and in how many rows."""

    table: str
    column: str | None
    rows: int


def head() -> str:
    """Return the revision that this program is made for."""
    return _HEAD


def upgrade(store: Store, to: str = "head") -> None:
    """Migrate up to `to`; a database already there is left alone.

    Raises DatabaseTrouble; NewerDatabase for a revision that is not known here.
    """
    if to == "head" and revision(store) == head():
        return  # a look takes no lock
    from alembic import command  # noqa: PLC0415 - see above

    with _changing(store) as connection:
        _known(connection)
        command.upgrade(_config(connection), to)


def downgrade(store: Store, to: str, *, sure: bool = True) -> list[Loss]:
    """Migrate down to `to`; return what is lost. Nothing changes unless `sure`.

    Raises UnknownRevision, DatabaseTrouble.
    """
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.util import CommandError  # noqa: PLC0415 - see above

    with _changing(store) as connection:
        _known(connection)
        before = _columns(connection)
        counts = {name: _count(connection, name) for name in before}
        try:
            command.downgrade(_config(connection), to)
        except CommandError:
            raise UnknownRevision(to) from None
        after = _columns(connection)
        if not sure:
            connection.rollback()
    return [
        Loss(table=name, column=column, rows=counts[name])
        for name in sorted(before)
        for column in _lost(before[name], after.get(name))
    ]


def revision(store: Store) -> str | None:
    """Return the revision of the database; None before the first one.

    Raises DatabaseTrouble.
    """
    with _refusing(store):
        return store.read_sync(lambda tx: _revision(tx.connection()))


def current(store: Store) -> bool:
    """Whether the database is in the present shape."""
    return revision(store) == head()


def is_current(tx: Tx) -> bool:
    """Whether the database is in the present shape, as seen by a transaction."""
    return _revision(tx.connection()) == head()


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table(_TABLE):
        return None
    found = select(column("version_num", String)).select_from(table(_TABLE))
    return connection.scalar(found)


@contextmanager
def _changing(store: Store) -> Iterator[Connection]:
    """Hold the database alone, so that replicas starting together take turns."""
    with (
        _refusing(store),
        store.watched(),
        store.engine.begin() as connection,
    ):
        _take_turns(connection)
        yield connection


@contextmanager
def _refusing(store: Store) -> Iterator[None]:
    """Whatever a database refuses here, it is none that we can work with."""
    try:
        yield
    except DBAPIError as error:
        raise DatabaseTrouble(why(error, store.url)) from error


def _known(connection: Connection) -> None:
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - see above

    found = _revision(connection)
    known = {one.revision for one in ScriptDirectory(str(HERE)).walk_revisions()}
    if found is not None and found not in known:
        raise NewerDatabase(found)


def _columns(connection: Connection) -> dict[str, list[str]]:
    look = inspect(connection)
    return {
        name: [column["name"] for column in look.get_columns(name)]
        for name in look.get_table_names()
        if name != _TABLE
    }


def _count(connection: Connection, name: str) -> int:
    return connection.scalar(select(func.count()).select_from(table(name))) or 0


def _lost(before: list[str], after: list[str] | None) -> list[str | None]:
    if after is None:
        return [None]
    return [column for column in before if column not in after]


def _config(connection: Connection) -> "Config":
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _take_turns(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
