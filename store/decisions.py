"""Why each obligation was chased or held: every decision is kept."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from rules.decision import Decision, Reason
from rules.ids import ObligationId, PlanId, TaskId
from rules.pace import TaskState
from store.session import Tx
from store.tables import DecisionRow
from store.upsert import insert

NONE_YET = -10_000  # a rung below every ladder


def keep(
    tx: Tx,
    decisions: Sequence[Decision],
    now: datetime,
    *,
    version: int,
    seen: Mapping[TaskId, TaskState],
) -> None:
    """Keep each decision; the same one again is one row that counts.

    `version` of the catalog in force, and how each task was `seen` to stand.
    """
    rows = [
        {
            "plan": d.obligation.plan,
            "obligation": d.obligation.id,
            "reason": d.reason.value,
            "rung": NONE_YET if d.obligation.rung is None else d.obligation.rung,
            "version": version,
            "facts": _facts(d, seen.get(d.obligation.task)),
            "next_at": d.next_at,
        }
        for d in decisions
    ]
    _count(tx, rows, now)


def _facts(decision: Decision, seen: TaskState | None) -> dict[str, Any]:
    """Return what a decision was made of, as plain values."""
    up_next = decision.next
    return {
        "told": [rung.to.value for rung in decision.taken],
        "people": list(decision.told),
        "due": decision.obligation.due.isoformat(),
        "next": {"at": up_next.at, "to": up_next.to.value} if up_next else None,
        "last_report": seen.last_report.isoformat()
        if seen and seen.last_report
        else None,
        "missed": seen.missed if seen else 0,
    }


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
            "version": 0,
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A moment at which somebody was to be told, and as whom."""

    at: datetime
    to: tuple[str, ...]


def told(tx: Tx, obligation: ObligationId) -> list[Told]:
    """Return when anybody was to be told of an obligation, the oldest first."""
    rows = tx.scalars(
        select(DecisionRow)
        .where(DecisionRow.obligation == obligation)
        .order_by(col(DecisionRow.first_at), col(DecisionRow.id))
    )
    return [
        Told(at=row.first_at, to=tuple(dict.fromkeys(row.facts["told"])))
        for row in rows
        if row.facts.get("told")
    ]


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
