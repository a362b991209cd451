"""A group that became a supergroup has another number: what names it follows."""

from sqlalchemy import update
from sqlmodel import col

from rules.ids import ChatId
from store.session import Tx
from store.tables import IncomingRow, PersonRow


def follow(tx: Tx, old: ChatId, new: ChatId) -> None:
    """Write to the new chat whoever was in the old one.

    Updates that wait move as well, so that the chat keeps its order.
    """
    people = update(PersonRow).where(col(PersonRow.chat) == old)
    tx.execute(people.values(chat=new))
    waiting = update(IncomingRow).where(
        col(IncomingRow.chat) == old, col(IncomingRow.take_at).is_not(None)
    )
    tx.execute(waiting.values(chat=new))
