"""Who hears what became of a request, and what."""

from collections.abc import Sequence
from datetime import datetime

from rules import facts
from rules.audience import admins, told
from rules.catalog import Audience, Catalog
from rules.ids import PersonId
from rules.message import Message, Sort
from rules.people import Person
from rules.request import Request, RequestKind, RequestState
from rules.requests import told as told_of


def outcome(catalog: Catalog, request: Request, by: Person, at: datetime) -> facts.Line:
    """Return the facts of a decision. `at`: in the plan's own zone."""
    return told_of(catalog, request) | {
        "by": by.name,
        "role": by.role.value,
        "at": at.isoformat(),
    }


def outcomes(
    catalog: Catalog,
    people: Sequence[Person],
    request: Request,
    by: Person,
    at: datetime,
) -> tuple[Message, ...]:
    """Tell who asked; of what was granted, also those whose task it is or was.

    The asker's is no unprompted message. Who decided is not told.
    """
    asker = [person for person in people if person.id == request.by]
    others = _others(people, request) if request.state is RequestState.GRANTED else []
    hears: dict[PersonId, Sort] = {}
    for person in asker:
        hears[person.id] = Sort.PROMPTED
    for person in others:
        hears.setdefault(person.id, Sort.UNPROMPTED)
    hears.pop(by.id, None)
    return tuple(
        Message(
            to=person,
            template="request/outcome",
            facts=outcome(catalog, request, by, at),
            key=f"request:{request.id}:{request.state.value}:{person}",
            sort=sort,
        )
        for person, sort in hears.items()
    )


def _others(people: Sequence[Person], request: Request) -> list[Person]:
    owners = told(people, request.unit, Audience.OWNER)
    if request.kind is not RequestKind.HANDOVER or request.to is None:
        return owners
    return [*owners, *told(people, request.to, Audience.OWNER), *admins(people)]
