"""Which days are worked, and the working moments of a day.

China's public holidays and make-up workdays (调休) come from chinesecalendar,
other countries' from holidays; the catalog's own days win over both. For a year
the library does not know, Monday to Friday are worked (`knows` says so).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import chinese_calendar

from rules.catalog import WorkCalendar

if TYPE_CHECKING:
    from holidays import HolidayBase

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Workdays:
    """A plan's calendar in its own zone."""

    calendar: WorkCalendar
    zone: ZoneInfo

    def worked(self, day: date) -> bool:
        """Whether `day` is a workday."""
        if day in self.calendar.extra_workdays:
            return True
        if day in self.calendar.extra_days_off:
            return False
        return _worked(self.calendar.country, day)

    def knows(self, year: int) -> bool:
        """Whether holidays of this year are known, or Monday–Friday is a guess."""
        return _knows(self.calendar.country, year)

    def shift(self, day: date, by: int) -> date:
        """Return the workday `by` workdays after `day` (before, if negative)."""
        step = _DAY if by > 0 else -_DAY
        for _ in range(abs(by)):
            day += step
            while not self.worked(day):
                day += step
        return day

    def on_or_after(self, day: date) -> date:
        """Return `day`, or the first workday after it (节假日顺延)."""
        while not self.worked(day):
            day += _DAY
        return day

    def between(self, first: date, last: date) -> int:
        """Count the workdays after `first` up to and with `last`."""
        days = ((first + _DAY * n) for n in range(1, (last - first).days + 1))
        return sum(map(self.worked, days))

    def local(self, now: datetime) -> datetime:
        return now.astimezone(self.zone)

    def opening(self, day: date) -> datetime:
        """Return the moment work opens on `day`, aware."""
        return datetime.combine(day, self.calendar.opens, self.zone)

    def working(self, now: datetime) -> bool:
        """Whether people may be bothered at `now`."""
        here = self.local(now)
        hours = self.calendar.opens <= here.time() < self.calendar.closes
        return hours and self.worked(here.date())

    def next_working(self, now: datetime) -> datetime:
        """Return `now` if people may be bothered now, else the next opening."""
        if self.working(now):
            return now
        here = self.local(now)
        today = here.date()
        if here.time() >= self.calendar.opens:
            today += _DAY
        return self.opening(self.on_or_after(today))

    def next_morning(self, now: datetime) -> datetime:
        """Return the opening of the next workday after today."""
        return self.opening(self.on_or_after(self.local(now).date() + _DAY))


def countries() -> Iterable[str]:
    """Return the country codes whose holidays are known."""
    import holidays  # noqa: PLC0415 - large, and only asked for by other plans

    return holidays.list_supported_countries()


@cache
def _worked(country: str, day: date) -> bool:
    if not _knows(country, day.year):
        return day.weekday() < _SATURDAY
    if country == "CN":
        return bool(chinese_calendar.is_workday(day))
    return bool(_abroad(country, day.year).is_working_day(day))


@cache
def _knows(country: str, year: int) -> bool:
    if country != "CN":
        known = _abroad(country, year)
        return known.start_year <= year <= known.end_year
    try:
        chinese_calendar.is_workday(date(year, 12, 31))
    except NotImplementedError:
        return False
    return True


@cache
def _abroad(country: str, year: int) -> "HolidayBase":
    """Return a country's holidays; weekends differ, so it judges workdays too."""
    import holidays  # noqa: PLC0415 - large, and only asked for by other plans

    return holidays.country_holidays(country, years=year)
