"""Whether a report can still be corrected: newer words stand, and time runs out."""

from collections.abc import Sequence
from datetime import datetime

from bot.desk import Scene
from bot.verbs import own, standing
from rules import facts
from rules.catalog import Policy, Task
from rules.correctable import Window, correctable
from rules.errors import CannotFix, NotYours
from rules.ids import ReportId
from store import corrections, reports
from store.reports import Kept


def allowed(scene: Scene, report: ReportId | None) -> None:
    """Refuse a correction by another unit, too late, or of what has a newer version.

    None is no correction.
    """
    kept = reports.one(scene.tx, scene.id, report) if report else None
    standing.still_last(scene, report)
    if kept is None or scene.person is None:
        return
    task = own.own_task(scene, scene.person, kept.task)
    if kept.unit not in scene.person.units:
        raise NotYours({"task": facts.number(task.id)})
    _in_time(scene, task, corrections.made(scene.tx, scene.id, [kept.id])[kept.id])


def _in_time(scene: Scene, task: Task, made: datetime) -> None:
    """Refuse when the days in which a report can be corrected are over."""
    policy = _policy(scene, task)
    found = correctable(policy, made, scene.plan.days, scene.now)
    if found.window is not Window.OPEN:
        raise CannotFix(
            {
                "why": found.window.value,
                "task": facts.number(task.id),
                "made": facts.moment(made, scene.plan.days),
                "last": facts.day(found.last),
                "days": policy.corrections,
                "policy": policy.name,
            }
        )


def still_open(scene: Scene, found: Sequence[Kept]) -> list[Kept]:
    """Return those of these reports that can be corrected today."""
    made = corrections.made(scene.tx, scene.id, [kept.id for kept in found])
    days, now = scene.plan.days, scene.now

    def is_open(kept: Kept) -> bool:
        policy = _policy(scene, own.any_task(scene, kept.task))
        return correctable(policy, made[kept.id], days, now).window is Window.OPEN

    return [kept for kept in found if is_open(kept)]


def _policy(scene: Scene, task: Task) -> Policy:
    return scene.catalog.policies[task.policy]
