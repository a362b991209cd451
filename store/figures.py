"""The figures that machines watch: how many wait, since when, and for how long."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func
from sqlalchemy import select as columns
from sqlmodel import col, select

from rules.hold import Held
from rules.ids import PlanId
from rules.message import Sort
from rules.obligation import ObligationState
from store.session import Tx
from store.tables import (
    IncomingRow,
    LetterRow,
    ObligationRow,
    PersonRow,
    PlanRow,
    TroubleRow,
)

DAY = timedelta(days=1)
SAMPLE = 10_000  # letters whose dwell is looked at: the newest of the last day
DUE, RETRY, IN_HAND = "due", "retry", "in_hand"
WHYS = (DUE, RETRY, IN_HAND, *(held.value for held in Held))


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How one plan and its bot stand. Ages and dwells are seconds.

    `waiting`: letters by why they wait. `dwells`: how long letters of the last day
    took from their time to their arrival, in order. `audit_age` is None before any.
    """

    waiting: Mapping[str, int]
    oldest_due: float
    dwells: Sequence[float]
    updates: int
    oldest_update: float
    aside: int
    troubles: Mapping[str, int]
    audit_age: float | None
    open_obligations: int
    linked: int
    unreachable: int


def figures(tx: Tx, plan: PlanId, bot: int, now: datetime) -> Figures:
    """Return the figures at `now`, by seven statements, however much there is."""
    waiting, oldest = _waiting(tx, plan)
    updates, aside, received = _updates(tx, bot)
    audited = tx.scalar(select(PlanRow.audited_at).where(PlanRow.id == plan))
    linked, unreachable = _people(tx, plan)
    return Figures(
        waiting=waiting,
        oldest_due=_age(oldest, now),
        dwells=_dwells(tx, plan, now),
        updates=updates,
        oldest_update=_age(received, now),
        aside=aside,
        troubles=_troubles(tx, plan),
        audit_age=_age(audited, now) if audited else None,
        open_obligations=_open(tx, plan),
        linked=linked,
        unreachable=unreachable,
    )


def _waiting(tx: Tx, plan: PlanId) -> tuple[Mapping[str, int], datetime | None]:
    """Return how many letters wait, by why, and when the oldest due one was due."""
    why = case(
        (col(LetterRow.taken_at).is_not(None), IN_HAND),
        (col(LetterRow.held) != "", LetterRow.held),
        (col(LetterRow.error) != "", RETRY),
        else_=DUE,
    )
    due = func.coalesce(LetterRow.due_at, LetterRow.send_at)
    rows = tx.execute(
        columns(why, func.count(), func.min(due))
        .where(col(LetterRow.plan) == plan, col(LetterRow.send_at).is_not(None))
        .group_by(why)
    ).all()
    oldest = [since for reason, _, since in rows if reason in {DUE, RETRY, IN_HAND}]
    return {reason: count for reason, count, _ in rows}, min(oldest, default=None)


def _dwells(tx: Tx, plan: PlanId, now: datetime) -> Sequence[float]:
    sent = col(LetterRow.sent_at)
    rows = tx.execute(
        select(LetterRow.sent_at, LetterRow.due_at)
        .where(
            LetterRow.plan == plan,
            sent >= now - DAY,
            col(LetterRow.due_at).is_not(None),
            LetterRow.sort != Sort.CANARY.value,
        )
        .order_by(sent.desc())
        .limit(SAMPLE)
    )
    spans = ((at - due).total_seconds() for at, due in rows if at and due)
    return sorted(max(span, 0.0) for span in spans)


def _updates(tx: Tx, bot: int) -> tuple[int, int, datetime | None]:
    """Return how many wait, how many were given up, and when the oldest came."""
    waits = col(IncomingRow.take_at).is_not(None)
    oldest = func.min(IncomingRow.received_at).filter(waits)
    found = tx.execute(
        columns(func.count().filter(waits), func.count().filter(~waits), oldest).where(
            col(IncomingRow.bot) == bot, col(IncomingRow.handled_at).is_(None)
        )
    ).one()
    return found[0], found[1], found[2]


def _troubles(tx: Tx, plan: PlanId) -> Mapping[str, int]:
    rows = tx.execute(
        select(TroubleRow.what, func.count())
        .where(TroubleRow.plan == plan, col(TroubleRow.ended_at).is_(None))
        .group_by(col(TroubleRow.what))
    )
    return {what: count for what, count in rows}  # noqa: C416 - rows are not pairs


def _open(tx: Tx, plan: PlanId) -> int:
    here = (
        col(ObligationRow.plan) == plan,
        col(ObligationRow.state) == ObligationState.OPEN.value,
    )
    return tx.scalar(select(func.count()).select_from(ObligationRow).where(*here)) or 0


def _people(tx: Tx, plan: PlanId) -> tuple[int, int]:
    gone = col(PersonRow.unreachable) != ""
    found = tx.execute(
        columns(func.count(), func.count().filter(gone)).where(
            col(PersonRow.plan) == plan, col(PersonRow.retired_at).is_(None)
        )
    ).one()
    return found[0], found[1]


def _age(since: datetime | None, now: datetime) -> float:
    """Return the seconds since then; 0 for nothing, and for what is still to come."""
    return max((now - since).total_seconds(), 0.0) if since else 0.0
