"""One move with everything that follows from it, in the transaction at hand."""

from collections.abc import Iterator
from datetime import datetime

from rules import facts
from rules.catalog import Task
from rules.errors import CannotMove, NotAllowed, NotYours, Refusal
from rules.lifecycle import (
    Barred,
    Branch,
    Move,
    Moved,
    Mover,
    Stage,
    move,
    standing,
    undone,
)
from rules.people import Person
from rules.telling import letters
from store import moves, outbox, people
from store.following import follow
from store.plans import Loaded
from store.session import Tx

HOUSE = Mover(role=None)
_TOGETHER = frozenset({Move.SUSPEND, Move.RESUME, Move.TERMINATE, Move.REOPEN})
_BACK = frozenset({Move.RESUME, Move.REOPEN})


def mover(person: Person | None) -> Mover:
    """Return somebody as the rules of moves see them; nobody is the house."""
    return Mover(role=person.role, units=person.units) if person else HOUSE


def make(
    tx: Tx,
    plan: Loaded,
    branch: Branch,
    wanted: Move,
    *,
    person: Person | None,
    why: str = "",
    now: datetime,
) -> Moved:
    """Make a move and all that follows; the other side is told by letter.

    Suspending, ending and taking up again a lead branch moves the whole task. Raises
    NotAllowed, NotYours or CannotMove, and changes nothing then.
    """
    id_, task = plan.catalog.plan.id, _task(plan, branch)
    moves.hold(tx, id_, task.id)
    branch = moves.branch(tx, plan, task, branch.unit)  # as whoever was faster left it
    to = allowed(branch, wanted, person, why)
    last = moves.last_of(tx, id_, task.id)
    made = [
        Moved(
            task=task.id,
            unit=one.unit,
            move=wanted,
            of=one.stage,
            to=stage,
            by=person.id if person else None,
            at=now,
            why=why,
        )
        for one, stage in ((branch, to), *_others(task, branch, wanted, last))
    ]
    moves.add(tx, id_, made)
    askers = [
        follow(tx, plan, one, last.get((task.id, one.unit)), person) for one in made
    ]
    if person is not None:
        linked = people.linked(tx, id_, today=plan.days.local(now).date())
        told = letters(plan.catalog, linked, made, person, plan.days, asker=askers[0])
        outbox.put(tx, id_, told, now)
    return made[0]


def allowed(branch: Branch, wanted: Move, person: Person | None, why: str) -> Stage:
    """Return the stage a branch would move to, or refuse."""
    to = move(branch, wanted, mover(person), why)
    if isinstance(to, Stage):
        return to
    raise _refusal(branch, wanted, to)


def _others(
    task: Task, branch: Branch, wanted: Move, last: moves.Last
) -> Iterator[tuple[Branch, Stage]]:
    """Yield the branches that move with the lead's, and where to.

    Taking a task up again moves those that were put down with it, no others.
    """
    if not branch.lead or wanted not in _TOGETHER:
        return
    put_down = last.get((task.id, task.lead))
    for unit in task.assist:
        theirs = last.get((task.id, unit))
        if wanted in _BACK and not _alike(theirs, put_down):
            continue
        found = standing(task.id, unit, theirs, lead=False)
        stage = move(found, wanted, HOUSE, "-")
        if isinstance(stage, Stage):
            yield found, stage


def _alike(one: Moved | None, other: Moved | None) -> bool:
    return bool(one and other and (one.move, one.at) == (other.move, other.at))


def _task(plan: Loaded, branch: Branch) -> Task:
    return next(one for one in plan.catalog.tasks() if one.id == branch.task)


def _refusal(branch: Branch, wanted: Move, barred: Barred) -> Refusal:
    number = facts.number(branch.task)
    if barred is Barred.ROLE:
        return NotAllowed()
    if barred is Barred.UNIT:
        return NotYours({"task": number})
    return CannotMove(
        {
            "task": number,
            "move": wanted.value,
            "stage": branch.stage.value,
            "why": barred.value,
            "undone": undone(branch.assists),
        }
    )
