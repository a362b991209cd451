"""Who owes what: opened by the period, looked at when their time comes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    bindparam,
    func,
    literal,
    update,
)
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from rules.catalog import Policy
from rules.decision import Decision
from rules.ids import ObligationId, PlanId, TaskId, UnitId
from rules.obligation import Obligation, ObligationState, Owed
from rules.periods import Period
from rules.understand import Status
from store import decisions as decision_rows
from store import frozen
from store.columns import Instant, Json
from store.session import Tx
from store.tables import BranchRow, ObligationRow, ReportRow, TaskRow
from store.upsert import insert


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """What is to be looked at now, and why some rows could not even be read."""

    due: tuple[Obligation, ...]
    unreadable: Mapping[ObligationId, str]


def open_period(
    tx: Tx,
    plan: PlanId,
    policy: Policy,
    period: Period,
    *,
    look: datetime,
    now: datetime,
) -> int:
    """Open a report obligation for each branch under `policy`, once; count them.

    A unit whose last word on the task was "done" owes nothing more, and one that
    owes a report for that very day under another policy is not asked twice.
    """
    parts = ("lead", "assist") if policy.assist else ("lead",)
    row: dict[str, Any] = {
        "plan": literal(plan),
        "kind": literal(Owed.REPORT.value),
        "task": BranchRow.task,
        "unit": BranchRow.unit,
        "period": literal(period.key),
        "due": literal(period.due, Date()),
        "policy": literal(frozen.policy_json(policy), Json),
        "state": literal(ObligationState.OPEN.value),
        "opened_at": literal(now, Instant()),
        "look_at": literal(look, Instant()),
    }
    fresh = _in_force(columns(*row.values()), plan).where(
        col(BranchRow.part).in_(parts),
        col(TaskRow.policy) == policy.id,
        col(TaskRow.starts) <= period.due,
        ~_finished(),
        ~_asked_for(period),
    )
    made = tx.execute(
        insert(tx, ObligationRow)
        .from_select(list(row), fresh)
        .on_conflict_do_nothing(
            index_elements=["plan", "kind", "task", "unit", "period"]
        )
        .returning(col(ObligationRow.id))
    )
    return len(made.all())


def claim_due(
    tx: Tx, plan: PlanId, now: datetime, *, lease: timedelta, limit: int
) -> Claimed:
    """Take the obligations whose time to be looked at has come, in one statement."""
    due = (
        select(ObligationRow.id)
        .where(ObligationRow.plan == plan, col(ObligationRow.look_at) <= now)
        .order_by(col(ObligationRow.look_at), col(ObligationRow.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = tx.scalars(
        update(ObligationRow)
        .where(col(ObligationRow.id).in_(due))
        .values(look_at=now + lease)
        .returning(ObligationRow)
    )
    found: list[Obligation] = []
    unreadable: dict[ObligationId, str] = {}
    for row in rows:
        try:
            found.append(_obligation(row))
        except ValueError as error:
            unreadable[ObligationId(row.id or 0)] = str(error)
    found.sort(key=lambda owed: (owed.task, owed.unit, owed.due))
    return Claimed(due=tuple(found), unreadable=unreadable)


def set_aside(
    tx: Tx, plan: PlanId, ids: Collection[ObligationId], until: datetime, now: datetime
) -> None:
    """Look at obligations again at `until`: now nobody can make sense of them."""
    if not ids:
        return
    these = update(ObligationRow).where(col(ObligationRow.id).in_(ids))
    tx.execute(these.values(look_at=until))
    decision_rows.keep_broken(tx, plan, ids, until, now)


def record(tx: Tx, decisions: Sequence[Decision], now: datetime) -> None:
    """Save where each obligation stands now, and why: two statements in all."""
    if not decisions:
        return
    tx.connection().execute(
        update(ObligationRow)
        .where(col(ObligationRow.id) == bindparam("this"))
        .values(rung=bindparam("to_rung"), look_at=bindparam("to_look_at")),
        [
            {
                "this": d.obligation.id,
                "to_rung": d.obligation.rung,
                "to_look_at": d.obligation.look_at,
            }
            for d in decisions
        ],
    )
    decision_rows.keep(tx, decisions, now)


def mine(tx: Tx, plan: PlanId, unit: UnitId) -> list[Obligation]:
    """Return what a unit owes now, the most urgent first."""
    return _open(tx, plan, col(ObligationRow.unit) == unit)


def of_task(tx: Tx, plan: PlanId, task: TaskId) -> list[Obligation]:
    return _open(tx, plan, col(ObligationRow.task) == task)


def one(tx: Tx, plan: PlanId, obligation: ObligationId) -> Obligation | None:
    """Return one obligation, locked until the transaction ends, or None."""
    row = tx.scalar(
        select(ObligationRow)
        .where(ObligationRow.plan == plan, ObligationRow.id == obligation)
        .with_for_update()
    )
    return _obligation(row) if row else None


def answer(tx: Tx, plan: PlanId, task: TaskId, unit: UnitId, now: datetime) -> int:
    """Close every report a unit owes on a task: one answer answers them all."""
    closed = tx.scalars(
        update(ObligationRow)
        .where(
            col(ObligationRow.plan) == plan,
            col(ObligationRow.kind) == Owed.REPORT.value,
            col(ObligationRow.task) == task,
            col(ObligationRow.unit) == unit,
            col(ObligationRow.state) == ObligationState.OPEN.value,
        )
        .values(state=ObligationState.ANSWERED.value, look_at=None, closed_at=now)
        .returning(col(ObligationRow.id))
    )
    return len(closed.all())


def look_again(tx: Tx, plan: PlanId, units: Collection[UnitId], at: datetime) -> None:
    """Look at a unit's open obligations at `at`: somebody new can be asked."""
    tx.execute(
        update(ObligationRow)
        .where(
            col(ObligationRow.plan) == plan,
            col(ObligationRow.unit).in_(units),
            col(ObligationRow.state) == ObligationState.OPEN.value,
            col(ObligationRow.look_at) > at,
        )
        .values(look_at=at)
    )


def next_look(tx: Tx, plan: PlanId) -> datetime | None:
    """Return when the next obligation is to be looked at."""
    return tx.scalar(
        select(func.min(ObligationRow.look_at)).where(ObligationRow.plan == plan)
    )


def unanswered(
    tx: Tx, plan: PlanId, today: date, as_of: datetime
) -> Iterable[tuple[TaskId, UnitId, int]]:
    """Count, per branch, the reports due before `today` and missing at `as_of`."""
    rows = tx.execute(
        select(ObligationRow.task, ObligationRow.unit, func.count())
        .where(
            ObligationRow.plan == plan,
            ObligationRow.kind == Owed.REPORT.value,
            ObligationRow.due < today,
            ObligationRow.opened_at <= as_of,
            col(ObligationRow.closed_at).is_(None)
            | (col(ObligationRow.closed_at) > as_of),
        )
        .group_by(col(ObligationRow.task), col(ObligationRow.unit))
    )
    return [(TaskId(task), UnitId(unit), n) for task, unit, n in rows]


def _in_force(query: Select[Any], plan: PlanId) -> Select[Any]:
    """Narrow a question to the branches of the plan as it now is."""
    task = (col(TaskRow.plan) == col(BranchRow.plan)) & (
        col(TaskRow.id) == col(BranchRow.task)
    )
    return query.join_from(BranchRow, TaskRow, task).where(
        col(BranchRow.plan) == plan,
        col(BranchRow.retired_at).is_(None),
        col(TaskRow.retired_at).is_(None),
    )


def _asked_for(period: Period) -> ColumnElement[bool]:
    """Whether a branch owes a report for the same day in another period's name."""
    owed = aliased(ObligationRow)
    same_day = select(owed.id).where(
        owed.plan == BranchRow.plan,
        owed.task == BranchRow.task,
        owed.unit == BranchRow.unit,
        owed.kind == Owed.REPORT.value,
        owed.state == ObligationState.OPEN.value,
        owed.due == period.due,
        owed.period != period.key,
    )
    return same_day.correlate(BranchRow).exists()


def _finished() -> ColumnElement[bool]:
    """Whether a branch's last report says "done": no later one says otherwise."""
    done, later = aliased(ReportRow), aliased(ReportRow)
    same = (
        done.plan == BranchRow.plan,
        done.task == BranchRow.task,
        done.unit == BranchRow.unit,
    )
    since = select(later.id).where(
        later.plan == done.plan,
        later.task == done.task,
        later.unit == done.unit,
        col(later.id) > col(done.id),
    )
    said = done.status == Status.DONE.value
    last = select(done.id).where(*same, said, ~since.correlate(done).exists())
    return last.correlate(BranchRow).exists()


def _open(tx: Tx, plan: PlanId, *where: ColumnElement[bool]) -> list[Obligation]:
    rows = tx.scalars(
        select(ObligationRow)
        .where(
            ObligationRow.plan == plan,
            ObligationRow.state == ObligationState.OPEN.value,
            *where,
        )
        .order_by(
            col(ObligationRow.due), col(ObligationRow.task), col(ObligationRow.id)
        )
    )
    return list(map(_obligation, rows))


def _obligation(row: ObligationRow) -> Obligation:
    assert row.id is not None  # noqa: S101 - it came from the database
    return Obligation(
        id=ObligationId(row.id),
        plan=PlanId(row.plan),
        kind=Owed(row.kind),
        task=TaskId(row.task),
        unit=UnitId(row.unit),
        period=row.period,
        due=row.due,
        policy=frozen.policy(row.policy),
        rung=row.rung,
        look_at=row.look_at,
        state=ObligationState(row.state),
    )
