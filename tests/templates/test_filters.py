"""How days, times and numbers are spoken."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from templates import LOCALES
from templates.filters import FILTERS

MONDAY = [date(2020, 5, 25), "2020-05-25", "2020-05-25T09:12:00+08:00"]


@pytest.mark.parametrize("value", [*MONDAY, datetime(2020, 5, 25, 1, 12, tzinfo=UTC)])
@pytest.mark.parametrize(
    ("name", "locale", "spoken"),
    [
        ("date", "zh", "5月25日"),
        ("date", "en", "25 May"),
        ("day", "zh", "5月25日（周一）"),
        ("day", "en", "Mon 25 May"),
    ],
)
def test_a_day_is_spoken_from_whatever_the_facts_hold(name, locale, spoken, value):
    assert FILTERS[name](locale)(value) == spoken


@pytest.mark.parametrize(
    ("day", "zh", "en"),
    [
        ("2020-01-01", "1月1日（周三）", "Wed 1 Jan"),
        ("2020-02-29", "2月29日（周六）", "Sat 29 Feb"),
        ("2020-05-31", "5月31日（周日）", "Sun 31 May"),
        ("2020-12-31", "12月31日（周四）", "Thu 31 Dec"),
    ],
)
def test_days_have_their_weekday_and_month(day, zh, en):
    assert (FILTERS["day"]("zh")(day), FILTERS["day"]("en")(day)) == (zh, en)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    ("moment", "spoken"),
    [
        ("2020-05-25T09:02:59+08:00", "09:02"),
        (datetime(2020, 5, 25, 18, 0, tzinfo=UTC), "18:00"),
        ("2020-05-25", "00:00"),
    ],
)
def test_a_time_is_hours_and_minutes_where_the_plan_is(moment, spoken, locale):
    assert FILTERS["time"](locale)(moment) == spoken


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    ("value", "spoken"),
    [
        (13, "13"),
        ("13.0", "13"),
        (Decimal("88.60"), "88.6"),
        (Decimal(1000), "1000"),
        ("1E+3", "1000"),
        (0, "0"),
        ("-0.5", "-0.5"),
    ],
)
def test_a_number_has_no_exponent_and_no_idle_zeros(value, spoken, locale):
    assert FILTERS["number"](locale)(value) == spoken


@pytest.mark.parametrize("name", ["date", "day", "time"])
def test_what_is_no_moment_is_an_error_and_never_printed(name):
    with pytest.raises(ValueError, match="Invalid isoformat"):
        FILTERS[name]("zh")("月底")
