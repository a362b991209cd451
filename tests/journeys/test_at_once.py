"""Two people of a unit answer the same task in the same moment, on each database."""

import pytest
from journeys.town import ANN, COLLEAGUE, PLAN, Town, local

from rules.ids import TaskId
from store import reports

pytestmark = pytest.mark.journey


async def test_of_two_at_once_the_slower_sees_what_the_faster_said(town: Town):
    town.meet(ANN, COLLEAGUE)
    async with town.bot():
        taps = []
        for user, said in ((ANN, "新增1家"), (COLLEAGUE, "新增2家")):
            await town.say(user, f"2.2 {said}钢铁企业完成改造")
            message, data = town.button(user, "确认")
            taps.append((user, message.id, data))
        town.now = local(2, 25, 8, 1)
        for tap in taps:
            town.world.tap(*tap)
        await town.settled()
        heads = {user: town.last(user).text.splitlines()[0] for user, *_ in taps}
        slower = next(user for user, head in heads.items() if "请核对" in head)
        faster = next(user for user, head in heads.items() if "已记" in head)
        assert slower != faster
        assert "3/13 家" in town.last(slower).text
        assert "3/13家" in await town.tap(slower, "确认")
    kept = town.store.read_sync(lambda tx: reports.history(tx, PLAN, TaskId("02.2"), 9))
    assert len(kept) == 2
