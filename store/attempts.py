"""Who has sent wrong invite codes lately."""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, select

from rules.ids import PlanId
from rules.invites import SPAN, Tries
from store.session import Tx
from store.tables import AttemptRow
from store.upsert import upsert


def of(tx: Tx, plan: PlanId, user: int) -> Tries | None:
    """Return the wrong codes of a Telegram user, locked, or None."""
    row = tx.scalar(
        select(AttemptRow)
        .where(AttemptRow.plan == plan, AttemptRow.telegram_user == user)
        .with_for_update()
    )
    return None if row is None else Tries(since=row.since, times=row.times)


def put(tx: Tx, plan: PlanId, user: int, tries: Tries, now: datetime) -> None:
    """Keep the wrong codes of a user; what is too old to count goes, anybody's."""
    here = col(AttemptRow.plan) == plan
    old = col(AttemptRow.since) <= now - SPAN
    tx.execute(delete(AttemptRow).where(here, old))
    counted = {"since": tries.since, "times": tries.times}
    upsert(tx, AttemptRow, [{"plan": plan, "telegram_user": user} | counted])


def forget(tx: Tx, plan: PlanId, user: int) -> None:
    this = (col(AttemptRow.plan) == plan, col(AttemptRow.telegram_user) == user)
    tx.execute(delete(AttemptRow).where(*this))
