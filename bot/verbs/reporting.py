"""How an owner answers in words: 填报, 确认, 不是这项, 更正."""

from bot.desk import Scene
from bot.verbs import (
    answering,
    attaching,
    correcting,
    fixing,
    own,
    standing,
    viewing,
)
from rules import facts
from rules.errors import OldButton
from rules.fixes import mark
from rules.ids import ReportId, TaskId
from rules.people import Verb
from rules.report import CardState, Fault
from store import cards, evidence, moves, reports


def report(scene: Scene, given: str) -> None:
    """填报 under a chase: ask for the words."""
    person = scene.who(Verb.REPORT)
    owed = own.owed_by(scene, person, given)
    task = own.own_task(scene, person, owed.task)
    answering.ask(scene, person, task, None, unit=owed.unit)


def tell(scene: Scene, given: str) -> None:
    """填报 on a task's card: ask for the words, owed or not."""
    person = scene.who(Verb.REPORT)
    task = own.own_task(scene, person, TaskId(given))
    answering.ask(scene, person, task, None)


def confirm(scene: Scene, given: str) -> None:
    """确认 on a card, `CARD` or `CARD:MARK`: keep the report and give a receipt.

    A card that is outdated, or was put right since this button was shown, is shown
    again first.
    """
    person = scene.who(Verb.REPORT)
    number, _, seen = given.partition(":")
    card = own.pending(scene, person, number)
    if card.task is None or card.found is None:
        raise OldButton
    task = own.own_task(scene, person, card.task)
    moves.hold(scene.tx, scene.id, task.id)  # whoever is slower sees what came first
    correcting.allowed(scene, card.supersedes)
    if standing.outdated(scene, card, task):
        scene.toast("changed")
        answering.renew(scene, person, task, card)
        return
    if seen != mark(card.fixed) or viewing.stands(card, task).nothing:
        scene.toast("changed")
        viewing.show(scene, person, task, card, edit=True)
        return
    kept = answering.confirm(scene, person, task, card)
    told = answering.receipt(scene, person, task, kept)
    scene.toast("kept")
    scene.edit("report/receipt", told, answering.receipt_buttons(kept))


def other(scene: Scene, given: str) -> None:
    """不是这项 on a card: choose the task it belongs to."""
    person = scene.who(Verb.REPORT)
    card = own.pending(scene, person, given)
    told: facts.Line = {"text": card.text[:200]}
    scene.edit("report/which", told, answering.choices(scene, person, card.id))


def pick(scene: Scene, given: str) -> None:
    """One task chosen for words that named none: read them as that task's."""
    person = scene.who(Verb.REPORT)
    card_number, _, chosen = given.partition(":")
    card = own.pending(scene, person, card_number)
    task = own.own_task(scene, person, TaskId(chosen))
    if card.task == task.id and card.found is not None:
        viewing.show(scene, person, task, card, edit=True)
        return
    if card.task is None:
        cards.close_card(scene.tx, card.id, CardState.DROPPED)
        if not card.text:
            attaching.chosen(scene, person, task, card.id)
            return
    else:
        meant = {"task": task.id}
        misread = Fault.OTHER_TASK
        cards.close_card(
            scene.tx, card.id, CardState.DROPPED, fault=misread, fixed=meant
        )
    evidence.chosen(scene.tx, card.id, task.id)
    said = answering.Words(text=card.text, message=card.message)
    if not answering.show_card(scene, person, task, said):
        answering.ask(scene, person, task, None)


def fix(scene: Scene, given: str) -> None:
    """更正 on a receipt: a new version of what was reported."""
    person = scene.who(Verb.REPORT)
    kept = reports.one(scene.tx, scene.id, ReportId(own.number(given)))
    if kept is None:
        raise OldButton
    correcting.allowed(scene, kept.id)
    fixing.ask(scene, person, own.own_task(scene, person, kept.task), kept)


def cancel(scene: Scene, given: str) -> None:
    """取消 on a prompt: the next words are about nothing in particular."""
    del given
    person = scene.who(Verb.HELP)
    cards.await_words(scene.tx, person.id, None, scene.now)
    scene.edit("report/cancelled", {})


def stale(scene: Scene, given: str) -> None:
    """Refuse a button we do not know: from an older version, or forged."""
    del given
    scene.who(Verb.HELP)
    raise OldButton
