"""The first poll goes ahead of everything, confirms nothing and may fail."""

import asyncio
from contextlib import suppress

import pytest
from sqlmodel import select
from standin import TOKEN

from bot.app import build
from bot.first_poll import FirstPoll
from bot.intake import Hearing, poll
from sandbox.faults import Fault
from store.tables import IncomingRow


def texts(updates) -> list[str]:
    return [one["message"]["text"] for one in updates]


async def test_it_brings_what_waits_and_confirms_nothing(world, url):
    world.say(1, "你好")
    first = FirstPoll(TOKEN, url)
    assert texts(await first.updates()) == ["你好"]
    assert await first.updates() == []  # taken up once
    assert len(world.updates.pending) == 1


async def test_it_asks_for_the_kinds_that_are_wanted(world, url):
    world.updates.allow(["message"])
    await FirstPoll(TOKEN, url).updates()
    assert world.updates.allowed == []  # the stand-in's word for all it knows of ours


@pytest.mark.parametrize("trouble", ["401", "503", "429", "reset", "lost"])
async def test_when_it_fails_it_brings_nothing(world, url, trouble):
    world.say(1, "你好")
    world.faults.order(Fault(method="getUpdates", kind=trouble))
    assert await FirstPoll(TOKEN, url).updates() == []


async def test_with_nobody_at_the_address_it_brings_nothing():
    assert await FirstPoll(TOKEN, "http://127.0.0.1:9").updates() == []


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
async def test_polling_keeps_what_it_brought_before_confirming_it(
    world, url, store, clock
):
    world.say(1, "你好")
    first, wake = FirstPoll(TOKEN, url), asyncio.Event()
    async with asyncio.timeout(20), build(TOKEN, url) as app:
        while len(world.calls) < 2:  # it and getMe
            await asyncio.sleep(0.01)
        work = poll(app.bot, store, clock, wake, Hearing(), first=first)
        polling = asyncio.create_task(work)
        await wake.wait()
        assert [one.method for one in world.calls].count("getUpdates") == 1
        kept = await store.read(lambda tx: tx.scalars(select(IncomingRow.raw)).all())
        while world.updates.pending:
            await asyncio.sleep(0.01)
        polling.cancel()
        with suppress(asyncio.CancelledError):
            await polling
    assert texts(kept) == ["你好"]
