"""Dates in a reply, Chinese or English, none of them overlapping."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rules.understand import dates_en, dates_zh, days
from rules.understand.marks import DATE, NOISE, PAST, SPAN
from rules.understand.numbers import numbers

# Each kind of rules, and a letter without which none of them can hold.
_ALL_RULES = (
    (
        re.compile(r"[年月日号天周旬季末旦节庆一]|星期|礼拜|[0-9][-./][0-9]|[Qq][1-4]"),
        dates_zh.RULES,
    ),
    (re.compile(r"[A-Za-z]{2}|[Qq][1-4]|[0-9]/[0-9]"), dates_en.RULES),
)
# Three months of workdays: who says more means no day.
_WORKDAYS = re.compile(
    r"(?<![0-9.后])(?P<count>[0-9]{1,2}|[一二两三四五六七八九十]{1,3})\s?个?工作日(?:"
    r"之?内|以内|之?后|左右)"
    r"|\b(?:in|within)\s+(?:the\s+next\s+)?(?P<count_>[0-9]{1,2}"
    r"|[a-z]+)\s+(?:working|business|work)\s?days?\b",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"^(?!.*\bend)(?:.*(?P<month>月份?|month)|.*(?P<quarter>季度?|quarter)"
    r"|[上本下这]个?(?:周|星期|礼拜)|.*week)$",
    re.IGNORECASE,
)
_WEEK, _MONTH, _QUARTER = 6, 31, 91
_THROUGH = re.compile(r"\s*[-~—–至到]\s*")
# "5月完成2家", said on 3 June, still tells what is new.
_JUST_OVER = timedelta(days=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    day: date
    start: int
    end: int


def mask_dates(
    text: str, today: date, worked: Callable[[date], bool] = days.is_weekday
) -> tuple[str, tuple[Dated, ...]]:
    """Find the dates, and the text with a mark in place of each letter of them.

    `worked` says which days count in “10个工作日内”.
    """

    def within_workdays(found: re.Match[str], today: date) -> date:
        return days.workdays_on(
            today, _count(found["count"] or found["count_"]), worked
        )

    found = []
    rules = [one for may, some in _ALL_RULES if may.search(text) for one in some]
    for pattern, read in ((_WORKDAYS, within_workdays), *rules):
        marked, end = [], 0
        for match in pattern.finditer(text):
            day = read(match, today)
            mark = _mark(match.group(), day, today)
            marked += [text[end : match.start()], mark * len(match.group())]
            end = match.end()
            if day is not None:
                found.append(Dated(day=day, start=match.start(), end=end))
        text = "".join([*marked, text[end:]])
    found.sort(key=lambda one: one.start)
    return text, tuple(_without_beginnings(text, found))


def _count(said: str) -> int:
    count = next(numbers(said), None)
    return int(count.value) if count else 1  # within a working day


def _mark(said: str, day: date | None, today: date) -> str:
    if day is None:
        return NOISE
    if day.year < today.year:
        return PAST
    return _mark_period(said, day, today)


def _mark_period(said: str, day: date, today: date) -> str:
    """Tell a period under way, in which things are new, from one to come."""
    period = _PERIOD.match(said)
    if not period:
        return DATE
    if day < today - _JUST_OVER:
        return PAST
    ahead = (day - today).days
    longest = _QUARTER if period["quarter"] else _WEEK
    if period["month"]:
        longest = _MONTH - today.day
    return SPAN if ahead <= longest else DATE


def _without_beginnings(text: str, found: list[Dated]) -> Iterator[Dated]:
    """Of 9月10日至9月20日 only the end is meant."""
    for one, after in zip(found, [*found[1:], None], strict=False):
        if after is None or not _THROUGH.fullmatch(text, one.end, after.start):
            yield one
