"""Being away: a leave is set, taken back, ended; a deputy is chosen for it."""

from collections.abc import Sequence
from datetime import date

from bot.desk import Scene
from bot.verbs import deputies, leaving, own
from rules import leave
from rules.ids import PersonId
from rules.leave import Absence
from rules.message import Button, Buttons
from rules.people import Leave, Person, Verb
from store import leaves, people


def away(scene: Scene, given: str) -> None:
    """/away 7.1-7.10 @李强 - be left alone, and let a deputy be asked."""
    person = scene.who(Verb.AWAY)
    if not given.strip():
        _list(scene, person)
        return
    asked = leave.read(given, scene.today)
    linked = people.linked(scene.tx, scene.id, today=scene.today)
    absences = leaves.coming(scene.tx, scene.id, scene.today)
    span = asked.first, asked.last
    fitting = deputies.for_leave(person, linked, absences, asked.deputy, span)
    deputy = fitting[0].id if len(fitting) == 1 else None
    wanted = Leave(first=asked.first, last=asked.last, deputy=deputy)
    kept, replaced = leaving.keep(scene, person, wanted)
    choices = fitting if len(fitting) > 1 else ()
    told = leaving.meaning(scene, person, kept, linked) | {
        "replaced": [leaving.span(one.leave) for one in replaced],
        "choosing": bool(choices),
        "covers": _covers(person, linked, absences, span),
    }
    scene.say("rest/away", told, _buttons(kept, choices))


def back(scene: Scene, given: str) -> None:
    """/back - end today's leave early."""
    del given
    person = scene.who(Verb.BACK)
    here = leave.covering(leaving.mine(scene, person), person.id, scene.today)
    if here is None:
        _list(scene, person)
        return
    scene.say("rest/back", leaving.end(scene, person, here))


def end_leave(scene: Scene, given: str) -> None:
    """撤回 on a leave: it is ended, or never begins."""
    person = scene.who(Verb.AWAY)
    ending = leaving.own_leave(scene, person, given)
    scene.edit("rest/back", leaving.end(scene, person, ending))


def stand(scene: Scene, given: str) -> None:
    """One of those who fit, or nobody (0), chosen to stand in for a leave."""
    person = scene.who(Verb.AWAY)
    number, _, choice = given.partition(":")
    held = leaving.own_leave(scene, person, number).leave
    linked = people.linked(scene.tx, scene.id, today=scene.today)
    deputy = _chosen(scene, person, linked, own.number(choice), held)
    wanted = Leave(first=held.first, last=held.last, deputy=deputy)
    kept, _replaced = leaving.keep(scene, person, wanted)
    told = leaving.meaning(scene, person, kept, linked)
    told |= {"replaced": [], "choosing": False, "covers": []}
    scene.edit("rest/away", told, _buttons(kept))


def _chosen(
    scene: Scene, person: Person, linked: Sequence[Person], number: int, held: Leave
) -> PersonId | None:
    if number == 0:
        return None
    other = deputies.by_number(linked, number)
    absences = leaves.coming(scene.tx, scene.id, scene.today)
    span = held.first, held.last
    deputies.refuse(other, leave.unfit(person, other, absences, span), absences, span)
    return other.id


def _list(scene: Scene, person: Person) -> None:
    """Show the leaves that are set, each with its 撤回, and how to set one."""
    mine = leaving.mine(scene, person)
    names = {one.id: one.name for one in people.linked(scene.tx, scene.id)}
    lines = [
        leaving.span(one.leave)
        | {
            "deputy": names.get(one.leave.deputy or PersonId(0)),
            "on": one.on(scene.today),
        }
        for one in mine
    ]
    buttons = tuple((_recall(one, dated=len(mine) > 1),) for one in mine)
    scene.say("rest/leaves", {"leaves": lines}, buttons)


def _covers(
    person: Person,
    linked: Sequence[Person],
    absences: Sequence[Absence],
    span: tuple[date, date],
) -> list[str]:
    """Return for whom they were to stand in over these days."""
    names = {one.id: one.name for one in linked}
    theirs = [one for one in absences if one.leave.deputy == person.id]
    return [names[a.person] for a in theirs if leave.overlaps(a, *span)]


def _buttons(kept: Absence, choices: Sequence[Person] = ()) -> Buttons:
    offered = tuple(
        (
            Button(
                label="buttons.stand",
                data=f"stand:{kept.id}:{one.id}",
                facts={"name": one.name},
            ),
        )
        for one in choices[: deputies.CHOICES]
    )
    if kept.leave.deputy is None:
        return (*offered, (_recall(kept),))
    nobody = Button(label="buttons.stand_nobody", data=f"stand:{kept.id}:0")
    return ((nobody, _recall(kept)),)


def _recall(absence: Absence, *, dated: bool = False) -> Button:
    if not dated:
        return Button(label="buttons.end_leave", data=f"end_leave:{absence.id}")
    return Button(
        label="buttons.end_leave_of",
        data=f"end_leave:{absence.id}",
        facts={"day": f"{absence.leave.first.month}.{absence.leave.first.day}"},
    )
