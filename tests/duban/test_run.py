"""`duban run` as a process of its own, against a Bot API server at an address."""

import asyncio
import signal
from datetime import UTC, datetime

import pytest
from processes import POLITE, TOKEN, answered, ended, free_port, heard, running

from sandbox.faults import Fault
from sandbox.server import serve
from sandbox.world import World
from store import inbox
from store.session import Store

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
async def world():
    made = World(lambda: NOW, token=TOKEN)
    made.add_person(1, "路人")
    return made


@pytest.fixture
async def url(world):
    async with serve(world) as address:
        yield address


async def all_done(world: World, database: str) -> None:
    store = Store(database)
    async with asyncio.timeout(20):
        while not world.quiet() or store.read_sync(inbox.waiting):
            await asyncio.sleep(0.05)
    store.close()


async def test_it_loads_the_plan_answers_and_stops_when_asked(world, url, tmp_path):
    async with running(tmp_path, url) as process:
        world.say(1, "你好")
        await answered(world, 1)
        process.send_signal(signal.SIGTERM)
        status, said = await ended(process)
    assert status == 0, said
    assert "已载入" in said
    assert TOKEN not in said
    assert world.calls[0].method == "getUpdates"  # ahead of all else
    assert POLITE in world.messages(1)[-1].text


async def test_killed_at_any_moment_it_goes_on_where_it_stopped(world, url, tmp_path):
    kills = 3
    for said in range(1, kills + 1):
        async with running(tmp_path, url) as process:
            world.say(1, f"第{said}句")
            await answered(world, said)
            process.kill()  # no warning, no goodbye
            await process.wait()
    async with running(tmp_path, url):
        world.say(1, "最后一句")
        await all_done(world, f"sqlite:///{tmp_path}/duban.db")
    said = [m.text[:2] for m in world.messages(1) if m.from_bot]
    assert set(said) == {"您好"}
    assert kills + 1 <= len(said) <= kills + 1 + kills  # a kill may repeat one


async def test_a_refused_token_is_told_in_words(url, tmp_path):
    async with running(tmp_path, url, DUBAN_TOKEN="100000001:not-the-one") as process:
        status, said = await ended(process)
    assert status == 1
    assert "@BotFather" in said
    assert "Traceback" not in said


async def test_behind_a_webhook_it_answers_what_is_pushed(world, url, tmp_path):
    port = free_port()
    settings = {
        "DUBAN_WEBHOOK_URL": f"http://127.0.0.1:{port}",
        "DUBAN_WEBHOOK_SECRET": "a-secret-of-some-length",
        "DUBAN_BOARD_PORT": str(port),
    }
    async with running(tmp_path, url, **settings):
        async with asyncio.timeout(20):
            while not world.webhook.active:
                await asyncio.sleep(0.02)
        world.say(1, "你好")
        await answered(world, 1)
    assert POLITE in world.messages(1)[-1].text
    assert "getUpdates" not in {one.method for one in world.calls}


async def test_started_before_telegram_can_be_reached_it_says_so_and_waits(
    world, tmp_path
):
    port = free_port()
    async with running(tmp_path, f"http://127.0.0.1:{port}") as process:
        await heard(process, "暂时连不上 Telegram", "0.5 s")
        line = await heard(process, "Cannot reach Telegram", "1 s")
        assert TOKEN not in line
        world.say(1, "你好")
        async with serve(world, port):
            await answered(world, 1)
    assert POLITE in world.messages(1)[-1].text


async def test_trouble_in_the_greeting_is_waited_out_as_long_as_asked(
    world, url, tmp_path
):
    world.faults.order(
        Fault(method="getMe", kind="502"),
        Fault(method="setMyCommands", kind="429", seconds=2),
        Fault(method="deleteWebhook", kind="502"),
    )
    async with running(tmp_path, url) as process:
        await heard(process, "Cannot reach Telegram", "0.5 s", "Bad Gateway")
        await heard(process, "Cannot reach Telegram", "0.5 s", "Bad Gateway")
        await heard(process, "Cannot reach Telegram", "2 s")
        world.say(1, "你好")
        await answered(world, 1)


async def test_waiting_for_telegram_it_still_stops_when_asked(tmp_path):
    async with running(tmp_path, f"http://127.0.0.1:{free_port()}") as process:
        await heard(process, "Cannot reach Telegram")
        process.send_signal(signal.SIGTERM)
        status, said = await ended(process)
    assert status == 0, said


async def test_a_webhook_telegram_refuses_is_told_in_words(world, url, tmp_path):
    settings = {
        "DUBAN_WEBHOOK_URL": "ftp://bot.example",
        "DUBAN_WEBHOOK_SECRET": "a-secret-of-some-length",
        "DUBAN_BOARD_PORT": str(free_port()),
    }
    async with running(tmp_path, url, **settings) as process:
        status, said = await ended(process)
    assert status == 1
    assert "Telegram refuses" in said
    assert "Traceback" not in said
    assert not world.webhook.active
