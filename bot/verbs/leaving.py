"""The steps of a leave that its verbs share: set it, end it, tell what it means."""

from collections.abc import Sequence
from datetime import timedelta

from bot.desk import Scene
from bot.verbs import own
from rules import facts, leave
from rules.audience import told
from rules.catalog import Audience
from rules.errors import OldButton
from rules.ids import LeaveId
from rules.leave import Absence
from rules.people import UNIT_ROLES, Leave, Person
from rules.returning import relieved, summary, unit_of
from store import events, leaves, obligations, outbox, turning


def mine(scene: Scene, person: Person) -> list[Absence]:
    """Return a person's leaves, today's and those to come."""
    return leaves.of(scene.tx, person.id, scene.today)


def own_leave(scene: Scene, person: Person, given: str) -> Absence:
    """Return one of them by a button's number, or refuse."""
    number = LeaveId(own.number(given))
    found = next((one for one in mine(scene, person) if one.id == number), None)
    if found is None:
        raise OldButton
    return found


def keep(
    scene: Scene, person: Person, wanted: Leave
) -> tuple[Absence, Sequence[Absence]]:
    """Set a leave; return it with the older ones whose days it takes over."""
    days, today = scene.plan.days, scene.today
    first, last = wanted.first, wanted.last
    old = [one for one in mine(scene, person) if leave.overlaps(one, first, last)]
    leaves.end(scene.tx, [one.id for one in old], scene.now)
    for one in old:
        for rest in leave.left_of(one, first, last, today):
            begun = leave.told(one, days) and rest.first <= today
            _put(scene, person, rest, begun=begun)
    kept = _put(scene, person, wanted)
    for one in old:
        changed = one.leave.deputy != wanted.deputy and kept.on(today)
        if changed and leave.told(one, days):
            _relieve(scene, one)
    _note(scene, person, "away", kept)
    return kept, old


def end(scene: Scene, person: Person, absence: Absence) -> facts.Line:
    """End a leave, begun or not; return what it came to."""
    begun = absence.leave.first <= scene.today
    known = turning.gathered(scene.tx, scene.plan, [absence], scene.now)
    leaves.end(scene.tx, [absence.id], scene.now)
    if leave.told(absence, scene.plan.days):
        _relieve(scene, absence)
    if begun:
        # What waited for them is looked at at once.
        units = [unit_of(person)]
        obligations.look_again(scene.tx, scene.id, units, scene.now)
    _note(scene, person, "back", absence)
    deputy = absence.leave.deputy and known.people.get(absence.leave.deputy)
    return {
        **span(absence.leave),
        "begun": begun,
        "deputy": deputy.name if deputy else None,
        **summary(known, absence, person),
    }


def meaning(
    scene: Scene, person: Person, kept: Absence, linked: Sequence[Person]
) -> facts.Line:
    """Return the facts of a leave just set: its days, and who is asked meanwhile."""
    days, held = scene.plan.days, kept.leave
    deputy = next((one for one in linked if one.id == held.deputy), None)
    others = [one for one in linked if one.id != person.id]
    of_unit = person.role in UNIT_ROLES
    asked = told(others, unit_of(person), Audience.OWNER) if of_unit else []
    begins = leave.begins(held, days)
    return {
        **span(held),
        "workdays": days.between(held.first - timedelta(days=1), held.last),
        "back": facts.day(days.on_or_after(held.last + timedelta(days=1))),
        "deputy": deputy.name if deputy else None,
        "standing": deputy is not None and deputy.id == person.deputy,
        "asked": [one.name for one in asked],
        "told_at": facts.moment(max(begins, scene.now), days) if begins else None,
        "at_once": begins is not None and begins <= scene.now,
    }


def span(held: Leave) -> facts.Line:
    return {"first": facts.day(held.first), "last": facts.day(held.last)}


def _put(scene: Scene, person: Person, held: Leave, *, begun: bool = False) -> Absence:
    days = scene.plan.days
    look = leave.ends(held, days) if begun else leave.first_look(held, days)
    return leaves.put(scene.tx, scene.id, person.id, held, look=look, now=scene.now)


def _relieve(scene: Scene, absence: Absence) -> None:
    """Tell the deputy that they are asked no longer; the leave has ended by now."""
    known = turning.gathered(scene.tx, scene.plan, [absence], scene.now)
    outbox.put(scene.tx, scene.id, relieved(known, absence), scene.now)


def _note(scene: Scene, person: Person, what: str, absence: Absence) -> None:
    events.note(
        scene.tx,
        scene.id,
        what,
        unit=unit_of(person),
        subject=absence.id,
        person=person.id,
        at=scene.now,
        facts=span(absence.leave) | {"deputy": absence.leave.deputy},
    )
