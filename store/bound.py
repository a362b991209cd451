"""Groups an admin bound to the plan: a unit's own, or everybody's."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col

from rules.ids import ChatId, PersonId, PlanId, UnitId
from store.session import Tx
from store.tables import BoundChatRow
from store.upsert import insert


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A group in which the bot takes answers; `unit` is None where it is for all."""

    chat: ChatId
    unit: UnitId | None
    title: str


def bind(
    tx: Tx, plan: PlanId, group: Bound, *, person: PersonId, now: datetime
) -> None:
    """Take answers in a group from now on; one bound before is bound anew."""
    row = {
        "plan": plan,
        "chat": group.chat,
        "unit": group.unit,
        "title": group.title,
        "person": person,
        "bound_at": now,
    }
    put = insert(tx, BoundChatRow).values(row)
    tx.execute(put.on_conflict_do_update(index_elements=["plan", "chat"], set_=row))


def unbind(tx: Tx, plan: PlanId, chat: ChatId) -> bool:
    """Take no answers in a group any more. False if none were taken."""
    found = tx.scalar(
        delete(BoundChatRow)
        .where(col(BoundChatRow.plan) == plan, col(BoundChatRow.chat) == chat)
        .returning(col(BoundChatRow.chat))
    )
    return found is not None


def of(tx: Tx, plan: PlanId, chat: ChatId) -> Bound | None:
    """Return the bound group of this number, or None."""
    row = tx.get(BoundChatRow, (plan, chat))
    if row is None:
        return None
    return Bound(
        chat=ChatId(row.chat),
        unit=UnitId(row.unit) if row.unit else None,
        title=row.title,
    )
