"""What was put right of a card, and what then stands on it."""

import json
from decimal import Decimal

import pytest
from builders import a_task, an_indicator, day
from tables import each

from rules.catalog import Measure
from rules.errors import OldButton
from rules.fixes import (
    Field,
    asked,
    chosen,
    key_of,
    mark,
    mended,
    named,
    names_gone,
    still_named,
    with_answer,
    with_fix,
)
from rules.ids import IndicatorId
from rules.understand import Reading, Status, Understanding
from rules.understand.said import Doubt, Option

STEEL, KILNS = IndicatorId("steel"), IndicatorId("kilns")
TASK = a_task(
    indicators=(an_indicator(), an_indicator(id=KILNS, name="炉窑", unit="台")),
    measures=(Measure(id="a", text="改造"), Measure(id="b", text="淘汰")),
)


def count(value: str, indicator=STEEL, kind="total") -> Reading:
    return Reading(indicator=indicator, value=Decimal(value), kind=kind, span=(0, 1))


READ = Understanding(
    percent=40,
    readings=(count("8"),),
    status=Status.AT_RISK,
    expected=day(9, 30),
    problem="缺资金",
    needs="请协调",
    done_measures=("a",),
)
DOUBT = Doubt(
    span=(3, 7),
    options=(
        Option(reading=count("2", KILNS, "increment")),
        Option(percent=70),
        Option(status=Status.BLOCKED),
        Option(expected=day(10, 31)),
    ),
)


@each(
    ("fixes", "field", "wanted"),
    [
        ({}, "percent", 40),
        ({"percent": 60}, "percent", 60),
        ({"percent": 0}, "percent", 0),
        ({"percent": None}, "percent", None),
        ({"status": "done"}, "status", Status.DONE),
        ({"status": None}, "status", None),
        ({"expected": "2020-10-31"}, "expected", day(10, 31)),
        ({"expected": None}, "expected", None),
        ({"problem": "停工"}, "problem", "停工"),
        ({"problem": ""}, "problem", ""),
        ({"needs": ""}, "needs", ""),
        ({"measures": ["b"]}, "done_measures", ("b",)),
        ({"measures": []}, "done_measures", ()),
        ({"reading:gone": {"value": "9", "kind": "total"}}, "readings", (count("8"),)),
        ({"reading:steel": None}, "readings", ()),
    ],
)
def test_what_was_put_right_stands_in_the_place_of_what_was_read(fixes, field, wanted):
    assert getattr(mended(READ, fixes, TASK), field) == wanted


def test_numbers_put_right_stand_in_the_tasks_order():
    fixes = {"reading:steel": {"value": "9", "kind": "total"}}
    read = Understanding(readings=(count("3", KILNS), count("8")))
    now = mended(read, fixes, TASK).readings
    assert [(one.indicator, str(one.value)) for one in now] == [
        (STEEL, "9"),
        (KILNS, "3"),
    ]
    assert now[0].span == (0, 0)
    foreign = Understanding(readings=(count("1", IndicatorId("gone")),))
    assert len(mended(foreign, fixes, TASK).readings) == 2


@each(
    ("fixes", "unchanged"),
    [
        ({}, True),
        ({"expected": "2020-10-31"}, True),
        ({"percent": None}, True),
        ({"percent": 0}, False),
        ({"reading:steel": {"value": "9", "kind": "total"}}, False),
        ({"reading:steel": None}, True),
    ],
)
def test_a_new_number_ends_no_change(fixes, unchanged):
    assert mended(Understanding(unchanged=True), fixes, TASK).unchanged is unchanged


@each(
    ("option", "key", "value"),
    [
        (0, "reading:kilns", {"value": "2", "kind": "increment"}),
        (1, "percent", 70),
        (2, "status", "blocked"),
        (3, "expected", "2020-10-31"),
    ],
)
def test_a_doubt_is_answered_by_an_option_and_asked_no_more(option, key, value):
    read = Understanding(doubts=(DOUBT,))
    fixes = with_answer({"percent": 5}, DOUBT, option)
    assert fixes[key] == value
    assert mended(read, fixes, TASK).doubts == ()
    assert not mended(read, fixes, TASK).nothing


def test_a_doubt_that_is_none_of_these_says_nothing():
    read = Understanding(doubts=(DOUBT,))
    fixes = with_answer({}, DOUBT, None)
    assert mended(read, fixes, TASK) == Understanding()
    assert mended(read, {}, TASK).doubts == (DOUBT,)


def test_a_field_put_right_answers_the_doubt_about_it():
    read = Understanding(doubts=(DOUBT,))
    assert with_fix(read, {}, "percent", 60) == {"percent": 60, asked(DOUBT): None}
    assert with_fix(read, {}, "problem", "x") == {"problem": "x"}
    taken = with_answer({}, DOUBT, 1)
    assert with_fix(read, taken, "percent", 60)[asked(DOUBT)] == 1


def test_a_key_names_a_field_of_this_task():
    assert named(key_of(KILNS), TASK) == (Field.READING, TASK.indicators[1])
    assert named("needs", TASK) == (Field.NEEDS, None)


@each("key", ["reading:gone", "reading:", "reading", "", "doubt:3-7", "x" * 50])
def test_a_key_of_nothing_is_refused(key):
    with pytest.raises(OldButton):
        named(key, TASK)


@each(
    ("choice", "done"),
    [("+b", ["a", "b"]), ("-a", []), ("+a", ["a"]), ("-b", ["a"])],
)
def test_a_measure_is_chosen_and_let_go(choice, done):
    assert chosen(READ, choice, TASK) == done


@each("choice", ["+c", "a", "", "+", "*a"])
def test_a_measure_of_another_task_is_refused(choice):
    with pytest.raises(OldButton):
        chosen(READ, choice, TASK)


def test_a_mark_is_of_what_was_put_right_in_whatever_order():
    one, other = {"percent": 1, "needs": "请"}, {"needs": "请", "percent": 1}
    assert mark({}) == ""
    assert mark(one) == mark(json.loads(json.dumps(other)))
    assert mark(one) != mark(one | {"percent": 2})
    assert len(mark(one)) == 8


def test_a_number_put_right_of_an_indicator_that_left_is_told_of_and_left_out():
    stays = {"percent": 60, "reading:steel": {"value": "5", "kind": "total"}}
    left = {"reading:mills": {"value": "5", "kind": "total"}}
    emptied = {"reading:mills": None}
    assert still_named(stays | left, TASK) == stays
    assert [names_gone(one, TASK) for one in (stays, left, emptied)] == [
        False,
        True,
        False,
    ]
