"""Bells ring again and again, whatever happened the last time."""

import asyncio
from datetime import timedelta

import pytest

from scheduler.jobs import Bell, timetable
from store.session import DatabaseAway

SOON = timedelta(seconds=0.05)


@pytest.fixture
def ringing():
    """Return how to ring some bells until enough was heard."""

    async def ring(*bells: Bell, until) -> None:
        scheduler = timetable(bells)
        scheduler.start()
        try:
            async with asyncio.timeout(5):
                while not until():
                    await asyncio.sleep(0.01)
        finally:
            scheduler.shutdown(wait=False)

    return ring


async def test_a_bell_that_raises_rings_again_and_so_do_the_others(ringing, logged):
    heard: list[str] = []

    async def broken() -> None:
        heard.append("broken")
        raise ConnectionError

    async def sound() -> None:
        heard.append("sound")

    await ringing(
        Bell(name="broken", every=SOON, ring=broken),
        Bell(name="sound", every=SOON, ring=sound),
        until=lambda: heard.count("broken") >= 3 and heard.count("sound") >= 3,
    )
    failures = [one for one in logged if one["event"] == "bell failed"]
    assert {one["bell"] for one in failures} == {"broken"}
    assert len(failures) >= 3


async def test_a_bell_without_its_database_says_nothing_the_store_does(ringing, logged):
    heard: list[str] = []

    async def away() -> None:
        heard.append("away")
        raise DatabaseAway("disk full")

    bell = Bell(name="away", every=SOON, ring=away)
    await ringing(bell, until=lambda: len(heard) >= 3)
    assert logged == []


async def test_a_slow_bell_never_rings_over_itself(ringing):
    ringing_now, most, rung = 0, 0, 0

    async def slow() -> None:
        nonlocal ringing_now, most, rung
        ringing_now += 1
        most = max(most, ringing_now)
        await asyncio.sleep(0.12)
        ringing_now -= 1
        rung += 1

    await ringing(Bell(name="slow", every=SOON, ring=slow), until=lambda: rung >= 2)
    assert most == 1


def test_a_late_ring_is_made_up_once_however_late():
    async def ring() -> None:
        """Ring silently."""

    scheduler = timetable([Bell(name="tick", every=SOON, ring=ring)])
    (job,) = scheduler.get_jobs()
    assert (job.name, job.trigger.interval) == ("tick", SOON)
    assert scheduler._job_defaults == {
        "coalesce": True,
        "misfire_grace_time": None,
        "max_instances": 1,
    }
