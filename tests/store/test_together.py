"""Short works that wait at one time: one transaction, and each by itself if need be."""

import asyncio
from datetime import UTC, datetime
from threading import Event

import pytest
from sqlalchemy import event, text

from store import inbox
from store.session import DatabaseAway
from store.together import MOST

NOW = datetime(2020, 3, 2, tzinfo=UTC)


def put(number: int):
    return lambda tx: inbox.put(tx, 1, [(number, {"update_id": number})], NOW)


def fail(_tx):
    raise LookupError("a mistake of ours")


def kept(store) -> int:
    return store.read_sync(inbox.waiting)


@pytest.fixture
def commits(store):
    seen = []

    def note(connection):
        seen.append(connection)

    event.listen(store.engine, "commit", note)
    yield seen
    event.remove(store.engine, "commit", note)


@pytest.fixture
def held():
    """Keep the one thread busy, so that what is asked for meanwhile waits."""
    go = Event()

    def hold(_tx):
        assert go.wait(10)

    return hold, go


async def together(store, held, *works):
    """Run works that all wait before the first begins; return what came of each."""
    hold, go = held
    first = asyncio.create_task(store.note(hold))
    await asyncio.sleep(0.05)
    waiting = [asyncio.create_task(store.note(work)) for work in works]
    await asyncio.sleep(0.05)
    go.set()
    await first
    return await asyncio.gather(*waiting, return_exceptions=True)


async def test_those_that_wait_are_one_transaction(store, held, commits):
    await together(store, held, *(put(number) for number in range(1, 6)))
    assert kept(store) == 5
    assert len(commits) == 1


async def test_nobody_waits_for_more_than_a_few(store, held, commits):
    await together(store, held, *(put(number) for number in range(1, 2 * MOST + 1)))
    assert kept(store) == 2 * MOST
    assert len(commits) == 2


async def test_one_that_fails_takes_nobody_with_it(store, held):
    came = await together(store, held, put(1), fail, put(2))
    assert [type(one) for one in came] == [type(None), LookupError, type(None)]
    assert kept(store) == 2


async def test_one_that_the_database_refuses_takes_nobody_with_it(store, held):
    def wrong(tx):
        tx.execute(text("SELECT nothing FROM nowhere"))

    came = await together(store, held, put(1), wrong, put(2))
    assert isinstance(came[1], Exception)
    assert not isinstance(came[1], DatabaseAway)
    assert kept(store) == 2


async def test_each_reads_what_is_written_and_not_what_was_read_before(store, held):
    def look(tx):
        return inbox.answer_of(tx, 1, 1)

    def handle(tx):
        return inbox.handled(tx, 1, 1, [{"say": "已记"}], NOW)

    came = await together(store, held, put(1), look, handle, look, handle)
    assert came == [None, None, True, [{"say": "已记"}], False]


async def test_who_gives_up_waiting_leaves_nothing(store, held):
    hold, go = held
    first = asyncio.create_task(store.note(hold))
    await asyncio.sleep(0.05)
    gone, stays = (asyncio.create_task(store.note(put(n))) for n in (1, 2))
    await asyncio.sleep(0.05)
    gone.cancel()
    await asyncio.sleep(0)
    go.set()
    await asyncio.gather(first, stays)
    assert kept(store) == 1
