"""One process at a time, by the database's own clock: PostgreSQL alone is shared."""

import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from rules.ids import PlanId
from store import duty
from store.duty import Held, Process
from store.session import DatabaseAway, Store
from store.tables import IncomingRow, LeaseRow

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.parametrize("kind", ["postgres"], indirect=True),
]
LONG, SHORT = timedelta(seconds=60), timedelta(milliseconds=300)


def process(mark: str, bot: int = 7_000_000_001, plan: str = "zj-2020") -> Process:
    return Process(
        bot=bot,
        username=f"bot{bot}",
        plan=PlanId(plan),
        place="host:1",
        mark=mark,
        session=f"session-{mark}",
    )


A, B = process("a"), process("b")


@pytest.fixture
def take(store):
    return lambda me, length=LONG: store.run_sync(lambda tx: duty.take(tx, me, length))


@pytest.fixture
def others(store):
    return lambda me: store.read_sync(lambda tx: duty.others(tx, me))


def test_the_first_has_it_and_renews_it_the_second_does_not(take, others):
    assert others(A) == []
    assert [take(A), take(A)] == [1, 1]
    with pytest.raises(Held):
        take(B)
    assert (others(A), others(B)) == ([], [A])
    assert take(A) == 1


def test_what_is_not_renewed_falls_to_another_and_the_epoch_tells(take, others):
    take(A, SHORT)
    time.sleep(0.35)
    assert others(B) == []
    assert take(B) == 2
    with pytest.raises(Held):
        take(A)


def test_given_up_it_is_free_at_once(store, take, others):
    take(A)
    store.run_sync(lambda tx: duty.give_up(tx, B))  # not B's to give
    assert others(B) == [A]
    store.run_sync(lambda tx: duty.give_up(tx, A))
    assert take(B) == 2


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(process("c", bot=2), id="another bot for the plan"),
        pytest.param(process("c", plan="other"), id="another plan for the bot"),
    ],
)
def test_a_half_that_another_holds_keeps_the_whole_away(store, take, others, other):
    take(A)
    with pytest.raises(Held):
        take(other)
    assert others(other) == [A]
    rows = store.read_sync(lambda tx: list(tx.scalars(select(LeaseRow.holder))))
    assert rows == [str(A), str(A)]


def test_of_a_process_known_to_be_dead_it_is_taken_at_once(store, take):
    take(A)
    after = store.run_sync(lambda tx: duty.take(tx, B, LONG, dead=[A]))
    assert after == 2
    with pytest.raises(Held):
        store.run_sync(lambda tx: duty.take(tx, A, LONG, dead=[process("x")]))


def test_what_a_former_holder_had_under_way_is_broken_off_with_its_locks(store, take):
    """Stopped in its tracks in the middle of a transaction, it would hold us up."""
    former = Store(str(store.url))
    a = replace(A, session=former.name)
    take(a, SHORT)

    def stopped(tx) -> None:
        tx.connection().exec_driver_sql("LOCK TABLE incoming")
        time.sleep(0.35)  # its lease runs out
        take(B)
        store.run_sync(lambda tx: tx.scalars(select(IncomingRow)).all())
        tx.connection().exec_driver_sql("SELECT 1")

    with pytest.raises(DatabaseAway):
        former.run_sync(stopped)
    former.close()
    assert take(B) == 2


def test_two_bots_with_two_plans_do_not_meet(take, others):
    second = process("c", bot=2, plan="other")
    assert [take(A), take(second)] == [1, 1]
    assert (others(A), others(second)) == ([], [])


def test_of_many_that_come_at_once_one_gets_it(take):
    got: list[str] = []
    start = threading.Barrier(4)

    def run(mark: str) -> None:
        start.wait()
        try:
            take(process(mark))
        except Held:
            return
        got.append(mark)

    running = [threading.Thread(target=run, args=[mark]) for mark in "abcd"]
    for one in running:
        one.start()
    for one in running:
        one.join()
    assert len(got) == 1


def test_the_plan_s_clock_and_the_host_s_do_not_count(store, take):
    """A lease is as long as the database says, though its session lives elsewhere."""
    take(A)

    def seen_from_elsewhere(tx):
        tx.connection().exec_driver_sql("SET LOCAL TIME ZONE 'Pacific/Auckland'")
        return duty.others(tx, B)

    assert store.read_sync(seen_from_elsewhere) == [A]
