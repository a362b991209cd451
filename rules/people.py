"""People, their roles, and who may do what."""

from dataclasses import dataclass
from datetime import datetime
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
    DIGEST = "digest"
    STATUS = "status"
    PEOPLE = "people"
    LANGUAGE = "language"
    HELP = "help"
    REPORT = "report"


_READS = frozenset({Verb.TASK, Verb.AREA, Verb.LANGUAGE, Verb.HELP})
_MAY: dict[Role, frozenset[Verb]] = {
    Role.OWNER: _READS | {Verb.MINE, Verb.REPORT},
    Role.HEAD: _READS | {Verb.MINE, Verb.REPORT},
    Role.LEADER: _READS | {Verb.DIGEST},
    Role.ADMIN: _READS | {Verb.DIGEST, Verb.STATUS, Verb.PEOPLE},
    Role.OBSERVER: _READS | {Verb.DIGEST},
}

UNIT_ROLES = frozenset({Role.OWNER, Role.HEAD})


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
    unreachable: str = ""  # why letters no longer arrive, or empty


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


def answers_for(person: Person, units: frozenset[UnitId]) -> bool:
    """Whether a person reports for one of these units."""
    return may(person.role, Verb.REPORT) and person.unit in units
