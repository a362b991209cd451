"""The clauses of what is asked for, each without the day it is asked for by."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from rules.understand.dates import Dated, mask_dates

_STOP = re.compile(r"[；;。！!\n]+|(?<![0-9])\.(?=\s|$)")
_COMMA = re.compile(r"[，,]+")
_MARK = re.compile(
    r"^\s*(?:[一二三四五六七八九]是|[（(]?(?:[0-9]{1,2}|[一二三四五六七八九])[)）、]"
    r"|[0-9]{1,2}\.(?![0-9])|[-•·*])\s*"
)
_TRIMMED = " ，,；;。.：:、！!"
_BEFORE = re.compile(
    r"(?:(?:最迟|最晚|力争|争取|务必)?[于在]?"
    r"|\b(?:by|before|until|no later than|on or before|in)\s+(?:the\s+)?)$",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\s*(?P<before>之?前|以前|之?内|以内)?")
_FROM = re.compile(
    r"(?:[至到自从为因按]|延期|推迟|\b(?:since|from|to|of|on))\s*$", re.IGNORECASE
)
# A day in front of a name is part of it: 5月25日会议定的事, 2020年预算.
_NAMED = re.compile(
    r"\s*(?:的|会|召开|印发|下发|预算|计划|资金|任务|指标|年度|度|份|第|文件|通知|起|以来|以后|后"
    r"|[a-z]+(?:'s)?\s+(?:budget|meeting|plan|report)|budget|meeting|plan|report)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """`by`: the day its words name as a deadline; `text` is without it."""

    text: str
    by: date | None = None


def sentences(text: str, said: date) -> Iterator[tuple[Clause, ...]]:
    """Cut a text, said on a day, into sentences and each into its clauses."""
    masked, dates = mask_dates(text, said)
    for start, end in _cut(_STOP, masked, 0, len(masked)):
        clauses = [
            _clause(text, span, dates, said)
            for span in _cut(_COMMA, masked, start, end)
        ]
        told = tuple(one for one in clauses if one.text or one.by)
        if told:
            yield told


def _cut(
    where: re.Pattern[str], text: str, start: int, end: int
) -> Iterator[tuple[int, int]]:
    cuts = [found.span() for found in where.finditer(text, start, end)]
    for (_, left), (right, _) in pairwise([(start, start), *cuts, (end, end)]):
        yield left, right


def _clause(
    text: str, span: tuple[int, int], dates: Sequence[Dated], said: date
) -> Clause:
    at, end = span
    kept, days = [], []
    for one in dates:
        found = _deadline(text, span, one) if one.day >= said else None
        if found:
            days.append(one.day)
            kept.append(text[at : found[0]])
            at = found[1]
    left = "".join([*kept, text[at:end]])
    return Clause(text=_MARK.sub("", left).strip(_TRIMMED), by=min(days, default=None))


def _deadline(text: str, span: tuple[int, int], one: Dated) -> tuple[int, int] | None:
    """Return what to leave out, if a day in this clause is one to be met."""
    start, end = span
    if not start <= one.start < end:
        return None
    head, tail = text[start : one.start], text[one.end : end]
    after, before = _AFTER.match(tail), _BEFORE.search(head)
    assert after is not None  # noqa: S101 - both match at least nothing
    assert before is not None  # noqa: S101 - see above
    if after["before"] is None and (_FROM.search(head) or _NAMED.match(tail)):
        return None
    return start + before.start(), one.end + after.end()
