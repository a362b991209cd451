"""Where a number is heading at its present speed, and what would still make it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from builders import an_indicator, day
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.catalog import Direction, Kind
from rules.forecast import WINDOW, DatedTotal, Forecast, forecast, forecast_percent

STARTS, TODAY, DUE = day(1, 1), day(5, 25), day(12, 31)


def heading(
    *said: tuple[date, str], today=TODAY, due=DUE, starts=STARTS, **over
) -> Forecast | None:
    readings = [DatedTotal(on=on, total=Decimal(total)) for on, total in said]
    indicator = an_indicator(**{"target": Decimal(100)} | over)
    return forecast(indicator, readings, starts=starts, due=due, today=today)


def figures(found: Forecast) -> tuple[str, str, str | None, bool]:
    needed = None if found.needed is None else str(found.needed)
    return str(found.by_due), str(found.speed), needed, found.misses


def test_a_count_goes_on_as_in_the_last_eight_weeks():
    # 14 in the 35 days since 20 April: 2.8 a week; 220 days are left, 31.4 weeks.
    found = heading((day(2, 25), "2"), (day(4, 20), "20"), (day(5, 25), "34"))
    assert found.due == DUE
    assert figures(found) == ("122", "2.8", "2.1", False)


def test_what_misses_says_what_would_still_make_it():
    found = heading((day(4, 27), "20"), (day(5, 25), "25"))
    # 5 in four weeks; 75 are missing in 31.4 weeks: 2.39, never rounded down.
    assert figures(found) == ("64", "1.3", "2.4", True)


def test_one_reading_is_measured_from_where_the_number_began():
    found = heading((day(5, 25), "40"), starts=day(4, 27))
    # 40 in the 29 days from 27 April, both days counted.
    assert figures(found) == ("343", "9.7", "2.0", False)


def test_one_reading_is_measured_from_its_baseline():
    found = heading(
        (day(5, 25), "60"), starts=day(4, 28), baseline=Decimal(40), kind=Kind.SHARE
    )
    assert figures(found) == ("100.0", "5.0", "1.3", False)


@pytest.mark.parametrize("kind", [Kind.SHARE])
def test_one_reading_of_a_share_without_a_baseline_says_nothing(kind):
    assert heading((day(5, 25), "60"), kind=kind) is None


def test_readings_of_the_same_fortnight_are_not_measured_against_each_other():
    close = heading((day(4, 27), "20"), (day(5, 20), "20"), (day(5, 25), "25"))
    assert figures(close) == ("64", "1.3", "2.4", True)


def test_where_all_others_are_old_the_last_of_them_counts():
    found = heading((day(1, 10), "1"), (day(3, 2), "13"), (day(5, 25), "25"))
    assert str(found.speed) == "1.0"


def test_of_two_on_one_day_the_later_counts():
    found = heading((day(4, 27), "20"), (day(5, 25), "99"), (day(5, 25), "25"))
    assert figures(found) == ("64", "1.3", "2.4", True)


def test_what_was_reported_since_the_day_asked_about_is_not_known_yet():
    said = ((day(4, 27), "20"), (day(5, 25), "25"), (day(6, 1), "90"))
    assert figures(heading(*said)) == ("64", "1.3", "2.4", True)


def test_a_count_that_fell_stands_still():
    found = heading((day(4, 27), "30"), (day(5, 25), "25"))
    assert figures(found) == ("25", "0.00", "2.4", True)


def test_a_count_downwards_that_rose_stands_still():
    found = heading(
        (day(4, 27), "30"),
        (day(5, 25), "35"),
        target=Decimal(0),
        baseline=Decimal(40),
        direction=Direction.DOWN,
    )
    assert figures(found) == ("35", "0.00", "-1.2", True)


def test_a_share_may_fall_and_stays_a_share():
    falls = heading((day(4, 27), "90"), (day(5, 25), "70"), kind=Kind.SHARE)
    assert figures(falls) == ("0.0", "-5.0", "0.96", True)
    rises = heading((day(4, 27), "50"), (day(5, 25), "90"), kind=Kind.SHARE)
    assert figures(rises) == ("100.0", "10.0", "0.32", False)


def test_a_share_on_its_way_to_lose_its_target_needs_no_speed_to_reach_it():
    found = heading(
        (day(4, 27), "90"),
        (day(5, 25), "88"),
        kind=Kind.SHARE,
        target=Decimal(85),
        baseline=Decimal("88.6"),
    )
    assert figures(found) == ("72.2", "-0.50", None, True)


def test_downwards_is_measured_downwards():
    found = heading(
        (day(4, 27), "40"),
        (day(5, 25), "36"),
        target=Decimal(0),
        baseline=Decimal(50),
        direction=Direction.DOWN,
    )
    assert figures(found) == ("5", "-1.0", "-1.2", True)


@pytest.mark.parametrize(
    ("total", "direction", "misses"),
    [
        ("31", Direction.DOWN, True),
        ("30", Direction.DOWN, False),
        ("31", Direction.UP, False),
        ("29.9", Direction.UP, True),
    ],
)
def test_a_level_is_taken_to_stay_where_it_is(total, direction, misses):
    found = heading(
        (day(3, 25), "50"),
        (day(5, 25), total),
        kind=Kind.LEVEL,
        target=Decimal(30),
        direction=direction,
    )
    assert found.by_due == Decimal(total)
    assert (found.speed, found.needed, found.misses) == (0, None, misses)


def test_a_level_needs_no_more_than_one_reading():
    assert heading((day(5, 25), "31"), kind=Kind.LEVEL).by_due == 31


def test_a_sum_is_told_to_a_tenth_and_never_better_than_it_will_be():
    sums = heading((day(4, 27), "20"), (day(5, 25), "25"), kind=Kind.CUMULATIVE)
    assert str(sums.by_due) == "64.2"


@pytest.mark.parametrize(
    ("said", "over"),
    [
        pytest.param((), {}, id="nothing reported"),
        pytest.param(((day(5, 25), "8"),), {"target": None}, id="no target"),
        pytest.param(((day(5, 25), "8"),), {"due": day(5, 25)}, id="due today"),
        pytest.param(((day(5, 25), "8"),), {"due": day(5, 1)}, id="past due"),
        pytest.param(((day(3, 29), "8"),), {}, id="silent for more than eight weeks"),
        pytest.param(((day(6, 1), "8"),), {}, id="reported only later"),
        pytest.param(
            ((day(5, 20), "8"),), {"starts": day(6, 1)}, id="before it starts"
        ),
    ],
)
def test_nothing_is_said_where_nothing_can_be_known(said, over):
    assert heading(*said, **over) is None


def test_eight_weeks_of_silence_are_still_heard():
    assert heading((day(5, 25) - WINDOW, "8")) is not None


def test_a_stated_percent_is_heading_for_its_whole():
    readings = [
        DatedTotal(on=day(4, 27), total=Decimal(20)),
        DatedTotal(on=day(5, 25), total=Decimal(25)),
    ]
    found = forecast_percent(readings, starts=STARTS, due=DUE, today=day(5, 25))
    assert figures(found) == ("64.2", "1.3", "2.4", True)


_totals = st.decimals(0, 100, places=1)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([Kind.COUNT, Kind.SHARE, Kind.CUMULATIVE]),
    st.lists(st.tuples(st.integers(0, 144), _totals), min_size=1, max_size=6),
    st.integers(1, 220),
    st.sampled_from(Direction),
)
def test_the_speed_needed_makes_it_and_a_forecast_that_misses_falls_short(
    kind, said, left, direction
):
    today = day(5, 25)
    readings = sorted((STARTS + timedelta(n), str(total)) for n, total in said)
    up = direction is Direction.UP
    target = Decimal(100) if up else Decimal(0)
    found = heading(
        *readings,
        kind=kind,
        direction=direction,
        target=target,
        baseline=Decimal(0) if up else Decimal(100),
        today=today,
        due=today + timedelta(left),
    )
    if found is None:
        return
    last = {on: Decimal(total) for on, total in readings if on <= today}
    total = last[max(last)]
    if found.needed is not None:
        there = total * 7 + found.needed * left
        assert (there >= target * 7) if up else (there <= target * 7)
    assert found.misses or (
        (found.by_due >= target) if up else (found.by_due <= target)
    )
