"""The alternative to a tick: APScheduler with one stored job for each task.

Every job looks at one obligation by the same rules, in a transaction of its own.
The jobs are kept in the same database, as APScheduler's documentation shows.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_EXECUTED, JobExecutionEvent
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from benchmarks.planted import PLAN
from benchmarks.rounds import seconds
from rules.clock import Clock
from scheduler import chasing
from store.session import Store

_PAST = datetime(2020, 1, 1, tzinfo=UTC)
# A stored job is found again by its name, so what it needs is found here.
_HERE: dict[str, tuple[Store, Clock]] = {}


async def look(obligation: int) -> None:
    """Do what a job does: take one obligation that is due, decide, record."""
    del obligation  # whichever comes first: there are as many jobs as are due
    store, clock = _HERE["now"]
    await chasing.tick(store, PLAN, clock, batch=1)


def plant(store: Store, jobs: int) -> None:
    """Store this many jobs, all due."""

    async def add() -> None:
        with _scheduler(store) as scheduler:
            for n in range(jobs):
                scheduler.add_job(
                    "benchmarks.per_task:look", "date", run_date=_PAST, args=[n]
                )
            await asyncio.sleep(0)

    asyncio.run(add())


def run(store: Store, jobs: int, clock: Clock) -> float:
    """Return how many seconds it takes until every stored job has run."""
    _HERE["now"] = store, clock
    return seconds(lambda: asyncio.run(_run(store, jobs)))


async def _run(store: Store, jobs: int) -> None:
    done = asyncio.Event()
    left = jobs

    def ran(event: JobExecutionEvent) -> None:
        nonlocal left
        if event.exception is not None:
            raise event.exception
        left -= 1
        if left == 0:
            done.set()

    with _scheduler(store) as scheduler:
        scheduler.add_listener(ran, EVENT_JOB_EXECUTED | EVENT_JOB_ERROR)
        scheduler.resume()
        await done.wait()


@contextmanager
def _scheduler(store: Store) -> Iterator[AsyncIOScheduler]:
    """Start a scheduler whose jobs are in the store's database; it is paused."""
    kept = SQLAlchemyJobStore(url=store.url.render_as_string(hide_password=False))
    made = AsyncIOScheduler(
        jobstores={"default": kept},
        job_defaults={"misfire_grace_time": None},
        timezone=UTC,
    )
    made.start(paused=True)
    try:
        yield made
    finally:
        made.shutdown(wait=False)
        kept.engine.dispose()
