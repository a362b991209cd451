"""The tick: 1,000 obligations due of many open, beside a stored job for each."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from benchmarks import databases, per_task
from benchmarks.databases import Databases
from benchmarks.figures import Figure, at_least, at_most
from benchmarks.planted import PLAN, SHANGHAI, opened, owe, plant
from benchmarks.rounds import in_turn, seconds
from benchmarks.showing import say, steps
from scheduler import chasing
from store import obligations
from store.session import Store

NOW = datetime(2020, 3, 10, 9, 0, tzinfo=SHANGHAI)
OWNERS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Obligations `due`, of which `few` or `many` are open; `rounds` of each."""

    due: int
    few: int
    many: int
    rounds: int


FULL = Size(due=1_000, few=10_000, many=100_000, rounds=5)
QUICK = Size(due=1_000, few=2_000, many=20_000, rounds=3)
TINY = Size(due=20, few=40, many=200, rounds=1)


def measure(size: Size) -> list[Figure]:
    """Measure on each kind of database there is."""
    with databases.sqlite() as files:
        found = _measured(files, size)
    with databases.postgres() as server:
        if server is None:
            say("tick on PostgreSQL left out: no PostgreSQL here (initdb)")
        else:
            found += _measured(server, size)
    return found


def _measured(where: Databases, size: Size) -> list[Figure]:
    """Build the databases once; each run has a copy of its own."""
    few, many = (_built(where, size, every) for every in (size.few, size.many))
    runs: dict[str, Callable[[], float]] = {
        "few": lambda: _on_a_copy(where, few, _ticks),
        "many": lambda: _on_a_copy(where, many, _ticks),
        "jobs": lambda: _on_a_copy(where, few, lambda store: _jobs(store, size)),
    }
    runs["few"]()  # what a process learns once, such as the plan, is learnt
    with steps(f"tick, {where.kind}", size.rounds * len(runs)) as step:
        taken = in_turn(runs, size.rounds, lambda: step(1))
    due = f"{size.due:,} due of"
    return [
        Figure(
            what=f"tick, {where.kind}: {due} {size.few:,} open",
            unit="s",
            ours=taken["few"],
            beside="APScheduler, a stored job each",
            other=taken["jobs"],
            times_less=True,
            bar=at_least(20),
        ),
        Figure(
            what=f"tick, {where.kind}: {due} {size.many:,} open",
            unit="s",
            ours=taken["many"],
            beside=f"ours with {size.few:,} open",
            other=taken["few"],
            bar=at_most(1.3),
        ),
    ]


def _built(where: Databases, size: Size, every: int) -> str:
    """Return a database with so many open, and as many jobs as are due."""
    url = where.fresh()
    with opened(url) as store:
        catalog = plant(store, OWNERS, NOW - timedelta(days=14))
        store.run_sync(lambda tx: owe(tx, catalog, every=every, due=size.due, at=NOW))
        per_task.plant(store, size.due)
        _settle(store)
    return url


def _settle(store: Store) -> None:
    """Let the database learn what it holds, as one that has run for long has."""
    with store.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()


def _on_a_copy(where: Databases, original: str, run: Callable[[Store], float]) -> float:
    copy = where.copy(original)
    with opened(copy) as store:
        taken = run(store)
        left = store.read_sync(lambda tx: obligations.next_look(tx, PLAN))
        assert left is None or left > NOW, "something due was left"
    where.drop(copy)
    return taken


def _ticks(store: Store) -> float:
    """Tick until nothing is due."""

    async def ticks() -> None:
        while await chasing.tick(store, PLAN, lambda: NOW):
            pass

    return seconds(lambda: asyncio.run(ticks()))


def _jobs(store: Store, size: Size) -> float:
    return per_task.run(store, size.due, lambda: NOW)
