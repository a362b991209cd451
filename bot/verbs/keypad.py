"""A percent by tap: a keypad in tenths, or said exactly."""

import re
import unicodedata

from bot.desk import Scene
from bot.verbs import answering, own
from bot.verbs.mending import Elsewhere
from bot.verbs.risks import elsewhere
from bot.verbs.sure import keep_or_show
from bot.verbs.tapping import Line, forget, head, line, state_of
from rules.errors import OldButton, Refusal
from rules.message import Button
from rules.people import Verb
from rules.taps import keypad
from rules.understand import Understanding
from store import cards
from store.cards import Awaited

PERCENT = "percent"  # what words are awaited as: a percent
EXACT = "exact"
_NUMBER = re.compile(r"(\d{1,3})\s?%?", re.ASCII)
_HUNDRED = 100


def percent(scene: Scene, given: str) -> None:
    """Show the keypad; take a percent from it, `7:60`; or ask for one, `7:exact`."""
    number, _, wanted = given.partition(":")
    here = line(scene, number)
    if not wanted:
        forget(scene, here)
        told = head(here) | {"percent": state_of(scene, here).percent}
        scene.edit("chase/keypad", told, keypad(here.tapped))
    elif wanted == EXACT:
        _ask(scene, here)
    else:
        found = read(wanted)
        if found is None:
            raise OldButton
        keep_or_show(scene, here, f"{found}%", Understanding(percent=found))


def hear_percent(scene: Scene, text: str, waited: Awaited) -> None:
    """Take the percent that was asked for; other words about the task as any words."""
    found = read(text)
    if found is None and elsewhere(scene, scene.who(Verb.REPORT), text, waited.task):
        raise Elsewhere
    try:
        here = line(scene, str(waited.subject["tapped"]))
    except Refusal as refusal:  # things moved on: the question is no longer open
        if found is None:
            raise Elsewhere from None
        scene.say(refusal.name, refusal.facts)
        return
    if found is None:
        _in_words(scene, here, text)
    else:
        said = Understanding(percent=found)
        keep_or_show(scene, here, f"{found}%", said, message=scene.said.message)


def _in_words(scene: Scene, here: Line, text: str) -> None:
    words = answering.Words(
        text=text,
        message=scene.said.message,
        supersedes=here.tapped.corrects,
        unit=here.unit,
    )
    if not answering.show_card(scene, here.person, here.task, words):
        scene.say("hint/nothing", {"example": own.example(scene, here.person)})


def read(text: str) -> int | None:
    """Return the percent that a text is and nothing else, from 0 to 100."""
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip())
    value = int(found[1]) if found else _HUNDRED + 1
    return value if value <= _HUNDRED else None


def _ask(scene: Scene, here: Line) -> None:
    cards.await_words(
        scene.tx,
        here.person.id,
        here.task.id,
        scene.now,
        what=PERCENT,
        subject={"tapped": str(here.tapped)},
    )
    back = Button(label="buttons.return", data=f"percent:{here.tapped}")
    scene.edit("chase/exactly", head(here), ((back,),))
