"""The plan's clock as the page may wind it. The clock itself comes from outside."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Protocol

from sandbox.refusals import Impossible

NextEvent = Callable[[], Awaitable[datetime | None]]
_FASTEST = 100_000.0


class Timepiece(Protocol):
    @property
    def speed(self) -> float: ...
    @property
    def paused(self) -> bool: ...
    def now(self) -> datetime: ...
    def pause(self) -> None: ...
    def resume(self) -> None: ...
    def set_speed(self, speed: float, /) -> None: ...
    def jump(self, to: datetime, /) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Winder:
    """The clock, what it is waiting for, and where the rehearsal ends."""

    timepiece: Timepiece
    next_event: NextEvent | None = None
    ends: datetime | None = None
    zone: tzinfo | None = None

    async def shown(self) -> dict[str, object]:
        coming = await self._coming()
        return {
            "now": self._iso(self.timepiece.now()),
            "speed": self.timepiece.speed,
            "paused": self.timepiece.paused,
            "next": self._iso(coming) if coming else None,
            "ends": self._iso(self.ends) if self.ends else None,
        }

    async def wind(self, action: str, speed: object) -> None:
        match action:
            case "pause":
                self.timepiece.pause()
            case "resume":
                self.timepiece.resume()
            case "speed" if isinstance(speed, (int, float)) and 0 < speed <= _FASTEST:
                self.timepiece.set_speed(float(speed))
            case "next":
                if coming := await self._coming():
                    self.timepiece.jump(coming)
            case _:
                raise Impossible("no such turn of the clock")

    async def _coming(self) -> datetime | None:
        return await self.next_event() if self.next_event else None

    def _iso(self, moment: datetime) -> str:
        return (moment.astimezone(self.zone) if self.zone else moment).isoformat()
