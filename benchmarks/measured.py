"""One comparison, and how its seconds are taken."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

ROUNDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Medians over `ROUNDS` alternating rounds, in seconds."""

    what: str
    ours: str
    other: str
    ours_seconds: float
    other_seconds: float

    @property
    def ratio(self) -> float:
        """How many times longer the alternative takes."""
        return self.other_seconds / self.ours_seconds


def alternate(
    ours: Callable[[], float], other: Callable[[], float]
) -> tuple[float, float]:
    """Run both in turn, so that a busy machine is busy for both."""
    taken = [(ours(), other()) for _ in range(ROUNDS)]
    return median(t for t, _ in taken), median(t for _, t in taken)


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
