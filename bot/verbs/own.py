"""The gate to what is a person's own: their tasks, debts and cards."""

from bot.desk import Scene
from rules import facts
from rules.catalog import Task
from rules.errors import NotYours, OldButton, Unknown
from rules.ids import CardId, ObligationId, TaskId, UnitId
from rules.obligation import Obligation, ObligationState
from rules.people import Person, answers_for
from rules.report import Card, CardState
from store import obligations, reports


def unit_of(person: Person) -> UnitId:
    """Return the unit a person answers for; a role that reports always has one."""
    return person.unit or UnitId("")


def does(person: Person, task: Task) -> bool:
    return answers_for(person, task.units)


def example(scene: Scene, person: Person) -> str:
    """Return the number of a task of theirs, for examples; empty if there is none."""
    own = (task for task in scene.catalog.tasks() if does(person, task))
    task = next(own, None)
    return facts.number(task.id) if task else ""


def number(given: str) -> int:
    """Return a button's number, or refuse: buttons can be forged."""
    if not (given.isascii() and given.isdecimal() and len(given) < 16):  # noqa: PLR2004 - fits a bigint
        raise OldButton
    return int(given)


def own_task(scene: Scene, person: Person, task: TaskId) -> Task:
    """Return a task this person's unit answers for, or refuse."""
    found = next((one for one in scene.catalog.tasks() if one.id == task), None)
    if found is None:
        raise Unknown({"what": "task", "given": str(task)[:20]})
    if not does(person, found):
        raise NotYours({"task": facts.number(found.id)})
    return found


def owed_by(scene: Scene, person: Person, given: str) -> Obligation:
    """Return an open obligation of this person's unit, or refuse."""
    owed = obligations.one(scene.tx, scene.id, ObligationId(number(given)))
    if owed is None or owed.unit != person.unit:
        raise OldButton
    if owed.state is not ObligationState.OPEN:
        raise OldButton({"why": "answered"})
    return owed


def pending(scene: Scene, person: Person, given: str) -> Card:
    """Return a card of this person's that still awaits them, or refuse."""
    card = reports.card(scene.tx, person.id, CardId(number(given)))
    if card is None or card.state == CardState.DROPPED:
        raise OldButton
    if card.state == CardState.CONFIRMED:
        raise OldButton({"why": "answered"})
    return card
