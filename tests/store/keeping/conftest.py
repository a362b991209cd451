"""An export of a played fortnight, and databases to bring it into."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.keeping.exporting import export
from store.keeping.importing import import_
from store.migrations import upgrade
from store.session import Store


def quiet(_done: int, _total: int) -> None:
    """Progress nobody looks at."""


@pytest.fixture(scope="session")
def exported(played: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The played fortnight as a folder of files; not to be changed."""
    folder = tmp_path_factory.mktemp("exported") / "all"
    store = Store(f"sqlite:///{played}")
    export(store, folder, quiet)
    store.close()
    return folder


@pytest.fixture
def files(exported: Path, tmp_path: Path) -> Path:
    """A copy of it, to be spoiled."""
    return Path(shutil.copytree(exported, tmp_path / "files"))


@pytest.fixture
def empty(store: Store) -> Store:
    """An empty migrated database of each kind."""
    return store


@pytest.fixture
def carry(tmp_path: Path) -> Iterator[Callable[[Path, str], Path]]:
    """Import files into an empty database at an address, and export them again."""
    opened: list[Store] = []

    def through(source: Path, url: str) -> Path:
        store = Store(url)
        opened.append(store)
        upgrade(store)
        import_(store, source, quiet)
        target = tmp_path / f"again{len(opened)}"
        export(store, target, quiet)
        return target

    yield through
    for store in opened:
        store.close()


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of an export by its name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
