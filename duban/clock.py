"""The only real clock of the house. Everything below takes `now`."""

import time
from datetime import UTC, datetime

# On Linux the plain steady clock stands still while the machine is suspended.
_STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


def ticks() -> float:
    """Return seconds that only ever go forward, whatever is done to the clock."""
    return time.clock_gettime(_STEADY)
