"""The timetable: a handful of bells. Due times are columns, never jobs."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

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


async def _guarded(bell: Bell) -> None:
    """Ring, and live on: a database that is away comes back."""
    try:
        await bell.ring()
    except Exception:
        log.exception("bell failed", bell=bell.name)
