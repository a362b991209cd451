"""How long each bell's work took is kept, whatever became of it."""

import asyncio
from datetime import timedelta

import pytest

from rules.durations import Durations
from scheduler.jobs import Bell
from scheduler.timing import timed

EVERY = timedelta(seconds=1)


async def test_each_ring_is_counted_by_its_bell():
    took: dict[str, Durations] = {}

    async def work() -> None:
        await asyncio.sleep(0.02)

    bell = timed(Bell(name="tick", every=EVERY, ring=work), took)
    await bell.ring()
    await bell.ring()
    assert (bell.name, bell.every) == ("tick", EVERY)
    assert took["tick"].counts[-1] == 2
    assert took["tick"].counts[0] == 0  # longer than the shortest bound
    assert took["tick"].last > 0


async def test_a_ring_that_fails_is_counted_and_fails():
    took: dict[str, Durations] = {}

    async def broken() -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await timed(Bell(name="tick", every=EVERY, ring=broken), took).ring()
    assert took["tick"].counts[-1] == 1
