"""One peopled database of each kind for all cases: each case undoes what it did."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from security import cast

from store.migrations import upgrade
from store.session import Store

KINDS = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session", params=KINDS)
def town(
    request: pytest.FixtureRequest,
    shipped_text: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("peopled")
    if request.param == "sqlite":
        opened = Store(f"sqlite:///{folder}/duban.db")
    else:
        opened = Store(request.getfixturevalue("server").create())
    upgrade(opened)
    cast.peopled(opened, shipped_text)
    yield opened
    opened.close()
    shutil.rmtree(folder)
