"""The auditor: what must always hold, and what is found not to (design §5).

Thresholds are real time. A rehearsal's clock runs at a `pace`, in plan seconds a
real second: a minute is then that many of the plan's.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rules import facts
from rules.ids import TaskId
from rules.workdays import Workdays

MINUTE = timedelta(minutes=1)
LATE_LOOK = timedelta(minutes=5)  # a tick takes many, and the next one the rest
IN_HAND = timedelta(minutes=5)
CANARY = timedelta(minutes=10)
LATELY = timedelta(days=1)
QUIET = timedelta(minutes=15)  # how long a trouble stays away before it is over
ROOM = 500_000_000  # bytes
# Letters a second that a queue must move by to be the reason for its own length:
# Telegram allows thirty.
MOVES = 20
NAMED = 10  # tasks named in one finding


class Trouble(StrEnum):
    UNLOOKED = "unlooked"  # an open obligation that nobody will look at
    LATE_LOOK = "late_look"  # one whose look has come and gone
    UNDECIDED = "undecided"  # one the rules stumble over
    LATE_LETTER = "late_letter"  # past its time, without a reason
    IN_HAND = "in_hand"  # a letter taken up and not seen through
    UNHANDLED = "unhandled"  # an update nobody answers
    ASIDE = "aside"  # an update given up
    SHAPE = "shape"  # the database is in another version's shape
    CLOCK = "clock"  # time jumped
    CANARY = "canary"  # the daily letter did not arrive
    NO_ADMIN = "no_admin"  # nobody could be told
    CALENDAR = "calendar"  # this year's holidays are not known
    DISK = "disk"  # the disk is nearly full
    EVIDENCE = "evidence_full"  # no room for copies of what people send


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One invariant that does not hold. `subject`: which one of several places."""

    what: Trouble
    subject: str = ""
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cutoffs:
    """The moments before which things are late, by the plan's clock."""

    minute: datetime
    late_look: datetime
    in_hand: datetime
    lately: datetime
    quiet: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Several:
    """How many there are, the oldest one's moment, and some of the tasks."""

    count: int = 0
    since: datetime | None = None
    tasks: tuple[TaskId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Canary:
    """The last daily letter. `waits`: it is still to be sent.

    `reader_gone`: letters do not reach its reader any more, which is another matter.
    """

    due: datetime
    sent_at: datetime | None
    waits: bool
    reader_gone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """What the database says. `arrived`: letters sent since the oldest late one."""

    days: Workdays
    unlooked: Several = Several()
    late_looks: Several = Several()
    undecided: Several = Several()
    late_letters: Several = Several()
    arrived: int = 0
    in_hand: Several = Several()
    unhandled: Several = Several()
    aside: Several = Several()
    uncopied: Several = Several()  # files there is no room for
    current: bool = True  # in the shape this version knows
    admins: int = 0  # who can be told
    audited_at: datetime | None = None
    canary: Canary | None = None
    canary_at: datetime | None = None  # when the next one goes out


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What the machine says.

    `drift`: how far its clock ran ahead of the time that passed. `free`: bytes left
    where our files are.
    """

    drift: timedelta = timedelta()
    free: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    books: Books
    machine: Machine
    now: datetime
    pace: float = 1.0

    def real(self, span: timedelta) -> timedelta:
        return span / self.pace

    def at(self, moment: datetime | None) -> str | None:
        return facts.moment(moment, self.books.days)


Invariant = Callable[[Seen], Iterable[Finding]]


def cutoffs(now: datetime, pace: float = 1.0) -> Cutoffs:
    """Return what is late at `now`, by a clock of this pace."""
    return Cutoffs(
        minute=now - MINUTE * pace,
        late_look=now - LATE_LOOK * pace,
        in_hand=now - IN_HAND * pace,
        lately=now - LATELY * pace,
        quiet=QUIET * pace,
    )


def findings(seen: Seen) -> tuple[Finding, ...]:
    """Return everything that does not hold; nothing when all is well."""
    return tuple(found for invariant in INVARIANTS for found in invariant(seen))


def _counted(what: Trouble, those: Several, seen: Seen) -> Iterator[Finding]:
    if those.count:
        numbers = [facts.number(task) for task in sorted(those.tasks, key=facts.place)]
        told = {
            "count": those.count,
            "since": seen.at(those.since),
            "tasks": numbers[:NAMED],
            "more": len(numbers) > NAMED,
        }
        yield Finding(what=what, facts=told)


def _unlooked(seen: Seen) -> Iterator[Finding]:
    """Each open obligation has a next look, or its ladder is spent."""
    return _counted(Trouble.UNLOOKED, seen.books.unlooked, seen)


def _late_looks(seen: Seen) -> Iterator[Finding]:
    return _counted(Trouble.LATE_LOOK, seen.books.late_looks, seen)


def _undecided(seen: Seen) -> Iterator[Finding]:
    return _counted(Trouble.UNDECIDED, seen.books.undecided, seen)


def _late_letters(seen: Seen) -> Iterator[Finding]:
    """No letter waits past its time, unless a queue before it moves at full speed."""
    late = seen.books.late_letters
    if late.since is None:
        return
    waited = seen.real(seen.now - late.since).total_seconds()
    if seen.books.arrived < waited * MOVES:
        yield from _counted(Trouble.LATE_LETTER, late, seen)


def _in_hand(seen: Seen) -> Iterator[Finding]:
    return _counted(Trouble.IN_HAND, seen.books.in_hand, seen)


def _unhandled(seen: Seen) -> Iterator[Finding]:
    return _counted(Trouble.UNHANDLED, seen.books.unhandled, seen)


def _aside(seen: Seen) -> Iterator[Finding]:
    return _counted(Trouble.ASIDE, seen.books.aside, seen)


def _shape(seen: Seen) -> Iterator[Finding]:
    if not seen.books.current:
        yield Finding(what=Trouble.SHAPE, facts={})


def _clock(seen: Seen) -> Iterator[Finding]:
    """Time neither jumps while we watch nor lies before the last audit."""
    jump, before = seen.machine.drift, seen.books.audited_at
    if abs(jump) <= MINUTE and before is not None and seen.now < before:
        jump = seen.real(seen.now - before)
    if abs(jump) > MINUTE:
        told = {"minutes": round(abs(jump) / MINUTE), "ahead": jump > timedelta()}
        yield Finding(what=Trouble.CLOCK, facts=told)


def _canary(seen: Seen) -> Iterator[Finding]:
    """Each daily letter is promised in its time, and arrives."""
    last, following = seen.books.canary, seen.books.canary_at
    missing = None
    if last and last.sent_at is None and (last.waits or not last.reader_gone):
        missing = last.due
    elif following and seen.books.admins:
        missing = following
    if missing is not None and seen.real(seen.now - missing) > CANARY:
        yield Finding(what=Trouble.CANARY, facts={"since": seen.at(missing)})


def _no_admin(seen: Seen) -> Iterator[Finding]:
    if not seen.books.admins:
        yield Finding(what=Trouble.NO_ADMIN, facts={})


def _calendar(seen: Seen) -> Iterator[Finding]:
    year = seen.books.days.local(seen.now).year
    if not seen.books.days.knows(year):
        yield Finding(what=Trouble.CALENDAR, facts={"year": year})


def _disk(seen: Seen) -> Iterator[Finding]:
    for place, free in seen.machine.free.items():
        if free < ROOM:
            told = {"place": place, "megabytes": free // 1_000_000}
            yield Finding(what=Trouble.DISK, subject=place, facts=told)


def _evidence(seen: Seen) -> Iterator[Finding]:
    return _counted(Trouble.EVIDENCE, seen.books.uncopied, seen)


INVARIANTS: tuple[Invariant, ...] = (
    _unlooked,
    _late_looks,
    _undecided,
    _late_letters,
    _in_hand,
    _unhandled,
    _aside,
    _shape,
    _clock,
    _canary,
    _no_admin,
    _calendar,
    _disk,
    _evidence,
)
