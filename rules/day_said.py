"""A day, or a span of days, as somebody writes it after a command.

Stricter than reading a report: the whole text is the day, or it is nothing.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from rules.understand import days
from rules.understand.clean import clean
from rules.understand.dates import mask_dates

_ISO = re.compile(
    r"(?P<y>20\d\d)\s*[-./年]\s*(?P<m>\d{1,2})\s*[-./月]\s*(?P<d>\d{1,2})日?"
)
_SHORT = re.compile(r"(?P<m>\d{1,2})\s*(?:[./]|月)\s*(?P<d>\d{1,2})\s*[日号]?")
_NUMBER = re.compile(r"(?P<d>\d{1,2})\s*[日号]?")
_TODAY = frozenset({"今天", "今日", "today"})
_THROUGH = re.compile(r"\s*(?:[-~–—至到]|\bto\b|\buntil\b|\s)\s*", re.IGNORECASE)
_WEEKS = {"本周": 0, "这周": 0, "下周": 1, "this week": 0, "next week": 1}
_ONE = re.compile(
    r"[0-9天日号]$|[周期拜][一二三四五六]$|(?:day|tomorrow)$|^[0-9]+ [a-z]+$",
    re.IGNORECASE,
)
_HALF_YEAR = timedelta(days=183)


def day_said(text: str, today: date) -> date | None:
    """Return the day a whole text says, such as 7.1, 7月1日, 2020-07-01 or 下周一."""
    said = clean(text).text.strip()
    if said.lower() in _TODAY:
        return today
    full, short = _ISO.fullmatch(said), _SHORT.fullmatch(said)
    if full:
        return days.day(*map(int, full.group("y", "m", "d")))
    if short:
        month = int(short["m"])
        return days.day(days.year_of(today, month), month, int(short["d"]))
    _, found = mask_dates(said, today)
    whole = len(found) == 1 and (found[0].start, found[0].end) == (0, len(said))
    return found[0].day if whole else None


def span_said(text: str, today: date) -> tuple[date, date] | None:
    """Return the first and last day a whole text says; one day is both.

    A month or its end is no span of days: only weeks are read whole.
    """
    said = clean(text).text.strip()
    if said.lower() in _WEEKS:
        weeks = _WEEKS[said.lower()]
        return max(today, days.weekday(today, weeks, 1)), days.sunday(today, weeks)
    spans = next(_spans(said, today), None)
    one = _one(said, today)
    return spans or (None if one is None else (one, one))


def _spans(said: str, today: date) -> Iterator[tuple[date, date]]:
    for between in _THROUGH.finditer(said):
        left, rest = said[: between.start()], said[between.end() :]
        first = _one(left, today)
        last = first and (_same_month(rest, first) or _one(rest, today))
        if first and last:
            yield first, _after(first, last, rest)


def _one(text: str, today: date) -> date | None:
    """Return the day a text says, but not the last day of a longer time."""
    return day_said(text, today) if _ONE.search(text) else None


def _same_month(text: str, first: date) -> date | None:
    """Return the day of 7.1-10 or 7月1日-10日."""
    found = _NUMBER.fullmatch(text.strip())
    return days.day(first.year, first.month, int(found["d"])) if found else None


def _after(first: date, last: date, said: str) -> date:
    """Return the last day in the year it must be: 12.28-1.5 runs over New Year."""
    if last >= first or _ISO.fullmatch(said):
        return last
    turned = days.months_on(last, 12)
    return turned if turned - first <= _HALF_YEAR else last
