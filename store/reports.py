"""What was said, confirmed and kept; and the cards that await confirmation."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, delete, func, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from rules.ids import (
    CardId,
    IndicatorId,
    PersonId,
    PlanId,
    ReportId,
    TaskId,
    UnitId,
)
from rules.report import Card, CardState, Report
from rules.understand import Understanding
from store import frozen
from store.session import Tx
from store.tables import AwaitedRow, CardRow, PersonRow, ReadingRow, ReportRow
from store.upsert import insert


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """What a person's next plain words are about."""

    task: TaskId
    supersedes: ReportId | None
    since: datetime


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
            at=now,
        )
        for said in report.readings
    )
    return ReportId(row.id)


def of_branch(
    tx: Tx, plan: PlanId, task: TaskId, unit: UnitId, without: ReportId | None = None
) -> Kept | None:
    """Return a branch's last report that nothing corrects, `without` left out."""
    later = aliased(ReportRow)
    corrected = select(later.id).where(later.supersedes == ReportRow.id).exists()
    here = (
        (col(ReportRow.plan) == plan)
        & (col(ReportRow.task) == task)
        & (col(ReportRow.unit) == unit)
        & ~corrected
    )
    if without is not None:
        here &= col(ReportRow.id) != without
    return next(iter(_kept(tx, here, limit=1)), None)


def since(tx: Tx, plan: PlanId, task: TaskId, moment: datetime) -> bool:
    """Whether anything was reported on a task after `moment`."""
    found = select(ReportRow.id).where(
        ReportRow.plan == plan, ReportRow.task == task, ReportRow.stated_at > moment
    )
    return tx.scalar(found.limit(1)) is not None


def latest(tx: Tx, plan: PlanId, as_of: datetime) -> list[Kept]:
    """Return each branch's last report at `as_of`."""
    last = (
        select(func.max(ReportRow.id))
        .where(ReportRow.plan == plan, ReportRow.stated_at <= as_of)
        .group_by(ReportRow.task, ReportRow.unit)
    )
    return _kept(tx, col(ReportRow.id).in_(last), limit=None)


def history(tx: Tx, plan: PlanId, task: TaskId, limit: int) -> list[Kept]:
    """Return a task's last reports, the newest first."""
    here = (col(ReportRow.plan) == plan) & (col(ReportRow.task) == task)
    return _kept(tx, here, limit=limit)


def one(tx: Tx, plan: PlanId, report: ReportId) -> Kept | None:
    here = (col(ReportRow.plan) == plan) & (col(ReportRow.id) == report)
    return next(iter(_kept(tx, here, limit=1)), None)


def newest(tx: Tx, plan: PlanId, report: Kept) -> bool:
    """Whether this is its branch's last word."""
    last = (
        select(func.max(ReportRow.id))
        .where(ReportRow.plan == plan)
        .where(ReportRow.task == report.task, ReportRow.unit == report.unit)
    )
    return tx.scalar(last) == report.id


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
    task: TaskId | None = None,
    without: ReportId | None = None,
) -> list[Total]:
    """Return each indicator's last total at `as_of`, corrected reports left out.

    `without`: also leave this report out, as when a correction of it is read.
    """
    later = aliased(ReportRow)
    corrected = (
        select(later.id)
        .where(later.supersedes == ReadingRow.report, later.stated_at <= as_of)
        .exists()
    )
    here = [col(ReadingRow.plan) == plan, col(ReadingRow.at) <= as_of, ~corrected]
    if task is not None:
        here.append(col(ReadingRow.task) == task)
    if without is not None:
        here.append(col(ReadingRow.report) != without)
    last = (
        select(func.max(ReadingRow.id))
        .where(*here)
        .group_by(ReadingRow.task, ReadingRow.indicator)
    )
    rows = tx.scalars(select(ReadingRow).where(col(ReadingRow.id).in_(last)))
    return [
        Total(
            task=TaskId(row.task),
            indicator=IndicatorId(row.indicator),
            total=row.total,
            at=row.at,
        )
        for row in rows
    ]


def put_card(
    tx: Tx,
    plan: PlanId,
    person: PersonId,
    *,
    task: TaskId | None,
    text: str,
    found: Understanding | None,
    supersedes: ReportId | None,
    message: int,
    now: datetime,
) -> CardId:
    """Keep what was understood until it is confirmed."""
    row = CardRow(
        plan=plan,
        person=person,
        task=task,
        text=text,
        found=frozen.found_json(found),
        supersedes=supersedes,
        message=message,
        state=CardState.PENDING,
        created_at=now,
    )
    tx.add(row)
    tx.flush()
    assert row.id is not None  # noqa: S101 - the flush gave it one
    return CardId(row.id)


def card(tx: Tx, person: PersonId, card: CardId) -> Card | None:
    """Return a person's own card, locked, or None."""
    row = tx.scalar(
        select(CardRow)
        .where(CardRow.person == person, CardRow.id == card)
        .with_for_update()
    )
    return None if row is None else _card(row)


def card_of(tx: Tx, person: PersonId, message: int) -> Card | None:
    """Return the last card made of a message, when the message is edited."""
    row = tx.scalar(
        select(CardRow)
        .where(CardRow.person == person, CardRow.message == message)
        .order_by(col(CardRow.id).desc())
        .limit(1)
    )
    return None if row is None else _card(row)


def close_card(
    tx: Tx, card: CardId, state: str, report: ReportId | None = None
) -> None:
    """Put a card aside, or note which report it became."""
    this = update(CardRow).where(col(CardRow.id) == card)
    tx.execute(this.values(state=state, report=report))


def drop_cards(tx: Tx, person: PersonId, task: TaskId) -> None:
    """Put aside a person's unconfirmed cards on a task: newer words came."""
    tx.execute(
        update(CardRow)
        .where(
            col(CardRow.person) == person,
            col(CardRow.state) == CardState.PENDING,
            col(CardRow.task) == task,
        )
        .values(state=CardState.DROPPED)
    )


def await_words(
    tx: Tx,
    person: PersonId,
    task: TaskId | None,
    now: datetime,
    *,
    supersedes: ReportId | None = None,
) -> None:
    """Remember which task a person's next words are about, or forget it."""
    if task is None:
        tx.execute(delete(AwaitedRow).where(col(AwaitedRow.person) == person))
        return
    row = {
        "person": person,
        "task": task,
        "supersedes": supersedes,
        "since": now,
    }
    put = insert(tx, AwaitedRow).values(row)
    tx.execute(put.on_conflict_do_update(index_elements=["person"], set_=row))


def awaited(tx: Tx, person: PersonId) -> Awaited | None:
    row = tx.get(AwaitedRow, person)
    if row is None:
        return None
    return Awaited(
        task=TaskId(row.task),
        supersedes=ReportId(row.supersedes) if row.supersedes else None,
        since=row.since,
    )


def _card(row: CardRow) -> Card:
    assert row.id is not None  # noqa: S101 - it came from the database
    return Card(
        id=CardId(row.id),
        person=PersonId(row.person),
        task=TaskId(row.task) if row.task else None,
        text=row.text,
        found=frozen.found(row.found),
        supersedes=ReportId(row.supersedes) if row.supersedes else None,
        message=row.message,
        report=ReportId(row.report) if row.report else None,
        state=row.state,
        made=row.created_at,
    )


def _kept(tx: Tx, where: ColumnElement[bool], limit: int | None) -> list[Kept]:
    rows = tx.execute(
        select(ReportRow, PersonRow.name)
        .join(PersonRow, col(PersonRow.id) == col(ReportRow.person))
        .where(where)
        .order_by(col(ReportRow.id).desc())
        .limit(limit)
    )
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
