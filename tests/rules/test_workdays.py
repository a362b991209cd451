"""Which days are worked, and what the next working moment is."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from builders import SHANGHAI, at, day, days
from hypothesis import given
from hypothesis import strategies as some

from rules.catalog import WorkCalendar
from rules.people import Hours
from rules.workdays import Workdays, countries, for_person

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


def test_the_unknown_years_of_a_span_are_named():
    here = abroad("CN")
    assert here.unknown(date(2020, 2, 25), date(2020, 12, 31)) == ()
    assert here.unknown(date(2031, 12, 31), date(2032, 1, 1)) == (2031, 2032)


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


REST = {"quiet": ((time(12, 0), time(13, 30)), (time(16, 0), time(16, 20)))}


@pytest.mark.parametrize(
    ("now", "following"),
    [
        pytest.param(at(5, 25, 11, 59), at(5, 25, 11, 59), id="a minute before"),
        pytest.param(at(5, 25, 12, 0), at(5, 25, 13, 30), id="as the rest begins"),
        pytest.param(at(5, 25, 13, 29), at(5, 25, 13, 30), id="a minute to go"),
        pytest.param(at(5, 25, 13, 30), at(5, 25, 13, 30), id="as it ends"),
        pytest.param(at(5, 25, 16, 10), at(5, 25, 16, 20), id="in the second rest"),
        pytest.param(at(5, 25, 18, 0), at(5, 26), id="after hours, not the rest's end"),
        pytest.param(at(5, 23, 12, 30), at(5, 25), id="on a day off"),
        pytest.param(at(5, 25, 7, 0), at(5, 25), id="before opening"),
    ],
)
def test_quiet_hours_within_a_workday_are_left_alone(now, following):
    resting = days(**REST)
    assert resting.working(now) is (now == following)
    assert resting.next_working(now) == following


@pytest.mark.parametrize(
    ("quiet", "opens"),
    [
        pytest.param([(time(8, 0), time(9, 0))], time(9, 0), id="over the opening"),
        pytest.param([(time(17, 0), time(20, 0))], time(8, 30), id="over the closing"),
        pytest.param([(time(19, 0), time(20, 0))], time(8, 30), id="after it"),
        pytest.param(
            [(time(8, 30), time(10, 0)), (time(9, 0), time(9, 30))],
            time(10, 0),
            id="one within another",
        ),
        pytest.param([(time(0, 0), time(23, 0))], time(8, 30), id="nothing left"),
    ],
)
def test_work_opens_when_the_first_quiet_is_over(quiet, opens):
    resting = days(quiet=tuple(quiet))
    assert resting.opening(day(5, 25)).time() == opens
    assert resting.working(resting.opening(day(5, 25)))


def test_the_quiet_end_of_a_day_is_followed_by_the_next_morning():
    resting = days(quiet=((time(17, 0), time(18, 0)),))
    assert resting.next_working(at(5, 25, 17, 30)) == at(5, 26)


def test_a_person_has_their_own_hours_and_zone_on_the_plans_days():
    own = Hours(opens=time(10, 0), closes=time(19, 0), zone="Asia/Urumqi")
    theirs = for_person(days(extra_days_off={day(5, 26)}), own)
    urumqi_morning = at(5, 25, 12, 0)  # Urumqi is two hours behind Shanghai
    assert theirs.opening(day(5, 25)) == urumqi_morning
    assert not theirs.working(at(5, 25, 11, 59))
    assert theirs.working(at(5, 25, 20, 59))
    assert theirs.next_working(at(5, 25, 21, 0)) == at(5, 27, 12, 0)


def test_quiet_spans_are_kept_by_the_persons_own_clock():
    theirs = for_person(days(**REST), Hours(zone="Asia/Urumqi"))
    assert theirs.working(at(5, 25, 12, 30))
    assert not theirs.working(at(5, 25, 14, 30))


def test_hours_that_are_all_midday_rest_are_the_persons_own_choice():
    theirs = for_person(days(**REST), Hours(opens=time(12, 0), closes=time(13, 0)))
    assert theirs.working(at(5, 25, 12, 30))
    assert theirs.next_working(at(5, 25, 13, 0)) == at(5, 26, 12, 0)


def test_without_hours_of_ones_own_the_plans_count():
    assert for_person(days(**REST), Hours()) == days(**REST)


@given(
    minutes=some.integers(0, 366 * 24 * 60),
    quiet=some.lists(
        some.tuples(some.times(), some.times()).map(sorted).map(tuple), max_size=3
    ),
    zone=some.sampled_from([None, "Asia/Urumqi", "Europe/Lisbon", "America/Lima"]),
)
def test_the_next_working_moment_is_a_working_one_and_none_comes_before(
    minutes, quiet, zone
):
    theirs = for_person(days(quiet=tuple(quiet)), Hours(zone=zone))
    now = at(1, 1, 0, 0) + timedelta(minutes=minutes)
    following = theirs.next_working(now)
    assert following >= now
    assert theirs.working(following)
    before = following - timedelta(minutes=1)
    assert following == now or not theirs.working(before) or before < now


@pytest.mark.parametrize(
    ("first", "last"),
    [((4, 4), (4, 6)), ((5, 1), (5, 5)), ((6, 25), (6, 27)), ((10, 1), (10, 8))],
)
def test_nobody_is_bothered_on_a_holiday(first, last):
    start = at(*first, 0, 0)
    hours = int((at(*last, 23, 59) - start).total_seconds() // 3600)
    moments = [start + timedelta(hours=n) for n in range(hours + 1)]
    assert not any(map(days().working, moments))


@pytest.mark.parametrize("when", [(4, 26), (5, 9), (6, 28), (9, 27), (10, 10)])
def test_days_made_up_are_worked_like_any_other(when):
    assert days().working(at(*when, 10, 0))
    assert days().next_working(at(*when, 7, 0)) == at(*when)


@pytest.mark.parametrize(
    ("moment", "after"),
    [
        pytest.param(at(5, 25), at(5, 26), id="at the opening"),
        pytest.param(at(5, 25, 9, 30), at(5, 26), id="within the first hour"),
        pytest.param(at(5, 25, 9, 31), at(5, 27), id="later that day"),
        pytest.param(at(5, 25, 20, 0), at(5, 27), id="by night"),
        pytest.param(at(5, 25, 6, 0), at(5, 26), id="before the opening"),
        pytest.param(at(4, 30, 16, 0), at(5, 7), id="before a holiday"),
        pytest.param(at(5, 3, 10, 0), at(5, 7), id="on a holiday"),
    ],
)
def test_a_workday_has_passed_by_the_opening_after_it(moment, after):
    assert days().workday_after(moment) == after
