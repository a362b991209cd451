"""Plain words: which task they are about, and what they say of it."""

from bot.desk import Scene
from bot.verbs import answering
from rules import facts
from rules.catalog import Task
from rules.errors import NotYours
from rules.ids import ReportId, TaskId
from rules.lookup import leading_task
from rules.people import Person, Verb, may
from rules.understand import Subject, split, understand, which
from store import obligations, reports

LONGEST = 4096


def words(scene: Scene, given: str) -> None:
    """Read what a person wrote as an answer, or say how to answer."""
    person = scene.who(Verb.HELP)
    if not may(person.role, Verb.REPORT):
        scene.say("hint/reader", {"role": person.role.value})
        return
    text = given.strip()[:LONGEST]
    parts = split(text, tuple(scene.catalog.tasks()))
    shown = (
        [_show(scene, person, task, part) for task, part in parts]
        if len(parts) > 1
        else [_single(scene, person, text)]
    )
    if not any(shown):
        scene.say("hint/nothing", {"example": _example(scene, person)})


def file(scene: Scene, given: str) -> None:
    """Read the caption of a picture or a file; alone it says nothing."""
    if given.strip():
        words(scene, given)
        return
    scene.who(Verb.HELP)
    scene.say("hint/file", {})


def command(scene: Scene, given: str) -> None:
    """Refuse a command we do not have."""
    del given
    scene.who(Verb.HELP)
    scene.say("hint/command", {})


def _single(scene: Scene, person: Person, text: str) -> bool:
    """Show a card for the one task meant, or ask which; False if it says nothing."""
    numbered = leading_task(scene.catalog, text)
    if numbered is not None:
        return _show(scene, person, numbered.id, text)
    awaited = reports.awaited(scene.tx, person.id)
    if awaited is not None:
        return _show(scene, person, awaited.task, text, awaited.supersedes)
    likely = _likely(scene, person, text)
    if len(likely) == 1:
        return _show(scene, person, likely[0].id, text)
    if not any(_says(scene, task, text) for task in likely):
        return False
    _ask_which(scene, person, text, likely)
    return True


def _likely(scene: Scene, person: Person, text: str) -> list[Task]:
    """Return the tasks these words could be about: named, else owed, else own."""
    own = {t.id: t for t in scene.catalog.tasks() if answering.does(person, t)}
    named = [own[task] for task in which(text, tuple(own.values()))]
    owed = obligations.mine(scene.tx, scene.id, answering.unit_of(person))
    asked = [own[task] for task in dict.fromkeys(o.task for o in owed) if task in own]
    return named or asked or list(own.values())


def _show(
    scene: Scene,
    person: Person,
    task: TaskId,
    text: str,
    supersedes: ReportId | None = None,
) -> bool:
    found = next((one for one in scene.catalog.tasks() if one.id == task), None)
    if found is None or not answering.does(person, found):
        raise NotYours({"task": facts.number(task)})
    return answering.show_card(scene, person, found, text, supersedes)


def _says(scene: Scene, task: Task, text: str) -> bool:
    subject = Subject(task=task, totals={}, percent=None)
    return not understand(text, subject, scene.today).nothing


def _ask_which(scene: Scene, person: Person, text: str, likely: list[Task]) -> None:
    card = reports.put_card(
        scene.tx,
        scene.id,
        person.id,
        task=None,
        text=text,
        found=None,
        supersedes=None,
        now=scene.now,
    )
    buttons = answering.choices(scene, person, card, likely)
    scene.say("report/which", {"text": text[:200]}, buttons)


def _example(scene: Scene, person: Person) -> str:
    """Return the number of a task of theirs, for the example in the hint."""
    own = (t for t in scene.catalog.tasks() if answering.does(person, t))
    task = next(own, None)
    return facts.number(task.id) if task else ""
