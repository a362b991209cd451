"""`duban run` as a process of its own, against a Bot API server at an address."""

import asyncio
import os
import signal
import sys
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sandbox.faults import Fault
from sandbox.server import serve
from sandbox.world import World
from store import inbox
from store.session import Store

ROOT = Path(__file__).parents[2]
TOKEN = "100000001:a-token-for-a-process-of-its-own"
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
POLITE = "您好，本机器人仅供内部督办使用"


@pytest.fixture
async def world():
    made = World(lambda: NOW, token=TOKEN)
    made.add_person(1, "路人")
    return made


@pytest.fixture
async def url(world):
    async with serve(world) as address:
        yield address


@asynccontextmanager
async def running(folder: Path, url: str, **settings: str):
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DUBAN_DATABASE_URL": f"sqlite:///{folder}/duban.db",
        "DUBAN_CATALOG": str(ROOT / "tasks_catalog.yaml"),
        "DUBAN_API_URL": url,
        "DUBAN_TOKEN": TOKEN,
        **settings,
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "duban", "run"),
        cwd=folder,
        env=environment,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def answered(world: World, times: int) -> None:
    async with asyncio.timeout(20):
        while sum(m.from_bot for m in world.messages(1)) < times:
            await asyncio.sleep(0.02)


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
        _, said = await asyncio.wait_for(process.communicate(), 10)
    assert process.returncode == 0, said.decode()
    assert "已载入" in said.decode()
    assert TOKEN not in said.decode()
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
        _, said = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 1
    assert "@BotFather" in said.decode()
    assert "Traceback" not in said.decode()


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


def free_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


async def heard(process, *parts: str) -> str:
    """Wait for a line on stderr that has all these parts; nothing may have died."""
    async with asyncio.timeout(20):
        while line := (await process.stderr.readline()).decode():
            assert "Traceback" not in line
            if all(part in line for part in parts):
                return line
    raise AssertionError(parts)


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
        await heard(process, "Cannot reach Telegram", "2 s")
        await heard(process, "Cannot reach Telegram", "Bad Gateway")
        world.say(1, "你好")
        await answered(world, 1)


async def test_waiting_for_telegram_it_still_stops_when_asked(tmp_path):
    async with running(tmp_path, f"http://127.0.0.1:{free_port()}") as process:
        await heard(process, "Cannot reach Telegram")
        process.send_signal(signal.SIGTERM)
        _, said = await asyncio.wait_for(process.communicate(), 10)
    assert process.returncode == 0, said.decode()


async def test_a_webhook_telegram_refuses_is_told_in_words(world, url, tmp_path):
    settings = {
        "DUBAN_WEBHOOK_URL": "ftp://bot.example",
        "DUBAN_WEBHOOK_SECRET": "a-secret-of-some-length",
        "DUBAN_BOARD_PORT": str(free_port()),
    }
    async with running(tmp_path, url, **settings) as process:
        _, said = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 1
    assert "Telegram refuses" in said.decode()
    assert "Traceback" not in said.decode()
    assert not world.webhook.active
