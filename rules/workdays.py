"""Which days are worked, and the working moments of a day.

China's public holidays and make-up workdays (调休) come from chinesecalendar,
other countries' from holidays; the catalog's own days win over both. For a year
the library does not know, Monday to Friday are worked (`knows` says so).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import chinese_calendar

from rules.catalog import WorkCalendar
from rules.people import Hours

if TYPE_CHECKING:
    from holidays import HolidayBase

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_SATURDAY = 5
_Spans = tuple[tuple[time, time], ...]


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

    def holiday(self, day: date) -> str:
        """Return the code or the name of the public holiday on `day`, or nothing."""
        if day in self.calendar.extra_days_off:
            return ""
        return _holiday(self.calendar.country, day)

    def knows(self, year: int) -> bool:
        """Whether holidays of this year are known, or Monday–Friday is a guess."""
        return _knows(self.calendar.country, year)

    def unknown(self, first: date, last: date) -> tuple[int, ...]:
        """Return the years of a span whose holidays are not known."""
        years = range(first.year, last.year + 1)
        return tuple(year for year in years if not self.knows(year))

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
        first, *_ = self._spans
        return datetime.combine(day, first[0], self.zone)

    def working(self, now: datetime) -> bool:
        """Whether people may be bothered at `now`."""
        here = self.local(now)
        within = any(start <= here.time() < end for start, end in self._spans)
        return within and self.worked(here.date())

    def next_working(self, now: datetime) -> datetime:
        """Return `now` if people may be bothered now, else the next moment they may."""
        if self.working(now):
            return now
        here = self.local(now)
        if self.worked(here.date()):
            later = (start for start, _ in self._spans if start > here.time())
            start = next(later, None)
            if start is not None:
                return datetime.combine(here.date(), start, self.zone)
        return self.next_morning(now)

    def workday_after(self, moment: datetime) -> datetime:
        """Return the first opening by which a whole workday has passed since then.

        What came within the first hour of a workday came that morning.
        """
        came = self.next_working(moment)
        opened = self.opening(self.local(came).date())
        morning = self.next_morning(came)
        return morning if came <= opened + _HOUR else self.next_morning(morning)

    def next_morning(self, now: datetime) -> datetime:
        """Return the opening of the next workday after today."""
        return self.opening(self.on_or_after(self.local(now).date() + _DAY))

    @property
    def _spans(self) -> _Spans:
        """The hours of a workday in which people may be bothered, in order."""
        here = self.calendar
        return _without(here.opens, here.closes, here.quiet)


def for_person(days: Workdays, hours: Hours) -> Workdays:
    """Return the plan's calendar by a person's own hours and zone.

    The days are the plan's; quiet spans are kept, by the person's own clock.
    """
    plan = days.calendar
    opens, closes = hours.opens or plan.opens, hours.closes or plan.closes
    zone = ZoneInfo(hours.zone) if hours.zone else days.zone
    return Workdays(replace(plan, opens=opens, closes=closes), zone)


def countries() -> Iterable[str]:
    """Return the country codes whose holidays are known."""
    import holidays  # noqa: PLC0415 - large, and only asked for by other plans

    return holidays.list_supported_countries()


@cache
def _without(opens: time, closes: time, quiet: _Spans) -> _Spans:
    """Return the hours left when quiet ones are taken out; all, if none are left.

    Somebody whose own hours are the others' midday rest is not silent for ever.
    """
    left, start = [], opens
    for begins, ends in sorted(quiet):
        if begins > start:
            left.append((start, min(begins, closes)))
        start = max(start, ends)
    left.append((start, closes))
    return tuple(span for span in left if span[0] < span[1]) or ((opens, closes),)


@cache
def _worked(country: str, day: date) -> bool:
    if not _knows(country, day.year):
        return day.weekday() < _SATURDAY
    if country == "CN":
        return bool(chinese_calendar.is_workday(day))
    return bool(_abroad(country, day.year).is_working_day(day))


def _holiday(country: str, day: date) -> str:
    if not _knows(country, day.year):
        return ""
    if country != "CN":
        return str(_abroad(country, day.year).get(day) or "")
    off, name = chinese_calendar.get_holiday_detail(day)
    known = (one.name for one in chinese_calendar.Holiday if off and one.value == name)
    return next(known, "")


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
