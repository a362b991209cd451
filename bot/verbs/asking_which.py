"""这是哪一项: words that could be about more than one task are asked about."""

from collections.abc import Sequence

from bot.desk import Scene
from bot.verbs import answering, own
from bot.verbs.context import Context
from rules.catalog import Task
from rules.people import Person
from rules.understand import Part, Subject, understand
from store import cards

SHOWN = 200  # characters of somebody's words


def ask(scene: Scene, person: Person, part: Part, found: Context) -> bool:
    """Ask which task words are about. False if they say nothing of any."""
    likely = _likely(scene, person, part, found)
    if not any(says(scene, task, part.text) for task in likely):
        return False
    card = cards.put_card(
        scene.tx,
        scene.id,
        person.id,
        task=None,
        text=part.text,
        found=None,
        supersedes=None,
        message=scene.said.message,
        now=scene.now,
        chat=scene.group,
    )
    buttons = answering.choices(scene, person, card, likely)
    scene.say("report/which", {"text": part.text[:SHOWN]}, buttons)
    return True


def owed(scene: Scene, person: Person) -> Sequence[Task]:
    """Return the tasks they owe a report on, or all of theirs when none is owed."""
    theirs = {t.id: t for t in scene.catalog.tasks() if own.does(person, t)}
    tasks = dict.fromkeys(one.task for one in own.owed(scene, person))
    return [theirs[task] for task in tasks if task in theirs] or list(theirs.values())


def says(scene: Scene, task: Task, text: str) -> bool:
    """Whether words would say anything of a task."""
    subject = Subject(task=task, totals={}, percent=None)
    return not understand(text, subject, scene.today, scene.plan.days.worked).silent


def _likely(scene: Scene, person: Person, part: Part, found: Context) -> Sequence[Task]:
    """Return the tasks that fit: as named, else of the list replied to, else owed."""
    fit = part.tasks or (tuple(found.lines.values()) if found.replies else ())
    theirs = {t.id: t for t in scene.catalog.tasks() if own.does(person, t)}
    named = [theirs[task] for task in dict.fromkeys(fit) if task in theirs]
    return named or owed(scene, person)
