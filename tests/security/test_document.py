"""docs/security.md names whatever is kept, whoever sees it, and whatever is secret."""

import re
from pathlib import Path

import pytest
from sqlmodel import SQLModel
from typer.main import get_command

from duban.command import app
from duban.settings import PREFIX, Settings
from rules.people import Role
from store import tables  # noqa: F401 - it fills the metadata

PAGE = (Path(__file__).parents[2] / "docs" / "security.md").read_text(encoding="utf-8")


def rows(heading: str) -> str:
    """Return the table under a heading."""
    part = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return "\n".join(line for line in part.splitlines() if line.startswith("|"))


def test_every_table_is_named_once_and_no_other():
    first = re.findall(r"^\|.*?\|", rows("What is kept"), re.MULTILINE)
    named = re.findall(r"`(\w+)`", " ".join(first))
    assert sorted(named) == sorted(SQLModel.metadata.tables)


def test_every_role_has_its_line():
    first = re.findall(r"^\| ([^|]*) \|", rows("Who sees what"), re.MULTILINE)
    named = {word for cell in first for word in cell.split(", ")}
    assert set(Role) <= named


def test_every_secret_setting_is_named():
    secret = {
        f"{PREFIX}{name.upper()}"
        for name, field in Settings.model_fields.items()
        if "Secret" in str(field.annotation)
    }
    assert {"DUBAN_TOKEN", "DUBAN_WEBHOOK_SECRET"} <= secret
    assert {name for name in secret if name not in rows("Where secrets live")} == set()


@pytest.mark.parametrize("named", sorted(set(re.findall(r"`duban ([a-z ]+)", PAGE))))
def test_every_command_it_tells_to_run_is_there(named):
    first, *rest = named.split()
    command = get_command(app).commands[first]
    if rest:
        assert rest[0] in command.commands
