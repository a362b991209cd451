"""`duban understand` on a terminal, and the replies it lists as misread."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from duban.understood import lines
from rules.ids import IndicatorId, PlanId, TaskId
from rules.people import Role
from rules.report import CardState, Fault
from rules.understand import Reading, Status, Understanding
from rules.understand.said import Doubt, Option, Source, What
from store import cards, people
from store.session import Store

ROOT = Path(__file__).parents[2]
PLAN, NOW = PlanId("zj-2020"), datetime(2020, 5, 25, 1, 12, tzinfo=UTC)
SAID = "钢铁8家，大概三成或者四成，9月底"
STEEL = IndicatorId("steel")


@pytest.fixture
def kind():
    """One kind of database will do: the question is tested on both elsewhere."""
    return "sqlite"


@pytest.fixture
def duban(loaded: Store, typed_at):
    typed = typed_at(loaded.url.render_as_string(hide_password=False))
    return partial(typed, "understand")


@pytest.fixture
def corrected(loaded: Store) -> None:
    """Two replies that were put right, on the 25th and the 26th, and one that stood."""

    def work(tx):
        later = NOW + timedelta(days=9)
        air = {"role": Role.OWNER, "unit": "air", "expires": later, "now": NOW}
        people.invite(tx, PLAN, "code", **air)
        tx.flush()
        who = people.link(
            tx,
            people.invite_of(tx, "code"),
            user=1,
            chat=1,
            name="王敏",
            locale="zh",
            now=NOW,
        )

        def card(text, now):
            return cards.put_card(
                tx,
                PLAN,
                who.id,
                task=TaskId("02.2"),
                text=text,
                found=Understanding(percent=50),
                supersedes=None,
                message=1,
                now=now,
            )

        fix = {"reading:steel": {"value": "9", "kind": "total"}}
        cards.mend(tx, card("进度50%", NOW), fix, Fault.FIXED)
        other = card("<b>差不多[red]了", NOW + timedelta(days=1))
        meant = {"task": "02.3"}
        cards.close_card(
            tx, other, CardState.DROPPED, fault=Fault.OTHER_TASK, fixed=meant
        )
        card("总体进度50%", NOW)

    loaded.run_sync(work)


def test_misread_replies_are_listed_without_a_name(duban, corrected):
    del corrected
    said = duban("--misread")
    assert said.exit_code == 0
    for part in ("进度50%", "reading:steel", "<b>差不多[red]了", "other_task", "02.3"):
        assert part in said.stdout
    assert "王敏" not in said.stdout
    assert "总体进度50%" not in said.stdout


def test_a_program_gets_them_with_stable_keys(duban, corrected):
    del corrected
    first, second = json.loads(duban("--misread", "--json").stdout)
    assert first == {
        "at": "2020-05-25T09:12:00+08:00",
        "task": "02.2",
        "text": "进度50%",
        "fault": "fixed",
        "read": {
            "percent": 50,
            "readings": [],
            "status": None,
            "expected": None,
            "problem": None,
            "needs": None,
        },
        "meant": {"reading:steel": {"value": "9", "kind": "total"}},
    }
    assert second["meant"] == {"task": "02.3"}
    late = duban("--misread", "--since", "2020-05-26", "--json").stdout
    assert [one["fault"] for one in json.loads(late)] == ["other_task"]


def test_where_nothing_was_misread_it_says_so(duban):
    assert "No reply was put right" in duban("--misread").stdout
    assert json.loads(duban("--misread", "--json").stdout) == []


def test_a_day_that_is_none_is_refused(duban):
    said = duban("--misread", "--since", "gestern")
    assert said.exit_code == 2
    assert "--since gestern" in said.stderr


def test_on_a_terminal_each_finding_stands_beside_its_words(duban):
    given = ("--task", "02.2", "--today", "2020-05-25")
    said = duban("13家已完成8家，预计9月底全部完成", *given).stdout
    assert "02.2 锅炉炉窑 · 2020-05-25" in said
    assert "reading steel" in said
    assert "2020-09-30" in said
    assert "Nothing was found" in duban("谢谢", *given).stdout


def test_a_finding_is_shown_with_its_place_and_how_sure_it_is():
    read = Reading(indicator=STEEL, value=Decimal(8), kind="increment", span=(2, 4))
    found = Understanding(
        percent=30,
        readings=(read,),
        status=Status.AT_RISK,
        expected=date(2020, 9, 30),
        unchanged=True,
        done_measures=("a",),
        sources=(
            Source(what=What.READING, which="steel", span=(2, 4), confidence=97),
            Source(what=What.EXPECTED, span=(14, 17), confidence=99),
        ),
        doubts=(
            Doubt(
                span=(7, 13),
                options=(
                    Option(percent=40),
                    Option(reading=read),
                    Option(status=Status.DONE),
                    Option(expected=date(2020, 10, 1)),
                ),
            ),
        ),
    )
    rows = [tuple(row.values()) for row in lines(SAID, found)]
    assert rows == [
        ("percent", "30%", "", "", None),
        ("reading steel", "+8", "8家", "2-4", 97),
        ("status", "at_risk", "", "", None),
        ("expected", date(2020, 9, 30), "9月底", "14-17", 99),
        ("unchanged", "yes", "", "", None),
        ("measure a", "done", "", "", None),
        ("?", "40% / steel +8 / done / 2020-10-01", "三成或者四成", "7-13", None),
    ]
