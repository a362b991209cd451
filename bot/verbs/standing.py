"""How a task stands for the person speaking, and whether a card is still true."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from bot.desk import Scene
from bot.verbs import own
from rules.catalog import Task
from rules.errors import OldButton
from rules.fixes import mended, names_gone
from rules.ids import IndicatorId, ReportId, UnitId
from rules.pace import TaskState
from rules.people import Person
from rules.report import Card
from rules.understand import Subject
from store import reports, states


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The branch somebody speaks of, as last reported; what they correct left out."""

    unit: UnitId
    state: TaskState
    totals: Mapping[IndicatorId, Decimal]

    @property
    def subject(self) -> Subject:
        return Subject(
            task=self.state.task, totals=self.totals, percent=self.state.percent
        )


def place(
    scene: Scene,
    person: Person,
    task: Task,
    corrects: ReportId | None,
    named: UnitId | None = None,
) -> Place:
    """Return what an answer is read and judged by; `named`: the branch asked about."""
    totals = totals_of(scene, task, corrects)
    unit = own.unit_for(scene, person, task, named, corrects=corrects)
    state = state_of(scene, task, unit, corrects)
    return Place(unit=unit, state=state, totals=totals)


def place_of(scene: Scene, person: Person, task: Task, card: Card) -> Place:
    return place(scene, person, task, card.supersedes, card.unit)


def state_of(
    scene: Scene, task: Task, unit: UnitId, without: ReportId | None = None
) -> TaskState:
    """Return the task as a unit last reported it.

    `without`: as it stood before that report, which is being corrected.
    """
    (state,) = states.states(scene.tx, scene.plan, scene.now, [task.id])
    said = reports.of_branch(scene.tx, scene.id, task.id, unit, without)
    if unit == task.lead and said is None and without is None:
        return state  # as a former lead left it
    return states.said_by(state, said)


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
    read = mended(card.found, card.fixed, task).readings if card.found else ()
    return (
        scene.plan.days.local(card.made).date() != scene.today
        or reports.since(scene.tx, scene.id, task.id, card.made)
        or any(reading.indicator not in here for reading in read)
        or names_gone(card.fixed, task)
    )


def totals_of(
    scene: Scene, task: Task, without: ReportId | None
) -> Mapping[IndicatorId, Decimal]:
    """Return the last totals, those of the report being corrected left out."""
    found = reports.totals(
        scene.tx, scene.id, scene.now, tasks=[task.id], without=without
    )
    return {total.indicator: total.total for total in found}
