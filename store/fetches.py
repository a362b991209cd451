"""Which files have no copy of ours yet, when to fetch them, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, literal, update
from sqlalchemy import select as columns
from sqlmodel import col, select

from rules.audit import Several
from rules.evidence import File, Missing
from rules.ids import EvidenceId, PlanId
from store.columns import Instant
from store.evidence import file_of
from store.session import Tx
from store.tables import EvidenceRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many files of one plan there are. `given_up` and `waiting` have no copy."""

    files: int
    kept: int
    waiting: int
    given_up: int


def due(tx: Tx, plan: PlanId, now: datetime, limit: int) -> list[File]:
    """Return the files to be fetched now, the longest due first."""
    at = col(EvidenceRow.fetch_at)
    rows = tx.scalars(
        select(EvidenceRow)
        .where(col(EvidenceRow.plan) == plan, at <= now)
        .order_by(at, col(EvidenceRow.id))
        .limit(limit)
    )
    return [file_of(row) for row in rows]


def fetched(tx: Tx, digests: Mapping[EvidenceId, str]) -> None:
    """Note the copies that are kept now."""
    these = col(EvidenceRow.id)
    tx.execute(
        update(EvidenceRow)
        .where(these.in_(digests))
        .values(digest=case(dict(digests), value=these), error="", fetch_at=None)
    )


def missed(
    tx: Tx, these: Sequence[tuple[EvidenceId, Missing, datetime | None]]
) -> None:
    """Note why there is no copy yet, and when to ask again; None gives up."""
    id_ = col(EvidenceRow.id)
    again = ((id_ == one, literal(at, Instant())) for one, _, at in these)
    tx.execute(
        update(EvidenceRow)
        .where(id_.in_([one for one, _, _ in these]))
        .values(
            error=case({one: why.value for one, why, _ in these}, value=id_),
            fetch_at=case(*again, else_=None),
            tries=EvidenceRow.tries + 1,
        )
    )


def put_off(tx: Tx, plan: PlanId, now: datetime, until: datetime) -> None:
    """Ask again at `until` for all that is due: there is no room at present."""
    tx.execute(
        update(EvidenceRow)
        .where(col(EvidenceRow.plan) == plan, col(EvidenceRow.fetch_at) <= now)
        .values(error=Missing.FULL.value, fetch_at=until)
    )


def without_room(tx: Tx, plan: PlanId) -> Several:
    """Return what could not be copied for want of room, and since when it waits."""
    count, since = tx.execute(
        columns(func.count(), func.min(EvidenceRow.received_at)).where(
            col(EvidenceRow.plan) == plan,
            col(EvidenceRow.fetch_at).is_not(None),
            col(EvidenceRow.error) == Missing.FULL.value,
        )
    ).one()
    return Several(count=count, since=since)


def tally(tx: Tx, plan: PlanId) -> Tally:
    kept = col(EvidenceRow.digest) != ""
    waits = col(EvidenceRow.fetch_at).is_not(None)
    row = tx.execute(
        columns(
            func.count(),
            func.count().filter(kept),
            func.count().filter(waits),
            func.count().filter(~kept & ~waits),
        ).where(col(EvidenceRow.plan) == plan)
    ).one()
    return Tally(files=row[0], kept=row[1], waiting=row[2], given_up=row[3])


def digests(tx: Tx) -> set[str]:
    """Return the digest of every copy that any plan refers to."""
    found = tx.scalars(
        select(EvidenceRow.digest).where(EvidenceRow.digest != "").distinct()
    )
    return set(found)
