"""A stand-in of Telegram, with one person in it."""

import pytest
from standin import TOKEN

from sandbox.server import serve
from sandbox.world import World


@pytest.fixture
async def world(clock):
    made = World(clock, token=TOKEN)
    made.add_person(1, "路人")
    return made


@pytest.fixture
async def url(world):
    async with serve(world) as address:
        yield address
