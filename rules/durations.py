"""How long something took, time after time, sorted by size."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Durations:
    """Seconds. `counts`: how many took at most each of `BOUNDS`, and then all."""

    counts: tuple[int, ...] = (0,) * (len(BOUNDS) + 1)
    total: float = 0.0
    last: float = 0.0

    def plus(self, seconds: float) -> "Durations":
        """Return these with one more."""
        within = [seconds <= bound for bound in (*BOUNDS, float("inf"))]
        counts = tuple(n + one for n, one in zip(self.counts, within, strict=True))
        return replace(self, counts=counts, total=self.total + seconds, last=seconds)


def quantile(ordered: Sequence[float], share: float) -> float:
    """Return the value that `share` of them do not exceed; 0 without any."""
    if not ordered:
        return 0.0
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]
