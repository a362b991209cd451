"""What the admins hear of a letter that cannot be sent as it is."""

from collections.abc import Sequence

from rules import facts
from rules.audience import admins
from rules.catalog import Catalog
from rules.delivery import Undelivered
from rules.message import Letter, Message, Sort
from rules.people import Person

UNSENT = "admin/unsent"
_WHY = 200  # characters of a reason shown


def unsent(
    catalog: Catalog, people: Sequence[Person], letter: Letter, failure: Undelivered
) -> tuple[Message, ...]:
    """Tell the admins which letter to whom was not taken, and why: once a letter."""
    reader = next((one for one in people if one.id == letter.to), None)
    # What tells of this must not be told of in turn, without end.
    if reader is None or letter.template == UNSENT:
        return ()
    units = facts.units_of(catalog)
    line: facts.Line = {
        "name": reader.name,
        "role": reader.role.value,
        "unit": units.get(reader.unit, reader.unit) if reader.unit else None,
        "template": letter.template,
        "letter": letter.id,
        "why": failure.why[:_WHY],
        "final": failure.final,
    }
    return tuple(
        Message(
            to=admin.id,
            template=UNSENT,
            facts=line,
            key=f"unsent:{admin.id}:{letter.id}",
            sort=Sort.SERVICE,
        )
        for admin in admins(people)
    )
