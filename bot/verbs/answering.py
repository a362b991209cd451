"""The steps of an answer that its verbs share: ask, show a card, keep, receipt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.desk import Scene
from rules import facts
from rules.card import card_facts, propose
from rules.catalog import Task
from rules.errors import NotYours, OldButton, Unknown
from rules.ids import CardId, IndicatorId, ObligationId, ReportId, TaskId, UnitId
from rules.message import Button, Buttons
from rules.obligation import Obligation, ObligationState
from rules.pace import TaskState
from rules.people import Person
from rules.report import Card, CardState, Report
from rules.understand import Subject, Understanding, understand
from store import obligations, reports, states

CHOICES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What was said, in which message, and which report it corrects if any."""

    text: str
    message: int
    supersedes: ReportId | None = None


def unit_of(person: Person) -> UnitId:
    """Return the unit a person answers for; a role that reports always has one."""
    return person.unit or UnitId("")


def does(person: Person, task: Task) -> bool:
    return person.unit == task.lead or person.unit in task.assist


def example(scene: Scene, person: Person) -> str:
    """Return the number of a task of theirs, for examples; empty if there is none."""
    own = (task for task in scene.catalog.tasks() if does(person, task))
    task = next(own, None)
    return facts.number(task.id) if task else ""


def number(given: str) -> int:
    """Return a button's number, or refuse: buttons can be forged."""
    if not (given.isascii() and given.isdecimal() and len(given) < 16):  # noqa: PLR2004 - fits a bigint
        raise OldButton
    return int(given)


def own_task(scene: Scene, person: Person, task: TaskId) -> Task:
    """Return a task this person's unit answers for, or refuse."""
    found = next((one for one in scene.catalog.tasks() if one.id == task), None)
    if found is None:
        raise Unknown({"what": "task", "given": str(task)[:20]})
    if not does(person, found):
        raise NotYours({"task": facts.number(found.id)})
    return found


def owed_by(scene: Scene, person: Person, given: str) -> Obligation:
    """Return an open obligation of this person's unit, or refuse."""
    owed = obligations.one(scene.tx, scene.id, ObligationId(number(given)))
    if owed is None or owed.unit != person.unit:
        raise OldButton
    if owed.state is not ObligationState.OPEN:
        raise OldButton({"why": "answered"})
    return owed


def pending(scene: Scene, person: Person, given: str) -> Card:
    """Return a card of this person's that still awaits them, or refuse."""
    card = reports.card(scene.tx, person.id, CardId(number(given)))
    if card is None or card.state == CardState.DROPPED:
        raise OldButton
    if card.state == CardState.CONFIRMED:
        raise OldButton({"why": "answered"})
    return card


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
    state = state_of(scene, person, task)
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
    totals = totals_of(scene, task, words.supersedes)
    state = state_of(scene, person, task, words.supersedes)
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
    totals = totals_of(scene, task, supersedes)
    state = state_of(scene, person, task, supersedes)
    proposal = propose(state, found, totals, scene.today)
    after, unit = proposal.state, unit_of(person)
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
    state = state_of(scene, person, task)
    left = obligations.mine(scene.tx, scene.id, unit_of(person))
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
    owed = {o.task for o in obligations.mine(scene.tx, scene.id, unit_of(person))}
    own = [task for task in scene.catalog.tasks() if does(person, task)]
    own.sort(key=lambda task: (task.id not in owed, task.id))
    return tuple(
        (
            Button(
                label="buttons.pick",
                data=f"pick:{card}:{task.id}",
                facts={"task": facts.number(task.id), "short": task.short},
            ),
        )
        for task in (tasks or own)[:CHOICES]
    )


def state_of(
    scene: Scene, person: Person, task: Task, without: ReportId | None = None
) -> TaskState:
    """Return the task as this person's unit last reported it.

    `without`: as it stood before that report, which is being corrected.
    """
    (state,) = states.states(scene.tx, scene.plan, scene.now, [task.id])
    unit = unit_of(person)
    own = reports.of_branch(scene.tx, scene.id, task.id, unit, without)
    if unit == task.lead and own is None and without is None:
        return state  # as a former lead left it
    return states.said_by(state, own)


def still_last(scene: Scene, report: ReportId | None) -> None:
    """Refuse to correct what is not its branch's last word: newer would be undone."""
    if report is None:
        return
    kept = reports.one(scene.tx, scene.id, report)
    if kept is None or not reports.newest(scene.tx, scene.id, kept):
        raise OldButton({"why": "corrected"})


def outdated(scene: Scene, card: Card, task: Task) -> bool:
    """Whether a card no longer says what confirming it would do.

    Its dates were read on another day, somebody has reported since, or the plan
    has changed under it.
    """
    here = {indicator.id for indicator in task.indicators}
    read = card.found.readings if card.found else ()
    return (
        scene.plan.days.local(card.made).date() != scene.today
        or reports.since(scene.tx, scene.id, task.id, card.made)
        or any(reading.indicator not in here for reading in read)
    )


def totals_of(
    scene: Scene, task: Task, without: ReportId | None
) -> Mapping[IndicatorId, Decimal]:
    """Return the last totals, those of the report being corrected left out."""
    found = reports.totals(scene.tx, scene.id, scene.now, task=task.id, without=without)
    return {total.indicator: total.total for total in found}


def _card_buttons(card: CardId) -> Buttons:
    return (
        (
            Button(label="buttons.confirm", data=f"confirm:{card}"),
            Button(label="buttons.again", data=f"again:{card}"),
            Button(label="buttons.other", data=f"other:{card}"),
        ),
    )
