"""Files that go with reports: what came, whose it is, and where it belongs.

A file has a task once that is known, then the card it waits with, then its report.
The parts of an album are rows of one person and album.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, update
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from rules.evidence import File, Missing
from rules.ids import (
    CardId,
    ChatId,
    EvidenceId,
    PersonId,
    PlanId,
    ReportId,
    TaskId,
    UnitId,
)
from rules.report import CardState
from store.session import Tx
from store.tables import CardRow, EvidenceRow, PersonRow, ReportRow
from store.upsert import insert


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """A file as a message brought it. `text` as in File; `album` may be empty."""

    chat: ChatId
    message: int
    kind: str
    file: str
    name: str
    mime: str
    size: int
    album: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one answer brought: a message, or the parts of its album so far.

    Where it belongs is what its first settled part says; all of it is None before.
    """

    loose: tuple[EvidenceId, ...]  # those that no report has
    task: TaskId | None = None
    unit: UnitId | None = None
    card: CardId | None = None
    report: ReportId | None = None

    @property
    def settled(self) -> bool:
        """Whether it has its place, or its sender has been asked for it."""
        return self.task is not None or self.card is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A file as it is listed: who sent it and when."""

    file: File
    who: str
    at: datetime


def put(
    tx: Tx,
    plan: PlanId,
    person: PersonId,
    came: Came,
    *,
    fetch_at: datetime | None,
    now: datetime,
) -> None:
    """Keep that a file came, to be fetched at `fetch_at`; a message brings it once.

    One exchanged by an edit takes the place of the older while no report has it.
    """
    row = {
        "plan": plan,
        "person": person,
        "chat": came.chat,
        "message": came.message,
        "album": came.album,
        "kind": came.kind,
        "file": came.file,
        "name": came.name,
        "mime": came.mime,
        "size": came.size,
        "text": came.text,
        "digest": "",
        "error": "" if fetch_at else Missing.TOO_BIG.value,
        "received_at": now,
        "fetch_at": fetch_at,
        "tries": 0,
    }
    once = insert(tx, EvidenceRow).values(row)
    fresh = {
        name: once.excluded[name]
        for name in ("kind", "file", "name", "mime", "size", "text", "digest")
    }
    tx.execute(
        once.on_conflict_do_update(
            index_elements=["plan", "chat", "message"],
            set_=fresh | {"error": row["error"], "fetch_at": fetch_at, "tries": 0},
            where=and_(
                col(EvidenceRow.report).is_(None),
                col(EvidenceRow.size) != once.excluded["size"],
            ),
        )
    )


def batch(tx: Tx, plan: PlanId, person: PersonId, came: Came) -> Batch:
    """Return what came with a message, or with the album it is a part of."""
    here = _of(plan, person) & (
        (col(EvidenceRow.album) == came.album)
        if came.album
        else _said(came.chat, came.message)
    )
    rows = tx.scalars(select(EvidenceRow).where(here).order_by(col(EvidenceRow.id)))
    found = list(rows)
    placed = [row for row in found if row.task is not None or row.card is not None]
    last = placed[-1] if placed else None
    loose = (row for row in found if row.report is None)
    return Batch(
        loose=tuple(EvidenceId(row.id) for row in loose if row.id is not None),
        task=TaskId(last.task) if last and last.task else None,
        unit=UnitId(last.unit) if last and last.unit else None,
        card=CardId(last.card) if last and last.card else None,
        report=ReportId(last.report) if last and last.report else None,
    )


def place(
    tx: Tx,
    these: Collection[EvidenceId],
    *,
    task: TaskId | None,
    unit: UnitId | None = None,
    card: CardId | None = None,
    report: ReportId | None = None,
) -> None:
    """Say where files belong that no report has yet."""
    tx.execute(
        update(EvidenceRow)
        .where(col(EvidenceRow.id).in_(these), col(EvidenceRow.report).is_(None))
        .values(task=task, unit=unit, card=card, report=report)
    )


def chosen(tx: Tx, card: CardId, task: TaskId) -> tuple[EvidenceId, ...]:
    """Give the files that waited with a card to a task, and return them."""
    moved = tx.scalars(
        update(EvidenceRow)
        .where(col(EvidenceRow.card) == card, col(EvidenceRow.report).is_(None))
        .values(task=task, unit=None, card=None)
        .returning(col(EvidenceRow.id))
    )
    return tuple(EvidenceId(id_) for id_ in moved if id_ is not None)


def gather(
    tx: Tx,
    plan: PlanId,
    person: PersonId,
    card: CardId,
    *,
    task: TaskId,
    chat: ChatId,
    message: int,
    since: datetime,
) -> None:
    """Put with a fresh card what belongs to its words.

    That is what came with their message or its album, what waited with earlier
    cards of that message, and what the person sent for the task after `since`.
    """
    other = aliased(EvidenceRow)
    album = select(other.album).where(
        other.plan == plan, other.chat == chat, other.message == message
    )
    earlier = select(CardRow.id).where(
        CardRow.person == person, CardRow.message == message, CardRow.message > 0
    )
    mine = or_(
        and_(col(EvidenceRow.task) == task, col(EvidenceRow.received_at) >= since),
        _said(chat, message),
        and_(
            col(EvidenceRow.album) != "",
            col(EvidenceRow.album).in_(album),
        ),
        col(EvidenceRow.card).in_(earlier),
    )
    tx.execute(
        update(EvidenceRow)
        .where(_of(plan, person), col(EvidenceRow.report).is_(None), mine)
        .values(task=task, card=card)
        .execution_options(synchronize_session=False)
    )


def keep(
    tx: Tx,
    plan: PlanId,
    person: PersonId,
    report: ReportId,
    *,
    task: TaskId,
    unit: UnitId,
    supersedes: ReportId | None,
    since: datetime,
) -> None:
    """Give a report what its person sent for the task, and what it corrects had."""
    sent = and_(
        col(EvidenceRow.person) == person,
        col(EvidenceRow.task) == task,
        col(EvidenceRow.report).is_(None),
        or_(
            col(EvidenceRow.received_at) >= since,
            col(EvidenceRow.card).in_(
                select(CardRow.id).where(
                    CardRow.person == person,
                    CardRow.task == task,
                    CardRow.state == CardState.PENDING,
                )
            ),
        ),
    )
    mine = sent
    if supersedes is not None:  # else it would be every file that has no report
        mine |= col(EvidenceRow.report) == supersedes
    tx.execute(
        update(EvidenceRow)
        .where(col(EvidenceRow.plan) == plan, mine)
        .values(task=task, unit=unit, report=report)
        .execution_options(synchronize_session=False)
    )


def waiting(tx: Tx, plan: PlanId, person: PersonId, since: datetime) -> int:
    """Count the files of a person that came after `since` and have no report yet."""
    here = _of(plan, person) & col(EvidenceRow.report).is_(None)
    return _count(tx, here & (col(EvidenceRow.received_at) >= since))


def of_card(tx: Tx, card: CardId, corrects: ReportId | None = None) -> int:
    """Count the files of a card, and of the report it corrects."""
    of = col(EvidenceRow.card) == card
    if corrects is not None:
        of |= col(EvidenceRow.report) == corrects
    return _count(tx, of)


def of_reports(tx: Tx, reports: Collection[ReportId]) -> dict[ReportId, int]:
    """Count the files of each of these reports; those without are left out."""
    if not reports:
        return {}
    rows = tx.execute(
        columns(col(EvidenceRow.report), func.count())
        .where(col(EvidenceRow.report).in_(reports))
        .group_by(col(EvidenceRow.report))
    )
    return {ReportId(report): count for report, count in rows if report is not None}


def count_of_task(tx: Tx, plan: PlanId, task: TaskId) -> int:
    return _count(tx, _shown(plan, task))


def of_task(
    tx: Tx, plan: PlanId, task: TaskId, *, limit: int, skip: int = 0
) -> list[Opened]:
    """Return the files that were sent for a task, the newest first."""
    rows = tx.execute(
        columns(EvidenceRow, col(PersonRow.name))
        .join(PersonRow, col(PersonRow.id) == col(EvidenceRow.person))
        .where(_shown(plan, task))
        .order_by(col(EvidenceRow.id).desc())
        .limit(limit)
        .offset(skip)
    )
    return [Opened(file=file_of(row), who=who, at=row.received_at) for row, who in rows]


def pending_card(
    tx: Tx, plan: PlanId, person: PersonId, since: datetime, task: TaskId | None = None
) -> tuple[CardId, TaskId] | None:
    """Return a person's last card that waits for 确认, of a task or of any."""
    here = [
        col(CardRow.plan) == plan,
        col(CardRow.person) == person,
        col(CardRow.state) == CardState.PENDING,
        col(CardRow.task).is_not(None),
        col(CardRow.created_at) >= since,
    ]
    if task is not None:
        here.append(col(CardRow.task) == task)
    row = tx.execute(
        columns(col(CardRow.id), col(CardRow.task))
        .where(*here)
        .order_by(col(CardRow.id).desc())
        .limit(1)
    ).first()
    if row is None or row[0] is None or row[1] is None:
        return None
    return CardId(row[0]), TaskId(row[1])


def last_report(
    tx: Tx, plan: PlanId, person: PersonId, since: datetime, task: TaskId | None = None
) -> ReportId | None:
    """Return a person's last report after `since` that stands, of a task or of any."""
    later = aliased(ReportRow)
    replaced = select(later.id).where(later.supersedes == ReportRow.id)
    here = [
        col(ReportRow.plan) == plan,
        col(ReportRow.person) == person,
        ~col(ReportRow.withdrawn),
        ~replaced.correlate(ReportRow).exists(),
        col(ReportRow.stated_at) >= since,
    ]
    if task is not None:
        here.append(col(ReportRow.task) == task)
    found = tx.scalar(
        select(ReportRow.id).where(*here).order_by(col(ReportRow.id).desc()).limit(1)
    )
    return None if found is None else ReportId(found)


def _of(plan: PlanId, person: PersonId) -> ColumnElement[bool]:
    return (col(EvidenceRow.plan) == plan) & (col(EvidenceRow.person) == person)


def _said(chat: ChatId, message: int) -> ColumnElement[bool]:
    return (col(EvidenceRow.chat) == chat) & (col(EvidenceRow.message) == message)


def _shown(plan: PlanId, task: TaskId) -> ColumnElement[bool]:
    """Name what is shown of a task: its reports' files, and those of no answer.

    What waits with a card is not reported yet; what was taken back is no more.
    """
    later = aliased(ReportRow)
    taken_back = select(later.id).where(
        later.supersedes == EvidenceRow.report, col(later.withdrawn)
    )
    return (
        (col(EvidenceRow.plan) == plan)
        & (col(EvidenceRow.task) == task)
        & (col(EvidenceRow.report).is_not(None) | col(EvidenceRow.card).is_(None))
        & ~taken_back.correlate(EvidenceRow).exists()
    )


def _count(tx: Tx, here: ColumnElement[bool]) -> int:
    return tx.scalar(select(func.count()).select_from(EvidenceRow).where(here)) or 0


def file_of(row: EvidenceRow) -> File:
    """Return a row as a file; for the store's own use."""
    assert row.id is not None  # noqa: S101 - it came from the database
    return File(
        id=EvidenceId(row.id),
        kind=row.kind,
        file=row.file,
        name=row.name,
        mime=row.mime,
        size=row.size,
        text=row.text,
        digest=row.digest,
        tries=row.tries,
    )
