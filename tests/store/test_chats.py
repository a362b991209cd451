"""A group with a new number: its people and its words follow, in their order."""

from sqlalchemy import update

from rules.ids import ChatId, PlanId
from rules.message import Message
from store import chats, inbox, outbox
from store.tables import PersonRow

PLAN, BOT = PlanId("p1"), 7
OLD, NEW = ChatId(-77), ChatId(-1_000_000_000_077)


def test_letters_go_to_the_new_number(small, ann, at):
    letter = Message(to=ann.id, template="t", facts={}, key="k")

    def work(tx):
        tx.execute(update(PersonRow).values(chat=OLD))
        outbox.put(tx, PLAN, [letter], at(3, 10))
        chats.follow(tx, OLD, NEW)
        return outbox.claim(tx, PLAN, at(3, 10), readers=9)

    assert [one.chat for one in small.run_sync(work)] == [NEW]


def test_what_waits_in_the_old_chat_stays_before_what_comes_in_the_new_one(small, at):
    def put(number: int, chat: ChatId) -> None:
        raw = {"update_id": number}
        small.run_sync(lambda tx: inbox.put(tx, BOT, [(chat, raw)], at(3, 10)))

    put(1, OLD)
    put(2, ChatId(5))
    small.run_sync(lambda tx: chats.follow(tx, OLD, NEW))
    put(3, NEW)
    taken = small.run_sync(
        lambda tx: inbox.take(tx, BOT, at(3, 10), in_hand=[], limit=9)
    )
    assert [(one.update_id, one.chat) for one in taken] == [(1, NEW), (2, 5)]
