"""Cards that people put right: what was read of their words, and what was meant."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from rules.fixes import Fixes
from rules.ids import CardId, PlanId, TaskId
from rules.understand import Understanding
from store import frozen
from store.session import Tx
from store.tables import CardRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Misread:
    """Nobody's name: what matters is the words. `fault`: a rules.report.Fault.

    `meant`: the fields put right; or the `task` the words were about; or the `text`
    said anew.
    """

    card: CardId
    at: datetime
    task: TaskId
    text: str
    read: Understanding
    fault: str
    meant: Fixes


def misread(tx: Tx, plan: PlanId, since: datetime | None = None) -> list[Misread]:
    """Return the cards that were put right or aside, made since then, oldest first."""
    found = select(CardRow).where(
        CardRow.plan == plan, CardRow.fault != "", col(CardRow.task).is_not(None)
    )
    if since is not None:
        found = found.where(CardRow.created_at >= since)
    return [
        Misread(
            card=CardId(row.id or 0),
            at=row.created_at,
            task=TaskId(row.task or ""),
            text=row.text,
            read=frozen.found(row.found) or Understanding(),
            fault=row.fault,
            meant=row.fixed,
        )
        for row in tx.scalars(found.order_by(col(CardRow.id)))
    ]
