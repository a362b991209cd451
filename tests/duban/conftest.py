"""The command, run within this process on a folder of its own."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from duban.command import app
from duban.settings import settings

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path, played: Path, monkeypatch) -> Iterator[Path]:
    """A folder with a played database, and settings of its own."""
    for name in [name for name in os.environ if name.startswith("DUBAN_")]:
        monkeypatch.delenv(name)
    shutil.copy(played, tmp_path / "duban.db")
    monkeypatch.setenv("DUBAN_DATABASE_URL", f"sqlite:///{tmp_path}/duban.db")
    monkeypatch.setenv("DUBAN_CATALOG", str(ROOT / "tasks_catalog.yaml"))
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


@pytest.fixture
def typed(folder: Path, monkeypatch) -> Callable[..., Result]:
    """Run the command as typed, within this process."""
    del folder

    def run(*words: str, **told: str) -> Result:
        for name, value in told.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()
        return CliRunner().invoke(app, [*words], catch_exceptions=False)

    return run
