"""The steps of an answer that its verbs share: ask, show a card, keep, receipt."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.desk import Scene
from bot.verbs import finishing, own, standing
from rules import facts
from rules.card import card_facts, propose
from rules.catalog import Task
from rules.ids import CardId, ReportId, UnitId
from rules.message import Button, Buttons
from rules.people import Person
from rules.report import Report
from rules.understand import Subject, Understanding, understand
from store import cards, moves, obligations, reports

CHOICES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What was said, in which message, and which report it corrects if any."""

    text: str
    message: int
    supersedes: ReportId | None = None
    unit: UnitId | None = None  # the branch they were asked for, if one was named


def ask(
    scene: Scene,
    person: Person,
    task: Task,
    supersedes: ReportId | None,
    *,
    unit: UnitId | None = None,
    edit: bool = False,
) -> None:
    """Ask for words about a task, and remember what they will be about."""
    cards.await_words(
        scene.tx,
        person.id,
        task.id,
        scene.now,
        supersedes=supersedes,
        subject={"unit": unit} if unit else None,
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
    totals = standing.totals_of(scene, task, words.supersedes)
    here = own.unit_for(scene, person, task, words.unit, corrects=words.supersedes)
    state = standing.state_of(scene, task, here, words.supersedes)
    subject = Subject(task=task, totals=totals, percent=state.percent)
    found = understand(words.text, subject, scene.today)
    if found.nothing:
        return False
    cards.drop_cards(scene.tx, person.id, task.id)
    cards.await_words(scene.tx, person.id, None, scene.now)
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
    )
    proposal = propose(state, found, totals, scene.today)
    told = card_facts(proposal, found, totals, scene.plan.days)
    told |= {"text": words.text[:300], "correcting": words.supersedes is not None}
    scene.say("report/card", told, _card_buttons(card))
    return True


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
    totals = standing.totals_of(scene, task, supersedes)
    unit = own.unit_for(scene, person, task, unit, corrects=supersedes)
    state = standing.state_of(scene, task, unit, supersedes)
    proposal = propose(state, found, totals, scene.today)
    after = proposal.state
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
        readings=proposal.readings,
        measures=found.done_measures,
        supersedes=supersedes,
    )
    kept = reports.keep(scene.tx, scene.id, unit, report, scene.now)
    obligations.answer(scene.tx, scene.id, task.id, unit, scene.now, report=kept)
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


def _card_buttons(card: CardId) -> Buttons:
    return (
        (
            Button(label="buttons.confirm", data=f"confirm:{card}"),
            Button(label="buttons.again", data=f"again:{card}"),
            Button(label="buttons.other", data=f"other:{card}"),
        ),
    )
