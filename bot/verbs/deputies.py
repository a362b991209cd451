"""The standing deputy (B角), and who fits to stand in for somebody."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from bot.desk import Scene
from bot.verbs import own
from rules import facts, leave
from rules.catalog import Task
from rules.errors import BadDeputy, OldButton
from rules.ids import UnitId
from rules.leave import Absence, Unfit
from rules.message import Button
from rules.people import Person, Verb
from store import events, people

CHOICES = 6


def deputy(scene: Scene, given: str) -> None:
    """/deputy 李强 - name a standing deputy; 无 for none; alone it says who it is."""
    person = scene.who(Verb.DEPUTY)
    linked = people.linked(scene.tx, scene.id)
    name = given.strip()
    if not name:
        held = (one for one in linked if one.id == person.deputy)
        _show(scene, next(held, None), changed=False)
        return
    if name.lower() in leave.NOBODY:
        _keep(scene, person, None)
        return
    fitting = fitting_of(person, linked, name)
    if len(fitting) == 1:
        _keep(scene, person, fitting[0])
        return
    buttons = tuple(
        (
            Button(
                label="buttons.stand",
                data=f"deputy:{one.id}",
                facts={"name": one.name},
            ),
        )
        for one in fitting[:CHOICES]
    )
    scene.say("rest/which", {"name": name[:40]}, buttons)


def pick(scene: Scene, given: str) -> None:
    """One of several of that name chosen as the standing deputy."""
    person = scene.who(Verb.DEPUTY)
    linked = people.linked(scene.tx, scene.id)
    other = by_number(linked, own.number(given))
    refuse(other, leave.unfit(person, other))
    _keep(scene, person, other)


def for_leave(
    person: Person,
    linked: Sequence[Person],
    absences: Sequence[Absence],
    name: str,
    span: tuple[date, date],
) -> list[Person]:
    """Return who fits to stand in: one, several to choose from, or nobody.

    Without a name it is the standing deputy, if they are there. Raises BadDeputy.
    """
    if name.lower() in leave.NOBODY:
        return []
    if name:
        return fitting_of(person, linked, name, absences, span)
    standing = [one for one in linked if one.id == person.deputy]
    return [p for p in standing if leave.unfit(person, p, absences, span) is None]


def fitting_of(
    person: Person,
    linked: Sequence[Person],
    name: str,
    absences: Sequence[Absence] = (),
    span: tuple[date, date] | None = None,
) -> list[Person]:
    """Return those of a name who can stand in; raises BadDeputy if nobody can."""
    named = leave.called(linked, name)
    if not named:
        raise BadDeputy({"why": "unknown", "name": name[:40]})
    why = {one.id: leave.unfit(person, one, absences, span) for one in named}
    fitting = [one for one in named if why[one.id] is None]
    if not fitting:
        refuse(named[0], why[named[0].id], absences, span)
    return fitting


def refuse(
    other: Person,
    why: Unfit | None,
    absences: Sequence[Absence] = (),
    span: tuple[date, date] | None = None,
) -> None:
    """Raise BadDeputy if there is a reason to; with the days of a leave in the way."""
    if why is None:
        return
    told: facts.Line = {"why": why.value, "name": other.name}
    if span is not None:
        theirs = [a for a in absences if a.person == other.id]
        clash = [a.leave for a in theirs if leave.overlaps(a, *span)]
        told |= {
            "days": [
                {"first": facts.day(one.first), "last": facts.day(one.last)}
                for one in clash
            ]
        }
    raise BadDeputy(told)


def by_number(linked: Sequence[Person], number: int) -> Person:
    """Return a linked person, or refuse: they may have left meanwhile."""
    found = next((one for one in linked if one.id == number), None)
    if found is None:
        raise OldButton
    return found


def stood_for(scene: Scene, person: Person) -> Mapping[UnitId, Sequence[str]]:
    """Return, by unit, the names of those they stand in for today."""
    names: dict[UnitId, list[str]] = defaultdict(list)
    for one in people.linked(scene.tx, scene.id) if person.acts_for else ():
        if one.id in person.stands_for and one.unit and one.unit != person.unit:
            names[one.unit].append(one.name)
    return names


def stands(
    person: Person, task: Task, names: Mapping[UnitId, Sequence[str]]
) -> Sequence[str]:
    """Return for whom a task is theirs; nobody, if it is their own unit's."""
    if person.unit in task.units:
        return ()
    return [name for unit in task.units for name in names.get(unit, ())]


def _keep(scene: Scene, person: Person, other: Person | None) -> None:
    people.name_deputy(scene.tx, person.id, other.id if other else None)
    told = {"deputy": other.name if other else None}
    who = person.id
    events.note(scene.tx, scene.id, "deputy", person=who, at=scene.now, facts=told)
    _show(scene, other, changed=True)


def _show(scene: Scene, shown: Person | None, *, changed: bool) -> None:
    units = facts.units_of(scene.catalog)
    told: facts.Line = {
        "name": shown.name if shown else None,
        "unit": units.get(shown.unit) if shown and shown.unit else None,
        "changed": changed,
    }
    scene.edit("rest/deputy", told)
