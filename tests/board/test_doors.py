"""The webhook's door and the health pages, over real HTTP."""

import socket

import httpx
import pytest

from board.app import Doors, create
from board.serving import serve

SECRET = "a-secret-of-some-length"
HEADER = {"X-Telegram-Bot-Api-Secret-Token": SECRET}


class House:
    def __init__(self) -> None:
        self.stored: list[dict] = []
        self.able = True

    async def receive(self, raw) -> None:
        self.stored.append(dict(raw))

    async def ready(self) -> bool:
        return self.able

    def doors(self, secret: str | None = SECRET) -> Doors:
        return Doors(ready=self.ready, receive=self.receive, secret=secret)


@pytest.fixture
async def house():
    return House()


@pytest.fixture
async def client(house):
    async with (
        serve(create(house.doors()), "127.0.0.1", 0) as port,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as made,
    ):
        yield made


async def test_an_update_with_the_secret_is_stored_before_the_200(client, house):
    answer = await client.post("/telegram", json={"update_id": 7}, headers=HEADER)
    assert (answer.status_code, house.stored) == (200, [{"update_id": 7}])


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        pytest.param({}, b'{"update_id": 1}', 403, id="without the secret"),
        pytest.param(
            {"X-Telegram-Bot-Api-Secret-Token": "guess"},
            b'{"update_id": 1}',
            403,
            id="with a wrong secret",
        ),
        pytest.param(HEADER, b"{", 400, id="not JSON"),
        pytest.param(HEADER, b"\xff\xfe", 400, id="not text"),
        pytest.param(HEADER, b"[1]", 400, id="not an object"),
        pytest.param(HEADER, b'{"update_id": "1"}', 400, id="without a number"),
        pytest.param(HEADER, b"1" * 1_000_001, 413, id="too large"),
    ],
)
async def test_what_is_not_an_update_from_telegram_is_refused_and_not_stored(
    client, house, headers, body, status
):
    answer = await client.post("/telegram", content=body, headers=headers)
    assert (answer.status_code, house.stored) == (status, [])


async def test_without_a_secret_there_is_no_door(house):
    async with (
        serve(create(house.doors(None)), "127.0.0.1", 0) as port,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client,
    ):
        assert (await client.post("/telegram", json={})).status_code == 404


async def test_health_tells_alive_from_ready(client, house):
    assert (await client.get("/healthz")).text == "ok"
    assert (await client.get("/readyz")).status_code == 200
    house.able = False
    assert (await client.get("/readyz")).status_code == 503
    assert (await client.get("/healthz")).status_code == 200


async def test_a_taken_port_is_an_error_of_the_system(house):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        door = serve(create(house.doors()), "127.0.0.1", taken.getsockname()[1])
        with pytest.raises(OSError, match="in use"):
            await door.__aenter__()
