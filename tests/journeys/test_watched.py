"""The house as it is watched: the daily letter, trouble in /status, the figures."""

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx
import pytest
from journeys.town import ADA, ANN, BO, ON_SQLITE, PLAN, Town, local
from sqlalchemy import update

from board.app import Doors, Ready, create
from board.serving import serve
from duban.house import House
from duban.settings import Settings
from duban.watching import rounds, scraped
from rules.audit import Trouble
from sandbox.faults import Fault
from scheduler import canary
from store import plans, troubles
from store.tables import LetterRow, ObligationRow

pytestmark = pytest.mark.journey


@asynccontextmanager
async def overheard(town: Town):
    """Hear everything that happens in the chats."""
    heard = []

    async def listen() -> None:
        with town.world.listen() as events:
            async for event in events:
                heard.append(event)  # noqa: PERF401 - it never ends

    listening = asyncio.create_task(listen())
    await asyncio.sleep(0)
    yield heard
    listening.cancel()


async def sing(town: Town) -> int:
    return await canary.sing(town.store, PLAN, town.clock)


def last_letter(town: Town) -> LetterRow:
    return town.store.read_sync(
        lambda tx: tx.query(LetterRow).order_by(LetterRow.id.desc()).first()
    )


async def test_the_daily_letter_goes_the_whole_way_and_bothers_nobody(town: Town):
    town.meet(ADA)
    async with town.bot() as house, overheard(town) as heard:
        await town.ring()
        assert await sing(town) == 0  # the first comes with the next opening
        town.now = local(2, 29)  # a Saturday: nobody is at work
        before = len(town.told(ADA))
        assert await sing(town) == 1
        await house.post()
        await town.settled()
        bodies = [
            one
            for one in heard
            if "每日自检（2月29日）" in getattr(one.body, "text", "")
        ]
        assert [one.kind for one in bodies] == ["message", "deleted"]
        assert bodies[0].body.silent
        assert len(town.told(ADA)) == before
        letter = last_letter(town)
        assert (letter.sort, letter.sent_at) == ("canary", town.now)
        assert "近一日送达0条" in await town.say(ADA, "/status")
        assert await sing(town) == 0  # once a day
        town.now += timedelta(days=4)
        assert await sing(town) == 1  # and one after a sleep


@ON_SQLITE
async def test_a_daily_letter_that_cannot_be_removed_is_left_where_it_is(town: Town):
    town.meet(ADA)
    async with town.bot() as house:
        await sing(town)
        town.now = local(2, 26)
        town.world.faults.order(Fault(method="deleteMessage", kind="502"))
        await sing(town)
        await house.post()
        assert "无需处理" in town.last(ADA).text
        assert last_letter(town).sent_at == town.now


@ON_SQLITE
async def test_a_clock_that_ran_wild_does_not_put_it_off_for_years(town: Town):
    town.meet(ADA)
    wild = local(2, 26).replace(year=2099)
    town.store.run_sync(lambda tx: plans.set_canary(tx, PLAN, wild))
    await sing(town)
    found = town.store.read_sync(lambda tx: plans.canary_at(tx, PLAN))
    assert found == local(2, 25)


def watched(house: House, **settings):
    """The two bells that watch a house."""
    audit, trial = rounds(house, 1.0, Settings(_env_file=None, **settings))
    assert (audit.name, audit.every) == ("audit", timedelta(minutes=5))
    assert trial.name == "canary"
    return audit, trial


async def test_a_daily_letter_that_does_not_arrive_is_found(town: Town):
    town.meet(ADA)
    async with town.bot() as house:
        audit, trial = watched(house)
        await trial.ring()
        town.now = local(2, 26)
        await trial.ring()  # promised, and the post does not go
        town.now += timedelta(minutes=9)
        assert Trouble.CANARY not in {one.what for one in await audit.ring()}
        town.now += timedelta(minutes=2)
        assert Trouble.CANARY in {one.what for one in await audit.ring()}
        await house.post()
        assert Trouble.CANARY not in {one.what for one in await audit.ring()}


async def test_an_admin_sees_in_the_chat_what_was_found(town: Town):
    town.meet(ADA, ANN)
    async with town.bot() as house:
        await town.to(local(3, 10, 9, 0))
        audit, _ = watched(house)
        assert "运行检查" not in await town.say(ADA, "/status")
        town.store.run_sync(
            lambda tx: tx.execute(
                update(ObligationRow)
                .where(ObligationRow.task == "02.1")
                .values(look_at=None)
            )
        )
        await audit.ring()
        said = await town.say(ADA, "/status")
        assert "运行检查：发现1个问题\n· 1项待办没有下次检查时间（2.1）" in said
        assert town.store.read_sync(lambda tx: troubles.still_open(tx, PLAN))


@ON_SQLITE
async def test_the_figures_of_a_house_at_work(town: Town):
    town.meet(ADA, ANN, BO)
    async with town.bot() as house:
        await town.to(local(3, 10, 8, 30))
        audit, _ = watched(house)
        await audit.ring()

        async def ready() -> Ready:
            return Ready(able=True, words="ready")

        async def metrics() -> bytes:
            return await scraped(house)

        doors = Doors(ready=ready, receive=house.receive, metrics=metrics)
        async with (
            serve(create(doors), "127.0.0.1", 0) as port,
            httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client,
        ):
            said = (await client.get("/metrics")).text
    assert 'duban_build_info{version="' in said
    assert "duban_database_up 1.0" in said
    assert "duban_people_linked 3.0" in said
    assert "duban_on_duty 0.0" in said
    assert "duban_audit_age_seconds 0.0" in said
    owed = next(one for one in said.splitlines() if one.startswith("duban_oblig"))
    assert float(owed.split()[1]) > 10


@ON_SQLITE
async def test_while_the_database_is_away_the_process_still_tells(town: Town, tmp_path):
    async with town.bot() as house:
        hidden = tmp_path / "hidden"
        file = house.store.file
        house.store.engine.dispose()
        file.rename(hidden)
        file.mkdir()
        try:
            said = (await scraped(house)).decode()
        finally:
            house.store.engine.dispose()
            file.rmdir()
            hidden.rename(file)
    assert "duban_database_up 0.0" in said
    assert "duban_letters_waiting" not in said
