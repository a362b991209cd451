"""Which days are worked, and what the next working moment is."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from builders import SHANGHAI, at, day, days

from rules.catalog import WorkCalendar
from rules.workdays import Workdays, countries

# The State Council's calendar of 2020, with January's holiday lengthened to 2 February.
HOLIDAYS = (
    ((1, 1), (1, 1)),
    ((1, 24), (2, 2)),
    ((4, 4), (4, 6)),
    ((5, 1), (5, 5)),
    ((6, 25), (6, 27)),
    ((10, 1), (10, 8)),
)
MADE_UP = {day(1, 19), day(4, 26), day(5, 9), day(6, 28), day(9, 27), day(10, 10)}


def abroad(country: str) -> Workdays:
    return Workdays(WorkCalendar(country=country), SHANGHAI)


def off_in_2020() -> set[date]:
    whole = [day(1, 1) + timedelta(days=n) for n in range(366)]
    weekends = {one for one in whole if one.weekday() >= 5}
    holidays = {one for one in whole for a, b in HOLIDAYS if day(*a) <= one <= day(*b)}
    return (weekends | holidays) - MADE_UP


def test_the_chinese_calendar_of_2020_is_exact_to_the_day():
    whole = [day(1, 1) + timedelta(days=n) for n in range(366)]
    assert {one for one in whole if not days().worked(one)} == off_in_2020()


@pytest.mark.parametrize(
    ("own", "when", "worked"),
    [
        pytest.param(
            {"extra_days_off": {day(5, 25)}},
            day(5, 25),
            False,
            id="a workday taken off",
        ),
        pytest.param(
            {"extra_workdays": {day(5, 2)}}, day(5, 2), True, id="a holiday worked"
        ),
        pytest.param(
            {"extra_days_off": {day(4, 26)}},
            day(4, 26),
            False,
            id="a 调休 day taken off",
        ),
        pytest.param(
            {"extra_workdays": {day(5, 25)}, "extra_days_off": {day(5, 25)}},
            day(5, 25),
            True,
            id="named both ways it is worked",
        ),
    ],
)
def test_the_catalogs_own_days_win_over_the_library(own, when, worked):
    assert days(**own).worked(when) is worked


@pytest.mark.parametrize(
    ("country", "when", "worked"),
    [
        pytest.param("US", date(2020, 7, 2), True, id="an American Thursday"),
        pytest.param("US", date(2020, 7, 3), False, id="Independence Day, observed"),
        pytest.param(
            "US", date(2020, 10, 1), True, id="China's holiday is not America's"
        ),
        pytest.param("US", date(2020, 4, 26), False, id="nor is China's 调休"),
        pytest.param("IL", date(2020, 3, 1), True, id="Sunday is worked in Israel"),
        pytest.param("IL", date(2020, 3, 6), False, id="Friday is not"),
    ],
)
def test_another_country_has_its_own_holidays_and_weekend(country, when, worked):
    assert abroad(country).worked(when) is worked


@pytest.mark.parametrize(
    ("country", "year", "known"),
    [("CN", 2020, True), ("CN", 2100, False), ("US", 2020, True), ("US", 2200, False)],
)
def test_it_says_whether_it_knows_a_years_holidays(country, year, known):
    assert abroad(country).knows(year) is known


@pytest.mark.parametrize("country", ["CN", "US"])
def test_an_unknown_year_is_worked_monday_to_friday(country):
    far = abroad(country)
    week = [date(2200, 9, 29) + timedelta(days=n) for n in range(7)]  # from a Monday
    assert [far.worked(one) for one in week] == [True] * 5 + [False] * 2


def test_the_known_countries_are_named_by_their_codes():
    assert {"CN", "US", "IL"} <= set(countries())


@pytest.mark.parametrize(
    ("start", "by", "lands"),
    [
        pytest.param(day(5, 25), 0, day(5, 25), id="nothing moves nothing"),
        pytest.param(day(5, 2), 0, day(5, 2), id="not even off a holiday"),
        pytest.param(
            day(4, 24), 1, day(4, 26), id="after Friday comes the 调休 Sunday"
        ),
        pytest.param(day(4, 30), 1, day(5, 6), id="over the May holiday"),
        pytest.param(day(5, 6), -1, day(4, 30), id="and back"),
        pytest.param(day(5, 11), -1, day(5, 9), id="back to the 调休 Saturday"),
        pytest.param(day(4, 5), 1, day(4, 7), id="from inside a holiday, forward"),
        pytest.param(day(4, 5), -1, day(4, 3), id="from inside a holiday, back"),
        pytest.param(day(9, 30), 3, day(10, 11) + timedelta(days=1), id="three steps"),
    ],
)
def test_shifting_counts_workdays_only(start, by, lands):
    assert days().shift(start, by) == lands


@pytest.mark.parametrize(
    ("nominal", "moved"),
    [
        pytest.param(day(5, 25), day(5, 25), id="a workday stays"),
        pytest.param(day(4, 25), day(4, 26), id="Saturday to the 调休 Sunday"),
        pytest.param(day(5, 1), day(5, 6), id="a holiday to its end"),
    ],
)
def test_a_day_off_moves_to_the_next_workday(nominal, moved):
    assert days().on_or_after(nominal) == moved


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        pytest.param(day(5, 25), day(5, 25), 0, id="the same day"),
        pytest.param(day(5, 25), day(5, 26), 1, id="the day after"),
        pytest.param(day(4, 24), day(4, 27), 2, id="a weekend with a 调休 Sunday"),
        pytest.param(day(4, 30), day(5, 5), 0, id="nothing but holiday"),
        pytest.param(day(5, 26), day(5, 25), 0, id="never below nothing"),
    ],
)
def test_between_counts_the_workdays_after_the_first(first, last, count):
    assert days().between(first, last) == count


@pytest.mark.parametrize(
    ("now", "working", "following"),
    [
        pytest.param(at(5, 25, 8, 29), False, at(5, 25), id="a minute early"),
        pytest.param(at(5, 25, 8, 30), True, at(5, 25), id="at opening"),
        pytest.param(at(5, 25, 17, 59), True, at(5, 25, 17, 59), id="a minute to go"),
        pytest.param(at(5, 25, 18, 0), False, at(5, 26), id="at closing"),
        pytest.param(at(5, 22, 18, 0), False, at(5, 25), id="Friday at closing"),
        pytest.param(at(5, 23, 7, 0), False, at(5, 25), id="Saturday early"),
        pytest.param(at(5, 23, 10, 0), False, at(5, 25), id="Saturday in the morning"),
        pytest.param(at(4, 25, 10, 0), False, at(4, 26), id="before a 调休 Sunday"),
        pytest.param(at(4, 26, 10, 0), True, at(4, 26, 10, 0), id="a 调休 Sunday"),
        pytest.param(at(5, 3, 23, 59), False, at(5, 6), id="in the May holiday"),
    ],
)
def test_people_are_bothered_in_working_hours_of_workdays(now, working, following):
    assert days().working(now) is working
    assert days().next_working(now) == following


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        pytest.param(at(5, 25, 0, 0), at(5, 26), id="never the same day"),
        pytest.param(at(5, 25, 23, 0), at(5, 26), id="nor skipping one at night"),
        pytest.param(at(4, 25, 12, 0), at(4, 26), id="a 调休 Sunday"),
        pytest.param(at(4, 30, 12, 0), at(5, 6), id="after the holiday"),
    ],
)
def test_the_next_morning_is_the_next_workdays_opening(now, morning):
    assert days().next_morning(now) == morning


def test_a_moment_is_judged_in_the_plans_own_zone():
    sunday_night_in_london = datetime(2020, 5, 25, 0, 30, tzinfo=UTC)
    assert days().local(sunday_night_in_london) == at(5, 25, 8, 30)
    assert days().local(sunday_night_in_london).hour == 8
    assert days().working(sunday_night_in_london)


def test_the_plans_own_hours_count():
    early = days(opens=time(7, 0), closes=time(12, 0))
    assert early.opening(day(5, 25)) == at(5, 25, 7, 0)
    assert early.next_working(at(5, 25, 12, 0)) == at(5, 26, 7, 0)
