"""What happened to each branch: who moved it, when and why. Append-only."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam
from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from rules.catalog import Task
from rules.ids import PersonId, PlanId, TaskId, UnitId
from rules.lifecycle import Branch, Move, Moved, Stage, standing
from store.columns import Instant
from store.plans import Loaded
from store.session import Tx
from store.tables import MoveRow, PersonRow, TaskRow
from store.upsert import insert

Last = Mapping[tuple[TaskId, UnitId], Moved]
"""The last move of each branch that has made any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A move as history tells it. `who` is empty where the house itself moved."""

    moved: Moved
    who: str


def stages(
    tx: Tx, plan: PlanId, as_of: datetime, tasks: Collection[TaskId] | None = None
) -> Last:
    """Return the last move of each branch, of these tasks or of all, at `as_of`."""
    given = {"plan": plan, "as_of": as_of}
    if tasks is None:
        return _by_branch(tx.scalars(_STAGES, given))
    return _by_branch(tx.scalars(_STAGES_OF, given | {"tasks": [*tasks]}))


def last_of(tx: Tx, plan: PlanId, task: TaskId) -> Last:
    """Return the last move of each of a task's branches, whatever the clock says."""
    here = (col(MoveRow.plan) == plan, col(MoveRow.task) == task)
    return _by_branch(tx.scalars(_last(*here)))


def hold(tx: Tx, plan: PlanId, task: TaskId) -> None:
    """Let nobody else move a task, or ask for anything, until the transaction ends."""
    this = select(TaskRow.id).where(TaskRow.plan == plan, TaskRow.id == task)
    tx.execute(this.with_for_update(key_share=True))


def branches(tx: Tx, plan: Loaded, task: Task) -> tuple[Branch, ...]:
    """Return a task's branches as they stand now, the lead's first."""
    last = last_of(tx, plan.catalog.plan.id, task.id)
    lead, *assists = (
        standing(task.id, unit, last.get((task.id, unit)), lead=unit == task.lead)
        for unit in (task.lead, *task.assist)
    )
    owing = assists if plan.catalog.policies[task.policy].assist else ()
    return replace(lead, assists=tuple(one.stage for one in owing)), *assists


def branch(tx: Tx, plan: Loaded, task: Task, unit: UnitId) -> Branch:
    """Return a branch as it stands now. `unit` leads the task or assists it."""
    found = branches(tx, plan, task)
    return next(one for one in found if one.unit == unit)


def add(tx: Tx, plan: PlanId, moved: Sequence[Moved]) -> None:
    """Keep moves. Nothing is ever overwritten."""
    if not moved:
        return
    rows = [
        {
            "plan": plan,
            "task": one.task,
            "unit": one.unit,
            "move": one.move.value,
            "of_stage": one.of.value,
            "to_stage": one.to.value,
            "person": one.by,
            "at": one.at,
            "why": one.why,
        }
        for one in moved
    ]
    tx.execute(insert(tx, MoveRow), rows)


def of_task(tx: Tx, plan: PlanId, task: TaskId) -> list[Made]:
    """Return every move of a task's branches, the oldest first."""
    rows = tx.execute(
        select(MoveRow, PersonRow.name)
        .outerjoin(PersonRow, col(PersonRow.id) == col(MoveRow.person))
        .where(MoveRow.plan == plan, MoveRow.task == task)
        .order_by(col(MoveRow.id))
    )
    return [Made(moved=_moved(row), who=who or "") for row, who in rows]


def _last(*where: ColumnElement[bool]) -> SelectOfScalar[MoveRow]:
    """Ask for each branch's last move, of those that fit."""
    last = select(func.max(MoveRow.id)).where(*where)
    each = last.group_by(col(MoveRow.task), col(MoveRow.unit))
    return select(MoveRow).where(col(MoveRow.id).in_(each))


# Written once: every look asks it.
_BY_THEN = (
    col(MoveRow.plan) == bindparam("plan"),
    col(MoveRow.at) <= bindparam("as_of", type_=Instant()),
)
_STAGES = _last(*_BY_THEN)
_STAGES_OF = _last(*_BY_THEN, col(MoveRow.task).in_(bindparam("tasks", expanding=True)))


def _by_branch(rows: Iterable[MoveRow]) -> Last:
    return {(moved.task, moved.unit): moved for moved in map(_moved, rows)}


def _moved(row: MoveRow) -> Moved:
    return Moved(
        task=TaskId(row.task),
        unit=UnitId(row.unit),
        move=Move(row.move),
        of=Stage(row.of_stage),
        to=Stage(row.to_stage),
        by=None if row.person is None else PersonId(row.person),
        at=row.at,
        why=row.why,
    )
