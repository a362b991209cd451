"""Who owes what: opened by the period, looked at when their time comes."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, func, literal, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from rules.catalog import Policy
from rules.decision import Decision, Reason
from rules.ids import ObligationId, PlanId, TaskId, UnitId
from rules.obligation import Obligation, ObligationState, Owed
from rules.periods import Period
from rules.understand import Status
from store import frozen
from store.session import Tx
from store.tables import BranchRow, DecisionRow, ObligationRow, ReportRow, TaskRow
from store.upsert import insert

NONE_YET = -10_000  # a rung below every ladder


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

    A unit whose last word on the task was "done" owes nothing more.
    """
    parts = ("lead", "assist") if policy.assist else ("lead",)
    fresh = (
        select(  # type: ignore[call-overload] - typed for four columns at most
            literal(plan),
            literal(Owed.REPORT.value),
            BranchRow.task,
            BranchRow.unit,
            literal(period.key),
            literal(period.due, ObligationRow.due.type),  # type: ignore[attr-defined] - a column on the class
            literal(frozen.policy_json(policy), ObligationRow.policy.type),  # type: ignore[attr-defined] - as above
            literal(ObligationState.OPEN.value),
            literal(now, ObligationRow.opened_at.type),  # type: ignore[attr-defined] - as above
            literal(look, ObligationRow.look_at.type),  # type: ignore[union-attr] - as above
        )
        .join(
            TaskRow,
            (col(TaskRow.plan) == col(BranchRow.plan))
            & (col(TaskRow.id) == col(BranchRow.task)),
        )
        .where(
            BranchRow.plan == plan,
            col(BranchRow.part).in_(parts),
            col(BranchRow.retired_at).is_(None),
            col(TaskRow.retired_at).is_(None),
            TaskRow.policy == policy.id,
            TaskRow.starts <= period.due,
            ~_finished(),
        )
    )
    names = ["plan", "kind", "task", "unit", "period", "due", "policy", "state"]
    key = names[:5]
    made = tx.execute(
        insert(tx, ObligationRow)
        .from_select([*names, "opened_at", "look_at"], fresh)
        .on_conflict_do_nothing(index_elements=key)
        .returning(col(ObligationRow.id))
    )
    return len(made.all())


def claim_due(
    tx: Tx, plan: PlanId, now: datetime, *, lease: timedelta, limit: int
) -> list[Obligation]:
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
    return sorted(map(_obligation, rows), key=lambda found: (found.task, found.unit))


def record(tx: Tx, decisions: Sequence[Decision], now: datetime) -> None:
    """Save where each obligation stands now, and why: two statements in all."""
    if not decisions:
        return
    table = ObligationRow.__table__  # type: ignore[attr-defined] - SQLModel adds it
    tx.connection().execute(
        update(table)
        .where(table.c.id == bindparam("this"))
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
    _remember(tx, decisions, now)


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


def decided(
    tx: Tx, ids: Collection[ObligationId], reason: Reason
) -> frozenset[ObligationId]:
    """Return those of `ids` about which `reason` was recorded before."""
    rows = tx.scalars(
        select(DecisionRow.obligation).where(
            col(DecisionRow.obligation).in_(ids), DecisionRow.reason == reason.value
        )
    )
    return frozenset(map(ObligationId, rows))


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
            ObligationRow.state != ObligationState.WAIVED.value,
            col(ObligationRow.closed_at).is_(None)
            | (col(ObligationRow.closed_at) > as_of),
        )
        .group_by(col(ObligationRow.task), col(ObligationRow.unit))
    )
    return [(TaskId(task), UnitId(unit), n) for task, unit, n in rows]


def _remember(tx: Tx, decisions: Sequence[Decision], now: datetime) -> None:
    """Keep each decision; the same one again is one row that counts."""
    rows = [
        {
            "plan": d.obligation.plan,
            "obligation": d.obligation.id,
            "reason": d.reason.value,
            "rung": NONE_YET if d.obligation.rung is None else d.obligation.rung,
            "facts": {"told": [rung.to.value for rung in d.taken]},
            "first_at": now,
            "last_at": now,
            "next_at": d.next_at,
            "times": 1,
        }
        for d in decisions
    ]
    put = insert(tx, DecisionRow)
    again = {
        "last_at": put.excluded.last_at,
        "next_at": put.excluded.next_at,
        "times": col(DecisionRow.times) + 1,
    }
    key = ["obligation", "reason", "rung"]
    tx.connection().execute(
        put.on_conflict_do_update(index_elements=key, set_=again), rows
    )


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
        .order_by(col(ObligationRow.due), col(ObligationRow.task))
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
