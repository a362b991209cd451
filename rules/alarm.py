"""What the admins are told of trouble, and that it is over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rules.audit import Trouble
from rules.ids import LetterId, PersonId
from rules.message import Message, Sort
from rules.people import Person

TROUBLE, WELL = "admin/trouble", "admin/well"
# The admins hear of each such update by a letter of its own, as it is given up.
_TOLD_ALREADY = frozenset({Trouble.ASIDE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A trouble as it is kept: since when it is known, and how it last stood."""

    id: int
    what: Trouble
    facts: Mapping[str, object]
    first_at: datetime


def line(one: Kept) -> dict[str, object]:
    """Return what the words for one trouble are made of."""
    return {"what": one.what.value} | dict(one.facts)


def told(admins: Sequence[Person], opened: Sequence[Kept]) -> tuple[Message, ...]:
    """Tell each admin once of all that is new."""
    new = [one for one in opened if one.what not in _TOLD_ALREADY]
    return tuple(
        Message(
            to=admin.id,
            template=TROUBLE,
            facts={"troubles": [line(one) for one in new]},
            key=f"trouble:{admin.id}:{new[0].id}",
            sort=Sort.SERVICE,
        )
        for admin in admins
        if new
    )


def well(
    admins: Sequence[Person], heard: Mapping[PersonId, LetterId]
) -> tuple[Message, ...]:
    """Tell that all is well again those who have `heard` of trouble, by that letter."""
    return tuple(
        Message(
            to=admin.id,
            template=WELL,
            facts={},
            key=f"well:{heard[admin.id]}",
            sort=Sort.SERVICE,
        )
        for admin in admins
        if admin.id in heard
    )
