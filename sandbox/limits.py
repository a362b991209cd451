"""Telegram's flood limits, when switched on: refused requests do not count."""

import math
from collections import defaultdict, deque
from collections.abc import Callable

from sandbox.model import ChatKind
from sandbox.refusals import too_many

OVERALL = 30  # a second, to all chats together
GROUP = 20  # a minute, to one group
BURST = 3  # at once to one person; then one a second
# Arrival jitter must not punish a bot that keeps exactly to a limit, so each span
# is a twentieth shorter than the documented second and minute.
SECOND = 0.95
MINUTE = 57.0
_NOTHING = 1e-6  # what sums of floats leave over


class Limits:
    """Windows over real elapsed time, as `ticks` tells it."""

    def __init__(self, ticks: Callable[[], float]) -> None:
        self.on = False
        self._ticks = ticks
        self._all: deque[float] = deque(maxlen=OVERALL)
        self._groups: defaultdict[int, deque[float]] = defaultdict(
            lambda: deque(maxlen=GROUP)
        )
        self._free_at: dict[int, float] = {}

    def take(self, chat_id: int, kind: ChatKind, weight: int = 1) -> None:
        """Count a request to a chat, or refuse it with 429."""
        if not self.on:
            return
        now, private = self._ticks(), kind == "private"
        own = self._person(chat_id, now) if private else self._group(chat_id, now)
        wait = max(own, _window(self._all, OVERALL, SECOND, now))
        if wait > _NOTHING:
            raise too_many(max(1, math.ceil(wait)))
        self._all.extend([now] * weight)
        if private:
            free_at = max(self._free_at.get(chat_id, now), now)
            self._free_at[chat_id] = free_at + SECOND * weight
        else:
            self._groups[chat_id].extend([now] * weight)

    def _person(self, chat_id: int, now: float) -> float:
        return self._free_at.get(chat_id, now) - (BURST - 1) * SECOND - now

    def _group(self, chat_id: int, now: float) -> float:
        return _window(self._groups[chat_id], GROUP, MINUTE, now)


def _window(taken: deque[float], count: int, seconds: float, now: float) -> float:
    return taken[-count] + seconds - now if len(taken) >= count else 0.0
