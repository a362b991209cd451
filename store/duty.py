"""Which process is on duty for a bot and its plan: one lease, two rows.

Judged by PostgreSQL's own clock alone: hosts disagree, and a plan's clock may be a
rehearsal's. On SQLite there is one process, held apart by a lock on its file.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from sqlalchemy import (
    ColumnElement,
    Interval,
    case,
    column,
    func,
    literal,
    or_,
    table,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from rules.ids import PlanId
from store.columns import Instant
from store.session import Tx
from store.tables import LeaseRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """A process that serves a bot and its plan, as it stands in the lease.

    `place` is where it runs (host:pid); `mark` tells it from every other; `session`
    is what its connections are named.
    """

    bot: int
    username: str
    plan: PlanId
    place: str
    mark: str
    session: str

    def __str__(self) -> str:
        who = f"{self.bot} {self.username} {self.plan}"
        return f"{who} {self.place} {self.mark} {self.session}"

    @classmethod
    def read(cls, holder: str) -> Self:
        bot, username, plan, place, mark, session = holder.split(" ")
        return cls(
            bot=int(bot),
            username=username,
            plan=PlanId(plan),
            place=place,
            mark=mark,
            session=session,
        )

    @property
    def leases(self) -> tuple[str, str]:
        """What it must hold to be on duty; always taken in this order."""
        return f"bot:{self.bot}", f"plan:{self.plan}"


class Held(Exception):
    """Another process holds the lease, or one half of it."""


def others(tx: Tx, me: Process) -> list[Process]:
    """Return the other processes that hold what `me` needs, each once."""
    held = tx.scalars(_holders(me).where(col(LeaseRow.until) > _now()).distinct())
    return [Process.read(holder) for holder in held]


def take(tx: Tx, me: Process, length: timedelta, dead: Collection[Process] = ()) -> int:
    """Take the lease or renew it; return its epoch. Raises Held.

    Of those known to be `dead` it is taken before it runs out. Whatever a former
    holder still has under way in the database is broken off, with its locks.
    """
    # A host that vanishes just here must not keep the rows from the others.
    tx.execute(text("SET LOCAL idle_in_transaction_session_timeout = '3s'"))
    former = tx.scalars(_holders(me).distinct()).all()
    until = _now() + literal(length, Interval)
    fresh = insert(LeaseRow).values(
        [
            {"name": name, "holder": str(me), "epoch": 1, "until": until}
            for name in me.leases
        ]
    )
    mine = col(LeaseRow.holder) == fresh.excluded.holder
    taken = fresh.on_conflict_do_update(
        index_elements=["name"],
        set_={
            "holder": fresh.excluded.holder,
            "until": fresh.excluded.until,
            "epoch": case((mine, LeaseRow.epoch), else_=LeaseRow.epoch + 1),
        },
        where=or_(
            mine,
            col(LeaseRow.until) <= _now(),
            col(LeaseRow.holder).in_([str(one) for one in dead]),
        ),
    ).returning(col(LeaseRow.name), col(LeaseRow.epoch))
    epochs: dict[str, int] = {row.name: row.epoch for row in tx.execute(taken)}
    bot, plan = me.leases
    if bot not in epochs or plan not in epochs:
        raise Held  # nothing of it is kept
    _break_off(tx, [Process.read(holder).session for holder in former])
    return epochs[bot]


def give_up(tx: Tx, me: Process) -> None:
    """Let another process take the lease at once."""
    mine = update(LeaseRow).where(col(LeaseRow.holder) == str(me))
    tx.execute(mine.values(until=_now()))


def _holders(me: Process) -> SelectOfScalar[str]:
    """Select the others who have, or had last, what `me` needs."""
    return select(LeaseRow.holder).where(
        col(LeaseRow.name).in_(me.leases), LeaseRow.holder != str(me)
    )


def _break_off(tx: Tx, sessions: Collection[str]) -> None:
    """End the open transactions of these connections: a stopped machine keeps them."""
    if not sessions:
        return
    activity = table(
        "pg_stat_activity", *map(column, ("pid", "application_name", "state"))
    )
    tx.execute(
        select(func.pg_terminate_backend(activity.c.pid)).where(
            activity.c.application_name.in_(sessions), activity.c.state != "idle"
        )
    )


def _now() -> ColumnElement[datetime]:
    """Return the database's clock as it is now, not as the transaction began."""
    return func.timezone("UTC", func.clock_timestamp(), type_=Instant)
