"""Who hears it: the people of an audience who can really be told today."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rules.catalog import Audience
from rules.ids import PersonId, UnitId
from rules.obligation import Obligation
from rules.people import UNIT_ROLES, Person, Role, same_standing
from rules.roll import roll


@dataclass(frozen=True, slots=True, kw_only=True)
class Facing:
    """Whom an obligation faces today.

    `reachable`: the audiences in which somebody can be told. `back`: the first day
    on which somebody can be asked, when everybody who could be is on leave.
    `spared`: reported lately and on pace, and its policy leaves such tasks alone.
    """

    reachable: frozenset[Audience]
    back: date | None = None
    spared: bool = False


def told(people: Sequence[Person], unit: UnitId, audience: Audience) -> list[Person]:
    """Return who hears it; somebody on leave is stood for by their deputy.

    Where no owner can be asked the head is; a unit without a head to tell, or whose
    head alone is the one asked, is its admins' to press.
    """
    owners, heads = _of(people, unit, Role.OWNER), _of(people, unit, Role.HEAD)
    match audience:
        case Audience.OWNER:
            return _present(people, owners) or _present(people, heads)
        case Audience.DEPUTY:
            return _deputies(people, owners)
        case Audience.HEAD:
            return _pressing(people, owners, heads) or admins(people)
        case Audience.LEADER:
            return _present(people, _in(people, Role.LEADER))
        case _:
            return admins(people)


def admins(people: Sequence[Person]) -> list[Person]:
    """Return the admins who can be told."""
    return _present(people, _in(people, Role.ADMIN))


def facing(
    people: Sequence[Person], owed: Obligation, *, spared: bool = False
) -> Facing:
    """Return whom an obligation faces, and whether its debtors are all on leave.

    Where nobody can be asked there is nobody to press: nobody is reachable. What
    has come as far as the leaders stands in their digest, whoever is linked.
    """
    if not told(people, owed.unit, owed.debtor):
        return Facing(reachable=frozenset(), back=_back(people, owed))
    found = {one for one in Audience if told(people, owed.unit, one)}
    return Facing(reachable=frozenset(found | {Audience.LEADER}), spared=spared)


def _pressing(
    people: Sequence[Person], owners: Sequence[Person], heads: Sequence[Person]
) -> list[Person]:
    """Return the heads who can press somebody besides themselves."""
    press = _present(people, heads)
    others = [one for one in _present(people, owners) if one not in press]
    return press if others else []


def _back(people: Sequence[Person], owed: Obligation) -> date | None:
    """Return when the first of those on leave, or of their deputies, is back."""
    match owed.debtor:
        case Audience.ADMIN:
            could = _in(people, Role.ADMIN)
        case Audience.LEADER:
            could = _in(people, Role.LEADER)
        case _:
            could = [p for role in UNIT_ROLES for p in _of(people, owed.unit, role)]
    named = {p.leave.deputy for p in could if p.leave}
    could = [*could, *(p for p in people if p.id in named and not p.unreachable)]
    returns = (p.leave.last + timedelta(days=1) for p in could if p.leave)
    return min(returns, default=None)


def _of(people: Sequence[Person], unit: UnitId, role: Role) -> list[Person]:
    return roll(people).of(unit, role)


def _in(people: Sequence[Person], role: Role) -> list[Person]:
    return roll(people).in_(role)


def _deputies(people: Sequence[Person], owners: Iterable[Person]) -> list[Person]:
    named = [
        _deputy(people, one, one.deputy) for one in owners if one.deputy is not None
    ]
    return list({one.id: one for one in named if one}.values())


def _present(people: Sequence[Person], wanted: Iterable[Person]) -> list[Person]:
    """Return those at work, and the deputies at work of those on leave; each once."""
    found: dict[object, Person] = {}
    for person in wanted:
        stands = person if person.leave is None else None
        if person.leave and person.leave.deputy is not None:
            stands = _deputy(people, person, person.leave.deputy)
        if stands is not None:
            found.setdefault(stands.id, stands)
    return list(found.values())


def _deputy(people: Sequence[Person], of: Person, named: PersonId) -> Person | None:
    """Return who stands in, if they are at work and still of the same standing."""
    found = next((p for p in people if p.id == named), None)
    if found is None or found.unreachable or found.leave is not None:
        return None
    return found if same_standing(of, found) else None
