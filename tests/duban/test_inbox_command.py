"""`duban inbox`: what was set aside, and another try."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from duban.command import app
from duban.settings import settings
from store import inbox
from store.session import Store

BOT, OTHER = 100_000_001, 200_000_002
NOW = datetime(2020, 6, 1, 1, 0, tzinfo=UTC)


@pytest.fixture
def aside(sqlite_originals, monkeypatch, tmp_path: Path):
    """A plan in whose inbox two updates were set aside, of one bot each."""
    monkeypatch.setenv("DUBAN_DATABASE_URL", f"sqlite:///{tmp_path}/duban.db")
    monkeypatch.delenv("DUBAN_TOKEN", raising=False)
    (tmp_path / "duban.db").write_bytes(sqlite_originals["loaded"].read_bytes())
    settings.cache_clear()
    store = Store(f"sqlite:///{tmp_path}/duban.db")

    def fill(tx) -> None:
        for bot, number, name in ((BOT, 41, "[red]王敏"), (OTHER, 42, "李雷")):
            said = {"from": {"first_name": name}, "text": "2.2 钢铁完成8家"}
            raw = {"update_id": number, "message": said}
            inbox.put(tx, bot, [(5, raw)], NOW)
            inbox.take(tx, bot, NOW, in_hand=(), limit=1)
            inbox.set_aside(tx, bot, number, "KeyError('chat')")

    store.run_sync(fill)
    yield store
    store.close()
    settings.cache_clear()


def duban(*words: str):
    settings.cache_clear()
    return CliRunner().invoke(app, ["inbox", *words], catch_exceptions=False)


@pytest.mark.usefixtures("aside")
def test_it_lists_whose_words_were_set_aside_and_why():
    said = duban("list")
    assert said.exit_code == 0
    for part in ("41", "[red]王敏", "2.2 钢铁完成8家", "KeyError('chat')", "09:00"):
        assert part in said.stdout
    rows = json.loads(duban("list", "--json").stdout)
    assert [row["id"] for row in rows] == [41, 42]
    assert set(rows[0]) == {"id", "at", "who", "words", "tries", "why"}


def test_with_a_token_only_that_bot_s_are_meant(aside, monkeypatch):
    monkeypatch.setenv("DUBAN_TOKEN", f"{OTHER}:a-token")
    assert [row["id"] for row in json.loads(duban("list", "--json").stdout)] == [42]
    said = duban("retry", "41")
    assert said.exit_code == 1
    assert "41" in said.stderr
    assert aside.read_sync(inbox.aside) == 2


def test_a_retry_makes_it_due_again_and_names_what_was_not_set_aside(aside):
    said = duban("retry", "41", "99")
    assert (said.exit_code, "41" in said.stdout, "99" in said.stderr) == (1, True, True)
    assert aside.read_sync(lambda tx: inbox.due(tx, BOT, NOW, in_hand=()))
    assert aside.read_sync(inbox.aside) == 1
    assert duban("retry", "42").exit_code == 0
    assert "Nothing is set aside" in duban("list").stdout


@pytest.mark.parametrize("number", ["-1", "x", str(2**63)])
def test_what_is_no_number_of_an_update_is_refused(aside, number):
    assert duban("retry", "--", number).exit_code == 2
    assert aside.read_sync(inbox.aside) == 2
