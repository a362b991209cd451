"""What every test may ask for: a database of each kind, a clock, the plan.

What only some tests need is imported when they ask: the rules are tried in a moment.
"""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from originals import Engines
    from servers import Server

    from rules.catalog import Catalog
    from store.session import Store

ROOT = Path(__file__).parents[1]
RULES, STORE = ROOT / "tests" / "rules", ROOT / "tests" / "store"
# 25 February 2020, 08:00 in Shanghai: the plan's first morning.
FIRST_MORNING = datetime(2020, 2, 25, 0, 0, tzinfo=UTC)


def pytest_pycollect_makemodule(module_path: Path) -> None:
    """Say how laws are looked for, before a module that has some is imported."""
    if "hypothesis" in module_path.read_text(encoding="utf-8"):
        from hypothesis import settings

        # How long one example takes says more of a busy machine than of the code.
        settings.register_profile("duban", deadline=None)
        settings.load_profile("duban")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    _leave_laws(config, items)
    here = {item.nodeid for item in items}
    for item in items:
        if _runs_nothing_new(item, here):
            item.add_marker(pytest.mark.no_cover)  # tracing doubles what a test costs


def _runs_nothing_new(item: pytest.Item, here: set[str]) -> bool:
    """Whether other tests run the same lines: a twin on SQLite, a rule's examples."""
    if STORE in item.path.parents:
        return False  # what it says to PostgreSQL is its own
    test, _, case = item.nodeid.partition("[")
    twin = f"{test}[{case.replace('postgres', 'sqlite')}"
    a_law = RULES in item.path.parents and item.get_closest_marker("hypothesis")
    return bool(a_law) or (case != "" and twin != item.nodeid and twin in here)


def _leave_laws(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave laws to the whole suite where only the rules' folder is asked for.

    `pytest tests/rules` is for after every edit; a file that is named runs its laws.
    """
    asked = [Path(one).resolve() for one in config.args]
    if any(one != RULES and RULES not in one.parents for one in asked):
        return
    if any(one.is_dir() for one in asked):
        laws = [one for one in items if one.get_closest_marker("hypothesis")]
        config.hook.pytest_deselected(items=laws)
        items[:] = [one for one in items if one not in set(laws)]


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
def catalog(catalog_text: str) -> "Catalog":
    """The shipped plan, asking for reports only, by a short ladder."""
    from store.catalog import read

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
def store(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path, engines: "Engines"
) -> Iterator["Store"]:
    """A migrated database, once on SQLite and once on PostgreSQL.

    With `loaded` it has the shipped plan in force, shortened; with `whole` as it is.
    All are as the real steps made them once a session.
    """
    asked = (name for name in ("whole", "loaded") if name in request.fixturenames)
    which = next(asked, "migrated")
    if kind == "sqlite":
        made = request.getfixturevalue("sqlite_originals")[which]
        shutil.copy(made, tmp_path / "duban.db")
        opened = engines.open(f"sqlite:///{tmp_path}/duban.db")
    else:
        from originals import put_back

        opened = engines.open(request.getfixturevalue("shared_postgres"))
        put_back(opened, which)
    yield opened
    opened.close()


@pytest.fixture
def loaded(store: "Store") -> "Store":
    """A database with the shortened plan in force since its first morning."""
    return store


@pytest.fixture
def whole(store: "Store") -> "Store":
    """A database with the plan as it is shipped, in force since its first morning."""
    return store


@pytest.fixture(scope="session")
def engines() -> "Engines":
    from originals import Engines

    return Engines()


@pytest.fixture(scope="session")
def texts(catalog_text: str, shipped_text: str) -> dict[str, str]:
    """The catalogs that are in force in databases made beforehand."""
    return {"loaded": catalog_text, "whole": shipped_text}


@pytest.fixture(scope="session")
def sqlite_originals(
    tmp_path_factory: pytest.TempPathFactory, texts: dict[str, str]
) -> dict[str, Path]:
    from originals import on_sqlite

    return on_sqlite(tmp_path_factory.mktemp("originals"), texts, FIRST_MORNING)


@pytest.fixture(scope="session")
def postgres_originals(server: "Server") -> None:
    """A database `migrated` to make others from."""
    from store.migrations import upgrade
    from store.session import Store

    opened = Store(server.create(name="migrated"))
    upgrade(opened)
    opened.close()


@pytest.fixture(scope="session")
def shared_postgres(
    server: "Server", postgres_originals: None, texts: dict[str, str]
) -> str:
    """The PostgreSQL database of all tests, each in its turn; its address."""
    from originals import on_postgres

    del postgres_originals  # it has made the database `migrated`
    return on_postgres(server, texts, FIRST_MORNING)


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory, shipped_text: str) -> Path:
    """A SQLite file with a fortnight of the shipped plan, played; not to be changed."""
    from played import play

    path = tmp_path_factory.mktemp("played") / "duban.db"
    play(path, shipped_text)
    return path


@pytest.fixture
def statements(store: "Store") -> Iterator[list[str]]:
    """Every SQL statement sent, as it is sent."""
    from sqlalchemy import event

    seen: list[str] = []

    def note(_c: object, _cur: object, sql: str, *_: object) -> None:
        seen.append(sql)

    event.listen(store.engine, "before_cursor_execute", note)
    yield seen
    event.remove(store.engine, "before_cursor_execute", note)


@pytest.fixture(scope="session")
def server() -> Iterator["Server"]:
    """A throwaway PostgreSQL server of our own."""
    from servers import postgres_server

    with postgres_server() as made:
        yield made


@pytest.fixture(scope="session")
def postgres(server: "Server") -> str:
    """The throwaway server's address without a database."""
    return server.address


@pytest.fixture
def postgres_url(server: "Server") -> str:
    """A fresh database on the throwaway server."""
    return server.create()
