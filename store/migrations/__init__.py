"""Bring a database to the present shape: Alembic, told where to look in code."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from store.session import Store

HERE = Path(__file__).parent
_LOCK = 0x6475_6261_6E  # "duban": replicas starting together take turns


def upgrade(store: Store, to: str = "head") -> None:
    """Migrate up to `to`; a database already there is left alone."""
    with store.engine.begin() as connection:
        _take_turns(connection)
        command.upgrade(_config(connection), to)


def downgrade(store: Store, to: str) -> None:
    with store.engine.begin() as connection:
        _take_turns(connection)
        command.downgrade(_config(connection), to)


def current(store: Store) -> bool:
    """Whether the database is in the present shape."""
    head = ScriptDirectory(str(HERE)).get_current_head()
    with store.engine.begin() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _take_turns(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
