"""What templates are told."""

import dataclasses
import importlib
import json
import pkgutil
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from builders import a_catalog, a_reached, a_state, a_task, at, day, days
from tables import each

import rules
from rules import facts
from rules.pace import judge

STORY = a_state(
    task=a_task(),
    indicators=(a_reached("8"), a_reached("0"), a_reached(None)),
    percent=60,
    expected_finish=day(9, 30),
    problem="锅炉尚余2台",
    needs="资金",
    last_report=datetime(2020, 5, 24, 16, 30, tzinfo=UTC),
    missed=1,
)


@pytest.mark.parametrize(
    ("id_", "said"),
    [
        ("02.2", "2.2"),
        ("02.10", "2.10"),
        ("10.1", "10.1"),
        ("02", "2"),
        ("00.0", "0.0"),
    ],
)
def test_a_number_is_said_without_leading_noughts(id_, said):
    assert facts.number(id_) == said


def test_numbers_are_ordered_as_people_count():
    shuffled = ["10.1", "2.10", "02.2", "02.1", "9.4"]
    ordered = ["02.1", "02.2", "2.10", "9.4", "10.1"]
    assert sorted(shuffled, key=facts.place) == ordered


@pytest.mark.parametrize(
    ("value", "said"),
    [("8", "8"), ("8.50", "8.5"), ("1E+3", "1000"), ("0.00", "0"), ("100", "100")],
)
def test_a_decimal_is_said_plainly(value, said):
    assert facts.plain(Decimal(value)) == said


def test_days_and_moments_are_iso_in_the_plans_zone_or_nothing():
    assert facts.day(day(5, 25)) == "2020-05-25"
    evening = datetime(2020, 5, 24, 16, 30, tzinfo=UTC)
    assert facts.moment(evening, days()) == "2020-05-25T00:30:00+08:00"
    assert facts.day(None) is None
    assert facts.moment(None, days()) is None


def test_units_are_told_by_their_names():
    assert facts.units_of(a_catalog(units=["air", "law"])) == {
        "air": "air处",
        "law": "law处",
    }


def test_a_tasks_line_tells_all_that_is_known_of_it():
    line = facts.standing_line(STORY, judge(STORY, day(5, 25)), days())
    assert line.pop("figures") == [
        {"name": "钢铁", "total": "8", "target": "13", "unit": "家", "test": ""},
        {"name": "钢铁", "total": "0", "target": "13", "unit": "家", "test": ""},
    ]
    assert line == {
        "id": "02.2",
        "task": "2.2",
        "short": "锅炉炉窑",
        "title": "锅炉和炉窑整治",
        "progress": 60,
        "expected": 40,
        "gap": -20,
        "stated": 60,
        "light": "yellow",
        "why": "stale",
        "missed": 1,
        "last": "2020-05-25T00:30:00+08:00",
        "due": "2020-12-31",
        "finish": "2020-09-30",
        "problem": "锅炉尚余2台",
        "needs": "资金",
    }


def test_a_line_can_be_kept_as_json_whatever_is_unknown():
    for state in (STORY, a_state(last_report=at(5, 1))):
        line = facts.standing_line(state, judge(state, day(5, 25)), days())
        assert json.loads(json.dumps(line)) == line


def test_a_figure_without_number_or_target_says_so_and_shows_its_test():
    found = facts.figure(a_reached(None, target=None, test="达标"))
    assert found == {
        "name": "钢铁",
        "total": None,
        "target": None,
        "unit": "家",
        "test": "达标",
    }


def _facts_of_the_house() -> list[type]:
    modules = [
        importlib.import_module(f"rules.{found.name}")
        for found in pkgutil.iter_modules(rules.__path__)
    ]
    return sorted(
        {
            kind
            for module in modules
            for kind in vars(module).values()
            if isinstance(kind, type)
            and dataclasses.is_dataclass(kind)
            and not issubclass(kind, Exception)
        },
        key=lambda kind: (kind.__qualname__, kind.__module__),
    )


@each("kind", _facts_of_the_house())
def test_facts_are_frozen_and_slotted(kind):
    assert kind.__dataclass_params__.frozen
    assert "__slots__" in vars(kind)
