"""Nothing said or promised is lost: a restart, a lost answer, a silent Telegram."""

import asyncio

import httpx
import pytest
from journeys.town import ADA, ANN, LEE, ON_SQLITE, PLAN, TOKEN, Town, local
from sqlmodel import select

from sandbox.faults import Fault
from store import inbox, outbox, reports
from store.session import Tx
from store.tables import IncomingRow

pytestmark = pytest.mark.journey


async def test_a_restart_in_the_middle_loses_nothing_and_doubles_nothing(town: Town):
    town.meet(ANN)
    async with town.bot(worker=False):  # it stores and dies before it handles
        town.world.say(ANN, "2.2 钢铁完成3家")
        town.world.say(ANN, "2.3 进度10%")
        async with asyncio.timeout(10):
            while town.store.read_sync(inbox.waiting) < 2:
                await asyncio.sleep(0.01)
        assert town.told(ANN) == []
    async with town.bot():
        await town.settled()
        assert [card.text.splitlines()[0] for card in town.told(ANN)] == [
            "2.2 锅炉炉窑，请核对：",
            "2.3 柴油货车，请核对：",
        ]
        await town.tap(ANN, "确认")
    async with town.bot():
        await town.settled()
        assert len(town.told(ANN)) == 2
    assert town.store.read_sync(lambda tx: reports.count(tx, PLAN)) == 1


async def test_a_letter_promised_before_a_stop_is_delivered_after_it(town: Town):
    town.meet(ANN)
    async with town.bot() as house:
        town.now = local(3, 3)
        await house.tick()
        town.now = local(3, 10)
        await house.tick()  # the promise is made, nothing is delivered
    assert town.told(ANN) == []
    async with town.bot():
        await town.ring()
        assert "3项待办" in town.last(ANN).text
        await town.ring()
        assert len(town.told(ANN)) == 1


async def test_a_week_asleep_makes_one_catch_up_and_no_storm(town: Town):
    town.meet(ANN, LEE)
    async with town.bot():
        await town.to(local(3, 3))
    async with town.bot():
        town.now = local(3, 12, 2, 0)  # wakes in the night
        await town.ring()
        assert town.told(ANN) == []
        await town.to(local(3, 12, 9, 0))
    assert len(town.told(ANN)) == 1
    assert "3项待办，其中3项逾期" in town.last(ANN).text
    numbers = [digest.text[:8] for digest in town.told(LEE)]
    assert numbers == ["督办周报 第1期", "督办周报 第2期"]


def updates(tx: Tx) -> list[dict]:
    return [row.raw for row in tx.scalars(select(IncomingRow))]


@ON_SQLITE
async def test_the_same_update_twice_is_handled_once(town: Town):
    town.meet(ANN)
    async with town.bot() as house:
        await town.say(ANN, "2.2 钢铁完成3家")
        (kept,) = town.store.read_sync(updates)
        await house.receive(kept)
        await town.settled()
    assert len(town.told(ANN)) == 1


@ON_SQLITE
async def test_an_answer_lost_on_the_way_is_said_again(town: Town):
    town.meet(ANN)
    async with town.bot():
        town.world.faults.order(Fault(method="sendMessage", kind="502", times=1))
        town.world.say(ANN, "/help")
        async with asyncio.timeout(10):
            while not any(call.status == 502 for call in town.world.calls):
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        town.now = local(2, 25, 8, 1)  # the next try falls due
        await town.settled()
    assert [m.text[:8] for m in town.told(ANN)] == ["您是大气环境处的"]


@ON_SQLITE
async def test_a_letter_that_meets_a_fault_is_tried_again(town: Town):
    town.meet(ANN)
    async with town.bot():
        town.world.faults.order(Fault(method="sendMessage", kind="502", times=1))
        await town.to(local(3, 10))
        assert town.told(ANN) == []
        town.now = local(3, 10, 8, 31)
        await town.ring()
        assert len(town.told(ANN)) == 1


@ON_SQLITE
async def test_who_blocked_the_bot_is_named_to_the_admin_and_found_again(town: Town):
    town.meet(ANN, ADA)
    async with town.bot():
        town.world.block(ANN)
        await town.settled()
        status = await town.say(ADA, "/status")
        assert "无法送达：安宁" in status
        town.world.start(ANN)
        await town.settled()
        assert "无法送达" not in await town.say(ADA, "/status")


@ON_SQLITE
async def test_a_letter_to_a_closed_chat_is_given_up_and_told(town: Town):
    town.meet(ANN, ADA)
    async with town.bot():
        await town.to(local(3, 9))
        town.world.deactivate(ANN)
        await town.to(local(3, 10, 9, 0))
        status = await town.say(ADA, "/status")
        assert "无法送达：安宁" in status
        assert "无法送达1条" in status
    left = town.store.read_sync(lambda tx: outbox.waiting(tx, PLAN))
    assert (left.letters, left.given_up) == (0, 1)


async def test_an_update_nothing_can_handle_is_set_aside_and_told(town: Town):
    town.meet(ANN, ADA)
    broken = {
        "update_id": 900_000_000,
        "message": {"chat": {"id": ANN}, "date": "no date"},
    }
    async with town.bot() as house:
        await house.receive(broken)
        for minute in range(1, 6):
            await asyncio.sleep(0.05)
            town.now = local(2, 25, 9, minute)
            await asyncio.sleep(0.05)
            house.wake.set()
        await town.settled()
        await town.ring()
        assert "已搁置" in town.last(ADA).text
        assert "您是大气环境处的责任人" in await town.say(ANN, "/help")
    assert town.store.read_sync(inbox.aside) == 1


@ON_SQLITE
async def test_telegram_away_and_back_loses_no_word(town: Town):
    town.meet(ANN)
    async with town.bot():
        faults = [
            Fault(method="getUpdates", kind=kind, times=1) for kind in ("502", "429")
        ]
        town.world.faults.order(*faults)
        town.world.faults.order(Fault(method="getUpdates", kind="lost", times=1))
        town.world.say(ANN, "/help")
        await town.settled()
    assert [m.text[:8] for m in town.told(ANN)] == ["您是大气环境处的"]


@ON_SQLITE
async def test_a_message_that_is_gone_is_said_anew_instead_of_edited(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "2.2 钢铁完成5家")
        card, data = town.button(ANN, "确认")
        town.world.remove(card)
        town.world.chats[ANN].messages[card.id] = card  # the phone still shows it
        town.world.tap(ANN, card.id, data)
        await town.settled()
        assert "已记" in town.last(ANN).text


@ON_SQLITE
async def test_a_second_bot_with_the_same_token_is_told_apart_and_both_recover(
    town: Town,
):
    town.meet(ANN)
    async with town.bot():
        async with httpx.AsyncClient() as other:
            await other.get(f"{town.url}/bot{TOKEN}/getUpdates", params={"timeout": 0})
        assert "您是大气环境处的责任人" in await town.say(ANN, "/help")
