"""The steps of an answer that its verbs share: ask, show a card, keep, receipt."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.desk import Scene
from bot.verbs import own, standing
from rules import facts
from rules.card import card_facts, propose
from rules.catalog import Task
from rules.ids import CardId, ReportId
from rules.message import Button, Buttons
from rules.people import Person
from rules.report import Report
from rules.understand import Subject, Understanding, understand
from store import obligations, reports

CHOICES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What was said, in which message, and which report it corrects if any."""

    text: str
    message: int
    supersedes: ReportId | None = None


def ask(
    scene: Scene,
    person: Person,
    task: Task,
    supersedes: ReportId | None,
    *,
    edit: bool = False,
) -> None:
    """Ask for words about a task, and remember what they will be about."""
    reports.await_words(scene.tx, person.id, task.id, scene.now, supersedes=supersedes)
    state = standing.state_of(scene, person, task)
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
    state = standing.state_of(scene, person, task, words.supersedes)
    subject = Subject(task=task, totals=totals, percent=state.percent)
    found = understand(words.text, subject, scene.today)
    if found.nothing:
        return False
    reports.drop_cards(scene.tx, person.id, task.id)
    reports.await_words(scene.tx, person.id, None, scene.now)
    card = reports.put_card(
        scene.tx,
        scene.id,
        person.id,
        task=task.id,
        text=words.text,
        found=found,
        supersedes=words.supersedes,
        message=words.message,
        now=scene.now,
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
) -> ReportId:
    """Keep a confirmed answer and close what it answers."""
    totals = standing.totals_of(scene, task, supersedes)
    state = standing.state_of(scene, person, task, supersedes)
    proposal = propose(state, found, totals, scene.today)
    after, unit = proposal.state, own.unit_of(person)
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
        supersedes=supersedes,
    )
    kept = reports.keep(scene.tx, scene.id, unit, report, scene.now)
    obligations.answer(scene.tx, scene.id, task.id, unit, scene.now)
    return kept


def receipt(scene: Scene, person: Person, task: Task, kept: ReportId) -> facts.Line:
    """Return the facts of one line that says what is now on record."""
    state = standing.state_of(scene, person, task)
    left = obligations.mine(scene.tx, scene.id, own.unit_of(person))
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
    }


def receipt_buttons(kept: ReportId) -> Buttons:
    return ((Button(label="buttons.fix", data=f"fix:{kept}"),),)


def choices(
    scene: Scene, person: Person, card: CardId, tasks: Sequence[Task] = ()
) -> Buttons:
    """Return a button for each task these words could be about: owed ones first."""
    owed = {o.task for o in obligations.mine(scene.tx, scene.id, own.unit_of(person))}
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
