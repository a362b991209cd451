"""Connections to Telegram: nothing is left open, whatever became of them."""

import gc
import socket

import aiohttp
import pytest
from telegram.error import NetworkError

from bot.app import at_work, build, username
from bot.wire import NotSent, Wire

TOKEN = "100000001:a-token-for-a-wire-of-its-own"


@pytest.fixture
def nowhere() -> str:
    """An address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    return f"http://127.0.0.1:{port}"


def still_open() -> list[aiohttp.ClientSession]:
    gc.collect()
    sessions = (one for one in gc.get_objects() if type(one) is aiohttp.ClientSession)
    return [one for one in sessions if not one.closed]


async def test_a_telegram_that_cannot_be_reached_leaves_nothing_open(nowhere):
    before = len(still_open())
    assert await username(TOKEN, nowhere) == ""
    with pytest.raises(NetworkError):
        async with at_work(build(TOKEN, nowhere)):
            pass
    assert len(still_open()) == before


async def test_what_never_left_is_told_from_what_may_have_been_heard(nowhere):
    wire = Wire(seconds=0.5)
    with pytest.raises(NetworkError) as caught:
        await wire.do_request(f"{nowhere}/bot", "POST")
    assert isinstance(caught.value.__cause__, NotSent)
    await wire.shutdown()
    await wire.shutdown()  # twice is once
