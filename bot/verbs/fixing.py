"""/fix: correct the last report of one's branch, asked for its words or at once."""

from bot.desk import Scene
from bot.verbs import answering, correcting, own
from bot.verbs.moving import CANCEL
from rules import facts
from rules.catalog import Task
from rules.errors import CannotFix, Unknown
from rules.ids import TaskId
from rules.lookup import leading, task_called
from rules.message import Button
from rules.people import Person, Verb
from store import cards, reports
from store.reports import Kept

CHOICES = 10
_SHOWN = 200  # letters of what was said


def fix(scene: Scene, given: str) -> None:
    """/fix 2.2 9家, or /fix 2.2 to be asked; alone it lists what can be corrected."""
    person = scene.who(Verb.FIX)
    if not given.strip():
        _choose(scene, person)
        return
    found = leading(scene.catalog, given)
    task, text = found or (task_called(scene.catalog, given), "")
    if task is None:
        raise Unknown({"what": "task", "given": given[:20]})
    kept = _last(scene, person, own.own_task(scene, person, task.id))
    correcting.allowed(scene, kept.id)
    said = answering.Words(
        text=text, message=scene.said.message, supersedes=kept.id, unit=kept.unit
    )
    if not (text and answering.show_card(scene, person, task, said)):
        ask(scene, person, task, kept)


def ask(scene: Scene, person: Person, task: Task, kept: Kept) -> None:
    """Show what was reported, and ask for what it should have said."""
    subject = {"unit": kept.unit, "chat": scene.group}
    cards.await_words(
        scene.tx, person.id, task.id, scene.now, supersedes=kept.id, subject=subject
    )
    told: facts.Line = {
        "task": facts.number(task.id),
        "short": task.short,
        "at": facts.moment(kept.at, scene.plan.days),
        "who": kept.who,
        "text": kept.text[:_SHOWN],
    }
    scene.say("report/fix", told, CANCEL)


def _last(scene: Scene, person: Person, task: Task) -> Kept:
    """Return the last report of their branch; of several the newest."""
    found = _of_theirs(scene, person, [task.id])
    if not found:
        raise CannotFix({"why": "nothing", "task": facts.number(task.id)})
    return found[0]


def _of_theirs(scene: Scene, person: Person, tasks: list[TaskId]) -> list[Kept]:
    """Return the last report of each of their branches, the newest first."""
    found = reports.latest(scene.tx, scene.id, scene.now, tasks)
    return [kept for kept in found if kept.unit in person.units]


def _choose(scene: Scene, person: Person) -> None:
    theirs = {t.id: t for t in scene.catalog.tasks() if own.does(person, t)}
    found = _of_theirs(scene, person, list(theirs))
    offered = correcting.still_open(scene, found)[:CHOICES]
    if not offered:
        raise CannotFix({"why": "nothing", "task": ""})
    buttons = tuple(
        (
            Button(
                label="buttons.pick",
                data=f"fix:{kept.id}",
                facts={
                    "task": facts.number(kept.task),
                    "short": theirs[kept.task].short,
                },
            ),
        )
        for kept in offered
    )
    scene.say("report/fixes", {}, buttons)
