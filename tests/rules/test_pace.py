"""How far a task should be, and how far it is."""

from dataclasses import replace
from decimal import Decimal

import pytest
from builders import a_reached, a_state, a_task, day
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.catalog import Curve, Direction, Kind, Lights, Measure, Point, Shape
from rules.lifecycle import Stage
from rules.pace import Light, achievement, judge, progress
from rules.progress import computed, pace
from rules.understand import Status

UP, DOWN = Direction.UP, Direction.DOWN


@pytest.mark.parametrize(
    ("total", "direction", "baseline", "target", "points"),
    [
        pytest.param("0", UP, None, "13", 0, id="nothing yet"),
        pytest.param("8", UP, None, "13", 62, id="eight of thirteen"),
        pytest.param("13", UP, None, "13", 100, id="reached"),
        pytest.param("20", UP, None, "13", 100, id="more than asked is all of it"),
        pytest.param("-2", UP, None, "13", 0, id="below nothing is nothing"),
        pytest.param("15", UP, "10", "20", 50, id="up from a baseline"),
        pytest.param("9", UP, "10", "20", 0, id="below the baseline"),
        pytest.param("35", DOWN, "40", "30", 50, id="down from a baseline"),
        pytest.param("30", DOWN, "40", "30", 100, id="down to the target"),
        pytest.param("45", DOWN, "40", "30", 0, id="the wrong way"),
        pytest.param("31", DOWN, None, "30", 0, id="down from nowhere: not yet"),
        pytest.param("30", DOWN, None, "30", 100, id="down from nowhere: there"),
        pytest.param("86", UP, "88.6", "85", 100, id="a level still beyond its target"),
        pytest.param(
            "84.9", UP, "88.6", "85", 0, id="a level that has lost its target"
        ),
        pytest.param("31", DOWN, "29", "30", 0, id="a low level that has risen above"),
        pytest.param("85", UP, "85", "85", 100, id="baseline and target alike"),
        pytest.param("0", UP, None, "0", 100, id="a target of nought"),
    ],
)
def test_an_indicator_is_reached_from_its_baseline_in_its_direction(
    total, direction, baseline, target, points
):
    state = a_reached(
        total,
        direction=direction,
        baseline=None if baseline is None else Decimal(baseline),
        target=Decimal(target),
    )
    assert achievement(state) == points


@pytest.mark.parametrize(
    ("total", "target"), [(None, Decimal(13)), ("8", None), (None, None)]
)
def test_without_a_number_or_a_target_nothing_is_claimed(total, target):
    assert achievement(a_reached(total, target=target)) is None


@pytest.mark.parametrize("kind", [Kind.LEVEL, Kind.SHARE])
@pytest.mark.parametrize(
    ("total", "points"), [("88.6", 100), ("85", 100), ("84.9", 0), ("0", 0)]
)
def test_what_was_good_from_the_beginning_counts_only_while_it_holds(
    kind, total, points
):
    share = a_reached(
        total, kind=kind, baseline=Decimal("88.6"), target=Decimal(85), unit="%"
    )
    assert achievement(share) == points


HALF = a_reached("5", target=Decimal(10))
ALL = a_reached("10", target=Decimal(10))
UNSAID = a_reached(None)
NO_TARGET = a_reached("31", target=None)


@pytest.mark.parametrize(
    ("indicators", "percent", "status", "points"),
    [
        pytest.param((), None, None, None, id="nothing known"),
        pytest.param((), 40, None, 40, id="only what was stated"),
        pytest.param((HALF,), None, None, 50, id="one number"),
        pytest.param((HALF, ALL), None, None, 75, id="the mean of two"),
        pytest.param((HALF, UNSAID), None, None, 50, id="what is not reported waits"),
        pytest.param((HALF,), 90, None, 50, id="numbers come before what is stated"),
        pytest.param((UNSAID, NO_TARGET), 90, None, 90, id="no number to go by"),
        pytest.param((HALF,), 90, Status.DONE, 100, id="done is all of it"),
        pytest.param((HALF,), 90, Status.BLOCKED, 50, id="other words change nothing"),
    ],
)
def test_progress_comes_from_numbers_first_then_from_what_was_stated(
    indicators, percent, status, points
):
    state = a_state(indicators=indicators, percent=percent, status=status)
    assert progress(state) == points


def test_a_standing_tells_what_is_computed_beside_what_was_stated():
    state = a_state(indicators=(HALF,), percent=90)
    standing = judge(state, day(5, 25))
    assert (standing.progress, standing.stated) == (50, 90)
    assert (standing.expected, standing.gap) == (40, -10)


def test_a_task_nothing_is_known_of_has_no_gap():
    standing = judge(a_state(), day(5, 25))
    assert (standing.progress, standing.stated, standing.gap) == (None, None, None)
    assert (standing.computed, standing.apart) == (None, False)


MEASURES = tuple(Measure(id=id_, text=id_) for id_ in "abc")


@pytest.mark.parametrize(
    ("over", "points"),
    [
        pytest.param({"measures_done": frozenset("a")}, 33, id="one of three"),
        pytest.param({"measures_done": frozenset("abc")}, 100, id="all of them"),
        pytest.param(
            {"measures_done": frozenset("ax")}, 33, id="one the plan has dropped"
        ),
        pytest.param({"measures_done": frozenset("x")}, None, id="only such"),
        pytest.param(
            {"measures_done": frozenset("a"), "percent": 80},
            80,
            id="a word comes before measures",
        ),
        pytest.param(
            {"measures_done": frozenset("a"), "indicators": (HALF, UNSAID)},
            50,
            id="so do the numbers there are",
        ),
    ],
)
def test_measures_done_count_where_nothing_else_is_said(over, points):
    assert progress(a_state(task=a_task(measures=MEASURES), **over)) == points


@pytest.mark.parametrize(
    ("percent", "apart"), [(35, False), (65, False), (66, True), (34, True)]
)
def test_what_is_said_and_what_is_computed_are_both_shown_when_far_apart(
    percent, apart
):
    standing = judge(a_state(indicators=(HALF,), percent=percent), day(5, 25))
    assert (standing.stated, standing.computed) == (percent, 50)
    assert standing.apart is apart


def test_how_far_is_the_policys_to_say():
    state = a_state(indicators=(HALF,), percent=60, lights=Lights(apart=9))
    assert judge(state, day(5, 25)).apart


def test_numbers_in_part_are_shown_beside_a_percent_that_counts():
    standing = judge(a_state(indicators=(HALF, UNSAID), percent=90), day(5, 25))
    assert (standing.progress, standing.computed, standing.apart) == (90, 50, True)


def test_done_by_word_is_all_of_it_and_the_numbers_are_shown_beside_it():
    standing = judge(a_state(indicators=(HALF,), status=Status.DONE), day(5, 25))
    assert (standing.progress, standing.stated, standing.computed) == (100, 100, 50)
    assert standing.apart


@pytest.mark.parametrize("stage", [Stage.COMPLETED, Stage.CLOSED_OUT])
def test_once_it_was_reviewed_nothing_is_held_against_a_task(stage):
    state = a_state(indicators=(HALF,), percent=90, stage=stage)
    standing = judge(state, day(5, 25))
    assert (standing.progress, standing.apart) == (100, False)


def test_applying_for_completion_says_that_it_is_done():
    assert progress(a_state(percent=90, stage=Stage.COMPLETION_REVIEW)) == 100


BACK = Curve(shape=Shape.BACK)  # on 25 May it expects 16 where evenly 40 would be
STEP = Curve(shape=Shape.STEPS, points=(Point(day=day(6, 30), percent=100),))
LATE = a_reached("5", target=Decimal(10), curve=BACK)
EARLY = a_reached("5", target=Decimal(10), due=day(5, 31))
LATE_UNSAID = a_reached(None, curve=BACK)


@pytest.mark.parametrize(
    ("over", "points"),
    [
        pytest.param({}, 40, id="nothing known: the task's own"),
        pytest.param({"percent": 20}, 40, id="a word: the task's own"),
        pytest.param({"indicators": (LATE,)}, 16, id="a number's own curve"),
        pytest.param({"indicators": (EARLY,)}, 96, id="a number's own due day"),
        pytest.param({"indicators": (LATE, HALF)}, 28, id="the mean of two"),
        pytest.param(
            {"indicators": (HALF, LATE_UNSAID)}, 40, id="those that are reported"
        ),
        pytest.param(
            {"indicators": (LATE, UNSAID), "percent": 20},
            40,
            id="a word for what is not all numbers",
        ),
        pytest.param({"indicators": (LATE,), "percent": 20}, 16, id="all are numbers"),
        pytest.param({"indicators": (NO_TARGET,)}, 40, id="no number to reach"),
    ],
)
def test_what_is_expected_is_measured_as_the_progress_is(over, points):
    assert pace(a_state(**over), day(5, 25)) == points


def test_a_task_whose_progress_is_stated_may_have_a_curve_of_its_own():
    state = a_state(task=a_task(curve=STEP), percent=20)
    assert judge(state, day(6, 29)).expected == 0
    assert judge(state, day(6, 30)).expected == 100


def test_an_extension_moves_the_end_of_the_curves():
    curve = Curve(
        shape=Shape.STEPS,
        points=(Point(day=day(6, 30), percent=40), Point(day=day(9, 30), percent=100)),
    )
    task = a_task(curve=curve, due=day(11, 30), put_off_from=day(9, 30))
    assert pace(a_state(task=task), day(10, 1)) == 40
    own = a_reached("5", target=Decimal(10), curve=curve, due=day(9, 30))
    assert pace(a_state(task=task, indicators=(own,)), day(10, 1)) == 100


@pytest.mark.parametrize("stage", [Stage.SUSPENDED, Stage.TERMINATED, Stage.WAIVED])
def test_what_is_out_of_all_rates_has_no_gap(stage):
    standing = judge(a_state(percent=10, stage=stage), day(5, 25))
    assert (standing.light, standing.gap, standing.progress) == (Light.OUT, None, 10)


def test_what_follows_from_facts_is_numbers_before_measures():
    state = a_state(task=a_task(measures=MEASURES), measures_done=frozenset("ab"))
    assert computed(state) == 67
    assert computed(replace(state, indicators=(HALF,))) == 50


_numbers = st.decimals(-1000, 1000, places=1)


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(Direction),
    st.none() | _numbers,
    _numbers,
    st.tuples(_numbers, _numbers),
)
def test_going_the_right_way_is_never_less(direction, baseline, target, totals):
    less, more = sorted(totals, reverse=direction is Direction.DOWN)
    before, after = (
        achievement(
            a_reached(str(total), direction=direction, baseline=baseline, target=target)
        )
        for total in (less, more)
    )
    assert 0 <= before <= after <= 100
