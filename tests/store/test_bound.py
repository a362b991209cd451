"""Groups that were bound, and the cards made of one message."""

import pytest

from rules.ids import ChatId, PlanId, TaskId, UnitId
from rules.report import CardState
from rules.understand import Understanding
from store import bound, cards, chats
from store.bound import Bound

PLAN = PlanId("p1")
GROUP, OTHER, NEW = ChatId(-77), ChatId(-78), ChatId(-1_000_000_000_077)
AIR = Bound(chat=GROUP, unit=UnitId("air"), title="大气处群")


@pytest.fixture
def bind(small, ann, at):
    def binding(group: Bound) -> None:
        now = at(3, 10)
        small.run_sync(lambda tx: bound.bind(tx, PLAN, group, person=ann.id, now=now))

    return binding


@pytest.fixture
def groups(small):
    def found(*chats_: ChatId) -> list[Bound | None]:
        return [
            small.read_sync(lambda tx, chat=chat: bound.of(tx, PLAN, chat))
            for chat in chats_
        ]

    return found


def test_a_group_is_bound_once_bound_anew_and_unbound(small, bind, groups):
    bind(AIR)
    everybody = Bound(chat=GROUP, unit=None, title="全厅")
    bind(everybody)
    assert groups(GROUP, OTHER) == [everybody, None]
    assert small.run_sync(lambda tx: bound.unbind(tx, PLAN, GROUP))
    assert not small.run_sync(lambda tx: bound.unbind(tx, PLAN, GROUP))
    assert groups(GROUP) == [None]


def test_a_group_stays_bound_under_its_new_number(small, bind, groups):
    bind(AIR)
    for _ in range(2):  # Telegram tells both chats of it
        small.run_sync(lambda tx: chats.follow(tx, GROUP, NEW))
    assert groups(GROUP, NEW) == [
        None,
        Bound(chat=NEW, unit=AIR.unit, title="大气处群"),
    ]


def test_a_group_bound_again_under_its_new_number_keeps_that(small, bind, groups):
    bind(AIR)
    newer = Bound(chat=NEW, unit=None, title="新群")
    bind(newer)
    small.run_sync(lambda tx: chats.follow(tx, GROUP, NEW))
    assert groups(GROUP, NEW) == [None, newer]


@pytest.fixture
def put(small, ann, at):
    """Keep a card of Ann's made of a message; return its number."""

    def putting(
        task: str | None,
        message: int,
        chat: ChatId | None = None,
        text: str = "完成50%",
    ) -> int:
        given = {"text": text, "found": Understanding(percent=50)}
        if task is None:
            given["found"] = None
        return small.run_sync(
            lambda tx: cards.put_card(
                tx,
                PLAN,
                ann.id,
                task=TaskId(task) if task else None,
                supersedes=None,
                message=message,
                now=at(3, 10),
                chat=chat,
                **given,
            )
        )

    return putting


def test_the_cards_of_a_message_are_those_said_there_and_still_open(small, ann, put):
    first, last = put("01.2", 5), put("01.1", 5)
    gone = put("01.3", 5)
    put(None, 5)  # a question which task it is
    put("01.1", 6)
    there = put("01.1", 5, GROUP)
    small.run_sync(lambda tx: cards.close_card(tx, gone, CardState.DROPPED))

    def together(number: int) -> list[int]:
        return small.run_sync(
            lambda tx: [
                one.id for one in cards.together(tx, cards.card(tx, ann.id, number))
            ]
        )

    assert together(first) == together(gone) == [last, first]  # by task
    assert together(there) == [there]


def test_an_edited_message_knows_what_it_was_read_as(small, ann, put):
    old, other = put("01.1", 5), put("01.2", 5)
    put("01.1", 6)
    fresh = put("01.1", 5)
    there = put("01.1", 5, GROUP)

    def of(chat: int) -> list[int]:
        return small.read_sync(
            lambda tx: [one.id for one in cards.cards_of(tx, ann.id, chat, 5)]
        )

    assert of(ann.chat) == [other, fresh]
    assert of(GROUP) == [there]
    asks = put("01.3", 5, text="")  # about files alone
    newer = put("01.2", 5)

    def drop(last: int) -> bool:
        return small.run_sync(
            lambda tx: cards.drop_edited(tx, ann.id, ann.chat, 5, last)
        )

    assert [drop(asks), drop(asks)] == [True, False]
    these = (old, other, fresh, there, asks, newer)
    states = small.read_sync(
        lambda tx: [cards.card(tx, ann.id, n).state for n in these]
    )
    assert states == ["dropped"] * 3 + ["pending"] * 3
