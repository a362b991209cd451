"""What a process still holds after very many updates."""

from dataclasses import dataclass

from benchmarks import databases
from benchmarks.figures import Figure, at_most
from benchmarks.intake import COMMAND, EASE, NIGHT, REPORT, UNIT
from benchmarks.planted import opened, plant
from benchmarks.processes import Child
from benchmarks.showing import steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Measured after `early` updates and after `late`, said by `people` in turn."""

    people: int
    early: int
    late: int


FULL = Size(people=1_000, early=10_000, late=100_000)
QUICK = Size(people=200, early=4_000, late=12_000)
TINY = Size(people=4, early=8, late=16)


def measure(size: Size) -> list[Figure]:
    """Let people speak, by hundreds at once, and read the memory of the process."""
    with databases.sqlite(in_memory=True) as files:
        url = files.fresh()
        with opened(url) as store:
            plant(store, size.people, NIGHT, [UNIT])
        with Child("benchmarks.standin") as town:
            town.ask("people", count=size.people)
            given = {"database": url, "api": town.ready, "at": NIGHT.isoformat()}
            with Child("benchmarks.ours", **given, ease=EASE) as bot:
                town.ask("first_poll")
                early, late = _watched(town, bot, size)
    return [
        Figure(
            what=f"resident memory after {size.late:,} updates",
            unit="MB",
            ours=late,
            beside=f"after {size.early:,}",
            other=early,
            bar=at_most(1.1),
        )
    ]


def _watched(town: Child, bot: Child, size: Size) -> tuple[float, float]:
    done, early = 0, 0.0
    with steps("memory", size.late) as step:
        while done < size.late:
            what = REPORT if done // size.people % 4 == 0 else COMMAND
            town.ask("said", text=what, people=size.people, times=1)
            town.ask("forget")
            done += size.people
            step(size.people)
            if not early and done >= size.early:
                early = bot.memory
    return early, bot.memory
