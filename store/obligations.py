"""Who owes what: opened by the period, looked at when their time comes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    bindparam,
    case,
    func,
    literal,
    tuple_,
    update,
)
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from rules.catalog import Audience, Policy
from rules.decision import Decision, Reason
from rules.ids import ObligationId, PlanId, ReportId, TaskId, UnitId
from rules.lifecycle import REPORTING, Move
from rules.obligation import Obligation, ObligationState, Owed
from rules.owing import Owing
from rules.pace import TaskState
from rules.periods import Period
from rules.understand import Status
from store import decisions as decision_rows
from store import frozen, letters_about
from store.columns import Instant, Json
from store.session import Tx
from store.tables import BranchRow, MoveRow, ObligationRow, ReportRow, TaskRow
from store.upsert import insert

# Every look asks these: they are written once.
_AS_OF = bindparam("as_of", type_=Instant())
_UNANSWERED = (
    select(ObligationRow.task, ObligationRow.unit, func.count())
    .where(
        ObligationRow.plan == bindparam("plan"),
        ObligationRow.kind == Owed.REPORT.value,
        ObligationRow.due < bindparam("today"),
        ObligationRow.opened_at <= _AS_OF,
        col(ObligationRow.closed_at).is_(None)
        | (col(ObligationRow.closed_at) > _AS_OF),
    )
    .group_by(col(ObligationRow.task), col(ObligationRow.unit))
)
_UNANSWERED_OF = _UNANSWERED.where(
    col(ObligationRow.task).in_(bindparam("tasks", expanding=True))
)


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

    A unit whose last word on the task was "done" owes nothing more, one whose branch
    is in review, ended or on hold owes nothing now, and one that owes a report for
    that very day under another policy is not asked twice.
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
        ~_at_rest(),
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
        .cte("due")  # asked once: as part of a plan it may be asked for each row
    )
    rows = tx.scalars(
        update(ObligationRow)
        .where(col(ObligationRow.id).in_(select(due.c.id)))
        .values(look_at=now + lease)
        .returning(ObligationRow)
        .execution_options(synchronize_session=False)  # no row is at hand before
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


def record(
    tx: Tx,
    decisions: Sequence[Decision],
    now: datetime,
    *,
    version: int,
    seen: Mapping[TaskId, TaskState],
) -> None:
    """Save where each obligation stands now, and why: two statements in all.

    `version` of the catalog and `seen`, how the tasks stood, are kept as reasons.
    """
    if not decisions:
        return
    tx.connection().execute(
        update(ObligationRow)
        .where(col(ObligationRow.id) == bindparam("this"))
        .values(
            rung=bindparam("to_rung"),
            look_at=bindparam("to_look_at"),
            state=bindparam("to_state"),
            closed_at=bindparam("to_closed_at"),
        ),
        [
            {
                "this": d.obligation.id,
                "to_rung": d.obligation.rung,
                "to_look_at": d.obligation.look_at,
                "to_state": d.obligation.state.value,
                "to_closed_at": None if d.obligation.open else now,
            }
            for d in decisions
        ],
    )
    decision_rows.keep(tx, decisions, now, version=version, seen=seen)


def announced(tx: Tx, ids: Collection[ObligationId], now: datetime) -> None:
    """Note that a letter has told the debtors who hears of these next."""
    if not ids:
        return
    tx.execute(
        update(ObligationRow)
        .where(col(ObligationRow.id).in_(ids), col(ObligationRow.announced).is_(None))
        .values(announced=now)
    )


def some(tx: Tx, plan: PlanId, ids: Collection[ObligationId]) -> list[Obligation]:
    """Return these obligations, open or not; one nobody can read is left out."""
    if not ids:
        return []
    rows = tx.scalars(
        select(ObligationRow).where(
            ObligationRow.plan == plan, col(ObligationRow.id).in_(ids)
        )
    )
    found = []
    for row in rows:
        with suppress(ValueError):
            found.append(_obligation(row))
    return found


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


def open_all(tx: Tx, plan: PlanId, owing: Sequence[Owing], now: datetime) -> int:
    """Open obligations, each once; return how many are new."""
    if not owing:
        return 0
    rows = [
        {
            "plan": plan,
            "kind": one.kind.value,
            "task": one.task,
            "unit": one.unit,
            "period": one.period,
            "due": one.due,
            "policy": frozen.policy_json(one.policy),
            "state": ObligationState.OPEN.value,
            "opened_at": now,
            "look_at": one.look_at,
            "subject": one.subject,
        }
        for one in owing
    ]
    keys = ["plan", "kind", "task", "unit", "period"]
    once = insert(tx, ObligationRow).on_conflict_do_nothing(index_elements=keys)
    made = tx.connection().execute(once.returning(col(ObligationRow.id)), rows)
    return len(made.all())


def owe_anew(
    tx: Tx,
    plan: PlanId,
    owing: Sequence[Owing],
    now: datetime,
    *,
    of: Collection[ObligationState],
) -> int:
    """Owe again what was owed by the same names and is closed as one of these.

    It is asked about like something new: whoever is told next is announced anew.
    """
    if not owing:
        return 0
    name = tuple_(
        col(ObligationRow.kind),
        col(ObligationRow.task),
        col(ObligationRow.unit),
        col(ObligationRow.period),
    )
    names = [(one.kind.value, one.task, one.unit, one.period) for one in owing]
    return _owed_again(
        tx,
        now,
        col(ObligationRow.plan) == plan,
        col(ObligationRow.state).in_([state.value for state in of]),
        name.in_(names),
    )


def waive(tx: Tx, ids: Collection[ObligationId], now: datetime) -> int:
    """Close these, where they are open: nobody owes them any more."""
    if not ids:
        return 0
    return _close(tx, [col(ObligationRow.id).in_(ids)], ObligationState.WAIVED, now)


def answer(
    tx: Tx,
    plan: PlanId,
    task: TaskId,
    unit: UnitId,
    now: datetime,
    *,
    report: ReportId | None = None,
) -> int:
    """Close every report a unit owes on a task: one answer answers them all."""
    here = _of_branch(plan, task, unit, [Owed.REPORT])
    return _close(tx, here, ObligationState.ANSWERED, now, report)


def close_branch(
    tx: Tx,
    plan: PlanId,
    task: TaskId,
    unit: UnitId,
    *,
    kinds: Collection[Owed],
    state: ObligationState,
    now: datetime,
    period: str = "",
) -> int:
    """Close what a branch owes of these kinds; `reopen` of that moment undoes it.

    `period`: only what its periods begin with, such as `issue-`.
    """
    here = _of_branch(plan, task, unit, kinds)
    if period:
        here.append(col(ObligationRow.period).startswith(period, autoescape=True))
    return _close(tx, here, state, now)


def close_subject(
    tx: Tx,
    plan: PlanId,
    *,
    kinds: Collection[Owed],
    subject: int,
    period: str,
    state: ObligationState,
    now: datetime,
) -> int:
    """Close what is owed about a directive or a request.

    `period` is how its periods begin: D12 or R12, since the two are numbered apart.
    """
    name = col(ObligationRow.period)
    here = [
        col(ObligationRow.plan) == plan,
        col(ObligationRow.kind).in_([kind.value for kind in kinds]),
        col(ObligationRow.subject) == subject,
        (name == period) | name.startswith(f"{period}-"),
    ]
    return _close(tx, here, state, now)


def reopen(
    tx: Tx,
    plan: PlanId,
    task: TaskId,
    unit: UnitId,
    *,
    closed_at: datetime,
    now: datetime,
    kinds: Collection[Owed] = tuple(Owed),
    since: date = date.min,
) -> int:
    """Owe again what a branch owed until `closed_at`: what closed it is undone.

    Only of these `kinds`, and only what is due on `since` or later. Whoever is told
    next is announced anew.
    """
    return _owed_again(
        tx,
        now,
        *_of_branch(plan, task, unit, kinds),
        col(ObligationRow.closed_at) == closed_at,
        col(ObligationRow.due) >= since,
    )


def reopen_answered(
    tx: Tx, plan: PlanId, reports: Collection[ReportId], now: datetime
) -> int:
    """Owe again what these reports answered: they were taken back."""
    return _owed_again(
        tx,
        now,
        col(ObligationRow.plan) == plan,
        col(ObligationRow.answered_by).in_(reports),
    )


def answered_anew(
    tx: Tx, plan: PlanId, before: ReportId, after: ReportId, now: datetime
) -> None:
    """Note that what a report answered is answered by its newer version.

    Sent letters that name it are brought up to date.
    """
    found = tx.scalars(
        update(ObligationRow)
        .where(col(ObligationRow.plan) == plan)
        .where(col(ObligationRow.answered_by) == before)
        .values(answered_by=after)
        .returning(col(ObligationRow.id))
    ).all()
    letters_about.touch(tx, [ObligationId(one or 0) for one in found], now)


def _owed_again(tx: Tx, now: datetime, *here: ColumnElement[bool]) -> int:
    found = tx.scalars(
        update(ObligationRow)
        .where(*here)
        .values(
            state=ObligationState.OPEN.value,
            look_at=now,
            closed_at=None,
            answered_by=None,
            announced=None,
            rung=_ASKED_AGAIN,
        )
        .returning(col(ObligationRow.id))
    ).all()
    letters_about.touch(tx, [ObligationId(one or 0) for one in found], now)
    return len(found)


def snooze(tx: Tx, obligation: ObligationId, until: date, look_at: datetime) -> None:
    """Ask the debtors no more before `until`."""
    this = update(ObligationRow).where(
        col(ObligationRow.id) == obligation,
        col(ObligationRow.state) == ObligationState.OPEN.value,
    )
    tx.execute(this.values(snoozed=until, look_at=look_at))


_UNDO = (Move.RETURN, Move.REOPEN, Move.WITHDRAW)

# Owed again past its day, it is asked about from the day after it was due: who was
# told of it before is told again, in turn, if nothing comes.
_ASKED_AGAIN = case((col(ObligationRow.rung) > 0, 0), else_=col(ObligationRow.rung))


def _of_branch(
    plan: PlanId, task: TaskId, unit: UnitId, kinds: Collection[Owed]
) -> list[ColumnElement[bool]]:
    return [
        col(ObligationRow.plan) == plan,
        col(ObligationRow.kind).in_([kind.value for kind in kinds]),
        col(ObligationRow.task) == task,
        col(ObligationRow.unit) == unit,
    ]


def _close(
    tx: Tx,
    here: Sequence[ColumnElement[bool]],
    state: ObligationState,
    now: datetime,
    report: ReportId | None = None,
) -> int:
    """Close what is open here; sent letters that name it are brought up to date."""
    closed = tx.scalars(
        update(ObligationRow)
        .where(*here, col(ObligationRow.state) == ObligationState.OPEN.value)
        .values(state=state.value, look_at=None, closed_at=now, answered_by=report)
        .returning(col(ObligationRow.id))
    ).all()
    letters_about.touch(tx, [ObligationId(one or 0) for one in closed], now)
    return len(closed)


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
    tx: Tx,
    plan: PlanId,
    today: date,
    as_of: datetime,
    tasks: Collection[TaskId] | None = None,
) -> Iterable[tuple[TaskId, UnitId, int]]:
    """Count, per branch, the reports due before `today` and missing at `as_of`.

    Of these tasks, or of all.
    """
    given = {"plan": plan, "today": today, "as_of": as_of}
    if tasks is None:
        rows = tx.execute(_UNANSWERED, given)
    else:
        rows = tx.execute(_UNANSWERED_OF, given | {"tasks": [*tasks]})
    return [(TaskId(task), UnitId(unit), n) for task, unit, n in rows]


def pressed(tx: Tx, plan: PlanId, today: date) -> frozenset[tuple[TaskId, UnitId]]:
    """Return the branches whose overdue reports no leader is to hear of yet.

    Those whose ladder speaks to the leaders, and has not come so far; but not those
    of whom nobody could be asked: nothing will ever rise there.
    """
    rows = tx.scalars(
        select(ObligationRow).where(
            ObligationRow.plan == plan,
            ObligationRow.kind == Owed.REPORT.value,
            ObligationRow.state == ObligationState.OPEN.value,
            ObligationRow.due < today,
        )
    ).all()
    ids = [ObligationId(row.id or 0) for row in rows]
    unasked = decision_rows.known(tx, ids, Reason.NOBODY)
    risen = {
        (row.task, row.unit)
        for row in rows
        if _risen(row.rung, row.policy) or (row.rung is None and row.id in unasked)
    }
    return frozenset(
        (TaskId(row.task), UnitId(row.unit))
        for row in rows
        if (row.task, row.unit) not in risen
    )


def _risen(rung: int | None, policy: Mapping[str, Any]) -> bool:
    """Whether an obligation has come as far as the leaders, or never asks to."""
    ladder = policy.get("ladder", ())
    at = [one["at"] for one in ladder if one["to"] == Audience.LEADER.value]
    return not at or (rung is not None and rung >= min(at))


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


_OTHER = aliased(ObligationRow)


def _asked_for(period: Period) -> ColumnElement[bool]:
    """Whether a branch owes a report for the same day in another period's name."""
    owed = _OTHER
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


@cache  # building it costs more than asking it
def _finished() -> ColumnElement[bool]:
    """Whether a branch's last report says "done" and nothing has undone it since."""
    done, later, moved = aliased(ReportRow), aliased(ReportRow), aliased(MoveRow)
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
    returned = select(moved.id).where(
        moved.plan == done.plan,
        moved.task == done.task,
        moved.unit == done.unit,
        col(moved.move).in_([one.value for one in _UNDO]),
        col(moved.at) > col(done.stated_at),
    )
    undone = since.correlate(done).exists() | returned.correlate(done).exists()
    said = done.status == Status.DONE.value
    last = select(done.id).where(*same, said, ~undone)
    return last.correlate(BranchRow).exists()


@cache
def _at_rest() -> ColumnElement[bool]:
    """Whether a branch's last move took it out of those that report."""
    last, later = aliased(MoveRow), aliased(MoveRow)
    since = select(later.id).where(
        later.plan == last.plan,
        later.task == last.task,
        later.unit == last.unit,
        col(later.id) > col(last.id),
    )
    here = select(last.id).where(
        last.plan == BranchRow.plan,
        last.task == BranchRow.task,
        last.unit == BranchRow.unit,
        col(last.to_stage).not_in([stage.value for stage in REPORTING]),
        ~since.correlate(last).exists(),
    )
    return here.correlate(BranchRow).exists()


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
        subject=row.subject,
        announced=row.announced,
        snoozed=row.snoozed,
        answered_by=ReportId(row.answered_by) if row.answered_by else None,
    )
