"""What Telegram gives us is kept, whatever it holds; what keeps it away is said."""

import asyncio
from contextlib import asynccontextmanager, suppress

import httpx
import pytest
from sqlmodel import select
from standin import TOKEN
from structlog.testing import capture_logs

from bot import incoming
from bot.app import build
from bot.intake import Hearing, Hook, mind, poll, store_updates
from sandbox.faults import Fault
from store import inbox
from store.session import DatabaseAway, Store
from store.tables import IncomingRow

BOT = 100_000_001


def update(number: int, chat: int, text: str) -> dict:
    message = {"message_id": 1, "chat": {"id": chat, "type": "private"}, "text": text}
    return {"update_id": number, "message": message}


def kept(store: Store) -> dict[int, dict]:
    return store.run_sync(
        lambda tx: {row.update_id: row.raw for row in tx.scalars(select(IncomingRow))}
    )


@pytest.mark.parametrize("bad", ["\x00", "\ud800"])
async def test_what_no_database_can_keep_is_replaced_and_the_rest_is_kept(
    store, clock, bad
):
    strange = update(1, 5, f"钢铁{bad}3家")
    strange["message"]["list"] = [{bad: bad}]
    await store_updates(store, BOT, [strange, update(2, 6, "😀")], clock)
    found = kept(store)
    assert found[1]["message"]["text"] == "钢铁\ufffd3家"
    assert found[1]["message"]["list"] == [{"\ufffd": "\ufffd"}]
    assert found[2]["message"]["text"] == "😀"


async def test_an_update_no_database_takes_does_not_hold_the_others(store, clock):
    bad = update(2, 2**70, "甲")
    await store_updates(
        store, BOT, [update(1, 5, "一"), bad, update(3, 6, "三")], clock
    )
    found = kept(store)
    assert sorted(found) == [1, 2, 3]
    assert set(found[2]) == {"update_id", "unreadable", "escaped"}
    assert str(2**70) in found[2]["escaped"]
    assert incoming.unreadable(found[2])
    assert not incoming.unreadable(found[1])
    assert store.run_sync(inbox.waiting) == 3  # the worker sets it aside, and says so


async def test_a_database_that_is_away_keeps_nothing_and_says_so(tmp_path, clock):
    away = Store(f"sqlite:///{tmp_path}/no/such/folder/duban.db")
    with pytest.raises(DatabaseAway):
        await store_updates(away, BOT, [update(1, 5, "一")], clock)
    away.close()


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        pytest.param(update(1, 5, "你好"), ("", "你好"), id="nobody is named"),
        pytest.param(
            {"message": {"from": {"first_name": "王", "last_name": "敏"}}},
            ("王 敏", ""),
            id="no words",
        ),
        pytest.param(
            {"callback_query": {"from": {"first_name": "王"}, "data": "confirm:1"}},
            ("王", "confirm:1"),
            id="a button",
        ),
        pytest.param(
            {"message": {"text": "一\n" * 99}}, ("", "一 " * 30 + "…"), id="too long"
        ),
        pytest.param(
            {"message": {"text": "/start kFz9"}},
            ("", "/start ***"),
            id="a code is hidden",
        ),
        pytest.param({"update_id": 1, "message": []}, ("", ""), id="no shape"),
        pytest.param({"message": {"from": "me", "text": 7}}, ("", "7"), id="odd"),
    ],
)
def test_the_gist_of_an_update_is_told_whatever_its_shape(raw, told):
    assert incoming.gist(raw) == told


@pytest.fixture
def logged():
    with capture_logs() as events:
        yield events


@asynccontextmanager
async def going(work):
    """Let something go on for the block."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def polling(url, store, clock, hearing):
    async with (
        build(TOKEN, url) as app,
        going(poll(app.bot, store, clock, asyncio.Event(), hearing)),
    ):
        yield


async def until(seen) -> None:
    async with asyncio.timeout(20):
        while not seen():
            await asyncio.sleep(0.01)


def said(logged) -> list[str]:
    return [one["log_level"] for one in logged if "updates" in one["event"]]


ONE_KIND = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


@ONE_KIND
async def test_a_token_revoked_while_serving_is_said_once_and_waited_out(
    world, url, store, clock, logged
):
    hearing = Hearing()
    world.faults.order(Fault(method="getUpdates", kind="401", times=2))
    async with polling(url, store, clock, hearing):
        await until(lambda: hearing.refused)
        world.say(1, "你好")
        await until(lambda: not hearing.refused)
        await until(lambda: store.read_sync(inbox.waiting) == 1)
    assert said(logged) == ["error", "info"]


@ONE_KIND
async def test_another_process_that_polls_is_said_and_waited_out(
    world, url, store, clock, logged
):
    hearing = Hearing()

    async def polls(other):  # whoever asks last has the word
        while True:
            await other.get(f"{url}/bot{TOKEN}/getUpdates", params={"timeout": 9})

    async with (
        polling(url, store, clock, hearing),
        httpx.AsyncClient(timeout=20) as other,
    ):
        async with going(polls(other)):
            await until(lambda: "another process polls" in hearing.trouble)
        world.say(1, "你好")
        await until(lambda: not hearing.trouble)
        await until(lambda: store.read_sync(inbox.waiting) == 1)
    assert said(logged)[0] == "warning"


@ONE_KIND
async def test_a_webhook_somebody_set_is_named_as_the_reason(world, url, store, clock):
    hearing = Hearing()
    world.webhook.point("http://127.0.0.1:9/nobody")
    async with polling(url, store, clock, hearing):
        await until(lambda: "a webhook is set" in hearing.trouble)
        world.webhook.point("")
        await until(lambda: not hearing.trouble)


async def test_a_webhook_that_was_moved_is_set_again(world, url):
    hearing, ours = Hearing(), Hook(url="http://127.0.0.1:9/ours", secret="s" * 16)
    world.webhook.point("http://127.0.0.1:9/theirs")
    async with build(TOKEN, url) as app, going(mind(app.bot, ours, hearing)):
        await until(lambda: world.webhook.hook.url == ours.url)
    assert "moved" in hearing.trouble
    header = world.webhook.hook.headers["X-Telegram-Bot-Api-Secret-Token"]
    assert header == ours.secret
