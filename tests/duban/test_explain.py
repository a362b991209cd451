"""`duban explain`: what it prints, what programs get, and how it ends."""

import json
import re
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from rules.ids import PlanId, UnitId
from rules.people import Role
from scheduler import chasing, opening
from store import people
from store.session import Store

ROOT = Path(__file__).parents[2]
PLAN = PlanId("zj-2020")
CAST = [
    (1, "王敏", Role.OWNER, "air"),
    (2, "王敏", Role.HEAD, "air"),
    (3, "孙悦", Role.ADMIN, None),
    (4, "李明", Role.OWNER, "water"),
]


@pytest.fixture
def kind():
    """One kind of database will do: the questions are tested on both elsewhere."""
    return "sqlite"


@pytest.fixture
async def house(loaded: Store, clock) -> Store:
    """The plan in force with its people, its first tasks handed out and asked about."""

    def link(tx):
        later = clock() + timedelta(days=1)
        for user, name, role, unit in CAST:
            home = UnitId(unit) if unit else None
            people.invite(
                tx, PLAN, f"c{user}", role=role, unit=home, expires=later, now=clock()
            )
            tx.flush()
            person = people.link(
                tx,
                people.invite_of(tx, f"c{user}"),
                user=user,
                chat=user,
                name=name,
                locale="zh",
                now=clock(),
            )
            people.known_as(tx, person.id, f"user{user}")

    loaded.run_sync(link)
    clock.forward(days=14, hours=3)  # 10 March: the first reports are due
    await opening.open_periods(loaded, PLAN, clock)
    await chasing.tick(loaded, PLAN, clock)
    return loaded


@pytest.fixture
def explain(house: Store, clock, typed_at, monkeypatch: pytest.MonkeyPatch):
    """Run `duban explain` as typed, at the moment the house stands at."""
    monkeypatch.setattr("duban.clock.now", clock)
    typed = typed_at(house.url.render_as_string(hide_password=False))
    return partial(typed, "explain")


def test_a_task_is_explained_in_words(explain):
    said = explain("2.2")
    assert said.exit_code == 0
    assert "2.2 锅炉炉窑：为何催办" in said.stdout
    assert "按“半月报”规则，每月10日、25日报告（目录第" in said.stdout
    assert "之后：" in said.stdout


def test_and_in_english(explain):
    said = explain("02.2", "--locale", "en")
    assert "on the 10th and 25th of each month (catalog, line" in said.stdout


def test_a_program_gets_a_task_with_stable_keys(explain):
    told = json.loads(explain("02.2", "--json").stdout)
    assert set(told) == {"as_of", "id", "task", "short", "sum", "own", "obligations"}
    report = next(one for one in told["obligations"] if one["kind"] == "report")
    assert set(report) == {
        *("obligation", "id", "task", "short", "unit", "kind", "debtor", "period"),
        *("span", "state", "rule", "opened", "due", "planned", "holiday", "put_off"),
        *("late", "happened", "letters", "why_not", "next"),
    }
    assert set(report["next"][0]) == {"at", "to", "asks", "told"}
    assert set(report["why_not"][0]) == {"why", "until", "who", "what"}
    assert report["next"][0]["at"].startswith("2020-03-")
    assert (report["id"], report["due"]) == ("02.2", "2020-03-10")


def test_every_key_is_named_in_the_help(explain):
    help_ = explain("--help").stdout
    task = json.loads(explain("02.2", "--json").stdout)
    person = json.loads(explain("李明", "--json").stdout)
    for key in (*task, *task["obligations"][0], *person):
        assert key == "own" or key in help_


@pytest.mark.parametrize("who", ["李明", "4", "@user4", "@USER4"])
def test_a_person_is_found_by_name_number_or_user_name(explain, who):
    told = json.loads(explain(who, "--json").stdout)
    assert (told["id"], told["name"], told["role"]) == (4, "李明", "owner")
    assert told["budget"]["per_day"] == 3
    assert told["waiting"]
    assert told["next"]


def test_a_person_is_explained_in_words(explain):
    said = explain("李明")
    assert said.exit_code == 0
    assert "李明 · 责任人 · 水生态环境处" in said.stdout
    assert "工作时间 08:30—18:00（Asia/Shanghai）" in said.stdout
    assert "今日已发 0/3 条" in said.stdout
    assert "待发" in said.stdout


@pytest.mark.parametrize(
    ("what", "hint"),
    [("王明", "李明"), ("柴油火车", "2.3 柴油货车"), ("2.22", "2.2 锅炉炉窑")],
)
def test_who_and_what_is_not_there_gets_the_nearest_names(explain, what, hint):
    said = explain(what)
    assert (said.exit_code, said.stdout) == (1, "")
    assert hint in said.stderr


def test_where_nothing_is_near_nothing_is_guessed(explain):
    said = explain("@nobody")
    assert (said.exit_code, said.stdout) == (1, "")
    assert "是否指" not in said.stderr


def test_two_of_one_name_are_told_apart_by_number(explain):
    said = explain("王敏")
    assert said.exit_code == 1
    assert {"1 王敏", "2 王敏"} <= set(re.findall(r"\d 王敏", said.stderr))
    assert explain("1").exit_code == explain("2").exit_code == 0


@pytest.mark.parametrize("words", [(), ("2.2", "2.3"), ("2.2", "--locale", "fr")])
def test_used_wrongly_it_ends_with_2(explain, words):
    assert explain(*words).exit_code == 2
