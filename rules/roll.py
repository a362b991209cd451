"""The people of a plan, found by unit and role without going through all of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from rules.ids import UnitId
from rules.people import Person, Role


class Roll(tuple[Person, ...]):  # noqa: SLOT001 - what was found is remembered
    """People in their order. Those whom letters do not reach are not found."""

    def of(self, unit: UnitId, role: Role) -> list[Person]:
        return self._by_unit.get((unit, role), [])

    def in_(self, role: Role) -> list[Person]:
        return self._by_role.get(role, [])

    @cached_property
    def _by_role(self) -> Mapping[Role, list[Person]]:
        found: dict[Role, list[Person]] = defaultdict(list)
        for person in self:
            if not person.unreachable:
                found[person.role].append(person)
        return dict(found)

    @cached_property
    def _by_unit(self) -> Mapping[tuple[UnitId | None, Role], list[Person]]:
        found: dict[tuple[UnitId | None, Role], list[Person]] = defaultdict(list)
        for role, people in self._by_role.items():
            for person in people:
                found[person.unit, role].append(person)
        return dict(found)


def roll(people: Sequence[Person]) -> Roll:
    """Return people as a roll; one that is already is handed back."""
    return people if isinstance(people, Roll) else Roll(people)
