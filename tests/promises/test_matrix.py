"""Each trouble of the table strikes a real house; people see what the table says."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from journeys.town import ADA, ANN
from promises.cases import CASES, Case, shown
from promises.matrix import document
from promises.place import a_place
from servers import Server, postgres_server

from store.migrations import upgrade
from store.session import Store

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def own_server() -> Iterator[Server]:
    """A PostgreSQL that may be stopped: nobody else stands on it."""
    with postgres_server() as server:
        yield server


@pytest.fixture
def migrated(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Callable[[str], Store]]:
    """Give a migrated database without a plan, of one kind."""
    opened: list[Store] = []

    def one(kind: str) -> Store:
        if kind == "sqlite":
            original = request.getfixturevalue("sqlite_originals")["migrated"]
            shutil.copy(original, tmp_path / "duban.db")
            return Store(f"sqlite:///{tmp_path}/duban.db")
        store = Store(request.getfixturevalue("own_server").create())
        upgrade(store)
        return store

    def made(kind: str) -> Store:
        opened.append(one(kind))
        return opened[-1]

    yield made
    for store in opened:
        store.close()


def case_id(case: Case) -> str:
    return case.trouble


@pytest.mark.parametrize("case", CASES, ids=case_id)
async def test_people_see_what_the_table_says(
    case: Case, migrated: Callable[[str], Store], request: pytest.FixtureRequest
):
    store = migrated(case.on)
    on_postgres = case.on == "postgres"
    server = request.getfixturevalue("own_server") if on_postgres else None
    async with a_place(store, server) as place:
        await case.strike(place)
    town = place.town
    assert shown(town.told(ANN)) == case.owner
    assert shown(town.told(ADA)) == case.admin


def test_the_document_is_made_from_the_table():
    page = Path(__file__).parents[2] / "docs" / "promises.md"
    assert page.read_text(encoding="utf-8") == document()
