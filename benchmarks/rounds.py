"""How seconds are taken: whole runs, in turn, the median of each."""

import time
from collections.abc import Callable, Mapping
from statistics import median
from typing import TypeVar

Name = TypeVar("Name", bound=str)


def in_turn(
    runs: Mapping[Name, Callable[[], float]],
    rounds: int,
    step: Callable[[], None] = lambda: None,
) -> dict[Name, float]:
    """Run each in turn, `rounds` times, so that a busy machine is busy for all.

    Return the median of what each run returned. `step` is called after each.
    """
    taken: dict[Name, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            taken[name].append(run())
            step()
    return {name: median(found) for name, found in taken.items()}


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
