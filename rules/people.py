"""People, their roles, and who may do what."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from rules.ids import ChatId, PersonId, PlanId, UnitId


class Role(StrEnum):
    OWNER = "owner"
    HEAD = "head"
    LEADER = "leader"
    ADMIN = "admin"
    OBSERVER = "observer"  # reads, is never asked


class Verb(StrEnum):
    """What a linked person can ask of the bot."""

    MINE = "mine"
    TASK = "task"
    AREA = "area"
    FIX = "fix"
    EXTEND = "extend"
    DONE = "done"
    HANDOVER = "handover"
    DIGEST = "digest"
    DIRECT = "direct"
    HISTORY = "history"
    WHY = "why"
    STATUS = "status"
    PEOPLE = "people"
    BIND = "bind"
    UNBIND = "unbind"
    AWAY = "away"
    BACK = "back"
    DEPUTY = "deputy"
    HOURS = "hours"
    SNOOZE = "snooze"
    LANGUAGE = "language"
    HELP = "help"
    REPORT = "report"


_READS = frozenset(
    {Verb.TASK, Verb.AREA, Verb.HISTORY, Verb.WHY, Verb.LANGUAGE, Verb.HELP}
)
_RESTS = frozenset({Verb.AWAY, Verb.BACK, Verb.DEPUTY, Verb.HOURS, Verb.SNOOZE})
_ASKS = frozenset({Verb.EXTEND, Verb.DONE, Verb.HANDOVER})
_MAY: dict[Role, frozenset[Verb]] = {
    Role.OWNER: _READS | _ASKS | _RESTS | {Verb.MINE, Verb.REPORT, Verb.FIX},
    Role.HEAD: _READS | _ASKS | _RESTS | {Verb.MINE, Verb.REPORT, Verb.FIX},
    Role.LEADER: _READS | _RESTS | {Verb.MINE, Verb.DIGEST, Verb.DIRECT},
    Role.ADMIN: _READS
    | _RESTS
    | {Verb.DIGEST, Verb.STATUS, Verb.PEOPLE, Verb.BIND, Verb.UNBIND},
    Role.OBSERVER: _READS | {Verb.DIGEST},
}

UNIT_ROLES = frozenset({Role.OWNER, Role.HEAD})


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When a person may be bothered, where it is not as the plan says."""

    opens: time | None = None
    closes: time | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """A leave from `first` to `last`, both days included."""

    first: date
    last: date
    deputy: PersonId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    id: PersonId
    plan: PlanId
    user: int
    chat: ChatId
    name: str
    role: Role
    unit: UnitId | None
    locale: str
    username: str = ""  # the Telegram name without its @, where there is one
    unreachable: str = ""  # why letters no longer arrive, or empty
    hours: Hours = Hours()
    deputy: PersonId | None = None  # the standing deputy (B角)
    leave: Leave | None = None  # the leave they are on today
    stands_for: tuple[PersonId, ...] = ()  # those on leave today who named them
    acts_for: frozenset[UnitId] = frozenset()  # the units of those

    @property
    def units(self) -> frozenset[UnitId]:
        """The units whose work they answer for today, their own and others'."""
        own = {self.unit} if self.unit else set()
        return frozenset(own) | self.acts_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """A single-use code's facts; the code itself is never kept."""

    id: int
    plan: PlanId
    role: Role
    unit: UnitId | None
    expires: datetime
    used: bool


def may(role: Role, verb: Verb) -> bool:
    """Whether this role may use this verb at all; whose task is asked elsewhere."""
    return verb in _MAY[role]


def verbs(role: Role) -> tuple[Verb, ...]:
    """Return the verbs of a role, in the order menus show them."""
    return tuple(verb for verb in Verb if may(role, verb))


def same_standing(one: Person, other: Person) -> bool:
    """Whether one of these can stand in for the other."""
    both = {one.role, other.role}
    return both <= UNIT_ROLES or len(both) == 1


def answers_for(person: Person, units: frozenset[UnitId]) -> bool:
    """Whether a person reports for one of these units."""
    return may(person.role, Verb.REPORT) and bool(person.units & units)
