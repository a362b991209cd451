"""1,500 letters to 1,500 people while some of them tap, with Telegram's limits on.

Ours are the morning's letters from the outbox, by the real house. The alternative
sends as many texts through AIORateLimiter, all at once, and answers the same taps.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from time import monotonic, sleep

from benchmarks import databases
from benchmarks.figures import Bar, Figure, Of, at_least, at_most, percentile
from benchmarks.planted import PLAN, SHANGHAI, opened, plant
from benchmarks.processes import Child
from benchmarks.showing import steps
from scheduler import chasing, opening
from store.session import Store

ALLOWED = 30  # requests a second that count, to all chats together
NIGHT = datetime(2020, 3, 10, 3, 0, tzinfo=SHANGHAI)  # nothing is due
MORNING = datetime(2020, 3, 10, 9, 0, tzinfo=SHANGHAI)
TEXT = "今日待办：请于3月25日前反馈进展。" * 5
PATIENCE = 10  # times as long as the limits ask, before a bench gives up


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """`tappers` of those who get `letters` tap in turn, one each `every` seconds.

    `idle`: for how many seconds they tap while no letters go out.
    """

    letters: int
    tappers: int
    every: float
    idle: float


FULL = Size(letters=1_500, tappers=60, every=0.2, idle=40.0)
QUICK = Size(letters=300, tappers=40, every=0.2, idle=10.0)
TINY = Size(letters=30, tappers=30, every=0.1, idle=0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """Waits in milliseconds; `share` of the allowed rate in percent."""

    share: float
    refused: int
    idle: list[float]
    busy: list[float]


def measure(size: Size) -> list[Figure]:
    ours, theirs = _ours(size), _theirs(size)

    def line(
        what: str, unit: str, of: Callable[[_Found], float], bar: Bar | None
    ) -> Figure:
        return Figure(
            what=f"blast: {what}",
            unit=unit,
            ours=of(ours),
            beside="PTB AIORateLimiter",
            other=of(theirs),
            bar=bar,
        )

    def waits(share: float, *, busy: bool) -> Callable[[_Found], float]:
        return lambda one: percentile(one.busy if busy else one.idle, share)

    return [
        line(
            "share of the allowed rate", "%", lambda f: f.share, at_least(95, Of.OURS)
        ),
        line("refused with 429", "", lambda f: f.refused, at_most(0, Of.OURS)),
        line("tap answered, idle, p50", "ms", waits(0.5, busy=False), None),
        line("tap answered, idle, p99", "ms", waits(0.99, busy=False), None),
        line("tap answered, letters going, p50", "ms", waits(0.5, busy=True), None),
        line(
            "tap answered, letters going, p99",
            "ms",
            waits(0.99, busy=True),
            at_most(150, Of.OURS),
        ),
        Figure(
            what="blast: tap answered, p99",
            unit="ms",
            ours=percentile(ours.busy, 0.99),
            beside="ours, idle",
            other=percentile(ours.idle, 0.99),
            bar=at_most(2),
        ),
    ]


def _ours(size: Size) -> _Found:
    with databases.sqlite() as files, _town(size) as town:
        url = files.fresh()
        with opened(url) as store:
            plant(store, size.letters, NIGHT)
            asyncio.run(_promised(store))
        given = {"database": url, "api": town.ready, "at": NIGHT.isoformat()}
        with Child("benchmarks.ours", **given, ease=1.0) as bot:
            start = partial(bot.ask, "morning", at=MORNING.isoformat())
            return _blasted("ours", size, town, start)


async def _promised(store: Store) -> None:
    """Promise the morning's letters; a house that opens by night holds them."""
    await opening.open_periods(store, PLAN, lambda: MORNING)
    await chasing.tick(store, PLAN, lambda: MORNING)


def _theirs(size: Size) -> _Found:
    with (
        _town(size) as town,
        Child("benchmarks.bare", api=town.ready, limited=True) as bot,
    ):
        start = partial(bot.ask, "blast", letters=size.letters, text=TEXT)
        return _blasted("AIORateLimiter", size, town, start)


@contextmanager
def _town(size: Size) -> Iterator[Child]:
    with Child("benchmarks.standin") as town:
        town.ask("people", count=size.letters, screens=size.tappers)
        town.ask("limits", on=True)
        yield town


def _blasted(
    whose: str, size: Size, town: Child, start: Callable[[], object]
) -> _Found:
    """Let people tap for a while, then let the letters go while they tap on."""
    town.ask("first_poll")
    idle = _tapped(town, size, partial(sleep, size.idle))
    town.ask("letters", count=size.letters)
    busy = _tapped(town, size, partial(_sent, whose, size, town, start))
    traffic = town.ask("traffic")
    allowed = ALLOWED * traffic["span"]
    return _Found(
        share=traffic["metered"] / allowed * 100,
        refused=int(traffic["refused"]),
        idle=idle,
        busy=busy,
    )


def _tapped(town: Child, size: Size, meanwhile: Callable[[], object]) -> list[float]:
    town.ask("tap", every=size.every)
    meanwhile()
    return [seconds * 1_000 for seconds in town.ask("waited")]


def _sent(whose: str, size: Size, town: Child, start: Callable[[], object]) -> None:
    """Start, and wait until every letter has arrived."""
    ends = monotonic() + size.letters / ALLOWED * PATIENCE + 30
    seen = 0
    with steps(f"blast, {whose}", size.letters) as step:
        start()
        while seen < size.letters:
            arrived = town.ask("arrived", within=0.5)
            step(arrived - seen)
            seen = arrived
            if monotonic() > ends:
                raise TimeoutError(f"{whose}: {seen} of {size.letters} letters came")
