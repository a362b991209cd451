"""What should be reached by a day, whatever the curve."""

from datetime import date, timedelta

import pytest
from builders import day
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rules.catalog import Curve, Point, Shape
from rules.curves import expected, put_off

LINEAR = Curve()
FRONT, BACK = Curve(shape=Shape.FRONT), Curve(shape=Shape.BACK)
TEN_DAYS = (day(1, 1), day(1, 10))
EIGHT_DAYS = (day(1, 1), day(1, 8))
YEAR = (day(1, 1), day(12, 31))


def points(*said: tuple[date, int]) -> tuple[Point, ...]:
    return tuple(Point(day=on, percent=percent) for on, percent in said)


@pytest.mark.parametrize(
    ("span", "today", "reached"),
    [
        pytest.param(TEN_DAYS, date(2019, 12, 31), 0, id="before it starts"),
        pytest.param(TEN_DAYS, day(1, 1), 10, id="at the end of the first day"),
        pytest.param(TEN_DAYS, day(1, 5), 50, id="half way"),
        pytest.param(TEN_DAYS, day(1, 9), 90, id="the day before it is due"),
        pytest.param(TEN_DAYS, day(1, 10), 100, id="on the due day"),
        pytest.param(TEN_DAYS, day(2, 1), 100, id="afterwards"),
        pytest.param(EIGHT_DAYS, day(1, 1), 13, id="half a point counts up"),
        pytest.param((day(1, 5), day(1, 5)), day(1, 4), 0, id="one day, before"),
        pytest.param((day(1, 5), day(1, 5)), day(1, 5), 100, id="one day"),
        pytest.param(YEAR, day(5, 25), 40, id="25 May of a leap year"),
    ],
)
def test_without_a_curve_it_grows_evenly_to_the_due_day(span, today, reached):
    assert expected(LINEAR, *span, today) == reached


@pytest.mark.parametrize(
    ("curve", "reached"),
    [
        # On the fifth of ten days half is gone: 1 - (1/2)^2 and (1/2)^2.
        pytest.param(FRONT, [19, 75, 99, 100], id="front"),
        pytest.param(BACK, [1, 25, 81, 100], id="back"),
    ],
)
def test_front_is_fast_early_and_back_is_slow_early(curve, reached):
    shown = [expected(curve, *TEN_DAYS, day(1, n)) for n in (1, 5, 9, 10)]
    assert shown == reached


STEPS = points((day(6, 30), 40), (day(9, 30), 70), (day(12, 31), 100))


@pytest.mark.parametrize(
    ("today", "reached"),
    [
        (date(2019, 12, 31), 0),
        (day(1, 1), 0),
        (day(6, 29), 0),
        (day(6, 30), 40),
        (day(9, 29), 40),
        (day(9, 30), 70),
        (day(12, 30), 70),
        (day(12, 31), 100),
        (date(2021, 1, 1), 100),
    ],
)
def test_steps_are_flat_until_their_day(today, reached):
    assert expected(Curve(shape=Shape.STEPS, points=STEPS), *YEAR, today) == reached


@pytest.mark.parametrize(
    ("today", "reached"),
    [
        pytest.param(day(1, 1), 0, id="the first day"),
        pytest.param(day(3, 31), 20, id="half way to the first point"),
        pytest.param(day(6, 30), 40, id="the first point"),
        pytest.param(day(8, 15), 55, id="half way to the second"),
        pytest.param(day(9, 30), 70, id="the second"),
        pytest.param(day(12, 30), 100, id="all but there"),
        pytest.param(day(12, 31), 100, id="there"),
    ],
)
def test_milestones_are_joined_by_straight_lines(today, reached):
    curve = Curve(shape=Shape.MILESTONES, points=STEPS)
    assert expected(curve, *YEAR, today) == reached


def test_after_a_last_point_before_the_due_day_all_is_expected():
    early = points((day(6, 30), 50), (day(10, 31), 100))
    for shape in (Shape.STEPS, Shape.MILESTONES):
        curve = Curve(shape=shape, points=early)
        assert expected(curve, *YEAR, day(10, 31)) == 100
        assert expected(curve, *YEAR, day(11, 15)) == 100


def test_milestones_that_do_not_say_their_end_end_at_the_due_day():
    curve = Curve(shape=Shape.MILESTONES, points=points((day(1, 5), 80)))
    assert expected(curve, *TEN_DAYS, day(1, 8)) == 92


SUMMER = Curve(
    shape=Shape.SEASONAL, weights=(0, 0, 1, 2, 3, 4, 4, 3, 2, 1, 0, 0)
)  # 20 in all


@pytest.mark.parametrize(
    ("today", "reached"),
    [
        pytest.param(day(2, 29), 0, id="nothing in winter"),
        pytest.param(day(3, 31), 5, id="a twentieth in March"),
        pytest.param(day(6, 15), 40, id="half of June: 1 + 2 + 3 + 2"),
        pytest.param(day(6, 30), 50, id="half by the end of June"),
        pytest.param(day(10, 31), 100, id="all by the end of October"),
        pytest.param(day(12, 30), 100, id="nothing more in winter"),
    ],
)
def test_seasons_grow_by_the_weight_of_each_month(today, reached):
    assert expected(SUMMER, *YEAR, today) == reached


def test_a_season_counts_only_the_months_of_the_span_part_months_in_part():
    june = (day(6, 16), day(7, 31))  # 2 of June's 4, and July's 4
    assert expected(SUMMER, *june, day(6, 30)) == 33


def test_seasons_of_several_years_come_again_each_year():
    two_years = (day(1, 1), date(2021, 12, 31))
    assert expected(SUMMER, *two_years, day(12, 31)) == 50
    assert expected(SUMMER, *two_years, date(2021, 6, 30)) == 75


def test_a_span_without_a_month_that_counts_grows_evenly():
    winter = (day(11, 1), day(11, 10))
    assert expected(SUMMER, *winter, day(11, 5)) == 50


def test_an_extension_moves_what_was_due_at_the_end_and_keeps_what_was_before():
    curve = Curve(shape=Shape.STEPS, points=STEPS)
    later = put_off(curve, day(12, 31), date(2021, 3, 31))
    assert later.points == points(
        (day(6, 30), 40), (day(9, 30), 70), (date(2021, 3, 31), 100)
    )
    span = (day(1, 1), date(2021, 3, 31))
    assert expected(later, *span, day(12, 31)) == 70
    assert expected(later, *span, date(2021, 3, 31)) == 100


def test_points_behind_the_former_end_fall_away_and_other_curves_stay():
    curve = Curve(shape=Shape.STEPS, points=STEPS)
    moved = put_off(curve, day(9, 1), day(11, 30))
    assert moved.points == points((day(6, 30), 40), (day(11, 30), 100))
    assert put_off(SUMMER, day(9, 1), day(11, 30)) == SUMMER


_days = st.dates(date(2019, 6, 1), date(2021, 6, 30))


@st.composite
def _curves(draw, starts: date, due: date) -> Curve:
    shape = draw(st.sampled_from(Shape))
    if shape is Shape.SEASONAL:
        weights = draw(st.lists(st.integers(0, 9), min_size=12, max_size=12))
        return Curve(shape=shape, weights=tuple(weights))
    if shape in {Shape.STEPS, Shape.MILESTONES}:
        inner = sorted(draw(st.sets(st.dates(starts, due), max_size=5)) | {due})
        percents = sorted(draw(st.lists(st.integers(0, 100), min_size=5, max_size=5)))
        said = [*percents[: len(inner) - 1], 100]
        return Curve(shape=shape, points=points(*zip(inner, said, strict=True)))
    return Curve(shape=shape)


@settings(max_examples=200, deadline=None)
@given(st.data(), _days, st.integers(0, 500), _days)
def test_no_curve_ever_falls_or_leaves_the_whole(data, starts, span, today):
    due = starts + timedelta(span)
    curve = data.draw(_curves(starts, due))
    now, then = (expected(curve, starts, due, today + timedelta(n)) for n in (0, 1))
    assert 0 <= now <= then <= 100
    assert expected(curve, starts, due, starts - timedelta(1)) == 0
    assert expected(curve, starts, due, due) == 100


@settings(max_examples=100, deadline=None)
@given(st.data(), _days, st.integers(1, 500), st.integers(1, 300))
def test_putting_off_never_asks_for_more(data, starts, span, more):
    due = starts + timedelta(span)
    curve, today = data.draw(_curves(starts, due)), data.draw(st.dates(starts, due))
    assume(curve.shape in {Shape.STEPS, Shape.MILESTONES})
    later = due + timedelta(more)
    after = expected(put_off(curve, due, later), starts, later, today)
    assert after <= expected(curve, starts, due, today)
