"""Trouble with the database: what may pass by waiting, and what will not."""

import sqlite3

import structlog
from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, OperationalError

_LONGEST = 300
# Locked, out of memory, read-only, unreadable for now, full, not to be opened.
_SQLITE_PASSING = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
    }
)
_SQLITE_BROKEN = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
# PostgreSQL's classes: connection, resources, operator, system; then single states:
# read only, idle for too long, a lock not to be had, and the loser of a race.
_STATES_PASSING = ("08", "53", "57", "58", "25006", "25P03", "55P03", "40001", "40P01")
_RACE = frozenset({"40001", "40P01"})
log = structlog.get_logger()


class DatabaseTrouble(Exception):
    """The database refuses. `why`: what it said, in one line, without a password."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class DatabaseAway(DatabaseTrouble):
    """What may pass by waiting: out of reach, locked, full, or read-only."""


class NewerDatabase(DatabaseTrouble):
    """The database was made by a newer duban than this one."""


def trouble(error: DBAPIError, url: URL) -> DatabaseTrouble | None:
    """Return the trouble of the database; None when it dislikes what it was given."""
    if _passing(error):
        return DatabaseAway(why(error, url))
    if _sqlite_code(error) in _SQLITE_BROKEN:
        return DatabaseTrouble(why(error, url))
    return None


def lost_a_race(error: DBAPIError) -> bool:
    """Whether this transaction was given up in favour of another one."""
    return getattr(error.orig, "sqlstate", None) in _RACE


def why(error: DBAPIError, url: URL) -> str:
    """Return what the database said, in one line, without the password."""
    said = str(error.orig).strip() or type(error.orig).__name__
    line = " ".join(said.split())[:_LONGEST]
    for secret in (url.password, url.query.get("password")):
        if secret:
            line = line.replace(str(secret), "***")
    return line


def _passing(error: DBAPIError) -> bool:
    if isinstance(error.orig, sqlite3.Error):
        return _sqlite_code(error) in _SQLITE_PASSING
    state = getattr(error.orig, "sqlstate", None)
    if state:
        return str(state).startswith(_STATES_PASSING)
    # Nobody answered who could have given a state.
    return error.connection_invalidated or isinstance(error, OperationalError)


def _sqlite_code(error: DBAPIError) -> int | None:
    """Return SQLite's primary code; its finer ones stand above the first byte."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


class Outage:
    """Tells once that the database is away, and once that it is back.

    One that takes no writes may still be read: then only a write ends the outage.
    """

    def __init__(self) -> None:
        self._reads = self._writes = True

    def begins(self, why: str, *, writing: bool) -> None:
        if self._reads and self._writes:
            log.warning("database away, waiting for it", why=why)
        self._reads = False
        self._writes = self._writes and not writing

    def ends(self, *, writing: bool) -> None:
        if self._reads and self._writes:
            return
        self._reads = True
        self._writes = self._writes or writing
        if self._writes:
            log.info("database back")
