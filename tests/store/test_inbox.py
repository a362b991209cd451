"""Updates are stored before anything else, and handled once, chat by chat."""

from datetime import timedelta

import pytest

from store import inbox

BOT, OTHER_BOT = 9_000_000_001, 2
LEASE = timedelta(minutes=5)
ANN, BOB = 101, -100_200_300_400


@pytest.fixture
def receive(store, clock):
    """Return how to store updates: pairs of a number and a chat."""

    def put(*updates: tuple[int, int], bot: int = BOT) -> None:
        raws = [(chat, {"update_id": n, "message": {"n": n}}) for n, chat in updates]
        store.run_sync(lambda tx: inbox.put(tx, bot, raws, clock()))

    return put


@pytest.fixture
def take(store, clock):
    """Return how to take updates in hand; their numbers come back."""

    def taken(*busy: int, limit: int = 99) -> list[int]:
        found = store.run_sync(
            lambda tx: inbox.take(tx, BOT, clock(), lease=LEASE, busy=busy, limit=limit)
        )
        return [one.update_id for one in found]

    return taken


def test_an_update_comes_back_as_telegram_gave_it(store, receive, clock):
    receive((7, BOB))
    (one,) = store.run_sync(
        lambda tx: inbox.take(tx, BOT, clock(), lease=LEASE, busy=(), limit=9)
    )
    assert one == inbox.Taken(
        bot=BOT,
        update_id=7,
        chat=BOB,
        raw={"update_id": 7, "message": {"n": 7}},
        tries=1,
        answer=None,
    )


def test_an_update_that_arrives_again_is_stored_once(store, receive, take):
    receive((1, ANN), (2, ANN), (1, ANN))
    receive((2, ANN), (3, BOB))
    receive()
    assert store.read_sync(lambda tx: inbox.waiting(tx, BOT)) == 3
    assert take() == [1, 3]


def test_one_handled_already_is_not_handled_again_however_it_arrives(
    store, receive, take, clock
):
    receive((1, ANN))
    take()
    store.run_sync(lambda tx: inbox.handled(tx, BOT, 1, [], clock()))
    store.run_sync(lambda tx: inbox.said(tx, BOT, 1))
    receive((1, ANN))
    clock.forward(days=1)
    assert take() == []


def test_a_chat_keeps_its_order_and_holds_nobody_else_up(store, receive, take, clock):
    receive((1, ANN), (2, ANN), (3, BOB), (4, ANN))
    assert take() == [1, 3]
    assert take() == []  # 2 waits for 1
    store.run_sync(lambda tx: inbox.said(tx, BOT, 1))
    assert take() == [2]
    clock.forward(minutes=5)
    assert take() == [2, 3]  # nobody said what became of them


def test_a_busy_chat_is_left_alone(receive, take):
    receive((1, ANN), (2, BOB))
    assert take(ANN) == [2]
    assert take() == [1]


def test_the_oldest_are_taken_first_up_to_a_limit(receive, take):
    receive((3, 3), (1, 1), (2, 2))
    assert [take(limit=2), take(limit=2)] == [[1, 2], [3]]


def test_each_bot_has_its_own_updates(store, receive, take):
    receive((1, ANN))
    receive((1, ANN), (2, ANN), bot=OTHER_BOT)
    assert take() == [1]
    counts = store.read_sync(
        lambda tx: (
            inbox.waiting(tx, BOT),
            inbox.waiting(tx, OTHER_BOT),
            inbox.waiting(tx),
        )
    )
    assert counts == (1, 2, 3)


def test_an_update_is_handled_once(store, receive, clock):
    receive((1, ANN))
    answer = [{"say": "已记"}]

    def handle():
        return store.run_sync(lambda tx: inbox.handled(tx, BOT, 1, answer, clock()))

    assert [handle(), handle()] == [True, False]


def test_the_answer_is_kept_until_it_is_said(store, receive, clock):
    receive((1, ANN))

    def answer():
        return store.read_sync(lambda tx: inbox.answer_of(tx, BOT, 1))

    def retaken():
        clock.forward(minutes=5)
        found = store.run_sync(
            lambda tx: inbox.take(tx, BOT, clock(), lease=LEASE, busy=(), limit=9)
        )
        return [one.answer for one in found]

    assert (answer(), retaken()) == (None, [None])
    store.run_sync(lambda tx: inbox.handled(tx, BOT, 1, [], clock()))
    assert (answer(), retaken()) == ([], [[]])
    store.run_sync(lambda tx: inbox.answer_with(tx, BOT, 1, [{"say": "已记"}]))
    assert (answer(), retaken()) == ([{"say": "已记"}], [[{"say": "已记"}]])
    store.run_sync(lambda tx: inbox.said(tx, BOT, 1))
    assert retaken() == []
    assert store.read_sync(inbox.waiting) == 0
    assert store.read_sync(lambda tx: inbox.answer_of(tx, BOT, 99)) is None


def test_what_a_process_left_in_hand_is_taken_over_at_once(store, receive, take, clock):
    receive((1, ANN), (2, BOB), (3, ANN))
    receive((1, ANN), bot=OTHER_BOT)
    take()
    store.run_sync(lambda tx: inbox.said(tx, BOT, 2))
    store.run_sync(lambda tx: inbox.release(tx, BOT, clock()))
    assert take() == [1]


def test_later_means_later_for_the_whole_chat(store, receive, take, clock):
    receive((1, ANN), (2, ANN))
    take()
    again = clock() + timedelta(minutes=1)
    store.run_sync(lambda tx: inbox.later(tx, BOT, 1, again, "flood"))
    assert take() == []
    clock.forward(minutes=1)
    assert take() == [1]


def test_what_cannot_be_handled_is_set_aside_and_counted(store, receive, take):
    receive((1, ANN), (2, ANN))
    take()
    store.run_sync(lambda tx: inbox.set_aside(tx, BOT, 1, "KeyError('chat')"))
    assert take() == [2]
    counts = store.read_sync(lambda tx: (inbox.waiting(tx, BOT), inbox.aside(tx)))
    assert counts == (1, 1)
