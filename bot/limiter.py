"""Telegram's limits, kept on our side: answers before letters.

30 messages a second in all, one a second to a private chat after a small burst,
20 a minute to a group (design §8). A 429 holds the chat it concerns, and what it
held is tried again.
"""

import asyncio
import heapq
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from enum import IntEnum
from itertools import count
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

SPACING = 1 / 29  # seconds between any two messages: 30 a second, with a margin
PRIVATE, PRIVATE_BURST = 1.0, 3
GROUP, GROUP_BURST = 3.05, 5
TRIES = 5


class Lane(IntEnum):
    """Who goes first when both wait."""

    ANSWER = 0
    LETTER = 1


@dataclass(slots=True)
class Pace:
    """Spaced turns with a burst: `at` is when the next turn is due at this pace."""

    every: float
    burst: int
    at: float = 0.0

    def wait(self, now: float) -> float:
        """Take a turn; return how long to wait for it, in seconds."""
        earliest = self.at - self.every * (self.burst - 1)
        self.at = max(self.at, now) + self.every
        return max(earliest - now, 0.0)

    def hold(self, until: float) -> None:
        """Give no turn before `until`, and no burst after it."""
        self.at = max(self.at, until + self.every * (self.burst - 1))


@dataclass(order=True, slots=True)
class _Turn:
    lane: Lane
    number: int
    ready: asyncio.Future[None] = field(compare=False)


class Limiter(BaseRateLimiter[Lane]):
    """One for a bot. `rate_limit_args` is the lane; the default is ANSWER.

    `ease` divides every wait: where time itself runs fast, so do the limits.
    """

    def __init__(self, ease: float = 1.0) -> None:
        self._ease = ease
        self._chats: dict[int | str, Pace] = {}
        self._turns: list[_Turn] = []
        self._numbers = count()
        self._pump: asyncio.Task[None] | None = None

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        if self._pump is not None:
            self._pump.cancel()

    async def process_request(  # noqa: PLR0917 - PTB's signature
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,  # noqa: ANN401 - PTB's signature
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Lane | None,
    ) -> Any:  # noqa: ANN401 - PTB's signature
        chat = data.get("chat_id")
        if chat is None or not endpoint.startswith(("send", "edit", "copy", "forward")):
            return await callback(*args, **kwargs)
        pace = self._pace(chat)
        for tries in range(1, TRIES + 1):
            await asyncio.sleep(pace.wait(_now()))
            await self._turn(rate_limit_args or Lane.ANSWER)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                if tries == TRIES:
                    raise
                pace.hold(_now() + seconds(error).total_seconds())
        raise AssertionError  # pragma: no cover - the loop returns or raises

    def _pace(self, chat: int | str) -> Pace:
        group = isinstance(chat, int) and chat < 0
        every, burst = (GROUP, GROUP_BURST) if group else (PRIVATE, PRIVATE_BURST)
        fresh = Pace(every / self._ease, burst)
        if len(self._chats) > 10_000:  # noqa: PLR2004 - forget chats long at rest
            now = _now()
            self._chats = {c: p for c, p in self._chats.items() if p.at > now}
        return self._chats.setdefault(chat, fresh)

    async def _turn(self, lane: Lane) -> None:
        ready = asyncio.get_running_loop().create_future()
        heapq.heappush(self._turns, _Turn(lane, next(self._numbers), ready))
        if self._pump is None or self._pump.done():
            self._pump = asyncio.create_task(self._give_turns())
        await ready

    async def _give_turns(self) -> None:
        while self._turns:
            turn = heapq.heappop(self._turns)
            if not turn.ready.done():
                turn.ready.set_result(None)
                await asyncio.sleep(SPACING / self._ease)


def _now() -> float:
    return asyncio.get_running_loop().time()


def seconds(error: RetryAfter) -> timedelta:
    """Return how long Telegram asks us to wait; PTB gives either form."""
    wait = error.retry_after
    return wait if isinstance(wait, timedelta) else timedelta(seconds=wait)
