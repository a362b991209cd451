"""What the machine we run on says: how its clock runs, and the room on its disks."""

import asyncio
import shutil
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from rules import audit
from rules.clock import Clock


class Machine:
    """`elapsed` counts seconds that nobody can set; `pace` is the clock's.

    `places`: the folders our files are in.
    """

    def __init__(
        self,
        clock: Clock,
        elapsed: Callable[[], float],
        *,
        pace: float = 1.0,
        places: Sequence[Path] = (),
    ) -> None:
        self._clock, self._elapsed, self._pace = clock, elapsed, pace
        self._places = places
        self._last = clock(), elapsed()

    async def look(self) -> audit.Machine:
        """Return how things are, with the clock's drift since the last look.

        A place that cannot be looked at is left out: the database will say so.
        """
        now, passed = self._clock(), self._elapsed()
        (then, before), self._last = self._last, (now, passed)
        drift = (now - then) / self._pace - timedelta(seconds=passed - before)
        return audit.Machine(drift=drift, free=await asyncio.to_thread(self._free))

    def _free(self) -> dict[str, int]:
        found = {}
        for place in self._places:
            try:
                found[str(place)] = shutil.disk_usage(place).free
            except OSError:
                continue
        return found
