"""A group that tells of its new number is followed at once."""

from datetime import UTC, datetime

import pytest
from telegram import Update

from bot.app import build, connect
from bot.desk import Desk
from rules.ids import PlanId
from sandbox.server import serve
from sandbox.world import World
from store import people
from store.tables import PersonRow

PLAN, GROUP = PlanId("zj-2020"), -77
NOW = datetime(2020, 5, 25, tzinfo=UTC)


@pytest.fixture
def world() -> World:
    made = World(lambda: NOW)
    made.add_person(1, "安宁")
    made.add_group(GROUP, "督办群", [1])
    return made


async def test_a_group_that_tells_of_its_new_number_is_followed(world, loaded):
    def linked(tx) -> None:
        row = PersonRow(
            plan=PLAN,
            telegram_user=1,
            chat=GROUP,
            name="安宁",
            role="admin",
            locale="zh",
            linked_at=NOW,
        )
        tx.add(row)

    loaded.run_sync(linked)
    new = world.upgrade(GROUP)
    async with serve(world) as address, build(world.token, address) as app:
        desk = Desk(
            store=loaded, plan=PLAN, bot=app.bot.id, clock=lambda: NOW, locale="zh"
        )
        failures: dict[int, BaseException] = {}
        connect(app, desk, failures)
        for raw in await app.bot.do_api_request("getUpdates"):
            await app.process_update(Update.de_json(raw, app.bot))
    assert failures == {}
    (person,) = loaded.read_sync(lambda tx: people.linked(tx, PLAN))
    assert person.chat == new
