"""One message about several tasks: read part by part, confirmed by one tap."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from bot.desk import Scene
from bot.verbs import answering, asking_which, context, own, standing, viewing
from bot.verbs.context import Context
from rules import facts
from rules.card_keys import confirm_all, open_doubts
from rules.catalog import Task
from rules.errors import CannotFix, NotYours, OldButton
from rules.ids import TaskId
from rules.message import Button, Buttons
from rules.people import Person
from rules.report import Card
from rules.understand import Part

PER_ROW = 3
SHOWN = 60  # characters of words that are left out


def show(scene: Scene, person: Person, cut: Sequence[Part], found: Context) -> bool:
    """Show what each part says, to be confirmed at once. False if that is nothing.

    A part about another unit's task hides no other; one that fits no task, or more
    than one, is asked about.
    """
    made: list[Card] = []
    left: list[facts.Line] = []
    clear, unclear = _sorted(cut, found)
    for task, text in clear.items():
        try:
            card = read(scene, person, task, text, found)
        except (CannotFix, NotYours, OldButton) as refusal:
            left.append(_left(scene, task, text, refusal.name))
            continue
        made += [card] if card else []
        left += [] if card else [_left(scene, task, text, "")]
    if made or any(one["refusal"] for one in left):
        say(scene, person, made, left)
    asked = [asking_which.ask(scene, person, part, found) for part in unclear]
    return bool(made) or any(asked) or any(one["refusal"] for one in left)


def _sorted(
    cut: Sequence[Part], found: Context
) -> tuple[Mapping[TaskId, str], Sequence[Part]]:
    """Return what is said of each task, and the parts of which nobody can tell."""
    clear: dict[TaskId, list[str]] = defaultdict(list)
    unclear: list[Part] = []
    for part in cut:
        tasks = part.tasks or ((found.task,) if found.task else ())
        if len(tasks) != 1 and not part.each:
            unclear.append(part)
            continue
        for task in tasks:
            clear[task].append(part.text)
    return {task: "\n".join(texts) for task, texts in clear.items()}, unclear


def read(
    scene: Scene, person: Person, task: TaskId, text: str, found: Context
) -> Card | None:
    """Keep what words say of a task of theirs as a card; None if that is nothing."""
    theirs = own.own_task(scene, person, task)
    said = answering.Words(
        text=text,
        message=scene.said.message,
        supersedes=context.corrected(scene, found, task),
        unit=context.branch(scene, person, found, task),
    )
    here = standing.place(scene, person, theirs, said.supersedes, said.unit)
    return answering.read(scene, person, theirs, said, here)


def say(
    scene: Scene,
    person: Person,
    made: Sequence[Card],
    left: Sequence[facts.Line] = (),
    *,
    edit: bool = False,
) -> None:
    """List cards that are confirmed together; one alone is shown as it is."""
    if len(made) == 1 and not left:
        viewing.show(scene, person, _task(scene, made[0]), made[0], edit=edit)
        return
    told: facts.Line = {
        "items": [_item(scene, person, card) for card in made],
        "left": list(left),
    }
    buttons = _buttons(scene, made)
    (scene.edit if edit else scene.say)("report/several", told, buttons)


def _task(scene: Scene, card: Card) -> Task:
    assert card.task is not None  # noqa: S101 - it was read as a task's
    return own.any_task(scene, card.task)


def _item(scene: Scene, person: Person, card: Card) -> facts.Line:
    task = _task(scene, card)
    here = standing.place_of(scene, person, task, card)
    told = viewing.told_of(scene, person, task, card, here)
    return told | {"doubtful": len(open_doubts(card))}


def _left(scene: Scene, task: TaskId, text: str, refusal: str) -> facts.Line:
    """Return words that make no card, and the refusal if there is one."""
    found = own.any_task(scene, task)
    return {
        "task": facts.number(task),
        "short": found.short,
        "text": text[:SHOWN],
        "refusal": refusal,
    }


def _buttons(scene: Scene, made: Sequence[Card]) -> Buttons:
    """Return 修改 for each card, and 全部确认 for those that say something."""
    apart = [
        Button(
            label="buttons.apart",
            data=f"apart:{card.id}",
            facts={"task": facts.number(card.task or TaskId(""))},
        )
        for card in made
    ]
    rows = (tuple(apart[n : n + PER_ROW]) for n in range(0, len(apart), PER_ROW))
    count = sum(not viewing.stands(card, _task(scene, card)).nothing for card in made)
    return (*(((confirm_all(made, count),),) if count else ()), *rows)
