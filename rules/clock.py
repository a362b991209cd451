"""The shape of a clock, and one whose pace can be changed.

Both take the real time from outside; the only real clock is wound on the roof.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

Clock: TypeAlias = Callable[[], datetime]


class PlanClock:
    """A clock for rehearsals: starts anywhere, runs at any pace, never goes back."""

    def __init__(self, real: Clock, starts: datetime, speed: float = 1.0) -> None:
        self._real = real
        self._from_real = real()
        self._from = starts
        self.speed = speed
        self.paused = False

    def __call__(self) -> datetime:
        """Return the plan's time now, aware."""
        if self.paused:
            return self._from
        return self._from + (self._real() - self._from_real) * self.speed

    def now(self) -> datetime:
        """Return the same as calling the clock."""
        return self()

    def pause(self) -> None:
        self._settle(self())
        self.paused = True

    def resume(self) -> None:
        self._settle(self())
        self.paused = False

    def set_speed(self, speed: float) -> None:
        """Run `speed` plan seconds a real second from now on; above 0."""
        if speed <= 0:
            raise ValueError(speed)
        self._settle(self())
        self.speed = speed

    def jump(self, to: datetime) -> None:
        """Move forward to `to`; a moment already past is ignored."""
        self._settle(max(to, self()))

    def _settle(self, at: datetime) -> None:
        self._from, self._from_real = at, self._real()
