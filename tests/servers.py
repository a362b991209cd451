"""Throwaway PostgreSQL servers, for tests and for programs that measure."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from needs import absent
from sqlalchemy import text

from store.session import Store

_numbers = count()


@dataclass(frozen=True)
class Server:
    """A PostgreSQL of our own, behind a socket in its own folder."""

    home: Path
    programs: Path

    @property
    def address(self) -> str:
        """What follows a database's name in its address."""
        return f"?host={self.home}"

    def start(self) -> None:
        options = f"-k {self.home} -c listen_addresses='' -c fsync=off"
        log = str(self.home / "log")
        self._run("pg_ctl", "-D", self._data, "-w", "-l", log, "-o", options, "start")

    def stop(self) -> None:
        """Stop at once; whoever is connected is cut off."""
        self._run("pg_ctl", "-D", self._data, "-w", "-m", "immediate", "stop")

    def create(self, *, name: str = "", template: str = "template1") -> str:
        """Make a database, and return its whole address."""
        name = name or f"duban_{next(_numbers)}"
        root = Store(f"postgresql://duban@/postgres{self.address}")
        with root.engine.connect().execution_options(
            isolation_level="AUTOCOMMIT"
        ) as connection:
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
        root.close()
        return f"postgresql://duban@/{name}{self.address}"

    def make(self) -> None:
        self._run(
            "initdb", "-D", self._data, "-U", "duban", "-A", "trust", "-E", "UTF8", "-N"
        )

    @property
    def _data(self) -> str:
        return str(self.home / "data")

    def _run(self, program: str, *given: str) -> None:
        subprocess.run(
            [*_as_nobody(self.home), str(self.programs / program), *given],
            check=True,
            capture_output=True,
            cwd=self.home,
        )


@contextmanager
def postgres_server() -> Iterator[Server]:
    """Run a server for the block; skips the test where there is no PostgreSQL.

    Its home is its own: pytest closes its folders to `nobody` whenever it starts.
    """
    programs = _programs()
    if programs is None:
        absent("PostgreSQL: apt-get install postgresql")
    server = Server(Path(tempfile.mkdtemp(prefix="duban-postgres-")), programs)
    server.make()
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(server.home)


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
    for folder in (home, *home.parents):
        if folder in {Path("/tmp"), Path("/")}:  # noqa: S108 - only looked at
            break
        folder.chmod(0o755)
    shutil.chown(home, "nobody")
    return ["runuser", "-u", "nobody", "--"]
