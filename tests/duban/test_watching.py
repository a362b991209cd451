"""A process as it is watched from outside."""

from datetime import UTC, datetime

import httpx
import pytest
from processes import TOKEN, answered, free_port, running

from duban.settings import BadSettings, Settings, settings
from sandbox.server import serve
from sandbox.world import World

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SECRET = "https://watch.example/ping/5d1f0c9e"


@pytest.fixture
async def telegram():
    """Somebody has already said hello there."""
    world = World(lambda: NOW, token=TOKEN)
    world.add_person(1, "路人")
    async with serve(world) as address:
        world.say(1, "你好")
        yield world, address


async def test_a_process_at_work_tells_its_figures(telegram, tmp_path):
    world, address = telegram
    port = free_port()
    async with running(tmp_path, address, DUBAN_BOARD_PORT=str(port)):
        await answered(world, 1)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            said = await client.get("/metrics")
    assert said.headers["content-type"].startswith("text/plain; version=0.0.4")
    for line in ("duban_on_duty 1.0", "duban_database_up 1.0", "process_cpu_seconds"):
        assert line in said.text


def test_an_address_that_is_none_is_refused_and_not_shown(monkeypatch):
    monkeypatch.setenv("DUBAN_HEARTBEAT_URL", "ftp://watch.example/5d1f0c9e")
    with pytest.raises(BadSettings, match="DUBAN_HEARTBEAT_URL") as refused:
        settings.__wrapped__()
    assert "5d1f0c9e" not in str(refused.value)


def test_the_heartbeats_address_is_a_secret():
    found = Settings(_env_file=None, heartbeat_url=SECRET)
    assert SECRET in set(found.secrets())
    assert "5d1f0c9e" not in repr(found)
