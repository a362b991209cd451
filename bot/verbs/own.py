"""The gate to what is a person's own: their tasks, debts and cards."""

from bot.desk import Scene
from rules import facts
from rules.catalog import Task
from rules.errors import NotYours, OldButton, Unknown
from rules.ids import LARGEST, CardId, ObligationId, ReportId, TaskId, UnitId
from rules.obligation import Obligation, ObligationState, Owed
from rules.people import Person, answers_for
from rules.report import Card, CardState
from store import cards, obligations, reports

_NONE = UnitId("")


def units_of(person: Person) -> tuple[UnitId, ...]:
    """Return the units a person answers for today: their own, then others'."""
    others = sorted(person.acts_for - {person.unit})
    return (person.unit, *others) if person.unit else tuple(others)


def unit_for(
    scene: Scene,
    person: Person,
    task: Task,
    named: UnitId | None = None,
    *,
    corrects: ReportId | None = None,
) -> UnitId:
    """Return the branch of a task a person speaks for.

    That of the report they correct; the one they were asked about by `named`; of
    several the first that owes a report, their own before one they stand in for.
    """
    kept = reports.one(scene.tx, scene.id, corrects) if corrects else None
    wanted = kept.unit if kept else named
    here = [unit for unit in units_of(person) if unit in task.units]
    if wanted in here or len(here) < 2:  # noqa: PLR2004 - nothing to choose from
        return next((unit for unit in here if unit == wanted), next(iter(here), _NONE))
    owed = obligations.of_task(scene.tx, scene.id, task.id)
    owing = {one.unit for one in owed if one.kind is Owed.REPORT}
    return next((unit for unit in here if unit in owing), here[0])


def owed(scene: Scene, person: Person) -> list[Obligation]:
    """Return what the units a person answers for owe, the oldest first.

    For admins and leaders that is what is owed without a unit.
    """
    found = [
        one
        for unit in units_of(person) or (_NONE,)
        for one in obligations.mine(scene.tx, scene.id, unit)
    ]
    return sorted(found, key=lambda one: (one.due, facts.place(one.task)))


def does(person: Person, task: Task) -> bool:
    return answers_for(person, task.units)


def example(scene: Scene, person: Person) -> str:
    """Return the number of a task of theirs, for examples; empty if there is none."""
    own = (task for task in scene.catalog.tasks() if does(person, task))
    task = next(own, None)
    return facts.number(task.id) if task else ""


def number(given: str) -> int:
    """Return a button's number, or refuse: buttons can be forged."""
    digits = given.isascii() and given.isdecimal() and len(given) <= len(str(LARGEST))
    if not digits or int(given) > LARGEST:
        raise OldButton
    return int(given)


def any_task(scene: Scene, task: TaskId) -> Task:
    """Return the task of this id, or refuse."""
    found = next((one for one in scene.catalog.tasks() if one.id == task), None)
    if found is None:
        raise Unknown({"what": "task", "given": str(task)[:20]})
    return found


def own_task(scene: Scene, person: Person, task: TaskId) -> Task:
    """Return a task this person's unit answers for, or refuse."""
    found = any_task(scene, task)
    if not does(person, found):
        raise NotYours({"task": facts.number(found.id)})
    return found


def owed_by(scene: Scene, person: Person, given: str) -> Obligation:
    """Return an open obligation of this person's unit, or refuse."""
    owed = obligations.one(scene.tx, scene.id, ObligationId(number(given)))
    if owed is None or owed.unit not in person.units:
        raise OldButton
    if owed.state is not ObligationState.OPEN:
        raise OldButton({"why": "answered"})
    return owed


def pending(scene: Scene, person: Person, given: str) -> Card:
    """Return a card of this person's that still awaits them, or refuse."""
    card = cards.card(scene.tx, person.id, CardId(number(given)))
    if card is None or card.state == CardState.DROPPED:
        raise OldButton
    if card.state == CardState.CONFIRMED:
        raise OldButton({"why": "answered"})
    return card
