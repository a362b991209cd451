"""An obligation with everything that was kept of it."""

from dataclasses import dataclass
from datetime import date, datetime

from rules.ids import PersonId
from rules.lifecycle import Stage
from rules.obligation import Obligation


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A line of an applied catalog."""

    version: int
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A decision as it was kept. `reason` may be one that is no longer known.

    `told` are the names of the `people` told, `audiences` what they were told as.
    """

    reason: str
    rung: int | None
    told: tuple[str, ...] = ()
    people: tuple[PersonId, ...] = ()
    audiences: tuple[str, ...] = ()
    first: datetime
    last: datetime
    times: int = 1
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A letter as it stands. `release`: when it is tried, while it waits.

    `held` is the code of why it waits, `tasks` are the tasks it speaks of.
    """

    person: PersonId
    to: str
    template: str
    made: datetime
    sent: datetime | None = None
    release: datetime | None = None
    held: str = ""
    error: str = ""
    tasks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """The directive an obligation is about, in short."""

    id: int
    who: str
    text: str
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The request an obligation is about, in short; `kind` as it was kept."""

    id: int
    kind: str
    who: str
    reason: str
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One obligation with everything that was kept of it.

    `planned`: its day before a holiday moved it, if one did. `by`: who answered.
    `readable` is False where its own row could not be understood in full.
    """

    obligation: Obligation
    opened: datetime
    closed: datetime | None = None
    by: str = ""
    planned: date | None = None
    place: Place | None = None
    kept: tuple[Kept, ...] = ()
    letters: tuple[Posted, ...] = ()
    directive: Instruction | None = None
    request: Wish | None = None
    stage: Stage | None = None
    readable: bool = True
