"""Plain words: which task they are about, and what they say of it."""

import re

from bot.desk import Scene
from bot.verbs import (
    asking_which,
    context,
    directing,
    keypad,
    mending,
    naming,
    own,
    risks,
    several,
    viewing,
)
from bot.verbs.asked import ASKED
from bot.verbs.context import PATIENCE, Context
from rules.errors import NotAllowed, NotYours, OldButton
from rules.ids import CardId, TaskId
from rules.people import Person, Verb, may
from rules.understand import Part, parts
from store import cards
from store.cards import REPORT

__all__ = ["LONGEST", "PATIENCE", "command", "words"]

LONGEST = 4096
# What is asked of one task: a reply to another one's message does not answer it.
_OF_A_TASK = frozenset({mending.FIELD, keypad.PERCENT, risks.RISK})
_MOVED_ON = (OldButton, NotYours, NotAllowed)


def words(scene: Scene, given: str) -> None:
    """Read what a person wrote as an answer, or say how to answer."""
    person = scene.who(Verb.HELP)
    text = _without_name(scene, given).strip()[:LONGEST]
    if _asked_for(scene, person, text):
        return
    if directing.heard(scene, person, text):
        return
    if not may(person.role, Verb.REPORT):
        scene.say("hint/reader", {"role": person.role.value})
        return
    last = _last(scene, person)
    read = _answer(scene, person, text)
    gone = last is not None and _put_aside(scene, person, last)
    if gone and not read:
        scene.say("report/edited_away", {})
    elif not read and not _overheard(scene):
        scene.say("hint/nothing", {"example": own.example(scene, person)})


def edited_away(scene: Scene, person: Person) -> None:
    """Put aside what an edited message said, now that it says nothing; tell of it."""
    last = _last(scene, person)
    if last is not None and _put_aside(scene, person, last):
        scene.say("report/edited_away", {})


def _last(scene: Scene, person: Person) -> CardId | None:
    """Return the last card made of a message that is now edited."""
    said = scene.said
    if not said.edited:
        return None
    card = cards.card_of(scene.tx, person.id, said.chat, said.message)
    return card.id if card else None


def _put_aside(scene: Scene, person: Person, last: CardId) -> bool:
    """Put aside the cards made before the message was edited; False without any."""
    said = scene.said
    return cards.drop_edited(scene.tx, person.id, said.chat, said.message, last)


def command(scene: Scene, given: str) -> None:
    """Refuse a command we do not have."""
    del given
    scene.who(Verb.HELP)
    scene.say("hint/command", {})


def _asked_for(scene: Scene, person: Person, text: str) -> bool:
    """Hand words that were asked for, other than a report, to who asked.

    What was asked in private is not answered in a group.
    """
    waited = cards.awaited(scene.tx, person.id)
    if waited is None or waited.what == REPORT or scene.said.edited:
        return False
    if scene.group is not None and waited.what != mending.FIELD:
        return False
    if waited.what in _OF_A_TASK and context.replies_elsewhere(scene, waited.task):
        return False
    cards.await_words(scene.tx, person.id, None, scene.now)
    if scene.now - waited.since > PATIENCE:
        return False
    try:
        with scene.tx.begin_nested():
            ASKED[waited.what](scene, text, waited)
    except mending.Elsewhere:
        return False
    except _MOVED_ON as refusal:  # the question is no longer open
        scene.say(refusal.name, refusal.facts)
    return True


def _without_name(scene: Scene, given: str) -> str:
    """Return the words without the bot's name, which only says whom they are for."""
    name = scene.plan.bot_username
    if not (name and scene.named):
        return given
    return re.sub(rf"@{re.escape(name)}\b[，,：:]?", "", given, flags=re.IGNORECASE)


def _overheard(scene: Scene) -> bool:
    """Whether words that say nothing were said to a group rather than to the bot."""
    return scene.group is not None and not scene.named


def _answer(scene: Scene, person: Person, text: str) -> bool:
    """Show what words say, or ask what they are about; False if they say nothing."""
    found = context.of(scene, person)
    theirs = {one.id for one in scene.catalog.tasks() if own.does(person, one)}
    # What corrects a report speaks of its task, whatever else it mentions.
    among = set() if found.corrects else theirs
    known = naming.known(scene)
    cut = parts(text, known, among, found.lines, replies=found.replies)
    if len(cut) > 1 or any(part.each for part in cut):
        return several.show(scene, person, cut, found)
    return any(_single(scene, person, part, found) for part in cut)


def _single(scene: Scene, person: Person, part: Part, found: Context) -> bool:
    """Show a card for the one task meant, or ask which."""
    task = _meant(part, found)
    if task is None and not part.tasks:
        owed = asking_which.owed(scene, person)
        task = owed[0].id if len(owed) == 1 and not found.replies else None
    if task is None:
        return asking_which.ask(scene, person, part, found)
    card = several.read(scene, person, task, part.text, found)
    if card is not None:
        viewing.show(scene, person, own.any_task(scene, task), card)
    return card is not None


def _meant(part: Part, found: Context) -> TaskId | None:
    """Return the task as numbered, else as named outright, else as what they answer."""
    if len(part.tasks) == 1:
        return part.tasks[0]
    return found.task
