"""How a bot hears: offsets, waiting, conflicts, and the webhook."""

import asyncio
from collections.abc import AsyncIterator, Callable

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.server import serve
from sandbox.world import World

ANN, BOB = 101, 102


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(5):
        while not true():
            await asyncio.sleep(0.005)


def numbers(updates: list[dict]) -> list[int]:
    return [u["update_id"] for u in updates]


@pytest.fixture
async def queue(world: World, api) -> list[int]:
    """Five updates: /start and four more."""
    for word in "abcd":
        world.say(ANN, word)
    return numbers(await api("getUpdates"))


async def test_an_offset_confirms_all_below_it(queue, api, world):
    assert queue == list(range(queue[0], queue[0] + 5))
    assert numbers(await api("getUpdates")) == queue
    assert numbers(await api("getUpdates", offset=queue[2])) == queue[2:]
    assert numbers(await api("getUpdates")) == queue[2:]
    assert await api("getUpdates", offset=queue[-1] + 1) == []
    assert world.quiet()


async def test_a_negative_offset_keeps_only_the_last(queue, api):
    assert numbers(await api("getUpdates", offset=-2)) == queue[-2:]
    assert numbers(await api("getUpdates")) == queue[-2:]


async def test_an_offset_from_another_life_confirms_nothing(queue, api):
    assert numbers(await api("getUpdates", offset=queue[-1] + 5000)) == queue


A_LIMIT_STAYS_BETWEEN_1_AND_100 = [(2, 2), (0, 1), (500, 5), ("x", 5)]


@pytest.mark.usefixtures("queue")
async def test_a_limit_stays_between_1_and_100(api, subtests):
    for limit, got in A_LIMIT_STAYS_BETWEEN_1_AND_100:
        with subtests.test(str(limit)):
            assert len(await api("getUpdates", limit=limit)) == got


async def test_only_allowed_kinds_are_queued_and_the_choice_lasts(world, api):
    await api("getUpdates", allowed_updates=["callback_query", "nonsense"], offset=-1)
    sent = await api("sendMessage", chat_id=ANN, text="a")
    world.say(ANN, "unheard")
    world.tap(ANN, sent["message_id"], "x")
    told = await api("getUpdates")
    assert [set(u) - {"update_id"} for u in told] == [{"message"}, {"callback_query"}]
    assert (await api("getWebhookInfo"))["allowed_updates"] == ["callback_query"]
    await api("getUpdates", allowed_updates="[]")
    world.say(ANN, "heard")
    assert (await api("getUpdates"))[-1]["message"]["text"] == "heard"


async def test_a_waiting_poll_ends_with_the_first_update_or_in_time(world, api):
    last = (await api("getUpdates"))[-1]["update_id"]
    assert await api("getUpdates", offset=last + 1, timeout=1) == []
    polling = asyncio.create_task(api("getUpdates", offset=last + 1, timeout=30))
    await asyncio.sleep(0.05)
    world.say(ANN, "hello")
    assert (await polling)[0]["message"]["text"] == "hello"


async def test_a_second_poller_sends_the_first_away(world: World, api):
    offset = (await api("getUpdates"))[-1]["update_id"] + 1
    first = asyncio.create_task(api.raw("getUpdates", offset=offset, timeout=30))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(api.raw("getUpdates", offset=offset, timeout=30))
    status, body = await first
    assert (status, body["description"]) == (
        409,
        (
            "Conflict: terminated by other getUpdates request; "
            "make sure that only one bot instance is running"
        ),
    )
    world.say(ANN, "for the second")
    assert (await second)[1]["result"][0]["message"]["text"] == "for the second"


async def test_a_closing_server_lets_its_poller_go_and_can_open_again(world: World):
    offset = world.updates.pending[-1].id + 1
    async with serve(world) as url:
        polling = asyncio.create_task(_poll(world, url, offset))
        await asyncio.sleep(0.1)
        began = asyncio.get_running_loop().time()
    assert asyncio.get_running_loop().time() - began < 1
    assert (await polling)["result"] == []
    world.say(ANN, "while it was down")
    async with serve(world) as url:
        body = await _poll(world, url, offset)
    assert body["result"][0]["message"]["text"] == "while it was down"


async def test_a_bot_that_polls_again_at_once_does_not_keep_the_server_open(world):
    offset = world.updates.pending[-1].id + 1
    loop, polls = asyncio.get_running_loop(), []

    async def poll_for_ever(url: str) -> None:
        while True:
            polls.append(await _poll(world, url, offset))

    async with serve(world) as url:
        bot = asyncio.create_task(poll_for_ever(url))
        await asyncio.sleep(0.1)
        began = loop.time()
    assert loop.time() - began < 1
    with pytest.raises(httpx.TransportError):
        await bot
    assert polls


async def _poll(world: World, url: str, offset: int) -> dict:
    async with httpx.AsyncClient(trust_env=False) as client:
        params = {"offset": offset, "timeout": 20}
        said = await client.get(f"{url}/bot{world.token}/getUpdates", params=params)
    return said.json()


class Receiver:
    """A bot's own address: keeps what it is told, says what it is told to say."""

    def __init__(self) -> None:
        self.told: list[tuple[str | None, dict]] = []
        self.statuses: list[int] = []
        self.arrived = asyncio.Event()
        self.url = ""

    async def take(self, request: Request) -> Response:
        secret = request.headers.get("x-telegram-bot-api-secret-token")
        self.told.append((secret, await request.json()))
        self.arrived.set()
        return Response(status_code=self.statuses.pop(0) if self.statuses else 200)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    made = Receiver()
    app = Starlette(routes=[Route("/hook", made.take, methods=["POST"])])
    config = uvicorn.Config(app, port=0, log_config=None, lifespan="off", ws="none")
    server = uvicorn.Server(config)
    running = asyncio.create_task(server._serve())
    await until(lambda: server.started)
    port = server.servers[0].sockets[0].getsockname()[1]
    made.url = f"http://127.0.0.1:{port}/hook"
    yield made
    server.should_exit = True
    await running


async def test_a_webhook_gets_each_update_with_the_secret(world: World, api, receiver):
    assert await api("setWebhook", url=receiver.url, secret_token="s-1_A") is True
    world.say(ANN, "one")
    await world.settled()
    assert [secret for secret, _ in receiver.told] == ["s-1_A", "s-1_A"]
    assert [u["message"]["text"] for _, u in receiver.told] == ["/start", "one"]
    info = await api("getWebhookInfo")
    assert (info["url"], info["pending_update_count"]) == (receiver.url, 0)


async def test_polling_is_refused_while_a_webhook_is_set(world: World, api, receiver):
    offset = (await api("getUpdates"))[-1]["update_id"] + 1
    polling = asyncio.create_task(api.raw("getUpdates", offset=offset, timeout=30))
    await asyncio.sleep(0.05)
    await api("setWebhook", url=receiver.url)
    status, body = await polling
    assert (status, body["description"]) == (
        409,
        "Conflict: terminated by setWebhook request",
    )
    assert await api.refused("getUpdates") == (
        409,
        (
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first"
        ),
    )
    await api("setWebhook", url="")
    world.say(ANN, "polled again")
    assert (await api("getUpdates"))[-1]["message"]["text"] == "polled again"
    assert receiver.told == []


async def test_a_webhook_is_tried_again_and_keeps_a_chats_order(world, api, receiver):
    world.webhook.patience = 0.01
    receiver.statuses = [500, 502]
    await api("setWebhook", url=receiver.url, drop_pending_updates=True)
    world.say(ANN, "one")
    world.say(ANN, "two")
    await world.settled()
    texts = [u["message"]["text"] for _, u in receiver.told]
    assert texts == ["one", "one", "one", "two"]
    info = await api("getWebhookInfo")
    assert info["last_error_message"] == (
        "Wrong response from the webhook: 502 Bad Gateway"
    )


async def test_a_slow_chat_holds_up_nobody_else(world: World, api, receiver):
    world.webhook.patience = 30
    await api("setWebhook", url=receiver.url, drop_pending_updates=True)
    receiver.statuses = [500, 500]
    world.say(ANN, "stuck")
    while len(receiver.told) < 2:
        await receiver.arrived.wait()
        receiver.arrived.clear()
    world.start(BOB)
    await until(lambda: world.updates.pending[-1].chat_id != BOB)
    assert [u.payload["text"] for u in world.updates.pending] == ["stuck"]
    assert await api("deleteWebhook", drop_pending_updates=True) is True
    assert world.quiet()


async def test_a_webhook_nobody_answers_keeps_its_updates(world: World, api):
    await api("setWebhook", url="http://127.0.0.1:9/hook")
    await until(lambda: world.webhook.hook.error)
    info = await api("getWebhookInfo")
    assert info["last_error_message"] == "Connection failed"
    assert info["pending_update_count"] == 1
