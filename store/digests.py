"""When the next digest to an audience is to be composed."""

from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import func, update
from sqlmodel import col, select

from rules.catalog import Audience
from rules.ids import PlanId
from store.session import Tx
from store.tables import DigestRow, LetterRow

TEMPLATE = "digest/weekly"


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDigest:
    audience: Audience
    weekday: int
    at: time
    look_at: datetime


def due(tx: Tx, plan: PlanId, now: datetime) -> list[DueDigest]:
    """Return the digests whose time has come, locked until the transaction ends."""
    rows = tx.scalars(
        select(DigestRow)
        .where(DigestRow.plan == plan, col(DigestRow.look_at) <= now)
        .with_for_update(skip_locked=True)
    )
    return [
        DueDigest(
            audience=Audience(row.audience),
            weekday=row.weekday,
            at=row.at,
            look_at=row.look_at,
        )
        for row in rows
        if row.look_at is not None
    ]


def set_next(tx: Tx, plan: PlanId, digest: DueDigest, look_at: datetime | None) -> None:
    """Set when this digest goes out next; None when it was the last."""
    tx.execute(
        update(DigestRow)
        .where(
            col(DigestRow.plan) == plan,
            col(DigestRow.audience) == digest.audience.value,
            col(DigestRow.weekday) == digest.weekday,
            col(DigestRow.at) == digest.at,
        )
        .values(look_at=look_at)
    )


def last(tx: Tx, plan: PlanId, now: datetime) -> datetime | None:
    """Return when the last digest that reached a reader was composed."""
    return tx.scalar(
        select(func.max(LetterRow.created_at)).where(
            LetterRow.plan == plan,
            LetterRow.template == TEMPLATE,
            col(LetterRow.sent_at) <= now,
        )
    )


def next_look(tx: Tx, plan: PlanId) -> datetime | None:
    return tx.scalar(select(func.min(DigestRow.look_at)).where(DigestRow.plan == plan))
