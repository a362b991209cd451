"""The command, run within this process on a folder of its own."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from click.testing import Result
from typer.testing import CliRunner

from duban.command import app
from duban.settings import settings

ROOT = Path(__file__).parents[2]
Typed: TypeAlias = Callable[..., Result]
"""A command: its words, and settings by their names."""


@pytest.fixture
def typed_at(monkeypatch) -> Iterator[Callable[[str], Typed]]:
    """Return what gives the command as typed, within this process, on a database."""
    for name in [name for name in os.environ if name.startswith("DUBAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DUBAN_CATALOG", str(ROOT / "tasks_catalog.yaml"))

    def run(*words: str, **told: str) -> Result:
        for name, value in told.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()
        return CliRunner().invoke(app, [*words], catch_exceptions=False)

    def at(address: str) -> Typed:
        monkeypatch.setenv("DUBAN_DATABASE_URL", address)
        settings.cache_clear()
        return run

    yield at
    settings.cache_clear()


@pytest.fixture
def folder(tmp_path: Path, played: Path, typed_at, monkeypatch) -> Path:
    """A folder with a played database, and settings of its own."""
    shutil.copy(played, tmp_path / "duban.db")
    typed_at(f"sqlite:///{tmp_path}/duban.db")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def typed(folder: Path, typed_at: Callable[[str], Typed]) -> Typed:
    return typed_at(f"sqlite:///{folder}/duban.db")
