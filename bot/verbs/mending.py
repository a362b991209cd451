"""修改 on a card: one field put right by a tap and a word, and its doubts by a tap."""

from bot.desk import Scene
from bot.verbs import answering, own, standing, viewing
from rules import facts
from rules.card_keys import back, field_buttons, measure_buttons, status_buttons
from rules.catalog import Indicator, Task
from rules.errors import BadValue, OldButton
from rules.fix_said import read_as
from rules.fixes import (
    TEXTS,
    Field,
    Fixes,
    asked,
    chosen,
    key_of,
    named,
    with_answer,
    with_fix,
)
from rules.lookup import leading
from rules.people import Person, Verb
from rules.report import Card, CardState, Fault
from rules.understand import Status, Understanding
from store import cards
from store.cards import Awaited

FIELD = "field"  # what words are awaited as: those for one field of a card


class Elsewhere(Exception):
    """What was said is no word for the field: it is about another task."""


def again(scene: Scene, given: str) -> None:
    """修改 on a card: choose what to put right; whole new words will do as well."""
    person, card, task = _mine(scene, given)
    subject = {"unit": card.unit, "anew": card.id}
    cards.await_words(
        scene.tx,
        person.id,
        task.id,
        scene.now,
        supersedes=card.supersedes,
        subject=subject,
    )
    told: facts.Line = {"task": facts.number(task.id), "short": task.short}
    scene.edit("report/fields", told, field_buttons(card.id, task))


def anew(scene: Scene, given: str) -> None:
    """全部重说: put the card aside and ask for the words again."""
    person, card, task = _mine(scene, given)
    cards.close_card(scene.tx, card.id, CardState.DROPPED, fault=Fault.AGAIN)
    answering.ask(
        scene,
        person,
        task,
        card.supersedes,
        unit=card.unit,
        edit=True,
        anew=card.id,
    )


def show(scene: Scene, given: str) -> None:
    """返回: the card as it is now."""
    person, card, task = _mine(scene, given)
    answering.forget(scene, person, card)
    viewing.show(scene, person, task, card, edit=True)


def field(scene: Scene, given: str) -> None:
    """Ask for one field: `CARD:KEY`; a status and measures are tapped."""
    number, _, key = given.partition(":")
    person, card, task = _mine(scene, number)
    which, indicator = named(key, task)
    if which is Field.MEASURES:
        answering.forget(scene, person, card)
        _measures(scene, task, card)
        return
    subject = {"card": card.id, "field": key}
    cards.await_words(
        scene.tx, person.id, task.id, scene.now, what=FIELD, subject=subject
    )
    now = _now(viewing.stands(card, task), which, indicator)
    told: facts.Line = {
        "task": facts.number(task.id),
        "short": task.short,
        "kind": which.value,
        "name": indicator.name if indicator else "",
        "unit": indicator.unit if indicator else "",
        "now": now,
        "status": now if which is Field.STATUS else None,
    }
    choices = status_buttons(card.id) if which is Field.STATUS else ((back(card.id),),)
    scene.edit("report/field", told, choices)


def state(scene: Scene, given: str) -> None:
    """Take the status that was tapped: `CARD:STATUS`, or none."""
    number, _, said = given.partition(":")
    person, card, task = _mine(scene, number)
    if said not in {"", *(one.value for one in Status)}:
        raise OldButton
    answering.forget(scene, person, card)
    fixes = _fixed(card, Field.STATUS.value, said or None)
    _mended(scene, person, task, card, fixes, edit=True)


def measure(scene: Scene, given: str) -> None:
    """Name a measure as done, `CARD:+MEASURE`, or no longer, `CARD:-MEASURE`."""
    number, _, choice = given.partition(":")
    person, card, task = _mine(scene, number)
    done = chosen(viewing.stands(card, task), choice, task)
    fixes = _fixed(card, Field.MEASURES.value, done)
    _measures(scene, task, _keep(scene, person, card, fixes, Fault.FIXED))


def doubt(scene: Scene, given: str) -> None:
    """Take doubtful words as an option says, `CARD:DOUBT:OPTION`, or as none: `-`."""
    number, _, rest = given.partition(":")
    person, card, task = _mine(scene, number)
    place, _, choice = rest.partition(":")
    doubts = card.found.doubts if card.found else ()
    one = next(iter(doubts[own.number(place) :]), None)
    option = None if choice == "-" else own.number(choice)
    if one is None or (option is not None and option >= len(one.options)):
        raise OldButton
    if asked(one) in card.fixed:  # tapped twice
        viewing.show(scene, person, task, card, edit=True)
        return
    fixes = with_answer(card.fixed, one, option)
    _mended(scene, person, task, card, fixes, edit=True, fault=Fault.DOUBT)


def hear(scene: Scene, text: str, waited: Awaited) -> None:
    """Read the words for the field that was asked about.

    Raises BadValue, and the question stays; Elsewhere for words on another task.
    """
    person, card, task = _mine(scene, str(waited.subject["card"]))
    key = str(waited.subject["field"])
    which, _ = named(key, task)
    other = leading(scene.catalog, text)
    if other is not None and other[0].id == task.id and other[1]:
        text, other = other[1], None
    numbered = other is not None and bool(other[1])
    if numbered and which in TEXTS:
        raise Elsewhere
    here = standing.place_of(scene, person, task, card)
    try:
        value = read_as(key, text, here.subject, scene.today)
    except BadValue:
        if numbered:
            raise Elsewhere from None
        raise
    _mended(scene, person, task, card, _fixed(card, key, value))


def _mine(scene: Scene, given: str) -> tuple[Person, Card, Task]:
    """Return a card of this person's that awaits them, and its task, or refuse."""
    person = scene.who(Verb.REPORT)
    card = own.pending(scene, person, given)
    if card.task is None or card.found is None:
        raise OldButton
    return person, card, own.own_task(scene, person, card.task)


def _fixed(card: Card, key: str, value: object) -> Fixes:
    return with_fix(card.found or Understanding(), card.fixed, key, value)


def _mended(
    scene: Scene,
    person: Person,
    task: Task,
    card: Card,
    fixes: Fixes,
    *,
    edit: bool = False,
    fault: str = Fault.FIXED,
) -> None:
    """Keep what was put right and show the card, read anew where it is outdated."""
    now = _keep(scene, person, card, fixes, fault)
    if standing.outdated(scene, now, task):
        answering.renew(scene, person, task, now)
    else:
        viewing.show(scene, person, task, now, edit=edit)


def _keep(scene: Scene, person: Person, card: Card, fixes: Fixes, fault: str) -> Card:
    worst = Fault.FIXED if Fault.FIXED in {fault, card.fault} else fault
    remind = viewing.remind_at(scene, person)
    return cards.mend(scene.tx, card.id, fixes, worst, remind)


def _measures(scene: Scene, task: Task, card: Card) -> None:
    done = viewing.stands(card, task).done_measures
    told: facts.Line = {
        "task": facts.number(task.id),
        "short": task.short,
        "measures": [
            {"n": n, "text": one.text, "done": one.id in done}
            for n, one in enumerate(task.measures, 1)
        ],
    }
    scene.edit("report/measures", told, measure_buttons(card.id, task, done))


def _now(
    found: Understanding, which: Field, indicator: Indicator | None
) -> str | int | None:
    """Return what a card says of a field, if it says anything."""
    match which:
        case Field.READING:
            said = {key_of(one.indicator): one for one in found.readings}
            one = said.get(key_of(indicator.id)) if indicator else None
            plus = "+" if one and one.kind == "increment" else ""
            return f"{plus}{facts.plain(one.value)}" if one else None
        case Field.PERCENT:
            return found.percent
        case Field.STATUS:
            return found.status.value if found.status else None
        case Field.EXPECTED:
            return facts.day(found.expected)
        case Field.PROBLEM:
            return found.problem or None
        case _:
            return found.needs or None
