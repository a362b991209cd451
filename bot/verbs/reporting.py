"""How an owner answers by tapping: 填报, 无变化, 确认, 修改, 更正."""

from bot.desk import Scene
from bot.verbs import answering, own, standing
from rules import facts
from rules.catalog import Task
from rules.errors import NotYours, OldButton
from rules.ids import ReportId, TaskId
from rules.people import Person, Verb
from rules.report import Card, CardState
from rules.understand import Understanding
from store import cards, reports
from templates import label


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


def unchanged(scene: Scene, given: str) -> None:
    """无变化 under a chase: an answer in one tap."""
    person = scene.who(Verb.REPORT)
    owed = own.owed_by(scene, person, given)
    task = own.own_task(scene, person, owed.task)
    kept = answering.keep(
        scene,
        person,
        task,
        text=label("buttons.unchanged", scene.locale),
        found=Understanding(unchanged=True),
        supersedes=None,
        unit=owed.unit,
    )
    told = answering.receipt(scene, person, task, kept)
    scene.toast("kept")
    scene.say("report/receipt", told, answering.receipt_buttons(kept))


def confirm(scene: Scene, given: str) -> None:
    """确认 on a card: keep the report, close what it answers, give a receipt."""
    person = scene.who(Verb.REPORT)
    card = own.pending(scene, person, given)
    if card.task is None or card.found is None:
        raise OldButton
    task = own.own_task(scene, person, card.task)
    standing.still_last(scene, card.supersedes)
    if standing.outdated(scene, card, task):
        _show_again(scene, person, card, task)
        return
    kept = answering.keep(
        scene,
        person,
        task,
        text=card.text,
        found=card.found,
        supersedes=card.supersedes,
        unit=card.unit,
    )
    cards.close_card(scene.tx, card.id, CardState.CONFIRMED, kept)
    told = answering.receipt(scene, person, task, kept)
    scene.toast("kept")
    scene.edit("report/receipt", told, answering.receipt_buttons(kept))


def _show_again(scene: Scene, person: Person, card: Card, task: Task) -> None:
    """Read the words of a card anew, as of now, and ask for a fresh 确认."""
    cards.close_card(scene.tx, card.id, CardState.DROPPED)
    scene.toast("changed")
    said = answering.Words(
        text=card.text,
        message=card.message,
        supersedes=card.supersedes,
        unit=card.unit,
    )
    if not answering.show_card(scene, person, task, said):
        answering.ask(scene, person, task, card.supersedes, unit=card.unit)


def again(scene: Scene, given: str) -> None:
    """修改 on a card: put it aside and ask for the words again."""
    person = scene.who(Verb.REPORT)
    card = own.pending(scene, person, given)
    if card.task is None:
        raise OldButton
    task = own.own_task(scene, person, card.task)
    cards.close_card(scene.tx, card.id, CardState.DROPPED)
    answering.ask(scene, person, task, card.supersedes, unit=card.unit, edit=True)


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
    cards.close_card(scene.tx, card.id, CardState.DROPPED)
    said = answering.Words(text=card.text, message=card.message)
    if not answering.show_card(scene, person, task, said):
        answering.ask(scene, person, task, None)


def fix(scene: Scene, given: str) -> None:
    """更正 on a receipt: a new version of what was reported."""
    person = scene.who(Verb.REPORT)
    kept = reports.one(scene.tx, scene.id, ReportId(own.number(given)))
    if kept is None:
        raise OldButton
    standing.still_last(scene, kept.id)
    task = own.own_task(scene, person, kept.task)
    if kept.unit not in person.units:
        raise NotYours({"task": facts.number(task.id)})
    answering.ask(scene, person, task, kept.id)


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
