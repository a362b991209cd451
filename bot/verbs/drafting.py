"""An instruction before it is given: asked for, read, shown, put aside."""

from collections.abc import Sequence

from bot.desk import Scene
from bot.verbs import own
from rules import facts
from rules.catalog import Task
from rules.deadline import LONGEST, Bad, Deadline, deadline
from rules.errors import BadDirective, OldButton, Unknown
from rules.ids import AreaId, CardId, TaskId
from rules.lifecycle import ENDED, Stage
from rules.lookup import area_called, task_called
from rules.message import Button, Buttons
from rules.people import Person
from rules.report import Card, CardState
from store import cards, moves

AWAITED = "direct"  # what the next words are
_CHOICES, _PER_ROW = 12, 4


def take(scene: Scene, person: Person, task: Task, text: str) -> None:
    if text:
        draft(scene, person, task, text)
    else:
        ask(scene, person, task)


def draft(scene: Scene, person: Person, task: Task, text: str) -> None:
    """Show an instruction as it was read; nothing is given before 下达."""
    found = read(scene, task, text)
    cards.await_words(scene.tx, person.id, None, scene.now)
    card = _keep(scene, person, task.id, text)
    moved = found.said if found.said != found.day else None
    told: facts.Line = {
        "task": facts.number(task.id),
        "short": task.short,
        "title": task.title,
        "unit": facts.units_of(scene.catalog)[task.lead],
        "text": text,
        "due": facts.day(found.day),
        "named": found.said is not None,
        "moved": facts.day(moved),
    }
    keys = (
        Button(label="buttons.give", data=f"give:{card}"),
        Button(label="buttons.again", data=f"rewrite:{card}"),
        Button(label="buttons.cancel", data=f"drop:{card}"),
    )
    scene.say("directive/draft", told, (keys,))


def read(scene: Scene, task: Task, text: str) -> Deadline:
    """Return by when it is to be done, or refuse what cannot be given."""
    told: dict[str, object] = {"task": facts.number(task.id)}
    if len(text) > LONGEST:
        raise BadDirective(told | {"why": Bad.LONG.value})
    stage = moves.branch(scene.tx, scene.plan, task, task.lead).stage
    if stage in ENDED | {Stage.TERMINATED}:
        raise BadDirective(told | {"why": Bad.ENDED.value})
    found = deadline(text, scene.today, scene.plan.days)
    if isinstance(found, Bad):
        raise BadDirective(told | {"why": found.value})
    return found


def drafted(scene: Scene, person: Person, given: str) -> tuple[Card, Task]:
    """Return a draft of this leader's that was not given yet, and its task."""
    card = cards.card(scene.tx, person.id, CardId(own.number(given)))
    if card is None or card.task is None or card.found is not None:
        raise OldButton
    task = task_of(scene, card.task)
    if card.state == CardState.CONFIRMED:
        why = Bad.GIVEN.value
        raise BadDirective({"task": facts.number(task.id), "why": why})
    if card.state == CardState.DROPPED:
        raise OldButton
    return card, task


def put_aside(scene: Scene, person: Person) -> Task | None:
    """Put the draft made of an edited message aside and return its task.

    One that was given stays as it was given: that is refused.
    """
    card = cards.card_of(scene.tx, person.id, scene.said.chat, scene.said.message)
    if card is None or card.task is None or card.found is not None:
        return None
    task = task_of(scene, card.task)
    if card.state == CardState.CONFIRMED:
        why = Bad.GIVEN.value
        raise BadDirective({"task": facts.number(task.id), "why": why})
    cards.close_card(scene.tx, card.id, CardState.DROPPED)
    return task


def aim(scene: Scene, person: Person, text: str, named: tuple[TaskId, ...]) -> None:
    if len(named) == 1:
        draft(scene, person, task_of(scene, named[0]), text)
        return
    cards.await_words(scene.tx, person.id, None, scene.now)
    card = _keep(scene, person, None, text)
    ids = named[:_CHOICES] or [area.id for area in scene.catalog.areas]
    told: facts.Line = {"text": text[:200]}
    scene.say("directive/which", told, choices(f"aim:{card}", ids))


def _keep(scene: Scene, person: Person, task: TaskId | None, text: str) -> CardId:
    """Keep the words until they are given: through a restart, and only once."""
    return cards.put_card(
        scene.tx,
        scene.id,
        person.id,
        task=task,
        text=text,
        found=None,
        supersedes=None,
        message=scene.said.message,
        now=scene.now,
    )


def ask(scene: Scene, person: Person, task: Task, *, edit: bool = False) -> None:
    """Ask for the words of an instruction on a task."""
    cards.await_words(scene.tx, person.id, task.id, scene.now, what=AWAITED)
    told: facts.Line = {
        "task": facts.number(task.id),
        "short": task.short,
        "title": task.title,
        "unit": facts.units_of(scene.catalog)[task.lead],
    }
    cancel = ((Button(label="buttons.cancel", data="cancel"),),)
    (scene.edit if edit else scene.say)("directive/ask", told, cancel)


def ask_which(scene: Scene, person: Person) -> None:
    """Ask which task; words that begin with its number will do as well."""
    cards.await_words(scene.tx, person.id, TaskId(""), scene.now, what=AWAITED)
    areas = [area.id for area in scene.catalog.areas]
    scene.say("directive/which", {"text": ""}, choices("direct", areas))


def ask_within(scene: Scene, given: str) -> None:
    """Offer an area's tasks."""
    area = area_called(scene.catalog, given)
    if area is None:
        raise Unknown({"what": "task", "given": given.split(maxsplit=1)[0][:20]})
    ids = [task.id for task in area.tasks]
    scene.edit("directive/which", {"text": ""}, choices("direct", ids))


def task_of(scene: Scene, task: TaskId) -> Task:
    found = task_called(scene.catalog, task)
    if found is None:
        raise Unknown({"what": "task", "given": task[:20]})
    return found


def choices(verb: str, ids: Sequence[AreaId] | Sequence[TaskId]) -> Buttons:
    made = [
        Button(
            label="buttons.number",
            data=f"{verb}:{one}",
            facts={"number": facts.number(one)},
        )
        for one in ids
    ]
    return tuple(tuple(made[n : n + _PER_ROW]) for n in range(0, len(made), _PER_ROW))
