"""What every tapped answer does: find whose line it was, keep it, say so."""

from dataclasses import dataclass

from bot.answers import Toast
from bot.desk import Scene
from bot.verbs import answering, correcting, own, standing
from rules import facts
from rules.catalog import Task
from rules.errors import OldButton
from rules.ids import ObligationId, ReportId, UnitId
from rules.obligation import Obligation, ObligationState, Owed
from rules.pace import TaskState
from rules.people import Person, Verb
from rules.taps import Tapped, amended
from rules.understand import Understanding
from store import answered, cards, obligations

FADING = 100  # characters of an answer in the line that fades; 200 in all
MENU = "menu"  # ends the data of buttons in a message of their own


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a morning's message: who answers it, and as which unit."""

    person: Person
    task: Task
    unit: UnitId
    tapped: Tapped
    owed: Obligation


def line(scene: Scene, given: str) -> Line:
    """Return the line a button is about, by `Tapped`, or refuse with the why."""
    person = scene.who(Verb.REPORT)
    number, _, report = given.partition(".")
    owed = obligations.one(scene.tx, scene.id, ObligationId(own.number(number)))
    if owed is None or owed.kind is not Owed.REPORT or owed.unit not in person.units:
        raise OldButton
    corrects = ReportId(own.number(report)) if report else None
    if corrects is None and not owed.open:
        raise OldButton(_why_closed(scene, owed))
    if corrects is not None:
        _correctable(scene, owed, corrects)
    task = own.own_task(scene, person, owed.task)
    return Line(
        person=person,
        task=task,
        unit=own.unit_for(scene, person, task, owed.unit, corrects=corrects),
        tapped=Tapped(obligation=owed.id, corrects=corrects),
        owed=owed,
    )


def answer_of(scene: Scene, given: str) -> Line:
    """Return an answered line, to correct what answered it."""
    number = ObligationId(own.number(given))
    owed = obligations.one(scene.tx, scene.id, number)
    report = owed.answered_by if owed else None
    if report is None:
        raise OldButton
    return line(scene, f"{number}.{report}")


def state_of(scene: Scene, here: Line) -> TaskState:
    """Return the task as the line's unit last reported it."""
    return standing.state_of(scene, here.task, here.unit, here.tapped.corrects)


def keep(scene: Scene, here: Line, text: str, found: Understanding) -> ReportId:
    """Keep an answer at once; one that corrects changes what was said of it alone."""
    kept = answering.keep(
        scene,
        here.person,
        here.task,
        text=text,
        found=whole(scene, here, found),
        supersedes=here.tapped.corrects,
        unit=here.unit,
    )
    forget(scene, here)
    said = Toast(
        label="taps.kept",
        facts={"task": facts.number(here.task.id), "what": text[:FADING]},
        locale=scene.locale,
    )
    scene.answers.append(said)
    return kept


def forget(scene: Scene, here: Line) -> None:
    """Await no words about the line any more: a tap has come instead."""
    waited = cards.awaited(scene.tx, here.person.id)
    if waited is not None and waited.task == here.task.id:
        cards.await_words(scene.tx, here.person.id, None, scene.now)


def whole(scene: Scene, here: Line, found: Understanding) -> Understanding:
    """Return all that a report would say: when it corrects, what stands besides."""
    corrects = here.tapped.corrects
    before = answered.as_said(scene.tx, scene.id, corrects) if corrects else None
    return amended(before, found) if before else found


def show_receipt(scene: Scene, person: Person, task: Task, kept: ReportId) -> None:
    """Let a message of the answers' own become the receipt."""
    told = answering.receipt(scene, person, task, kept)
    scene.edit("report/receipt", told, answering.receipt_buttons(kept))


def head(here: Line) -> facts.Line:
    return {"task": facts.number(here.task.id), "short": here.task.short}


def _why_closed(scene: Scene, owed: Obligation) -> dict[str, object]:
    newer = _open_reports(scene, owed)
    if newer:
        return {"why": "period", "due": facts.day(newer[0].due)}
    waived = owed.state is ObligationState.WAIVED
    return {"why": "waived" if waived else "answered"}


def _correctable(scene: Scene, owed: Obligation, report: ReportId) -> None:
    """Refuse to correct what was taken back, has a newer version, or is past."""
    if owed.open:
        raise OldButton
    if owed.answered_by != report:
        raise OldButton({"why": "corrected"})
    newer = _open_reports(scene, owed)
    if newer:  # the correction would answer it as well
        raise OldButton({"why": "period", "due": facts.day(newer[0].due)})
    correcting.allowed(scene, report)


def _open_reports(scene: Scene, owed: Obligation) -> list[Obligation]:
    return [
        one
        for one in obligations.of_task(scene.tx, scene.id, owed.task)
        if one.unit == owed.unit and one.kind is Owed.REPORT
    ]
