"""By when an instruction is to be carried out, read from its own words."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rules.understand.clean import clean
from rules.understand.dates import Dated, mask_dates
from rules.understand.marks import NOISE
from rules.workdays import Workdays

WORKDAYS = 5  # to act, where the leader named no day
LONGEST = 500  # letters of an instruction

_FAR = timedelta(days=365)
_BEFORE = re.compile(r"\b(?:by|before|until|no later than)\s+(?:the\s+)?$")
_AFTER = re.compile(r"\s*(?:[之以]?前|[之以]?内|为止|完成|办结)")
_WITHIN = re.compile(r"内$|\b(?:in|within)\s", re.IGNORECASE)


class Bad(StrEnum):
    """Why an instruction cannot be given as it stands."""

    PAST = "past"  # its day is over
    FAR = "far"  # its day is more than a year ahead
    NO_DAY = "no_day"  # there is no such day, as in 6月31日
    LONG = "long"
    ENDED = "ended"  # the task is done with
    GIVEN = "given"  # it was given before


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A workday. `said`: the day the leader named, None where none was."""

    day: date
    said: date | None


def deadline(text: str, today: date, days: Workdays) -> Deadline | Bad:
    """Read by when an instruction is to be carried out, as of `today`.

    Of several days the last one that sounds like a deadline counts, else the last
    that is not over. A day off moves to the next workday.
    """
    plain = clean(text).text
    masked, dates = mask_dates(plain, today)
    meant = [one for one in dates if _sounds(plain, one)]
    ahead = [one for one in dates if one.day >= today]
    found = (meant or ahead)[-1:]
    if not found:
        if NOISE in masked:
            return Bad.NO_DAY
        return Deadline(day=days.shift(today, WORKDAYS), said=None)
    said = found[0].day
    if said < today:
        return Bad.PAST
    if said > today + _FAR:
        return Bad.FAR
    return Deadline(day=days.on_or_after(said), said=said)


def _sounds(text: str, one: Dated) -> bool:
    """Whether a date is said as a deadline: 6月30日前, 两周内, by 30 June."""
    return bool(
        _AFTER.match(text, one.end)
        or _BEFORE.search(text[: one.start].lower())
        or _WITHIN.search(text[one.start : one.end])
    )
