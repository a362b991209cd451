"""Databases to measure on: SQLite files, and a PostgreSQL server of our own."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Protocol

from sqlalchemy import text

from store.session import Store

_numbers = count(1)


class Databases(Protocol):
    """Where databases are made. `kind` names it in the table."""

    @property
    def kind(self) -> str: ...

    def fresh(self) -> str:
        """Return the address of an empty database."""

    def copy(self, url: str) -> str:
        """Return the address of a copy of a database nobody has open."""

    def drop(self, url: str) -> None:
        """Forget a database nobody has open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SqliteFiles:
    """Files in one folder."""

    folder: Path
    kind: str = "SQLite"

    def fresh(self) -> str:
        return f"sqlite:///{self.folder / f'{next(_numbers)}.db'}"

    def copy(self, url: str) -> str:
        made = self.fresh()
        shutil.copy(_path(url), _path(made))
        return made

    def drop(self, url: str) -> None:
        for left in self.folder.glob(f"{_path(url).name}*"):
            left.unlink()


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresServer:
    """Databases on one running server; `at` is its address without a database."""

    at: str
    kind: str = "PostgreSQL"

    def fresh(self) -> str:
        return self._made("template1")

    def copy(self, url: str) -> str:
        return self._made(_name(url))

    def drop(self, url: str) -> None:
        self._say(f'DROP DATABASE "{_name(url)}"')

    def _made(self, template: str) -> str:
        name = f"bench_{next(_numbers)}"
        self._say(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return f"postgresql://duban@/{name}{self.at}"

    def _say(self, statement: str) -> None:
        root = Store(f"postgresql://duban@/postgres{self.at}")
        alone = {"isolation_level": "AUTOCOMMIT"}
        with root.engine.connect().execution_options(**alone) as connection:
            connection.execute(text(statement))
        root.close()


@contextmanager
def sqlite(*, in_memory: bool = False) -> Iterator[SqliteFiles]:
    """Yield a folder for files; `in_memory`: where a disk's pace does not matter."""
    shared = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
    root = shared if in_memory and shared.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="duban-bench-", dir=root) as folder:
        yield SqliteFiles(folder=Path(folder))


@contextmanager
def postgres() -> Iterator[PostgresServer | None]:
    """Yield a throwaway server, as durable as a real one; None where there is none."""
    programs = _programs()
    if programs is None:
        yield None
        return
    home = Path(tempfile.mkdtemp(prefix="duban-bench-postgres-"))
    as_nobody = _as_nobody(home)

    def run(program: str, *given: str) -> None:
        command = [*as_nobody, str(programs / program), "-D", str(home / "data")]
        subprocess.run([*command, *given], check=True, capture_output=True, cwd=home)  # noqa: S603 - ours

    try:
        run("initdb", "-U", "duban", "-A", "trust", "-E", "UTF8", "-N")
        options = f"-k {home} -c listen_addresses=''"
        run("pg_ctl", "-w", "-l", str(home / "log"), "-o", options, "start")
        try:
            yield PostgresServer(at=f"?host={home}")
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home)


def _programs() -> Path | None:
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def _as_nobody(home: Path) -> list[str]:
    """PostgreSQL refuses to run as root: then it runs as nobody."""
    if os.getuid() != 0:
        return []
    home.chmod(0o755)
    shutil.chown(home, "nobody")
    return ["runuser", "-u", "nobody", "--"]


def _path(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def _name(url: str) -> str:
    return url.removeprefix("postgresql://duban@/").partition("?")[0]
