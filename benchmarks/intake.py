"""Updates a second: stored, handled and answered, beside a bot that keeps nothing."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from benchmarks import databases
from benchmarks.databases import Databases
from benchmarks.figures import Figure, at_least
from benchmarks.planted import SHANGHAI, opened, plant
from benchmarks.processes import Child
from benchmarks.rounds import in_turn
from benchmarks.showing import say, steps

NIGHT = datetime(2020, 3, 8, 3, 0, tzinfo=SHANGHAI)  # a Sunday: no letters between
EASE = 1e9  # as in a stand-in without limits: ours must not keep to any
COMMAND = "/help"
UNIT = "air"  # whose task 2.2 is
REPORT = "2.2 总体进度{n}%，正常推进，预计12月底全部完成"


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """`people` who say `times` things each at once, in each of `rounds`."""

    people: int
    times: int
    rounds: int
    postgres: bool = True


FULL = Size(people=250, times=4, rounds=5)
QUICK = Size(people=100, times=4, rounds=3)
TINY = Size(people=5, times=2, rounds=1, postgres=False)


def measure(size: Size) -> list[Figure]:
    with databases.sqlite() as files:
        found = _measured(files, size)
    if not size.postgres:
        return found
    with databases.postgres() as server:
        if server is None:
            say("intake on PostgreSQL left out: no PostgreSQL here (initdb)")
        else:
            found += _measured(server, size)
    return found


def _measured(where: Databases, size: Size) -> list[Figure]:
    runs: dict[str, Callable[[], float]] = {}
    with ExitStack() as stack:
        ours = stack.enter_context(served(where, size.people))
        bare = stack.enter_context(_echoing(size.people))
        for what in (COMMAND, REPORT):
            runs[f"ours {what}"] = partial(_rate, ours, what, size)
        runs["bare"] = partial(_rate, bare, REPORT, size)
        for run in runs.values():
            run()  # the first of everything is slower, for both
        step = stack.enter_context(steps("intake", size.rounds * len(runs)))
        taken = in_turn(runs, size.rounds, lambda: step(1))
    names = {COMMAND: "commands answered", REPORT: "reports read, a card each"}
    return [
        Figure(
            what=f"intake, {where.kind}: {name}",
            unit="/s",
            ours=taken[f"ours {what}"],
            beside="bare PTB echo",
            other=taken["bare"],
            # An echo reads nothing: its like is a command, as short to answer.
            bar=at_least(0.5) if what == COMMAND else None,
        )
        for what, name in names.items()
    ]


def _rate(town: Child, what: str, size: Size) -> float:
    taken = town.ask("said", text=what, people=size.people, times=size.times)
    return size.people * size.times / float(taken)


@contextmanager
def served(where: Databases, people: int) -> Iterator[Child]:
    """Yield the town whose people our bot serves."""
    url = where.fresh()
    with opened(url) as store:
        plant(store, people, NIGHT, [UNIT])
    with Child("benchmarks.standin") as town:
        town.ask("people", count=people)
        given = {"database": url, "api": town.ready, "at": NIGHT.isoformat()}
        with Child("benchmarks.ours", **given, ease=EASE) as bot:
            town.ask("first_poll")
            yield town
            assert bot.ask("left") == 0, "answered, and still in hand"


@contextmanager
def _echoing(people: int) -> Iterator[Child]:
    with Child("benchmarks.standin") as town:
        town.ask("people", count=people)
        with Child("benchmarks.bare", api=town.ready, limited=False):
            town.ask("first_poll")
            yield town
