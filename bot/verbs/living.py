"""What a task's card says of its life, and what can be done about it from there."""

from collections.abc import Sequence

from bot.desk import Scene
from bot.verbs import moving
from bot.verbs.requesting import unit_in
from rules import facts
from rules import requests as rulings
from rules.catalog import Task
from rules.lifecycle import Stage
from rules.message import Button, Buttons
from rules.people import UNIT_ROLES, Person
from rules.request import Request, RequestKind
from store import moves, requests
from store.moving import mover


def standing(scene: Scene, task: Task) -> facts.Line:
    """Return a task's stage, what was granted, and what awaits a decision."""
    lead, *_ = moves.branches(scene.tx, scene.plan, task)
    pending = requests.pending(scene.tx, scene.id, task.id)
    units = facts.units_of(scene.catalog)
    former = task.handed_from
    return {
        "stage": lead.stage.value,
        "put_off_from": facts.day(task.put_off_from),
        "handed_from": units.get(former, former) if former else None,
        "requests": [rulings.told(scene.catalog, one) for one in pending],
    }


def buttons(scene: Scene, person: Person, task: Task) -> Buttons:
    """Return what somebody can do: decide, ask, move; the rarer behind 更多."""
    pending = requests.pending(scene.tx, scene.id, task.id)
    rows = (*_decisions(person, pending), _asks(scene, person, task, pending))
    return (*(row for row in rows if row), *moving.buttons(scene, person, task))


def _decisions(person: Person, pending: Sequence[Request]) -> Buttons:
    """Return the requests somebody decides, or can take back."""
    rows: list[tuple[Button, ...]] = []
    for one in pending:
        if rulings.decides(one, mover(person)):
            yes = Button(label=f"grants.{one.kind}", data=f"grant:{one.id}")
            no = Button(label=f"refusals.{one.kind}", data=f"refuse:{one.id}")
            rows.append((yes, no))
        elif not isinstance(rulings.withdrawn(one, mover(person)), rulings.Denied):
            back = Button(label=f"withdrawals.{one.kind}", data=f"withdraw:{one.id}")
            rows.append((back,))
    return tuple(rows)


def _asks(
    scene: Scene, person: Person, task: Task, pending: Sequence[Request]
) -> tuple[Button, ...]:
    """Return what a unit at work on a task can ask for."""
    unit = unit_in(person, task)
    if person.role not in UNIT_ROLES or not unit:
        return ()
    branch = moves.branch(scene.tx, scene.plan, task, unit)
    if branch.stage is not Stage.IN_PROGRESS:
        return ()
    done = Button(label="buttons.apply", data=f"apply:{task.id}")
    asked = any(one.kind is RequestKind.EXTENSION for one in pending)
    if not branch.lead or asked:
        return (done,)
    return (done, Button(label="buttons.extend", data=f"extend:{task.id}"))
