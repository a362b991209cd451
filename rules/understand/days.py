"""The last day of a month, quarter, week: what a span means as a date."""

import calendar
from collections.abc import Callable
from datetime import date, timedelta

DECEMBER = 12
_FRIDAY, _SUNDAY = 5, 7
_DAY = timedelta(days=1)
# A date this far behind in its year means the next year's: 1月底, said in November.
_LONG_AGO = timedelta(days=183)


def day(year: int, month: int, number: int) -> date | None:
    """Make a date; None when there is no such day (2月30日)."""
    if not 1 <= month <= DECEMBER or not 1 <= number <= _length(year, month):
        return None
    return date(year, month, number)


def month_end(year: int, month: int) -> date:
    """Return the last day; months past December run into the next years."""
    year, month = year + (month - 1) // DECEMBER, (month - 1) % DECEMBER + 1
    return date(year, month, _length(year, month))


def months_on(today: date, months: int) -> date:
    """Return the same day some months on, or that month's last day."""
    last = month_end(today.year, today.month + months)
    return last.replace(day=min(today.day, last.day))


def year_of(today: date, month: int) -> int:
    """Say which year a month named without one belongs to."""
    behind = today - month_end(today.year, month)
    return today.year + 1 if behind > _LONG_AGO else today.year


def weekday(today: date, weeks: int, number: int) -> date:
    """Return a weekday (Monday 1) of the week `weeks` on; weeks begin on Monday."""
    return today + timedelta(weeks=weeks, days=number - today.isoweekday())


def sunday(today: date, weeks: int) -> date:
    return weekday(today, weeks, _SUNDAY)


def upcoming(today: date, number: int) -> date:
    """Return the next such weekday, today included."""
    return today + timedelta(days=(number - today.isoweekday()) % 7)


def is_weekday(day: date) -> bool:
    """Whether a day is worked where no calendar is at hand."""
    return day.isoweekday() <= _FRIDAY


def workdays_on(today: date, count: int, worked: Callable[[date], bool]) -> date:
    """Return the last of the next `count` days worked."""
    day = today
    for _ in range(count):
        day += _DAY
        while not worked(day):
            day += _DAY
    return day


def part_end(year: int, month: int, part: str) -> date:
    """Return the last day of a month's part; of the month when it has none."""
    number = _PARTS.get(part)
    return date(year, month, number) if number else month_end(year, month)


_PARTS = {
    "上旬": 10,
    "初": 10,
    "early": 10,
    "中": 15,
    "中旬": 20,
    "上中旬": 20,
    "mid": 20,
    "middle": 20,
}


def _length(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]
