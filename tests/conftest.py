"""What every test may ask for: a database of each kind, a clock, the plan."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings
from needs import absent
from sqlalchemy import event, text

from rules.catalog import Catalog
from store import plans
from store.catalog import read
from store.migrations import upgrade
from store.session import Store

ROOT = Path(__file__).parents[1]
# How long one example takes says more of a busy machine than of the code.
settings.register_profile("duban", deadline=None)
settings.load_profile("duban")
# 25 February 2020, 08:00 in Shanghai: the plan's first morning.
FIRST_MORNING = datetime(2020, 2, 25, 0, 0, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--shots", help="write the README's screenshots to this folder")
    parser.addoption(
        "--golden", action="store_true", help="write the year's time line anew"
    )


class FakeClock:
    """Time as the test tells it."""

    def __init__(self, now: datetime = FIRST_MORNING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **delta: float) -> None:
        self.now += timedelta(**delta)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


SHORT_LADDER = "ladder: [{at: 0, to: owner}, {at: 1, to: owner}, {at: 3, to: head}]"


def shortened(text: str) -> str:
    """Return a catalog that asks for reports only, by a ladder of three rungs.

    Most stories are about something else than the whole ladder; those that are
    about it use the shipped plan as it is (`shipped`).
    """
    text = re.sub(r"\bladder: \[.*\]", SHORT_LADDER, text)
    text = re.sub(r"\backnowledge: \d+", "acknowledge: 0", text)
    return re.sub(r"\bfinish: \d+", "finish: 0", text)


@pytest.fixture(scope="session")
def shipped_text() -> str:
    return (ROOT / "tasks_catalog.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def catalog_text(shipped_text: str) -> str:
    return shortened(shipped_text)


@pytest.fixture(scope="session")
def catalog(catalog_text: str) -> Catalog:
    """The shipped plan, asking for reports only, by a short ladder."""
    return read(catalog_text.encode(), "tasks_catalog.yaml")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def kind(request: pytest.FixtureRequest) -> str:
    """Each kind of database in turn."""
    return request.param


@pytest.fixture
def url(kind: str, request: pytest.FixtureRequest) -> str:
    """An empty database of each kind."""
    return request.getfixturevalue(f"{kind}_url")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/duban.db"


@pytest.fixture
def store(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A migrated database, once on SQLite and once on PostgreSQL.

    With `loaded` it has the shipped plan in force. Both are copies of one that was
    migrated and loaded once: the real steps, taken once a session.
    """
    which = "loaded" if "loaded" in request.fixturenames else "migrated"
    if kind == "sqlite":
        made = request.getfixturevalue("sqlite_originals")[which]
        shutil.copy(made, tmp_path / "duban.db")
        opened = Store(f"sqlite:///{tmp_path}/duban.db")
    else:
        request.getfixturevalue("postgres_originals")
        server = request.getfixturevalue("postgres")
        opened = Store(_create(server, template=which))
    yield opened
    opened.close()


@pytest.fixture
def loaded(store: Store) -> Store:
    """A database with the shipped plan in force since its first morning."""
    return store


@pytest.fixture(scope="session")
def sqlite_originals(
    tmp_path_factory: pytest.TempPathFactory, catalog: Catalog, catalog_text: str
) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("originals")
    made = {which: folder / f"{which}.db" for which in ("migrated", "loaded")}
    for which, path in made.items():
        _prepare(f"sqlite:///{path}", which, catalog, catalog_text)
    return made


@pytest.fixture(scope="session")
def postgres_originals(postgres: str, catalog: Catalog, catalog_text: str) -> None:
    for which in ("migrated", "loaded"):
        _prepare(_create(postgres, name=which), which, catalog, catalog_text)


def _prepare(url: str, which: str, catalog: Catalog, text: str) -> None:
    opened = Store(url)
    upgrade(opened)
    if which == "loaded":
        opened.run_sync(
            lambda tx: plans.apply(
                tx, catalog, text=text, author="test", note="", now=FIRST_MORNING
            )
        )
    opened.close()


@pytest.fixture
def statements(store: Store) -> Iterator[list[str]]:
    """Every SQL statement sent, as it is sent."""
    seen: list[str] = []

    def note(_c: object, _cur: object, sql: str, *_: object) -> None:
        seen.append(sql)

    event.listen(store.engine, "before_cursor_execute", note)
    yield seen
    event.remove(store.engine, "before_cursor_execute", note)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A throwaway PostgreSQL server of our own; its address without a database.

    Its home is its own: pytest closes its folders to `nobody` whenever it starts.
    """
    programs = _postgres_programs()
    if programs is None:
        absent("PostgreSQL: apt-get install postgresql")
    home = Path(tempfile.mkdtemp(prefix="duban-postgres-"))
    as_nobody = _as_nobody(home)
    data = home / "data"

    def run(program: str, *given: str) -> None:
        subprocess.run(
            [*as_nobody, str(programs / program), *given],
            check=True,
            capture_output=True,
            cwd=home,
        )

    run("initdb", "-D", str(data), "-U", "duban", "-A", "trust", "-E", "UTF8", "-N")
    options = f"-k {home} -c listen_addresses='' -c fsync=off"
    run(
        "pg_ctl", "-D", str(data), "-w", "-l", str(home / "log"), "-o", options, "start"
    )
    yield f"?host={home}"
    run("pg_ctl", "-D", str(data), "-w", "-m", "immediate", "stop")
    shutil.rmtree(home)


_numbers = count()


@pytest.fixture
def postgres_url(postgres: str) -> str:
    """A fresh database on the throwaway server."""
    return _create(postgres)


def _create(server: str, *, name: str = "", template: str = "template1") -> str:
    name = name or f"duban_{next(_numbers)}"
    root = Store(f"postgresql://duban@/postgres{server}")
    with root.engine.connect().execution_options(
        isolation_level="AUTOCOMMIT"
    ) as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
    root.close()
    return f"postgresql://duban@/{name}{server}"


def _postgres_programs() -> Path | None:
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
