"""How a card looks now: what stands on it, what is asked about it, its buttons."""

from datetime import datetime

from bot.desk import Scene
from bot.verbs import files_of, standing
from bot.verbs.standing import Place
from rules import facts, reminder
from rules.card import card_facts, propose
from rules.card_keys import card_buttons, open_doubts
from rules.catalog import Task
from rules.fixes import mended
from rules.looks import copied
from rules.people import Person
from rules.report import Card
from rules.understand import LONGEST, Understanding
from rules.workdays import for_person
from store import last_words

SHOWN = 300  # characters of somebody's words


def show(
    scene: Scene,
    person: Person,
    task: Task,
    card: Card,
    here: Place | None = None,
    *,
    edit: bool = False,
) -> None:
    """Show a card, to be confirmed. `edit`: in place of what was tapped."""
    here = here or standing.place_of(scene, person, task, card)
    now = stands(card, task)
    told = told_of(scene, person, task, card, here)
    extends = here.unit == task.lead
    buttons = card_buttons(card, now, task=task, extends=extends)
    (scene.edit if edit else scene.say)("report/card", told, buttons)


def told_of(
    scene: Scene, person: Person, task: Task, card: Card, here: Place
) -> facts.Line:
    """Return the facts of `report/card`."""
    now, days = stands(card, task), scene.plan.days
    proposal = propose(here.state, now, here.totals, scene.today)
    told = card_facts(proposal, now, scene.today, days) | {"copied": None}
    if not now.unchanged:
        last = last_words.of_task(scene.tx, scene.id, task.id, card.supersedes)
        told |= {"copied": copied(card.text, person.id, last, days)}
    return told | {
        "text": card.text[:SHOWN],
        "cut": LONGEST if len(card.text) > LONGEST else None,
        "correcting": card.supersedes is not None,
        "files": files_of.of_card(scene, card),
        "nothing": now.nothing,
        "doubts": [
            {"words": card.text[slice(*doubt.span)][:60]}
            for _, doubt in open_doubts(card)
        ],
    }


def stands(card: Card, task: Task) -> Understanding:
    """Return what a card says: as read, with what was put right in its place."""
    return mended(card.found or Understanding(), card.fixed, task)


def remind_at(scene: Scene, person: Person) -> datetime:
    """Return when somebody is to be reminded of a card made now."""
    return reminder.remind_at(scene.now, for_person(scene.plan.days, person.hours))
