"""Measures being ticked: a card of its own state, made of no words."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import col, select

from rules.ids import CardId, PersonId, PlanId, TaskId, UnitId
from rules.report import Card, CardState
from rules.understand import Understanding
from store import cards, frozen
from store.session import Tx
from store.tables import CardRow


def begun(  # noqa: PLR0917 - whose list, and of what
    tx: Tx, plan: PlanId, person: PersonId, task: TaskId, unit: UnitId, now: datetime
) -> Card:
    """Return somebody's list for a branch: the one begun before, or an empty one."""
    found = tx.scalar(
        select(CardRow.id)
        .where(
            CardRow.plan == plan,
            CardRow.person == person,
            CardRow.task == task,
            CardRow.unit == unit,
            CardRow.state == CardState.LIST,
        )
        .order_by(col(CardRow.id).desc())
        .limit(1)
    )
    if found is not None:
        return cards.one(tx, CardId(found))
    row = CardRow(
        plan=plan,
        person=person,
        task=task,
        text="",
        found=frozen.found_json(Understanding()),
        message=0,
        unit=unit,
        state=CardState.LIST,
        created_at=now,
    )
    tx.add(row)
    tx.flush()
    return cards.one(tx, CardId(row.id or 0))


def tick(tx: Tx, card: CardId, found: Understanding) -> None:
    """Keep what is ticked on a list."""
    this = update(CardRow).where(col(CardRow.id) == card)
    tx.execute(this.values(found=frozen.found_json(found)))
