"""The steps of an answer that its verbs share: ask, show a card, keep, receipt."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.desk import Scene
from bot.verbs import files_of, finishing, own, standing, viewing
from bot.verbs.standing import Place
from rules import facts
from rules.card import propose
from rules.catalog import Task
from rules.fixes import Fixes, still_named
from rules.ids import CardId, ReportId, UnitId
from rules.message import Button, Buttons
from rules.people import Person
from rules.report import Card, CardState, Fault, Report, carried
from rules.understand import Understanding, understand
from store import cards, moves, obligations, reports

CHOICES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What was said, in which message, and which report it corrects if any."""

    text: str
    message: int
    supersedes: ReportId | None = None
    unit: UnitId | None = None  # the branch they were asked for, if one was named
    fixed: Fixes = field(default_factory=dict)  # what was tapped or put right of them


def ask(
    scene: Scene,
    person: Person,
    task: Task,
    supersedes: ReportId | None,
    *,
    unit: UnitId | None = None,
    edit: bool = False,
    anew: CardId | None = None,
) -> None:
    """Ask for words about a task, and remember what they will be about.

    `anew`: the card they will stand for.
    """
    cards.await_words(
        scene.tx,
        person.id,
        task.id,
        scene.now,
        supersedes=supersedes,
        subject={"unit": unit, "anew": anew, "chat": scene.group},
    )
    here = own.unit_for(scene, person, task, unit, corrects=supersedes)
    state = standing.state_of(scene, task, here)
    told = {
        "task": facts.number(task.id),
        "short": task.short,
        "title": task.title,
        "indicators": [facts.figure(one) for one in state.indicators],
        "correcting": supersedes is not None,
    }
    cancel = ((Button(label="buttons.cancel", data="cancel"),),)
    (scene.edit if edit else scene.say)("report/prompt", told, cancel)


def show_card(
    scene: Scene,
    person: Person,
    task: Task,
    words: Words,
) -> bool:
    """Show what was understood, to be confirmed. False if that is nothing."""
    here = standing.place(scene, person, task, words.supersedes, words.unit)
    card = read(scene, person, task, words, here)
    if card is None:
        return False
    viewing.show(scene, person, task, card, here)
    return True


def read(
    scene: Scene, person: Person, task: Task, words: Words, here: Place
) -> Card | None:
    """Keep what is understood of words as a card; None if that is nothing.

    An older card of theirs on the task is put aside, and no words are awaited.
    """
    found = understand(words.text, here.subject, scene.today, scene.plan.days.worked)
    if found.silent and not words.fixed:
        return None
    _note_said_anew(scene, person, task, words)
    cards.drop_cards(scene.tx, person.id, task.id)
    cards.await_words(scene.tx, person.id, None, scene.now)
    return _put(scene, person, task, words, found)


def renew(scene: Scene, person: Person, task: Task, card: Card) -> None:
    """Read the words of a card anew, as of now, and show it for a fresh 确认."""
    fresh = reread(scene, person, task, card)
    if fresh is None:
        ask(scene, person, task, card.supersedes, unit=card.unit, edit=True)
    else:
        viewing.show(scene, person, task, fresh, edit=True)


def reread(scene: Scene, person: Person, task: Task, card: Card) -> Card | None:
    """Put a card aside for one that says what its words mean now, if anything.

    What was put right of it stays so, where the plan still has it.
    """
    here = standing.place_of(scene, person, task, card)
    found = understand(card.text, here.subject, scene.today, scene.plan.days.worked)
    cards.close_card(scene.tx, card.id, CardState.DROPPED, fault="")
    fixed = still_named(card.fixed, task)
    if found.silent and not fixed:
        return None
    said = Words(
        text=card.text,
        message=card.message,
        supersedes=card.supersedes,
        unit=card.unit,
        fixed=fixed,
    )
    return _put(scene, person, task, said, found, before=card)


def _put(
    scene: Scene,
    person: Person,
    task: Task,
    words: Words,
    found: Understanding,
    *,
    before: Card | None = None,
) -> Card:
    """Keep a card; one that stands for another is not reminded of a second time."""
    remind = before.remind_at if before else viewing.remind_at(scene, person)
    card = cards.put_card(
        scene.tx,
        scene.id,
        person.id,
        task=task.id,
        text=words.text,
        found=found,
        supersedes=words.supersedes,
        message=words.message,
        now=scene.now,
        unit=words.unit,
        chat=before.chat if before else scene.group,
        fixed=words.fixed,
        fault=before.fault if before else "",
        remind_at=remind,
    )
    files_of.with_card(scene, person, card, task=task.id, message=words.message)
    return cards.one(scene.tx, card)


def _note_said_anew(scene: Scene, person: Person, task: Task, words: Words) -> None:
    """Keep with a card that was put aside for new words which those were."""
    waited = cards.awaited(scene.tx, person.id)
    said = waited.subject.get("anew") if waited and waited.task == task.id else None
    before = cards.card(scene.tx, person.id, CardId(said)) if said else None
    if before is not None and before.report is None:
        meant = {"text": words.text}
        cards.close_card(
            scene.tx, before.id, CardState.DROPPED, fault=Fault.AGAIN, fixed=meant
        )


def forget(scene: Scene, person: Person, card: Card) -> None:
    """Await no words for a card any more, if any were."""
    waited = cards.awaited(scene.tx, person.id)
    told = waited.subject if waited else {}
    if card.id in {told.get("card"), told.get("anew")}:
        cards.await_words(scene.tx, person.id, None, scene.now)


def confirm(scene: Scene, person: Person, task: Task, card: Card) -> ReportId:
    """Keep what stands on a card as a report; what is still doubtful is left out."""
    kept = keep(
        scene,
        person,
        task,
        text=card.text,
        found=viewing.stands(card, task),
        supersedes=card.supersedes,
        unit=card.unit,
    )
    cards.close_card(scene.tx, card.id, CardState.CONFIRMED, kept)
    forget(scene, person, card)
    return kept


def keep(
    scene: Scene,
    person: Person,
    task: Task,
    *,
    text: str,
    found: Understanding,
    supersedes: ReportId | None,
    unit: UnitId | None = None,
) -> ReportId:
    """Keep a confirmed answer and close what it answers; `unit` if one was named."""
    moves.hold(scene.tx, scene.id, task.id)
    here = standing.place(scene, person, task, supersedes, unit)
    proposal = propose(here.state, found, here.totals, scene.today)
    unit, after = here.unit, proposal.state
    before = reports.readings(scene.tx, supersedes) if supersedes else ()
    report = Report(
        task=task.id,
        person=person.id,
        text=text,
        percent=after.percent,
        status=after.status,
        expected=after.expected_finish,
        problem=after.problem,
        needs=after.needs,
        unchanged=found.unchanged,
        readings=carried(proposal.readings, before),
        measures=found.done_measures,
        supersedes=supersedes,
    )
    kept = reports.keep(scene.tx, scene.id, unit, report, scene.now)
    files_of.with_report(
        scene, person, kept, task=task.id, unit=unit, corrects=supersedes
    )
    obligations.answer(scene.tx, scene.id, task.id, unit, scene.now, report=kept)
    if supersedes is not None:
        obligations.answered_anew(scene.tx, scene.id, supersedes, kept, scene.now)
    finishing.after_report(
        scene, person, task, unit, said=found.status, stands=after.status
    )
    return kept


def receipt(scene: Scene, person: Person, task: Task, kept: ReportId) -> facts.Line:
    """Return the facts of one line that says what is now on record."""
    unit = own.unit_for(scene, person, task, corrects=kept)
    state = standing.state_of(scene, task, unit)
    left = own.owed(scene, person)
    return {
        "task": facts.number(task.id),
        "short": task.short,
        "figures": [
            facts.figure(one) for one in state.indicators if one.total is not None
        ],
        "percent": state.percent,
        "status": state.status.value if state.status else None,
        "at": facts.moment(scene.now, scene.plan.days),
        "who": person.name,
        "report": kept,
        "files": files_of.of_report(scene, kept),
        "left": len({owed.task for owed in left if owed.due <= scene.today}),
    } | finishing.standing(scene, task, unit, state.status)


def receipt_buttons(kept: ReportId) -> Buttons:
    fix = Button(label="buttons.fix", data=f"fix:{kept}")
    return ((fix, Button(label="buttons.take_back", data=f"take_back:{kept}")),)


def choices(
    scene: Scene, person: Person, card: CardId, tasks: Sequence[Task] = ()
) -> Buttons:
    """Return a button for each task these words could be about: owed ones first."""
    owed = {one.task for one in own.owed(scene, person)}
    theirs = [t for t in scene.catalog.tasks() if own.does(person, t)]
    theirs.sort(key=lambda task: (task.id not in owed, task.id))
    return tuple(
        (
            Button(
                label="buttons.pick",
                data=f"pick:{card}:{task.id}",
                facts={"task": facts.number(task.id), "short": task.short},
            ),
        )
        for task in (tasks or theirs)[:CHOICES]
    )
