"""A backup in the database's own format, taken while everybody goes on working."""

import os
import re
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import text

from store.away import DatabaseTrouble
from store.keeping import places
from store.keeping.exporting import Progress, export
from store.session import Store

_SERVER = "SHOW server_version_num"
_LONGEST = 300
_PAGES = 2_000  # copied at a time, 8 MB; in between we may be told to stop
_LOOK = 0.2  # seconds between looks whether we are told to stop
_VERSION = re.compile(r"\b(\d+)\.?\d*\b")
_INSTALLED = (
    "usr/lib/postgresql/*/bin/pg_dump",
    "usr/pgsql-*/bin/pg_dump",
    "opt/homebrew/opt/postgresql@*/bin/pg_dump",
)


def suffix(store: Store) -> str:
    """Return what a backup of this database can be: .db, .dump, or .zip.

    Without PostgreSQL's own programs it is what `export` writes.
    Raises DatabaseTrouble.
    """
    if store.file is not None:
        return ".db"
    return ".zip" if _pg_dump(store) is None else ".dump"


def copy(store: Store, path: Path, progress: Progress) -> None:
    """Back the database up to `path`, which nobody else may read.

    It holds all that was committed before this began. Raises FileExistsError,
    OSError, DatabaseTrouble, or what `progress` raises; then no file is left.
    """
    program = _pg_dump(store)
    if store.file is None and program is None:
        export(store, path.with_suffix(places.ZIP), progress)
        return
    with places.beside(path) as part:
        places.private(part)
        if program is None:
            _copy_sqlite(store, part, progress)
        else:
            _dump(store, program, part, progress)


def _copy_sqlite(store: Store, part: Path, progress: Progress) -> None:
    """Copy page by page in one read transaction: no writer waits, or restarts it.

    VACUUM INTO would be as consistent, but can neither be followed nor stopped.
    """
    try:
        with closing(store.engine.raw_connection()) as raw:
            source: Any = raw.driver_connection
            source.execute("BEGIN")
            source.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
            with closing(sqlite3.connect(part, isolation_level=None)) as to:
                source.backup(
                    to,
                    pages=_PAGES,
                    sleep=0,
                    progress=lambda _, left, total: progress(total - left, total),
                )
                to.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
                _sound(to)
    except sqlite3.Error as error:
        raise DatabaseTrouble(str(error)) from error


def _sound(copied: sqlite3.Connection) -> None:
    said = [str(row[0]) for row in copied.execute("PRAGMA integrity_check(1)")]
    said += [f"{row[0]}" for row in copied.execute("PRAGMA foreign_key_check")]
    if said != ["ok"]:
        raise DatabaseTrouble(f"integrity_check: {said[0]}")


def _pg_dump(store: Store) -> Path | None:
    """Return a pg_dump that is no older than the server, with its pg_restore."""
    if store.file is not None:
        return None
    on_path = shutil.which("pg_dump")
    found = [Path(on_path)] if on_path else []
    for pattern in _INSTALLED:
        found += sorted(Path("/").glob(pattern))
    fit = (one for one in found if one.with_name("pg_restore").exists())
    server = store.read_sync(lambda tx: int(tx.scalar(text(_SERVER)) or 0)) // 10_000
    return next((one for one in fit if _version(one) >= server), None)


def _version(program: Path) -> int:
    said = subprocess.run(  # noqa: S603 - a program found by its name
        [program, "--version"], capture_output=True, text=True, check=False
    )
    found = _VERSION.search(said.stdout)
    return int(found[1]) if found else 0


def _dump(store: Store, program: Path, part: Path, progress: Progress) -> None:
    with _address(store) as address:
        _run(
            [program, "--format=custom", "--no-password", "--file", part, address],
            progress,
        )
    # Reading it through tells whether it is whole.
    _run([program.with_name("pg_restore"), "--file", os.devnull, part], progress)


@contextmanager
def _address(store: Store) -> Iterator[str]:
    """Yield the address as libpq reads it; the password is in no list of processes."""
    from psycopg.conninfo import make_conninfo  # noqa: PLC0415 - not on SQLite

    args = store.engine.dialect.create_connect_args(store.url)[1]
    given = {key: str(one) for key, one in args.items() if isinstance(one, str | int)}
    password = given.pop("password", "")
    if not password:
        yield make_conninfo(**given)
        return
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as file:  # mode 600
        file.write(":".join("****") + ":" + re.sub(r"([\\:])", r"\\\1", password))
        file.flush()
        yield make_conninfo(**given, passfile=file.name)


def _run(command: Sequence[str | Path], progress: Progress) -> None:
    """Run a program to its end, or until `progress` raises."""
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(  # noqa: S603 - a program found by its name
            command, stdin=subprocess.DEVNULL, stdout=said, stderr=said
        ) as running,
    ):
        try:
            while _runs(running):
                progress(0, 0)
        except BaseException:
            running.kill()
            raise
        if running.returncode:
            said.seek(0)
            lines = said.read().decode(errors="replace").split("\n")
            raise DatabaseTrouble(" ".join(lines).strip()[:_LONGEST])


def _runs(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(_LOOK)
    except subprocess.TimeoutExpired:
        return True
    return False
