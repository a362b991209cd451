"""The parts of an album come as messages of their own; the first waits for the others.

They come within moments of each other, in any order, and any of them may carry the
words. Whoever handles the first then finds the others stored.
"""

import asyncio
from collections import deque

from bot.said import Said

PAUSE = 0.7  # seconds
REMEMBERED = 1_000


class Albums:
    """Which albums have been waited for. Only a wait is lost with the process."""

    def __init__(self, pause: float = PAUSE) -> None:
        self._pause = pause
        self._seen: deque[tuple[int, str]] = deque(maxlen=REMEMBERED)

    async def gathered(self, said: Said) -> None:
        """Wait a little before the first part of an album is looked at."""
        if said.sent is None or not said.sent.album:
            return
        this = (said.chat, said.sent.album)
        if this not in self._seen:
            self._seen.append(this)
            await asyncio.sleep(self._pause)
