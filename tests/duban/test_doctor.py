"""`duban doctor`: each trouble by its name, with what to do, and nothing changed."""

import json
import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from duban.command import app
from duban.settings import settings
from store.copies import Copies
from templates import LOCALES, words

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(folder: Path, monkeypatch) -> Path:
    """A folder with a played database that is all right, and its settings."""
    with sqlite3.connect(folder / "duban.db") as here:
        here.execute("DELETE FROM evidence")
    monkeypatch.setenv("DUBAN_TOKEN", "1:secret-of-the-bot")
    settings.cache_clear()
    return folder


@pytest.fixture
def doctor(typed: Callable[..., Result]) -> Callable[..., Result]:
    return partial(typed, "doctor")


def found(result: Result) -> dict[str, Any]:
    return {one["what"]: one for one in json.loads(result.stdout)}


def write(folder: Path, content: bytes) -> str:
    with Copies(folder, 10**9).draft() as draft:
        draft.write(content)
        return draft.keep()


def files(folder: Path, *rows: tuple[str, str, str | None]) -> None:
    """Put files into the database: digest, error, when they are due."""
    with sqlite3.connect(folder / "duban.db") as here:
        for number, row in enumerate(rows):
            here.execute(
                "INSERT INTO evidence (plan, person, chat, message, album, kind, file,"
                " name, mime, size, text, received_at, tries, digest, error, fetch_at)"
                " VALUES ('zj-2020', 1, 1, ?, '', 'photo', 'f', '', '', 9, '',"
                " '2020-03-01 00:00:00', 0, ?, ?, ?)",
                (number, *row),
            )


def test_all_is_well_and_nothing_is_made(folder, doctor):
    result = doctor("--json")
    assert result.exit_code == 0
    assert [*found(result)] == ["token", "database", "catalog", "evidence"]
    assert {one["level"] for one in found(result).values()} == {"well"}
    assert "secret" not in result.output
    assert not (folder / "evidence").exists()


def test_people_read_it_in_their_language_with_the_fix_beside(doctor):
    shown = doctor(DUBAN_TOKEN="")
    assert shown.exit_code == 1
    assert "有误" in shown.stdout
    assert "把 @BotFather 给的令牌写入 DUBAN_TOKEN" in shown.stdout
    assert "The bot's token is not set" in doctor(DUBAN_LOCALE="en").stdout


def test_each_copy_that_is_missing_is_counted_by_its_reason(folder, doctor):
    kept = write(folder / "evidence", b"minutes")
    due = "2020-03-01 00:00:00"
    files(folder, (kept, "", None), ("ab" * 32, "", None), ("", "", due))
    files_of = found(doctor("--json"))
    assert files_of["copies_gone"]["facts"] == {"count": 1}
    assert files_of["copies_waiting"]["facts"] == {"count": 1}
    told = files_of["evidence"]["facts"]
    assert (told["files"], told["limit"], told["percent"]) == (1, 10_000, 0)
    with sqlite3.connect(folder / "duban.db") as here:
        here.execute("UPDATE evidence SET fetch_at = NULL, digest = ''")
    result = doctor("--json")
    assert result.exit_code == 0
    assert found(result)["copies_given_up"]["level"] == "note"


def test_a_folder_nearly_full_is_a_note_and_one_that_cannot_be_used_is_wrong(
    folder, doctor
):
    write(folder / "evidence", bytes(950_000))
    result = doctor("--json", DUBAN_EVIDENCE_LIMIT="1")
    assert result.exit_code == 0
    assert found(result)["evidence_full"]["facts"]["percent"] == 95
    (folder / "a file").write_bytes(b"")
    result = doctor("--json", DUBAN_EVIDENCE_DIR=str(folder / "a file"))
    assert result.exit_code == 1
    assert found(result)["evidence_unwritable"]["level"] == "wrong"


def test_a_database_that_is_no_use_is_told_and_not_made(folder, doctor):
    url = f"sqlite:///{folder}/none.db"
    result = doctor("--json", DUBAN_DATABASE_URL=url)
    assert [*found(result)] == ["token", "no_database"]
    assert not (folder / "none.db").exists()
    (folder / "none.db").write_bytes(b"no database at all, but long enough" * 99)
    assert "database_away" in found(doctor("--json", DUBAN_DATABASE_URL=url))
    assert "bad_address" in found(doctor("--json", DUBAN_DATABASE_URL="mysql://x"))


@pytest.mark.parametrize(
    ("revision", "what"), [("0002", "old_database"), ("9999", "newer_database")]
)
def test_a_database_of_another_shape_is_left_as_it_is(folder, doctor, revision, what):
    with sqlite3.connect(folder / "duban.db") as here:
        here.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    result = doctor("--json")
    assert result.exit_code == 1
    assert what in found(result)
    with sqlite3.connect(folder / "duban.db") as here:
        ((kept,),) = here.execute("SELECT version_num FROM alembic_version")
    assert kept == revision


def test_settings_that_are_wrong_and_a_plan_not_loaded_are_told(folder, doctor):
    result = doctor("--json", DUBAN_BOARD_PORT="x")
    assert (result.exit_code, [*found(result)]) == (1, ["bad_settings"])
    fresh = f"sqlite:///{folder}/fresh.db"
    told = {"DUBAN_DATABASE_URL": fresh, "DUBAN_BOARD_PORT": "8080"}
    done = CliRunner().invoke(app, ["db", "upgrade"], env=told)
    assert done.exit_code == 0, done.output
    settings.cache_clear()
    result = doctor("--json", **told)
    assert found(result)["no_catalog"]["fix"].startswith("duban catalog apply")


def test_every_finding_has_its_words_and_every_trouble_its_fix():
    source = (ROOT / "duban" / "doctor.py").read_text(encoding="utf-8")
    for locale in LOCALES:
        told = words("doctor", locale)
        for what in told["found"]:
            assert f'"{what}"' in source or what == "bad_settings"
        well = {"token", "database", "catalog", "evidence"}
        assert told["found"].keys() - told["fixes"].keys() == well
