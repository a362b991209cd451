"""Several processes of one bot, two bots in one database, two processes on one file."""

import asyncio
import os
import signal
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from processes import ROOT, TOKEN, answered, ended, free_port, heard, running

from rules.ids import PlanId
from sandbox.server import serve
from sandbox.world import World
from store import duty, inbox, plans
from store.duty import Process
from store.session import Store

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SECOND_TOKEN = "200000002:a-token-for-another-bot-altogether"
SECRET = "a-secret-of-some-length"


def a_world(token: str = TOKEN) -> World:
    made = World(lambda: NOW, token=token)
    made.add_person(1, "路人")
    return made


@pytest.fixture
async def world():
    return a_world()


@pytest.fixture
async def api(world):
    async with serve(world) as address:
        yield address


@pytest.fixture
async def replica(tmp_path, api):
    """Start a replica of the bot on one PostgreSQL."""
    async with AsyncExitStack() as stack:

        async def start(url: str, **settings: str) -> asyncio.subprocess.Process:
            return await stack.enter_async_context(
                running(tmp_path, api, DUBAN_DATABASE_URL=url, **settings)
            )

        yield start


def on_duty(url: str) -> list[str]:
    """Return where the processes run that hold a lease, as a third would see it."""
    store = Store(url)
    third = Process(
        bot=world_bot(TOKEN),
        username="b",
        plan=PlanId("zj-2020"),
        place="x",
        mark="x",
        session="x",
    )
    places = [one.place for one in store.read_sync(lambda tx: duty.others(tx, third))]
    store.close()
    return places


def world_bot(token: str) -> int:
    return int(token.partition(":")[0])


@pytest.mark.postgres
async def test_one_is_on_duty_and_when_it_is_stopped_it_hands_over_at_once(
    world, replica, postgres_url
):
    first = await replica(postgres_url)
    await heard(first, "On duty")
    second = await replica(postgres_url)
    line = await heard(second, "待命", "Standing by")
    assert f":{first.pid}）" in line  # it says who is
    assert world.calls[0].method == "getMe"  # nobody polls ahead of the duty
    world.say(1, "第一句")
    await answered(world, 1)
    first.send_signal(signal.SIGTERM)
    status, said = await ended(first)
    assert (status, "Traceback" in said) == (0, False)
    # The lease was not left to run out.
    assert not any(one.endswith(f":{first.pid}") for one in on_duty(postgres_url))
    await heard(second, "On duty")
    world.say(1, "第二句")
    await answered(world, 2)
    assert [one.endswith(f":{second.pid}") for one in on_duty(postgres_url)] == [True]


@pytest.mark.postgres
async def test_what_a_webhook_brings_to_a_replica_that_stands_by_is_answered(
    world, replica, postgres_url
):
    def door() -> dict[str, str]:
        port = str(free_port())
        url = f"http://127.0.0.1:{port}"
        names = ("BOARD_PORT", "WEBHOOK_URL", "WEBHOOK_SECRET")
        given = zip(names, (port, url, SECRET), strict=True)
        return {f"DUBAN_{name}": value for name, value in given}

    first, second = door(), door()
    await heard(await replica(postgres_url, **first), "On duty")
    waiting = await replica(postgres_url, **second)
    await heard(waiting, "Standing by")
    update = {
        "update_id": 77,
        "message": {
            "message_id": 5,
            "date": int(NOW.timestamp()),
            "chat": {"id": 1, "type": "private"},
            "from": {"id": 1, "is_bot": False, "first_name": "路人"},
            "text": "你好",
        },
    }
    world.open_chat(1)
    header = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    async with httpx.AsyncClient() as telegram:
        ready = [
            (await telegram.get(f"{one['DUBAN_WEBHOOK_URL']}/readyz")).text
            for one in (first, second)
        ]
        assert ready == ["ready, on duty", "ready, standing by"]
        for one in (second, first, second):  # both doors, and again
            address = f"{one['DUBAN_WEBHOOK_URL']}/telegram"
            answer = await telegram.post(address, json=update, headers=header)
            assert answer.status_code == 200
    await answered(world, 1)
    await asyncio.sleep(0.5)
    assert sum(m.from_bot for m in world.messages(1)) == 1
    assert world.webhook.hook.url.startswith(first["DUBAN_WEBHOOK_URL"])


def second_catalog(folder: Path) -> str:
    text = (ROOT / "tasks_catalog.yaml").read_text(encoding="utf-8")
    path = folder / "second.yaml"
    path.write_text(text.replace("id: zj-2020", "id: other-2020", 1), encoding="utf-8")
    return str(path)


@pytest.mark.postgres
async def test_two_plans_with_their_bots_live_side_by_side_and_apart(
    world, replica, postgres_url, tmp_path
):
    catalog = second_catalog(tmp_path)
    other_world = a_world(SECOND_TOKEN)
    async with serve(other_world) as other_api:
        other = {
            "DUBAN_DATABASE_URL": postgres_url,
            "DUBAN_TOKEN": SECOND_TOKEN,
            "DUBAN_CATALOG": catalog,
            "DUBAN_API_URL": other_api,
        }
        await heard(await replica(postgres_url), "On duty")
        # Before its own plan is loaded, it would speak for somebody else's.
        status, said = await ended(await replica(**_as(other)))
        assert status == 1
        assert "zj-2020" in said
        assert f"@{world.bot_username}" in said
        apply = running(tmp_path, other_api, "catalog", "apply", catalog, **other)
        async with apply as process:
            assert (await ended(process))[0] == 0
        await heard(await replica(**_as(other)), "On duty")
        for one in (world, other_world):
            one.say(1, "你好")
            await answered(one, 1)
    store = Store(postgres_url)
    numbers = [one.bot_id for one in (world, other_world)]
    counted = store.read_sync(lambda tx: [inbox.waiting(tx, n) for n in numbers])
    names = store.read_sync(
        lambda tx: {
            plan: plans.loaded(tx, plan).bot_username
            for plan in ("zj-2020", "other-2020")
        }
    )
    store.close()
    assert counted == [0, 0]
    assert set(names.values()) == {world.bot_username}  # both stand-ins are named so


def _as(settings: dict[str, str]) -> dict[str, str]:
    return {"url": settings["DUBAN_DATABASE_URL"]} | {
        key: value for key, value in settings.items() if key != "DUBAN_DATABASE_URL"
    }


async def test_a_second_process_on_a_sqlite_file_is_refused_and_changes_nothing(
    world, api, tmp_path
):
    link = tmp_path / "elsewhere"
    link.mkdir()
    (link / "same.db").symlink_to(tmp_path / "duban.db")
    async with running(tmp_path, api) as first:
        await heard(first, "Ctrl-C")
        for url in (f"sqlite:///{link}/same.db", "sqlite:///duban.db"):
            async with running(tmp_path, api, DUBAN_DATABASE_URL=url) as second:
                status, said = await ended(second)
            assert status == 1
            assert f"进程 {first.pid}" in said
            assert f"{tmp_path}/duban.db" in said
            assert "PostgreSQL" in said
            assert "Traceback" not in said
        async with running(tmp_path, api, "ledger", "--json") as ledger:
            assert (await ended(ledger))[0] == 0  # others work beside it
        world.say(1, "你好")
        await answered(world, 1)
        os.kill(first.pid, signal.SIGKILL)
        await first.wait()
    async with running(tmp_path, api) as third:  # the lock went with its process
        await heard(third, "Ctrl-C")
        world.say(1, "你好")
        await answered(world, 2)
