"""Updates are stored before anything else, and handled once, chat by chat."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from rules.ids import ChatId
from store import chats, inbox

BOT, OTHER_BOT = 9_000_000_001, 2
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

    def taken(*in_hand: int, limit: int = 99) -> list[int]:
        seen = store.read_sync(lambda tx: inbox.due(tx, BOT, clock(), in_hand=in_hand))
        found = store.run_sync(
            lambda tx: inbox.take(tx, BOT, clock(), in_hand=in_hand, limit=limit)
        )
        assert seen is bool(found)  # an idle look knows
        return [one.update_id for one in found]

    return taken


def test_an_update_comes_back_as_telegram_gave_it(store, receive, clock):
    receive((7, BOB))
    (one,) = store.run_sync(
        lambda tx: inbox.take(tx, BOT, clock(), in_hand=(), limit=9)
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


def test_a_chat_keeps_its_order_and_holds_nobody_else_up(store, receive, take):
    receive((1, ANN), (2, ANN), (3, BOB), (4, ANN))
    assert take() == [1, 3]
    assert take(1, 3) == []  # 2 waits for 1
    store.run_sync(lambda tx: inbox.said(tx, BOT, 1))
    assert take(3) == [2]


def test_what_a_process_that_died_had_in_hand_is_due_at_once(receive, take):
    receive((1, ANN), (2, BOB), (3, ANN))
    assert take() == [1, 2]
    assert take() == [1, 2]  # nobody else remembers them


def test_each_time_in_hand_is_a_try_unless_the_database_was_away(store, receive, clock):
    receive((1, ANN))

    def tries() -> list[int]:
        found = store.run_sync(
            lambda tx: inbox.take(tx, BOT, clock(), in_hand=(), limit=9)
        )
        return [one.tries for one in found]

    assert [tries(), tries()] == [[1], [2]]
    store.run_sync(lambda tx: inbox.untried(tx, BOT, 1))
    assert tries() == [2]


def test_a_chat_that_moves_while_one_of_its_updates_is_in_hand_keeps_its_order(
    store, receive, take
):
    receive((1, BOB), (2, BOB))
    assert take() == [1]
    new = ChatId(BOB - 10**12)
    store.run_sync(lambda tx: chats.follow(tx, ChatId(BOB), new))
    receive((3, new))
    assert take(1) == []
    store.run_sync(lambda tx: inbox.said(tx, BOT, 1))
    assert take() == [2]


def test_the_oldest_are_taken_first_up_to_a_limit(receive, take):
    receive((3, 3), (1, 1), (2, 2))
    assert [take(limit=2), take(1, 2, limit=2)] == [[1, 2], [3]]


def test_a_clock_that_goes_back_hides_nothing(store, receive, take, clock):
    receive((1, ANN), (2, BOB))
    clock.forward(hours=-1)
    assert take() == [1, 2]
    clock.forward(hours=3)
    again = clock() + timedelta(minutes=59)
    store.run_sync(lambda tx: inbox.later(tx, BOT, 1, again, "flood"))
    clock.forward(hours=-1)
    assert take() == [1, 2]  # an hour is the longest any retry waits


def test_the_search_looks_at_what_waits_not_at_all_that_was_ever_said(store):
    """However long the history, a look reads the short index of what waits."""
    sql, now = [], datetime(2020, 6, 1, tzinfo=UTC)

    def note(_c, _cur, statement, parameters, *_):
        sql.append((statement, parameters))

    event.listen(store.engine, "before_cursor_execute", note)
    store.read_sync(lambda tx: inbox.due(tx, BOT, now, in_hand=[7]))
    event.remove(store.engine, "before_cursor_execute", note)
    statement, parameters = sql[-1]
    explain = "EXPLAIN QUERY PLAN" if store.file else "EXPLAIN"

    def plan(tx):
        connection = tx.connection()
        if not store.file:  # an empty table tempts it to read all
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        rows = connection.exec_driver_sql(f"{explain} {statement}", parameters)
        return "\n".join(str(row) for row in rows)

    told = store.read_sync(plan)
    assert told.count("incoming_waiting") + told.count("incoming_of_chat") >= 2
    for long_way in ("Seq Scan", "incoming_pkey", "PRIMARY KEY", "autoindex"):
        assert long_way not in told


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
        found = store.run_sync(
            lambda tx: inbox.take(tx, BOT, clock(), in_hand=(), limit=9)
        )
        return [one.answer for one in found]

    assert (answer(), retaken()) == (None, [None])
    said = [{"say": "已记"}]
    assert store.run_sync(lambda tx: inbox.handled(tx, BOT, 1, said, clock()))
    assert not store.run_sync(lambda tx: inbox.handled(tx, BOT, 1, [], clock()))
    assert (answer(), retaken()) == ([{"say": "已记"}], [[{"say": "已记"}]])
    store.run_sync(lambda tx: inbox.said(tx, BOT, 1))
    assert retaken() == []
    assert store.read_sync(inbox.waiting) == 0
    assert store.read_sync(lambda tx: inbox.answer_of(tx, BOT, 99)) is None


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
    receive((7, ANN), bot=OTHER_BOT)
    store.run_sync(lambda tx: inbox.set_aside(tx, OTHER_BOT, 7, "theirs"))
    counts = store.read_sync(
        lambda tx: (inbox.waiting(tx, BOT), inbox.aside(tx, BOT), inbox.aside(tx))
    )
    assert counts == (1, 1, 2)


def test_what_was_set_aside_is_listed_and_tried_again_when_told_to(
    store, receive, take, clock
):
    receive((1, ANN), (2, BOB))
    receive((1, ANN), bot=OTHER_BOT)
    take()
    for bot in (BOT, OTHER_BOT):
        store.run_sync(lambda tx, bot=bot: inbox.set_aside(tx, bot, 1, "KeyError"))
    (one,) = store.read_sync(lambda tx: inbox.listed(tx, BOT))
    assert one == inbox.Aside(
        bot=BOT,
        update_id=1,
        raw={"update_id": 1, "message": {"n": 1}},
        received_at=clock(),
        tries=1,
        why="KeyError",
    )
    assert len(store.read_sync(inbox.listed)) == 2

    def retry(*ids: int):
        return store.run_sync(lambda tx: inbox.retry(tx, ids, clock(), BOT))

    assert retry(2, 99) == []  # neither was set aside
    assert retry(1, 2) == [1]
    assert take() == [1, 2]
    assert [one.bot for one in store.read_sync(inbox.listed)] == [OTHER_BOT]
