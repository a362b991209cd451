"""What comes in: once each, in order, and what nothing can handle in nobody's way."""

import asyncio
import copy
from collections.abc import Callable
from typing import TypeVar

import pytest
from journeys.town import ADA, ANN, BO, LEE, ON_SQLITE, Town, a_town, local

from bot import worker
from sandbox.faults import Fault
from store import inbox
from store.session import DatabaseAway, Store, Tx
from store.tables import IncomingRow

pytestmark = [pytest.mark.journey, ON_SQLITE]
T = TypeVar("T")


async def until(seen: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not seen():
            await asyncio.sleep(0.01)


def words(number: int, user: int, text: str, **more: object) -> dict:
    """An update as Telegram gives it."""
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": 1_600_000_000,
            "chat": {"id": user, "type": "private"},
            "from": {"id": user, "is_bot": False, "first_name": "安宁"},
            "text": text,
        }
        | more,
    }


async def test_one_update_by_both_doors_at_once_is_answered_once(town: Town):
    town.meet(ANN)
    async with town.bot() as house:
        town.world.say(ANN, "/help")
        (pending,) = town.world.updates.pending or [None]
        raw = copy.deepcopy(pending.wire())
        await asyncio.gather(*(house.receive(raw) for _ in range(20)))
        await town.settled()
    assert len(town.told(ANN)) == 1


async def test_a_chat_keeps_its_order_and_a_slow_one_holds_nobody_up(town: Town):
    town.meet(ANN, BO)
    async with town.bot():
        town.world.faults.order(Fault(method="sendMessage", chat=ANN, kind="hang"))
        town.world.say(ANN, "2.2 钢铁完成3家")
        town.world.say(ANN, "2.3 进度10%")
        await until(lambda: bool(town.world.updates.pending) is False)
        town.world.say(BO, "/help")
        await until(lambda: bool(town.told(BO)))
        assert town.told(ANN) == []
        await town.settled()
    firsts = [one.text.splitlines()[0] for one in town.told(ANN)]
    assert firsts == ["2.2 锅炉炉窑，请核对：", "2.3 柴油货车，请核对："]


async def test_what_is_set_aside_is_told_with_its_words_and_can_be_tried_again(
    town: Town,
):
    town.meet(ANN, ADA)
    broken = words(900_000_000, ANN, "2.2 钢铁完成3家", date="no date")
    async with town.bot() as house:
        await house.receive(broken)
        await until(lambda: _tries(town) >= 1)
        for minute in range(1, 4):
            town.now = local(2, 25, 9, minute)
            house.wake.set()
            await asyncio.sleep(0.1)
        await until(lambda: town.store.read_sync(inbox.aside) == 1)
        await town.ring()
        told = town.last(ADA).text
        assert "安宁：2.2 钢铁完成3家" in told
        assert "duban inbox retry 900000000" in told
        assert town.told(ANN) == []

        # What stood in its way is gone: a newer version, say.
        def mended(tx: Tx) -> list[int]:
            row = tx.get_one(
                IncomingRow, {"bot": house.desk.bot, "update_id": 9 * 10**8}
            )
            row.raw = words(900_000_000, ANN, "2.2 钢铁完成3家")
            return inbox.retry(tx, [900_000_000], town.now, house.desk.bot)

        assert town.store.run_sync(mended) == [900_000_000]
        await until(lambda: bool(town.told(ANN)))
        assert "请核对" in town.last(ANN).text
        await town.settled()
    assert town.store.read_sync(inbox.aside) == 0


def _tries(town: Town) -> int:
    def work(tx: Tx) -> int:
        row = tx.get(IncomingRow, {"bot": 100_000_001, "update_id": 900_000_000})
        return row.tries if row else 0

    return town.store.read_sync(work)


async def test_what_no_database_could_keep_is_told_at_once(town: Town):
    town.meet(ADA)
    town.now = local(2, 25, 9, 0)
    async with town.bot() as house:
        await house.receive(words(900_000_000, 2**70, "甲"))
        await town.settled()
        await town.ring()
        assert "已搁置" in town.last(ADA).text
    assert town.store.read_sync(inbox.aside) == 1


async def test_an_update_that_ends_the_process_each_time_is_set_aside(town: Town):
    town.meet(ANN, ADA)
    town.now = local(2, 25, 9, 0)
    async with town.bot(worker=False) as house:
        await house.receive(words(900_000_000, ANN, "/help"))

        def died(tx: Tx) -> None:
            for _ in range(worker.DEATHS):
                inbox.take(tx, house.desk.bot, town.now, in_hand=(), limit=9)

        town.store.run_sync(died)
    async with town.bot():
        await until(lambda: town.store.read_sync(inbox.aside) == 1)
        await town.ring()
        assert "the process ended" in town.last(ADA).text
        assert "您是大气环境处的责任人" in await town.say(ANN, "/help")


class Shaky(Store):
    """A database that goes away when somebody is about to write a certain thing."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.where, self.times = "", 0

    async def run(self, work: Callable[[Tx], T]) -> T:
        self._shake(work)
        return await super().run(work)

    async def run_short(self, work: Callable[[Tx], T]) -> T:
        if self.file is not None:  # a server's is run like any other
            self._shake(work)
        return await super().run_short(work)

    async def note(self, work: Callable[[Tx], T]) -> T:
        self._shake(work)
        return await super().note(work)

    def _shake(self, work: Callable[[Tx], object]) -> None:
        if self.times and self.where in work.__qualname__:
            self.times -= 1
            raise DatabaseAway("gone")


@pytest.fixture
async def shaky(loaded: Store):
    store = Shaky(str(loaded.url))
    async with a_town(store, local(2, 25, 8, 0)) as made:
        yield made, store
    store.close()


async def test_an_answer_given_while_the_database_went_away_is_not_given_again(shaky):
    town, store = shaky
    town.meet(ANN)
    async with town.bot():
        store.where, store.times = "Worker._handle", 3
        assert "您是大气环境处的责任人" in await town.say(ANN, "/help")
        assert store.times == 0
    assert len(town.told(ANN)) == 1


async def test_the_database_s_trouble_is_no_try_of_the_update(shaky):
    town, store = shaky
    town.meet(ANN, LEE)
    async with town.bot():
        store.where, store.times = "perform", worker.TRIES + 2
        assert "您是大气环境处的责任人" in await town.say(ANN, "/help")
        assert store.times == 0
    assert store.read_sync(inbox.aside) == 0
    assert len(town.told(ANN)) == 1


async def test_a_token_revoked_is_said_by_the_health_page_until_it_is_given_back(
    town: Town,
):
    town.meet(ANN)
    async with town.bot() as house:
        town.world.faults.order(Fault(method="getUpdates", kind="401", times=2))
        town.world.say(ANN, "/help")  # ends the poll under way
        await until(lambda: house.hearing.refused)
        assert "refuses the token" in await house.unready()
        await until(lambda: not house.hearing.refused)
        assert await house.unready() == ""
        assert "您是大气环境处的责任人" in await town.say(ANN, "/help")
