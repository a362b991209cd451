"""A group that became a supergroup has another number: what names it follows."""

from sqlalchemy import delete, update
from sqlmodel import col, select

from rules.ids import ChatId
from store.session import Tx
from store.tables import BoundChatRow, CardRow, IncomingRow, PersonRow


def follow(tx: Tx, old: ChatId, new: ChatId) -> None:
    """Write to the new chat whoever was in the old one.

    Updates that wait move as well, so that the chat keeps its order; so do the
    group's binding and its cards.
    """
    people = update(PersonRow).where(col(PersonRow.chat) == old)
    tx.execute(people.values(chat=new))
    cards = update(CardRow).where(col(CardRow.chat) == old)
    tx.execute(cards.values(chat=new))
    # Telegram tells of a move twice, and an admin may have been quicker.
    there = select(BoundChatRow.plan).where(col(BoundChatRow.chat) == new)
    here = col(BoundChatRow.chat) == old
    tx.execute(delete(BoundChatRow).where(here, col(BoundChatRow.plan).in_(there)))
    tx.execute(update(BoundChatRow).where(here).values(chat=new))
    waiting = update(IncomingRow).where(
        col(IncomingRow.chat) == old, col(IncomingRow.take_at).is_not(None)
    )
    tx.execute(waiting.values(chat=new))
