"""The timetable: a handful of bells. Due times are columns, never jobs."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from store.session import DatabaseAway

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bell:
    """Something done again and again, `every` so long in real time."""

    name: str
    every: timedelta
    ring: Callable[[], Awaitable[object]]


def timetable(bells: Sequence[Bell]) -> AsyncIOScheduler:
    """Return a scheduler, not started, that rings these bells.

    A late or missed ring is made up once; a bell never rings over itself.
    """
    scheduler = AsyncIOScheduler(
        timezone=UTC,
        job_defaults={
            "coalesce": True,
            "misfire_grace_time": None,
            "max_instances": 1,
        },
    )
    for bell in bells:
        every = IntervalTrigger(seconds=bell.every.total_seconds(), timezone=UTC)
        scheduler.add_job(_guarded, every, args=[bell], id=bell.name, name=bell.name)
    return scheduler


async def ring(bells: Sequence[Bell], *, grace: Callable[[], float]) -> None:
    """Ring these bells until cancelled; what rings then has `grace` seconds."""
    ringing: set[asyncio.Task[object]] = set()
    scheduler = timetable(
        [replace(bell, ring=partial(_noted, bell.ring, ringing)) for bell in bells]
    )
    scheduler.start()
    try:
        await asyncio.Event().wait()
    finally:
        scheduler.pause()
        if ringing:
            await asyncio.wait(ringing, timeout=grace())
        scheduler.shutdown(wait=False)


async def _noted(
    ring: Callable[[], Awaitable[object]], ringing: set[asyncio.Task[object]]
) -> None:
    task = asyncio.current_task()
    assert task is not None  # noqa: S101 - a coroutine runs in one
    ringing.add(task)
    try:
        await ring()
    except asyncio.CancelledError:
        pass  # we stop; APScheduler would report it as a fault
    finally:
        ringing.discard(task)


async def _guarded(bell: Bell) -> None:
    """Ring, and live on: a database that is away comes back."""
    try:
        await bell.ring()
    except DatabaseAway:
        pass  # the store says so, once
    except Exception:
        log.exception("bell failed", bell=bell.name)
