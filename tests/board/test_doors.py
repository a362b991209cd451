"""The webhook's door and the health pages, over real HTTP."""

import asyncio
import socket
from collections import Counter

import httpx
import pytest

from board.app import Doors, Ready, create
from board.serving import serve
from store.session import DatabaseAway

SECRET = "a-secret-of-some-length"
HEADER = {"X-Telegram-Bot-Api-Secret-Token": SECRET}


class House:
    def __init__(self) -> None:
        self.stored: list[dict] = []
        self.able = self.kept = True

    async def receive(self, raw) -> None:
        if not self.kept:
            raise DatabaseAway("disk full")
        self.stored.append(dict(raw))

    async def ready(self) -> Ready:
        words = "ready, standing by" if self.able else "not ready: no database"
        return Ready(able=self.able, words=words)

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
        pytest.param(HEADER, b'{"update_id": true}', 400, id="with no number"),
        pytest.param(HEADER, b'{"update_id": -1}', 400, id="below any number"),
        pytest.param(HEADER, b'{"update_id": 1e400}', 400, id="beyond all numbers"),
        pytest.param(
            HEADER, f'{{"update_id": {2**63}}}'.encode(), 400, id="above any number"
        ),
        pytest.param(HEADER, b"[" * 100_000, 400, id="too deep"),
        pytest.param(HEADER, b"", 400, id="empty"),
        pytest.param(HEADER, b"1" * 1_000_001, 413, id="too large"),
    ],
)
async def test_what_is_not_an_update_from_telegram_is_refused_and_not_stored(
    client, house, headers, body, status
):
    answer = await client.post("/telegram", content=body, headers=headers)
    assert (answer.status_code, house.stored) == (status, [])


async def test_whatever_type_it_is_said_to_have_an_update_is_an_update(client, house):
    for kind in ("text/plain", "application/x-www-form-urlencoded", "image/png"):
        headers = HEADER | {"Content-Type": kind}
        answer = await client.post(
            "/telegram", content=b'{"update_id": 7}', headers=headers
        )
        assert answer.status_code == 200
    assert len(house.stored) == 3


async def test_only_a_post_is_heard(client, house):
    for method in ("GET", "PUT", "DELETE", "HEAD"):
        answer = await client.request(method, "/telegram", headers=HEADER)
        assert answer.status_code == 405
    assert house.stored == []


async def test_what_could_not_be_stored_is_brought_again(client, house):
    """Only a 200 makes Telegram forget an update."""
    house.kept = False
    answer = await client.post("/telegram", json={"update_id": 7}, headers=HEADER)
    assert answer.status_code == 503
    house.kept = True
    answer = await client.post("/telegram", json={"update_id": 7}, headers=HEADER)
    assert (answer.status_code, house.stored) == (200, [{"update_id": 7}])


async def test_a_flood_at_the_door_is_stored_whole_or_refused(client, house):
    """Those with the secret are all kept; those without cost no body."""

    async def one(number: int) -> int:
        headers = HEADER if number % 2 else {}
        answer = await client.post(
            "/telegram", json={"update_id": number}, headers=headers
        )
        return answer.status_code

    answers = await asyncio.gather(*map(one, range(200)))
    assert Counter(answers) == {200: 100, 403: 100}
    stored = sorted(raw["update_id"] for raw in house.stored)
    assert stored == list(range(1, 200, 2))


async def test_without_a_secret_there_is_no_door(house):
    async with (
        serve(create(house.doors(None)), "127.0.0.1", 0) as port,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client,
    ):
        assert (await client.post("/telegram", json={})).status_code == 404


async def test_health_tells_alive_from_ready(client, house):
    assert (await client.get("/healthz")).text == "ok"
    answer = await client.get("/readyz")
    assert (answer.status_code, answer.text) == (200, "ready, standing by")
    house.able = False
    answer = await client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "not ready: no database")
    assert (await client.get("/healthz")).status_code == 200


async def test_a_taken_port_is_an_error_of_the_system(house):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        door = serve(create(house.doors()), "127.0.0.1", taken.getsockname()[1])
        with pytest.raises(OSError, match="in use"):
            await door.__aenter__()
