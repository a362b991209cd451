"""Whether a letter may go out now: its reader's hours, leave and budget (design §4).

Judged at the moment of sending. What is held is held with a reason and a release
time; it is never dropped.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from rules.catalog import Kindness
from rules.message import Sort
from rules.people import Person
from rules.workdays import Workdays, for_person

# A morning's own message is made at the opening and takes along what was held.
AFTER_OPENING = timedelta(minutes=1)


class Held(StrEnum):
    HOURS = "hours"  # outside the reader's working hours, or a day off
    LEAVE = "leave"  # the reader is on leave
    BUDGET = "budget"  # the reader has had enough unprompted messages


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    reason: Held
    until: datetime


def hold(  # noqa: PLR0917 - a letter, its reader, the rules and the moment
    sort: Sort,
    reader: Person,
    had: Collection[datetime],
    kindness: Kindness,
    days: Workdays,
    now: datetime,
) -> Hold | None:
    """Return why a letter waits, and until when; None to send it now.

    `had`: when the reader got unprompted messages this week, at least.
    """
    if sort is Sort.CANARY:
        return None  # it makes no sound and is taken back
    own = for_person(days, reader.hours)
    if reader.leave is not None and sort is not Sort.SERVICE:
        back = reader.leave.last + timedelta(days=1)
        return _morning(Held.LEAVE, back, own, now)
    if not own.working(now):
        return _from(Held.HOURS, own.next_working(now), own)
    if sort is not Sort.UNPROMPTED:
        return None
    return _over(had, kindness, own, now)


def _over(
    had: Collection[datetime], kindness: Kindness, own: Workdays, now: datetime
) -> Hold | None:
    today = own.local(now).date()
    monday = today - timedelta(days=today.weekday())
    days = [own.local(at).date() for at in had]
    if sum(day >= monday for day in days) >= kindness.per_week:
        return _morning(Held.BUDGET, monday + timedelta(days=7), own, now)
    if sum(day == today for day in days) >= kindness.per_day:
        return _morning(Held.BUDGET, today + timedelta(days=1), own, now)
    return None


def _morning(why: Held, day: date, own: Workdays, now: datetime) -> Hold:
    """Hold until the first morning from `day` on that the reader has still to come."""
    opens = own.opening(own.on_or_after(day))
    return _from(why, max(opens, own.next_morning(now)), own)


def _from(why: Held, opens: datetime, own: Workdays) -> Hold:
    after = opens + AFTER_OPENING
    return Hold(reason=why, until=after if own.working(after) else opens)


def week_began(now: datetime) -> datetime:
    """Return a moment before this week began in any zone: how far back to count."""
    return now - timedelta(days=8)
