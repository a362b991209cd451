"""What a report means for the life of its branch, and what its receipt says of it."""

from bot.desk import Scene
from rules import facts
from rules.catalog import Task
from rules.ids import UnitId
from rules.lifecycle import Branch, Move, Stage, undone
from rules.lifecycle import move as ruled
from rules.people import Person
from rules.understand import Status
from store import moves
from store.moving import make, mover


def after_report(
    scene: Scene,
    person: Person,
    task: Task,
    unit: UnitId,
    *,
    said: Status | None,
    stands: Status | None,
) -> None:
    """Let a report acknowledge its task; 已完成 applies for completion by itself.

    `said`: the status in these very words; `stands`: as it is with what was said
    before. Words that say otherwise take an application back.
    """
    if unit not in task.units:
        return
    branch = moves.branch(scene.tx, scene.plan, task, unit)
    if branch.stage is Stage.PENDING_ACK:
        _make(scene, person, branch, Move.ACKNOWLEDGE)
        branch = moves.branch(scene.tx, scene.plan, task, unit)
    if said is Status.DONE and _owes(scene, task, branch):
        if isinstance(ruled(branch, Move.APPLY, mover(person)), Stage):
            _make(scene, person, branch, Move.APPLY)
    elif stands is not Status.DONE and branch.stage is Stage.COMPLETION_REVIEW:
        _make(scene, person, branch, Move.WITHDRAW)


def standing(
    scene: Scene, task: Task, unit: UnitId, status: Status | None
) -> facts.Line:
    """Return what a receipt adds: a pending application, or who is not done yet."""
    if unit not in task.units:
        return {"review": False, "undone": []}
    lead, *assists = moves.branches(scene.tx, scene.plan, task)
    mine = next(one for one in (lead, *assists) if one.unit == unit)
    waits = mine.lead and status is Status.DONE and mine.stage is Stage.IN_PROGRESS
    units = facts.units_of(scene.catalog)
    return {
        "review": mine.stage is Stage.COMPLETION_REVIEW,
        "undone": [
            units[one.unit]
            for one in assists
            if waits and lead.assists and undone([one.stage])
        ],
    }


def _owes(scene: Scene, task: Task, branch: Branch) -> bool:
    """Whether a branch answers for itself: assisting ones only by some policies."""
    return branch.lead or scene.catalog.policies[task.policy].assist


def _make(scene: Scene, person: Person, branch: Branch, wanted: Move) -> None:
    make(scene.tx, scene.plan, branch, wanted, person=person, now=scene.now)
