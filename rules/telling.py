"""Who hears of a move somebody made, and what."""

from collections.abc import Sequence

from rules import facts
from rules.audience import told
from rules.catalog import Audience, Catalog
from rules.ids import PersonId
from rules.lifecycle import Move, Moved
from rules.message import Message, Sort
from rules.people import Person
from rules.workdays import Workdays

_OWNERS, _ALL = (Audience.OWNER,), (Audience.OWNER, Audience.ADMIN)
HEAR: dict[Move, tuple[Audience, ...]] = {
    Move.DECLINE: (Audience.ADMIN,),
    Move.APPROVE: _OWNERS,
    Move.RETURN: _OWNERS,
    Move.CLOSE_OUT: _OWNERS,
    Move.WAIVE: _OWNERS,
    Move.SUSPEND: _ALL,
    Move.RESUME: _ALL,
    Move.TERMINATE: _ALL,
    Move.REOPEN: _ALL,
}
"""Who is told of a move; the others are asked about it by what they then owe."""


def line(catalog: Catalog, moved: Moved, by: Person, days: Workdays) -> facts.Line:
    """Return the facts of one move somebody made."""
    task = next(one for one in catalog.tasks() if one.id == moved.task)
    return {
        "task": facts.number(task.id),
        "short": task.short,
        "unit": facts.units_of(catalog)[moved.unit],
        "lead": moved.unit == task.lead,
        "move": moved.move.value,
        "stage": moved.to.value,
        "who": by.name,
        "role": by.role.value,
        "reason": moved.why,
        "at": facts.moment(moved.at, days),
    }


def letters(
    catalog: Catalog,
    people: Sequence[Person],
    moved: Sequence[Moved],
    by: Person,
    days: Workdays,
    *,
    asker: PersonId | None = None,
) -> tuple[Message, ...]:
    """Return one letter for each person who is to hear of moves made together.

    `asker` asked for it: theirs is no unprompted message.
    """
    hears: dict[PersonId, Moved] = {}
    for one in moved:
        for audience in HEAR.get(one.move, ()):
            for person in told(people, one.unit, audience):
                hears.setdefault(person.id, one)
    if asker is not None and any(person.id == asker for person in people):
        hears.setdefault(asker, moved[0])
    hears.pop(by.id, None)
    return tuple(
        Message(
            to=person,
            template="move/told",
            facts=line(catalog, one, by, days),
            key=f"move:{one.task}:{one.unit}:{one.move}:{one.at.isoformat()}:{person}",
            sort=Sort.PROMPTED if person == asker else Sort.UNPROMPTED,
        )
        for person, one in hears.items()
    )
