"""What people wrote, printed to a terminal: as they wrote it, and no more than that."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from duban.command import app
from duban.settings import settings
from rules.ids import PlanId, TaskId, UnitId
from rules.people import Role
from rules.report import Report
from store import people, reports
from store.session import Store, Tx

ROOT = Path(__file__).parents[2]
PLAN = PlanId("zj-2020")
NAME = "[red]王[/red]\x1b[31m\x9b2J\u202e敏\r"
WORDS = "[link=https://evil.example]50%[/link]\x1b]0;owned\x07"
SPELLED = r"[red]王[/red]\x1b[31m\x9b2J"


@pytest.fixture
def duban(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator:
    monkeypatch.setenv("DUBAN_DATABASE_URL", f"sqlite:///{tmp_path}/duban.db")
    monkeypatch.setenv("DUBAN_CATALOG", str(ROOT / "tasks_catalog.yaml"))
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()

    def run(*words: str) -> str:
        said = CliRunner().invoke(app, [*words], catch_exceptions=False)
        return said.stdout + said.stderr

    run("catalog", "apply")
    store = Store(f"sqlite:///{tmp_path}/duban.db")
    store.run_sync(_hostile)
    store.close()
    yield run
    settings.cache_clear()


def _hostile(tx: Tx) -> None:
    now = datetime.now(UTC)
    there = {"role": Role.OWNER, "unit": UnitId("air"), "now": now}
    people.invite(tx, PLAN, "code", expires=now + timedelta(days=1), **there)
    tx.flush()
    invite = people.invite_of(tx, "code")
    who = {"user": 1, "chat": 1, "name": NAME, "locale": "zh", "now": now}
    person = people.link(tx, invite, **who)
    said = Report(
        task=TaskId("02.2"),
        person=person.id,
        text=WORDS,
        percent=50,
        status=None,
        expected=None,
        problem=WORDS,
        needs=WORDS,
        unchanged=False,
    )
    reports.keep(tx, PLAN, UnitId("air"), said, now)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (("people", "list"), SPELLED),
        (("ledger",), SPELLED),
        (("ledger", "--history"), "[link=https://evil.example]50%[/link]"),
        (("explain", "1"), "[red]王[/red]"),
        (("explain", NAME + "?"), "[red]王[/red]"),  # the nearest name is offered
        (("digest",), "[link=https://evil.example]50%[/link]"),
    ],
)
def test_a_name_or_a_report_does_not_steer_the_terminal(duban, words, shown):
    said = duban(*words)
    assert shown in said
    steering = {one for one in said if not one.isprintable()} - {"\n"}
    assert steering <= {" ", "\u3000", "\t"}


def test_invites_are_cancelled_and_strange_numbers_refused(duban):
    duban("people", "invite", "--role", "leader")
    assert "1 invites cancelled" in duban("people", "cancel")
    assert "0 invites cancelled" in duban("people", "cancel")
    assert "2147483647" in duban("people", "retire", "2147483648")
