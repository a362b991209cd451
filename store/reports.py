"""What was said, confirmed and kept."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, String, bindparam, cast, func
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from rules.catalog import Task
from rules.ids import (
    IndicatorId,
    PersonId,
    PlanId,
    ReportId,
    TaskId,
    UnitId,
)
from rules.report import Report, Said
from store.columns import Instant
from store.session import Tx
from store.tables import PersonRow, ReadingRow, ReportRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A report as it stands in the history."""

    id: ReportId
    task: TaskId
    unit: UnitId
    who: str
    at: datetime
    text: str
    percent: int | None
    status: str | None
    expected: date | None
    problem: str
    needs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    task: TaskId
    indicator: IndicatorId
    total: Decimal
    at: datetime


# The questions every verb asks are written once: building them costs more than
# answering them.
_LATER = aliased(ReportRow)
AS_OF = bindparam("as_of", type_=Instant())
_REPLACED = select(_LATER.id).where(_LATER.supersedes == ReportRow.id)
_SAYS = ~col(ReportRow.withdrawn)
# Whether a report says something that nothing corrects or takes back: ever, or by
# the moment `as_of`.
_STANDS = _SAYS & ~_REPLACED.correlate(ReportRow).exists()
STOOD = _SAYS & (
    ~_REPLACED.where(_LATER.stated_at <= AS_OF).correlate(ReportRow).exists()
)
# Whether the report of a reading was neither corrected nor taken back by then.
_HELD = ~(
    select(_LATER.id)
    .where(_LATER.supersedes == ReadingRow.report, _LATER.stated_at <= AS_OF)
    .correlate(ReadingRow)
    .exists()
)
_KEPT = (
    select(ReportRow, PersonRow.name)
    .join(PersonRow, col(PersonRow.id) == col(ReportRow.person))
    .order_by(col(ReportRow.id).desc())
)
_SOME = col(ReportRow.task).in_(bindparam("tasks", expanding=True))
_BY_THEN = (ReportRow.plan == bindparam("plan"), ReportRow.stated_at <= AS_OF)
_LAST = (
    select(func.max(ReportRow.id))
    .where(*_BY_THEN, STOOD)
    .group_by(ReportRow.task, ReportRow.unit)
)
_LATEST = _KEPT.where(col(ReportRow.id).in_(_LAST))
_LATEST_OF = _KEPT.where(col(ReportRow.id).in_(_LAST.where(_SOME)))
_MEASURES = select(ReportRow.task, ReportRow.measures).where(
    *_BY_THEN, STOOD, cast(ReportRow.measures, String) != "[]"
)
_MEASURES_OF = _MEASURES.where(_SOME)
# What a correction carried along is older than its row: the moment goes first.
_READ = select(ReadingRow).order_by(col(ReadingRow.at), col(ReadingRow.id))
_NEWER = func.row_number().over(
    partition_by=(col(ReadingRow.task), col(ReadingRow.indicator)),
    order_by=(col(ReadingRow.at).desc(), col(ReadingRow.id).desc()),
)
_RANKED = (
    columns(col(ReadingRow.id), _NEWER.label("nth"))
    .where(col(ReadingRow.plan) == bindparam("plan"), col(ReadingRow.at) <= AS_OF)
    .where(_HELD, col(ReadingRow.report) != bindparam("without"))
)


def _lasting(ranked: Select[tuple[int | None, int]]) -> SelectOfScalar[ReadingRow]:
    """Return how to ask for the last of each indicator's readings."""
    found = ranked.subquery()
    return _READ.where(
        col(ReadingRow.id).in_(columns(found.c.id).where(found.c.nth == 1))
    )


_TOTALS_OF_ALL = _lasting(_RANKED)
_TOTALS_OF = _lasting(
    _RANKED.where(col(ReadingRow.task).in_(bindparam("tasks", expanding=True)))
)
_NO_REPORT = 0  # numbers begin at one


def keep(tx: Tx, plan: PlanId, unit: UnitId, report: Report, now: datetime) -> ReportId:
    """Add a report with its readings. Nothing is ever overwritten."""
    row = ReportRow(
        plan=plan,
        task=report.task,
        unit=unit,
        person=report.person,
        text=report.text,
        percent=report.percent,
        status=report.status.value if report.status else None,
        expected=report.expected,
        problem=report.problem,
        needs=report.needs,
        unchanged=report.unchanged,
        measures=list(report.measures),
        stated_at=now,
        supersedes=report.supersedes,
    )
    tx.add(row)
    tx.flush()
    assert row.id is not None  # noqa: S101 - the flush gave it one
    tx.add_all(
        ReadingRow(
            plan=plan,
            report=row.id,
            task=report.task,
            indicator=said.indicator,
            value=said.value,
            kind=said.kind,
            total=said.total,
            at=said.at or now,
        )
        for said in report.readings
    )
    return ReportId(row.id)


def of_branch(
    tx: Tx, plan: PlanId, task: TaskId, unit: UnitId, without: ReportId | None = None
) -> Kept | None:
    """Return a branch's last report that stands, `without` left out."""
    here = (
        (col(ReportRow.plan) == plan)
        & (col(ReportRow.task) == task)
        & (col(ReportRow.unit) == unit)
        & _STANDS
    )
    if without is not None:
        here &= col(ReportRow.id) != without
    return next(iter(_kept(tx, here, limit=1)), None)


def readings(tx: Tx, report: ReportId) -> list[Said]:
    """Return the readings of a report, each with its moment."""
    return [
        Said(
            indicator=IndicatorId(row.indicator),
            value=row.value,
            kind=row.kind,
            total=row.total,
            at=row.at,
        )
        for row in tx.scalars(_READ.where(ReadingRow.report == report))
    ]


def since(tx: Tx, plan: PlanId, task: TaskId, moment: datetime) -> bool:
    """Whether anything was reported on a task after `moment`."""
    found = select(ReportRow.id).where(
        ReportRow.plan == plan, ReportRow.task == task, ReportRow.stated_at > moment
    )
    return tx.scalar(found.limit(1)) is not None


def latest(
    tx: Tx, plan: PlanId, as_of: datetime, tasks: Collection[TaskId] | None = None
) -> list[Kept]:
    """Return each branch's last report, of these tasks or of all, at `as_of`."""
    given = {"plan": plan, "as_of": as_of}
    if tasks is None:
        return _all(tx.execute(_LATEST, given))
    return _all(tx.execute(_LATEST_OF, given | {"tasks": [*tasks]}))


def history(tx: Tx, plan: PlanId, task: TaskId, limit: int) -> list[Kept]:
    """Return a task's last reports that stand, the newest first."""
    here = (col(ReportRow.plan) == plan) & (col(ReportRow.task) == task) & _STANDS
    return _kept(tx, here, limit=limit)


def one(tx: Tx, plan: PlanId, report: ReportId) -> Kept | None:
    here = (col(ReportRow.plan) == plan) & (col(ReportRow.id) == report)
    return next(iter(_kept(tx, here, limit=1)), None)


def newest(tx: Tx, plan: PlanId, report: Kept) -> bool:
    """Whether this is its branch's last word."""
    last = (
        select(func.max(ReportRow.id))
        .where(ReportRow.plan == plan, _STANDS)
        .where(ReportRow.task == report.task, ReportRow.unit == report.unit)
    )
    return tx.scalar(last) == report.id


def take_back(
    tx: Tx, plan: PlanId, report: Kept, person: PersonId, now: datetime
) -> None:
    """Add the version that takes a report back. What was said stays in the history."""
    row = ReportRow(
        plan=plan,
        task=report.task,
        unit=report.unit,
        person=person,
        text="",
        problem="",
        needs="",
        unchanged=False,
        withdrawn=True,
        stated_at=now,
        supersedes=report.id,
    )
    tx.add(row)
    tx.flush()


def versions(tx: Tx, plan: PlanId, report: ReportId) -> list[ReportId]:
    """Return a report and the versions before it that it corrects, newest first."""
    rows = tx.execute(
        select(ReportRow.id, ReportRow.supersedes).where(
            ReportRow.plan == plan, col(ReportRow.id) <= report
        )
    )
    before: dict[int | None, int | None] = {}
    before.update((id_, earlier) for id_, earlier in rows)
    found: list[ReportId] = []
    one: int | None = report
    while one is not None:
        found.append(ReportId(one))
        one = before.get(one)
    return found


def count(tx: Tx, plan: PlanId) -> int:
    here = select(func.count()).select_from(ReportRow).where(ReportRow.plan == plan)
    return tx.scalar(here) or 0


def superseded(tx: Tx, report: ReportId) -> bool:
    """Whether a later version of this report exists."""
    later = select(ReportRow.id).where(ReportRow.supersedes == report)
    return tx.scalar(later) is not None


def totals(
    tx: Tx,
    plan: PlanId,
    as_of: datetime,
    *,
    tasks: Collection[TaskId] | None = None,
    without: ReportId | None = None,
) -> list[Total]:
    """Return the last total of each indicator, of these tasks or of all, at `as_of`.

    Corrected reports are left out, and `without` too, as when a correction of it is
    read.
    """
    given = {"plan": plan, "as_of": as_of, "without": without or _NO_REPORT}
    if tasks is None:
        return _read(tx.scalars(_TOTALS_OF_ALL, given))
    return _read(tx.scalars(_TOTALS_OF, given | {"tasks": [*tasks]}))


def dated(tx: Tx, plan: PlanId, task: TaskId, as_of: datetime) -> list[Total]:
    """Return every total of a task's numbers at `as_of`, the oldest first."""
    here = (col(ReadingRow.plan) == plan) & (col(ReadingRow.task) == task)
    found = _READ.where(here, col(ReadingRow.at) <= as_of, _HELD)
    return _read(tx.scalars(found, {"as_of": as_of}))


def measures_done(
    tx: Tx, plan: PlanId, as_of: datetime, tasks: Collection[TaskId] | None = None
) -> dict[TaskId, frozenset[str]]:
    """Return the measures named as done by any report that stands at `as_of`.

    Of these tasks, or of all.
    """
    given = {"plan": plan, "as_of": as_of}
    if tasks is None:
        rows = tx.execute(_MEASURES, given)
    else:
        rows = tx.execute(_MEASURES_OF, given | {"tasks": [*tasks]})
    found: dict[TaskId, frozenset[str]] = {}
    for task, measures in rows:
        before = found.get(TaskId(task), frozenset())
        found[TaskId(task)] = before | frozenset(measures)
    return found


def percents(
    tx: Tx, plan: PlanId, task: Task, as_of: datetime
) -> list[tuple[datetime, int]]:
    """Return every percent a task's lead stated, the oldest first."""
    rows = tx.execute(
        select(ReportRow.stated_at, ReportRow.percent)
        .where(ReportRow.plan == plan, ReportRow.task == task.id, STOOD)
        .where(col(ReportRow.unit).not_in(task.assist))
        .where(col(ReportRow.percent).is_not(None), ReportRow.stated_at <= as_of)
        .order_by(col(ReportRow.id)),
        {"as_of": as_of},
    )
    return [(at, percent) for at, percent in rows if percent is not None]


def _read(rows: Iterable[ReadingRow]) -> list[Total]:
    return [
        Total(
            task=TaskId(row.task),
            indicator=IndicatorId(row.indicator),
            total=row.total,
            at=row.at,
        )
        for row in rows
    ]


def _kept(tx: Tx, where: ColumnElement[bool], limit: int | None) -> list[Kept]:
    return _all(tx.execute(_KEPT.where(where).limit(limit)))


def _all(rows: Iterable[tuple[ReportRow, str]]) -> list[Kept]:
    return [
        Kept(
            id=ReportId(row.id or 0),
            task=TaskId(row.task),
            unit=UnitId(row.unit),
            who=who,
            at=row.stated_at,
            text=row.text,
            percent=row.percent,
            status=row.status,
            expected=row.expected,
            problem=row.problem,
            needs=row.needs,
        )
        for row, who in rows
    ]
