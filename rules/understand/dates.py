"""Dates in a reply, Chinese or English, none of them overlapping."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rules.understand import dates_en, dates_zh
from rules.understand.marks import DATE, NOISE, PAST, SPAN

_RULES = (*dates_zh.RULES, *dates_en.RULES)
_PERIOD = re.compile(
    r"^(?!.*\bend)(?:.*(?:月份?|季度?|半年|month|week|quarter)|[上本下这]个?(?:周|星期|礼拜))$",
    re.IGNORECASE,
)
_THROUGH = re.compile(r"\s*[-~—–至到]\s*")
# "5月完成2家", said on 3 June, still tells what is new.
_JUST_OVER = timedelta(days=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    day: date
    start: int
    end: int


def mask_dates(text: str, today: date) -> tuple[str, tuple[Dated, ...]]:
    """Find the dates, and the text with a mark in place of each letter of them."""
    found = []
    for pattern, read in _RULES:
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


def _mark(said: str, day: date | None, today: date) -> str:
    if day is None:
        return NOISE
    if day.year < today.year:
        return PAST
    if not _PERIOD.match(said):
        return DATE
    return SPAN if day >= today - _JUST_OVER else PAST


def _without_beginnings(text: str, found: list[Dated]) -> Iterator[Dated]:
    """Of 9月10日至9月20日 only the end is meant."""
    for one, after in zip(found, [*found[1:], None], strict=False):
        if after is None or not _THROUGH.fullmatch(text, one.end, after.start):
            yield one
