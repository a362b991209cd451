"""A world with Ann (has opened the chat), Bob (has not) and a way to be the bot."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from sandbox.server import serve
from sandbox.world import World

ANN, BOB, GROUP = 101, 102, -77
MONDAY = datetime(2020, 5, 25, 0, 30, tzinfo=UTC)


class Clock:
    """Plan time and elapsed time, both moved by hand."""

    def __init__(self) -> None:
        self.at = MONDAY
        self.elapsed = 1000.0

    def now(self) -> datetime:
        return self.at

    def ticks(self) -> float:
        return self.elapsed

    def pass_(self, **span: float) -> None:
        self.at += timedelta(**span)
        self.elapsed += timedelta(**span).total_seconds()


class Api:
    """The bot's hand: raw requests, answers as (status, body)."""

    def __init__(self, world: World, url: str, client: httpx.AsyncClient) -> None:
        self.root = f"{url}/bot{world.token}"
        self.client = client

    async def raw(self, method: str, **params: object) -> tuple[int, dict]:
        said = await self.client.post(f"{self.root}/{method}", json=params)
        return said.status_code, said.json()

    async def __call__(self, method: str, **params: object):
        status, body = await self.raw(method, **params)
        assert (status, body["ok"]) == (200, True), body
        return body["result"]

    async def refused(self, method: str, **params: object) -> tuple[int, str]:
        status, body = await self.raw(method, **params)
        assert body["ok"] is False
        assert body["error_code"] == status
        return status, body["description"]

    async def upload(self, method: str, data: dict, files: dict) -> tuple[int, dict]:
        said = await self.client.post(f"{self.root}/{method}", data=data, files=files)
        return said.status_code, said.json()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def world(clock: Clock) -> World:
    made = World(clock.now, ticks=clock.ticks)
    made.add_person(ANN, "王某", username="wang")
    made.add_person(BOB, "Bob", "en")
    made.add_group(GROUP, "督办群", [ANN, BOB])
    made.start(ANN)
    return made


@pytest.fixture
async def url(world: World) -> AsyncIterator[str]:
    async with serve(world) as address:
        yield address


@pytest.fixture
async def client(url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=url, trust_env=False) as made:
        yield made


@pytest.fixture
def api(world: World, url: str, client: httpx.AsyncClient) -> Api:
    return Api(world, url, client)


@pytest.fixture
def png() -> Callable[[int, int], bytes]:
    def made(width: int, height: int) -> bytes:
        head = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR"
        return head + width.to_bytes(4) + height.to_bytes(4) + b"\x08\x02\x00\x00\x00"

    return made
