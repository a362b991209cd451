"""Leaves and deputies: who is away, who stands in, when both are told."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from rules.day_said import span_said
from rules.errors import BadLeave
from rules.ids import LeaveId, PersonId
from rules.people import Leave, Person, same_standing
from rules.workdays import Workdays

LONGEST = timedelta(days=365)
NOBODY = frozenset({"无", "不设", "none", "nobody"})
_DAY = timedelta(days=1)


class Unfit(StrEnum):
    """Why somebody cannot stand in."""

    SELF = "self"
    ROLE = "role"  # not of the same standing
    UNREACHABLE = "unreachable"
    AWAY = "away"  # on leave over the same days


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What /away asks for. `deputy` is a name as it was written, or empty."""

    first: date
    last: date
    deputy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """A leave in force, with whose it is and when it is looked at next."""

    id: LeaveId
    person: PersonId
    leave: Leave
    look_at: datetime | None = None

    def on(self, day: date) -> bool:
        return self.leave.first <= day <= self.leave.last


def read(given: str, today: date) -> Asked:
    """Read `7.1-7.10 @李强`. Raises BadLeave for what is no span of days ahead."""
    said, at, name = given.replace("＠", "@").partition("@")
    words = said.split()
    for cut in range(len(words), 0, -1):
        span = span_said(" ".join(words[:cut]), today)
        if span is not None and not (at and cut < len(words)):
            _check(*span, today)
            name = name if at else " ".join(words[cut:])
            return Asked(first=span[0], last=span[1], deputy=name.strip())
    raise BadLeave({"why": "unread", "given": given[:60]})


def _check(first: date, last: date, today: date) -> None:
    told = {"first": first.isoformat(), "last": last.isoformat()}
    if last < first:
        raise BadLeave({"why": "backwards", **told})
    if first < today:
        raise BadLeave({"why": "past", **told})
    if last - first > LONGEST:
        raise BadLeave({"why": "long", **told})


def called(people: Iterable[Person], name: str) -> list[Person]:
    """Return whom a name means: the Telegram name, the whole name, a part of one."""
    wanted = name.strip().lstrip("@").casefold()
    if not wanted:
        return []
    known = list(people)
    exact = [p for p in known if wanted in {p.username.casefold(), p.name.casefold()}]
    return exact or [p for p in known if wanted in p.name.casefold()]


def unfit(
    person: Person,
    other: Person,
    absences: Iterable[Absence] = (),
    span: tuple[date, date] | None = None,
) -> Unfit | None:
    """Return why `other` cannot stand in for a person, over a span of days if any."""
    if other.id == person.id:
        return Unfit.SELF
    if not same_standing(person, other):
        return Unfit.ROLE
    if other.unreachable:
        return Unfit.UNREACHABLE
    theirs = (one for one in absences if one.person == other.id)
    away = span is not None and any(overlaps(one, *span) for one in theirs)
    return Unfit.AWAY if away else None


def overlaps(absence: Absence, first: date, last: date) -> bool:
    return absence.leave.first <= last and first <= absence.leave.last


def left_of(absence: Absence, first: date, last: date, today: date) -> Iterator[Leave]:
    """Yield what is left of a leave, today and later, beside a newer one."""
    old = absence.leave
    before, after = min(old.last, first - _DAY), max(old.first, last + _DAY)
    if old.first <= before >= today:
        yield Leave(first=old.first, last=before, deputy=old.deputy)
    if after <= old.last:
        yield Leave(first=after, last=old.last, deputy=old.deputy)


def begins(leave: Leave, days: Workdays) -> datetime | None:
    """Return the opening of its first workday; None if no day of it is worked."""
    first = days.on_or_after(leave.first)
    return days.opening(first) if first <= leave.last else None


def ends(leave: Leave, days: Workdays) -> datetime:
    """Return the opening of the first workday after it."""
    return days.opening(days.on_or_after(leave.last + _DAY))


def first_look(leave: Leave, days: Workdays) -> datetime:
    """Return when a new leave is first looked at."""
    return begins(leave, days) or ends(leave, days)


def told(absence: Absence, days: Workdays) -> bool:
    """Whether the deputy was told of its beginning: then its end is awaited."""
    at, leave = absence.look_at, absence.leave
    if at is None or begins(leave, days) is None:
        return False
    return at > ends(leave, days) - _DAY


def next_look(absence: Absence, days: Workdays, today: date) -> datetime | None:
    """Return when it is looked at after today, or None once it is over."""
    over = absence.leave.last < today
    return None if over else ends(absence.leave, days)


def covering(
    absences: Sequence[Absence], person: PersonId, day: date
) -> Absence | None:
    """Return the leave somebody is on that day."""
    return next((a for a in absences if a.person == person and a.on(day)), None)
