"""How far a task should be, and how far it is."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from builders import a_reached, a_state, day
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.catalog import Direction
from rules.pace import achievement, expected, judge, progress
from rules.understand import Status

TEN_DAYS = (day(1, 1), day(1, 10))
EIGHT_DAYS = (day(1, 1), day(1, 8))


@pytest.mark.parametrize(
    ("span", "today", "points"),
    [
        pytest.param(TEN_DAYS, date(2019, 12, 31), 0, id="before it starts"),
        pytest.param(TEN_DAYS, day(1, 1), 10, id="at the end of the first day"),
        pytest.param(TEN_DAYS, day(1, 5), 50, id="half way"),
        pytest.param(TEN_DAYS, day(1, 9), 90, id="the day before it is due"),
        pytest.param(TEN_DAYS, day(1, 10), 100, id="on the due day"),
        pytest.param(TEN_DAYS, day(2, 1), 100, id="afterwards"),
        pytest.param(EIGHT_DAYS, day(1, 1), 13, id="half a point counts up"),
        pytest.param(
            (day(1, 5), day(1, 5)), day(1, 4), 0, id="a task of one day, before"
        ),
        pytest.param((day(1, 5), day(1, 5)), day(1, 5), 100, id="a task of one day"),
        pytest.param(
            (day(1, 1), day(12, 31)), day(5, 25), 40, id="25 May of a leap year"
        ),
    ],
)
def test_what_is_expected_grows_evenly_to_the_due_day(span, today, points):
    assert expected(*span, today) == points


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


_days = st.dates(date(2019, 6, 1), date(2021, 6, 30))


@settings(max_examples=50, deadline=None)
@given(_days, st.integers(0, 800), _days)
def test_what_is_expected_never_shrinks_and_stays_within_the_whole(starts, span, today):
    due = starts + timedelta(span)
    now, then = (expected(starts, due, today + timedelta(n)) for n in (0, 1))
    assert 0 <= now <= then <= 100


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
