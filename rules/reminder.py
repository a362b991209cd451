"""When somebody is reminded, once, of an answer they have not confirmed."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from rules import facts
from rules.card_keys import confirm_all, reminder_buttons
from rules.catalog import Task
from rules.ids import CardId, PersonId
from rules.message import Message
from rules.report import Card
from rules.workdays import Workdays

REMINDER = "report/reminder"
OF_SEVERAL = "report/reminder_all"
AFTER = timedelta(hours=2)
SHOWN = 200  # characters of the words it repeats


def remind_at(made: datetime, own: Workdays) -> datetime:
    """Return two hours after a card was made, if that is working time of theirs.

    Else the next moment that is: with the morning's message, if that comes first.
    `own`: the calendar by the person's own hours.
    """
    return own.next_working(made + AFTER)


def reminder(card: Card, task: Task, to: PersonId, days: Workdays) -> Message:
    """Return the letter that reminds somebody of a card; its buttons act on it."""
    return Message(
        to=to,
        template=REMINDER,
        facts={
            "card": card.id,
            "task": facts.number(task.id),
            "short": task.short,
            "at": facts.moment(card.made, days),
            "text": card.text[:SHOWN],
        },
        key=f"card:{card.id}",
        buttons=reminder_buttons(card.id, card.fixed),
    )


def reminder_of_several(
    made: Sequence[tuple[Card, Task]], to: PersonId, days: Workdays
) -> Message:
    """Return one letter for the cards of one message: they are confirmed together."""
    first, _ = made[0]
    tasks = [
        {"card": card.id, "task": facts.number(task.id), "short": task.short}
        for card, task in made
    ]
    told: facts.Line = {"tasks": tasks, "at": facts.moment(first.made, days)}
    # Without their count: some may be confirmed before the letter goes.
    all_of_them = confirm_all([card for card, _ in made], len(made))
    every = replace(all_of_them, label="buttons.confirm_rest", facts={})
    return Message(
        to=to,
        template=OF_SEVERAL,
        facts=told,
        key=f"cards:{first.id}",
        buttons=((every,),),
    )


def cards_of(told: facts.Line) -> tuple[CardId, ...]:
    """Return the cards that a reminder of either kind speaks of."""
    several = told.get("tasks")
    each = several if isinstance(several, list) else [told]
    return tuple(CardId(int(str(one["card"]))) for one in each)


def without(told: facts.Line, past: Collection[CardId]) -> facts.Line | None:
    """Return a reminder's facts without these cards; None where none is left."""
    left = [card for card in cards_of(told) if card not in past]
    several = told.get("tasks")
    if not left or not isinstance(several, list):
        return told if left else None
    return told | {"tasks": [one for one in several if one["card"] in left]}
