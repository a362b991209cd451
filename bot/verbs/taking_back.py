"""撤回 under a receipt: what was said is taken back, and is owed again."""

from bot.desk import Scene
from bot.verbs import finishing, own, standing
from rules import facts
from rules.catalog import Task
from rules.errors import NotYours, OldButton
from rules.ids import ReportId, UnitId
from rules.lifecycle import REPORTING
from rules.people import Verb
from rules.understand import Status
from store import moves, obligations, reports


def take_back(scene: Scene, given: str) -> None:
    """Take a report back. What was said stays in the history; it counts no more."""
    person = scene.who(Verb.REPORT)
    kept = reports.one(scene.tx, scene.id, ReportId(own.number(given)))
    if kept is None:
        raise OldButton
    task = own.own_task(scene, person, kept.task)
    if kept.unit not in person.units:
        raise NotYours({"task": facts.number(task.id)})
    moves.hold(scene.tx, scene.id, task.id)
    standing.still_last(scene, kept.id)
    reports.take_back(scene.tx, scene.id, kept, person.id, scene.now)
    answered = reports.versions(scene.tx, scene.id, kept.id)
    left = reports.of_branch(scene.tx, scene.id, kept.task, kept.unit)
    stands = Status(left.status) if left and left.status else None
    finishing.after_report(scene, person, task, kept.unit, said=None, stands=stands)
    again = 0
    if _reports(scene, task, kept.unit):
        again = obligations.reopen_answered(scene.tx, scene.id, answered, scene.now)
    told: facts.Line = {
        "task": facts.number(task.id),
        "short": task.short,
        "at": facts.moment(kept.at, scene.plan.days),
        "owed": again,
    }
    scene.toast("taken_back")
    scene.edit("report/taken_back", told)


def _reports(scene: Scene, task: Task, unit: UnitId) -> bool:
    """Whether a unit reports on a task now: one at rest or handed over owes nothing."""
    if unit not in task.units:
        return False
    return moves.branch(scene.tx, scene.plan, task, unit).stage in REPORTING
