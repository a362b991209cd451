"""Plain words: which task they are about, and what they say of it."""

from collections.abc import Sequence
from datetime import timedelta

from bot.desk import Scene
from bot.verbs import answering, directing, own, standing
from bot.verbs.asked import ASKED
from rules.catalog import Task
from rules.errors import NotAllowed, NotYours, OldButton
from rules.ids import TaskId, UnitId
from rules.lookup import leading_task
from rules.people import Person, Verb, may
from rules.understand import Subject, split, understand, which
from store import cards
from store.cards import REPORT, Awaited

LONGEST = 4096
_MOVED_ON = (OldButton, NotYours, NotAllowed)
PATIENCE = timedelta(hours=24)  # a question asked longer ago is forgotten


def words(scene: Scene, given: str) -> None:
    """Read what a person wrote as an answer, or say how to answer."""
    person = scene.who(Verb.HELP)
    text = given.strip()[:LONGEST]
    if _asked_for(scene, person, text):
        return
    if directing.heard(scene, person, text):
        return
    if not may(person.role, Verb.REPORT):
        scene.say("hint/reader", {"role": person.role.value})
        return
    parts = split(text, tuple(scene.catalog.tasks()))
    if len(parts) > 1:
        shown = _several(scene, person, parts)
    else:
        shown = _single(scene, person, text)
    if not shown:
        scene.say("hint/nothing", {"example": own.example(scene, person)})


def _asked_for(scene: Scene, person: Person, text: str) -> bool:
    """Hand words that were asked for, other than a report, to who asked."""
    waited = cards.awaited(scene.tx, person.id)
    if waited is None or waited.what == REPORT or scene.said.edited:
        return False
    cards.await_words(scene.tx, person.id, None, scene.now)
    if scene.now - waited.since > PATIENCE:
        return False
    try:
        with scene.tx.begin_nested():
            ASKED[waited.what](scene, text, waited)
    except _MOVED_ON as refusal:  # the question is no longer open
        scene.say(refusal.name, refusal.facts)
    return True


def _several(scene: Scene, person: Person, parts: Sequence[tuple[TaskId, str]]) -> bool:
    """Show a card for each part; one about another unit's task hides no other."""
    shown = False
    for task, part in parts:
        try:
            shown |= _show(scene, person, task, part, _context(scene, person))
        except NotYours as refusal:
            scene.say(refusal.name, refusal.facts)
            shown = True
    return shown


def file(scene: Scene, given: str) -> None:
    """Read the caption of a picture or a file; alone it says nothing."""
    if given.strip():
        words(scene, given)
        return
    if not scene.said.edited:  # a place shared live is edited every few seconds
        scene.who(Verb.HELP)
        scene.say("hint/file", {})


def command(scene: Scene, given: str) -> None:
    """Refuse a command we do not have."""
    del given
    scene.who(Verb.HELP)
    scene.say("hint/command", {})


def _single(scene: Scene, person: Person, text: str) -> bool:
    """Show a card for the one task meant, or ask which; False if it says nothing."""
    context = _context(scene, person)
    numbered = leading_task(scene.catalog, text)
    if numbered is not None:
        return _show(scene, person, numbered.id, text, context)
    named = _named(scene, person, text)
    if context is not None and not (_elsewhere(context, named)):
        return _show(scene, person, context.task, text, context)
    likely = named or _owed(scene, person)
    if len(likely) == 1:
        return _show(scene, person, likely[0].id, text)
    if not any(_says(scene, task, text) for task in likely):
        return False
    _ask_which(scene, person, text, likely)
    return True


def _context(scene: Scene, person: Person) -> Awaited | None:
    """Return what was asked about last, or what an edited message was about.

    A question of yesterday, or about a task no longer theirs, is forgotten.
    """
    if scene.said.edited:
        card = cards.card_of(scene.tx, person.id, scene.said.message)
        if card is None or card.task is None:
            return None
        corrected = card.report or card.supersedes
        standing.still_last(scene, corrected)
        subject = {"unit": card.unit}
        return Awaited(
            task=card.task, supersedes=corrected, since=card.made, subject=subject
        )
    awaited = cards.awaited(scene.tx, person.id)
    if awaited is None or scene.now - awaited.since > PATIENCE:
        return None
    theirs = {t.id for t in scene.catalog.tasks() if own.does(person, t)}
    return awaited if awaited.task in theirs else None


def _elsewhere(context: Awaited, named: Sequence[Task]) -> bool:
    """Whether the words name one other task outright, and correct nothing."""
    others = [task for task in named if task.id != context.task]
    return len(named) == len(others) == 1 and context.supersedes is None


def _named(scene: Scene, person: Person, text: str) -> list[Task]:
    theirs = {t.id: t for t in scene.catalog.tasks() if own.does(person, t)}
    return [theirs[task] for task in which(text, tuple(theirs.values()))]


def _owed(scene: Scene, person: Person) -> list[Task]:
    """Return the tasks they owe a report on, or all of theirs when none is owed."""
    theirs = {t.id: t for t in scene.catalog.tasks() if own.does(person, t)}
    owed = own.owed(scene, person)
    asked = [
        theirs[task] for task in dict.fromkeys(o.task for o in owed) if task in theirs
    ]
    return asked or list(theirs.values())


def _show(
    scene: Scene,
    person: Person,
    task: TaskId,
    text: str,
    context: Awaited | None = None,
) -> bool:
    found = own.own_task(scene, person, task)
    corrects = context.supersedes if context and context.task == task else None
    said = answering.Words(
        text=text,
        message=scene.said.message,
        supersedes=corrects,
        unit=_named_unit(context) if context and context.task == task else None,
    )
    return answering.show_card(scene, person, found, said)


def _named_unit(context: Awaited) -> UnitId | None:
    """Return the branch a button asked about, if it said which."""
    found = context.subject.get("unit")
    return UnitId(found) if isinstance(found, str) else None


def _says(scene: Scene, task: Task, text: str) -> bool:
    subject = Subject(task=task, totals={}, percent=None)
    return not understand(text, subject, scene.today).nothing


def _ask_which(scene: Scene, person: Person, text: str, likely: list[Task]) -> None:
    card = cards.put_card(
        scene.tx,
        scene.id,
        person.id,
        task=None,
        text=text,
        found=None,
        supersedes=None,
        message=scene.said.message,
        now=scene.now,
    )
    buttons = answering.choices(scene, person, card, likely)
    scene.say("report/which", {"text": text[:200]}, buttons)
