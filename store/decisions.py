"""Why each obligation was chased or held: every decision is kept."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from rules.decision import Decision, Reason
from rules.ids import ObligationId, PlanId
from store.session import Tx
from store.tables import DecisionRow
from store.upsert import insert

NONE_YET = -10_000  # a rung below every ladder


def keep(tx: Tx, decisions: Sequence[Decision], now: datetime) -> None:
    """Keep each decision; the same one again is one row that counts."""
    rows = [
        {
            "plan": d.obligation.plan,
            "obligation": d.obligation.id,
            "reason": d.reason.value,
            "rung": NONE_YET if d.obligation.rung is None else d.obligation.rung,
            "facts": {"told": [rung.to.value for rung in d.taken]},
            "next_at": d.next_at,
        }
        for d in decisions
    ]
    _count(tx, rows, now)


def keep_broken(
    tx: Tx, plan: PlanId, ids: Collection[ObligationId], until: datetime, now: datetime
) -> None:
    """Keep that nothing could be decided about these, whose rows are unreadable."""
    rows = [
        {
            "plan": plan,
            "obligation": one,
            "reason": Reason.BROKEN.value,
            "rung": NONE_YET,
            "facts": {"told": []},
            "next_at": until,
        }
        for one in ids
    ]
    _count(tx, rows, now)


def known(
    tx: Tx, ids: Collection[ObligationId], reason: Reason
) -> frozenset[ObligationId]:
    """Return those of `ids` about which `reason` was recorded before."""
    rows = tx.scalars(
        select(DecisionRow.obligation).where(
            col(DecisionRow.obligation).in_(ids), DecisionRow.reason == reason.value
        )
    )
    return frozenset(map(ObligationId, rows))


def _count(tx: Tx, rows: Sequence[dict[str, Any]], now: datetime) -> None:
    put = insert(tx, DecisionRow)
    again = {
        "last_at": put.excluded.last_at,
        "next_at": put.excluded.next_at,
        "times": col(DecisionRow.times) + 1,
    }
    key = ["obligation", "reason", "rung"]
    once = {"first_at": now, "last_at": now, "times": 1}
    tx.connection().execute(
        put.on_conflict_do_update(index_elements=key, set_=again),
        [row | once for row in rows],
    )
