"""全部确认 under a list of cards, and 修改 of one of them."""

from collections.abc import Sequence

from bot.desk import Scene
from bot.verbs import answering, correcting, own, several, standing, viewing
from rules import facts
from rules.card_keys import seen
from rules.catalog import Task
from rules.errors import CannotFix, NotYours, OldButton, Unknown
from rules.ids import CardId, ReportId, TaskId
from rules.message import Button
from rules.people import Person, Verb
from rules.report import Card, CardState
from store import cards, moves

_GONE = (CannotFix, NotYours, OldButton, Unknown)


def confirm_all(scene: Scene, given: str) -> None:
    """全部确认, `CARD` or `CARD:MARK`: keep a report of each card of that message.

    Where one is outdated, or was put right since the list was shown, they are listed
    again first: nothing is kept that was not seen. Those of which nothing was read
    but doubts are not kept either; they are shown again.
    """
    person = scene.who(Verb.REPORT)
    number, _, mark = given.partition(":")
    first = cards.card(scene.tx, person.id, CardId(own.number(number)))
    made = cards.together(scene.tx, first) if first else []
    if first is None or not made:
        raise OldButton({"why": "answered"} if first and first.report else {})
    theirs = [one for card in made for one in _theirs(scene, person, card)]
    renewed = [
        answering.reread(scene, person, task, card)
        for card, task in theirs
        if standing.outdated(scene, card, task)
    ]
    clear = [one for one in theirs if not viewing.stands(*one).nothing]
    if not clear and _answered(scene, first):
        raise OldButton({"why": "answered"})
    if renewed or len(theirs) < len(made) or mark != seen(made) or not clear:
        _list_again(scene, person, first)
        return
    kept = [
        (task, answering.confirm(scene, person, task, card)) for card, task in clear
    ]
    scene.toast("kept")
    _receipts(scene, person, kept)
    if left := cards.together(scene.tx, first):
        several.say(scene, person, left)


def apart(scene: Scene, given: str) -> None:
    """修改 of one task of a list: its card by itself, with all that can be done."""
    person = scene.who(Verb.REPORT)
    card = own.pending(scene, person, given)
    if card.task is None or card.found is None:
        raise OldButton
    task = own.own_task(scene, person, card.task)
    viewing.show(scene, person, task, card)


def _theirs(scene: Scene, person: Person, card: Card) -> list[tuple[Card, Task]]:
    """Return a card with its task; nothing, and it is put aside, if it is no more."""
    try:
        task = own.own_task(scene, person, card.task or TaskId(""))
        moves.hold(scene.tx, scene.id, task.id)
        correcting.allowed(scene, card.supersedes)
    except _GONE:
        cards.close_card(scene.tx, card.id, CardState.DROPPED)
        return []
    return [(card, task)]


def _answered(scene: Scene, first: Card) -> bool:
    """Whether a card of that message was confirmed: its receipt stands there."""
    chat, message = first.chat or 0, first.message
    made = cards.cards_of(scene.tx, first.person, chat, message)
    return any(card.report for card in made)


def _list_again(scene: Scene, person: Person, first: Card) -> None:
    left = cards.together(scene.tx, first)
    if not left:
        raise OldButton
    scene.toast("changed")
    several.say(scene, person, left, edit=True)


def _receipts(
    scene: Scene, person: Person, kept: Sequence[tuple[Task, ReportId]]
) -> None:
    """Say in one message what is now on record, task by task."""
    told: facts.Line = {
        "items": [
            answering.receipt(scene, person, task, report) for task, report in kept
        ]
    }
    buttons = [
        Button(
            label="buttons.correct_task",
            data=f"fix:{report}",
            facts={"task": facts.number(task.id)},
        )
        for task, report in kept
    ]
    rows = (
        tuple(buttons[n : n + several.PER_ROW])
        for n in range(0, len(buttons), several.PER_ROW)
    )
    scene.edit("report/receipts", told, tuple(rows))
