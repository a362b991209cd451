"""Who hears it: the people of an audience who can really be told."""

from collections.abc import Sequence

from rules.catalog import Audience
from rules.ids import UnitId
from rules.people import Person, Role


def told(people: Sequence[Person], unit: UnitId, audience: Audience) -> list[Person]:
    """Return who hears it.

    In a unit without an owner the head is asked; a unit without a head to tell is
    its admins' to press.
    """
    here = [person for person in people if not person.unreachable]
    owners = [p for p in here if p.role is Role.OWNER and p.unit == unit]
    heads = [p for p in here if p.role is Role.HEAD and p.unit == unit]
    match audience:
        case Audience.OWNER:
            return owners or heads
        case Audience.HEAD if owners and heads:
            return heads
        case Audience.LEADER:
            return [person for person in here if person.role is Role.LEADER]
        case _:
            return admins(people)


def admins(people: Sequence[Person]) -> list[Person]:
    """Return the admins who can be told."""
    return [p for p in people if p.role is Role.ADMIN and not p.unreachable]
