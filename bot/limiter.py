"""Telegram's limits, kept on our side: answers before letters, letters before edits.

30 messages a second in all, one a second to a chat after a small burst, 20 a minute
to a group (design §8). Letters go evenly, so that few are on their way at once, and
leave an answer its place. What Telegram asks us to wait (429) holds a chat or
everybody: it does not say which, see `_refused`.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.pacing import Chat, Chats
from rules.delivery import Kind, Undelivered

OVERALL, SECOND = 30, 1.0
# Letters keep an even pace besides: what a late timer costs one is the next one's.
LETTERS_SECOND = 0.98
# A message may be counted as late as its answer comes. From then on a twentieth less
# than a second is enough: so an answer on a good line costs no time.
HEARD = 0.95
UNHEARD = 1.5  # seconds after which one without an answer is taken to be counted
LETTERS = 29.7  # a second: a trifle less than all
MADE_UP = 10  # letters' turns that may be late and still keep the pace
KEPT_FREE = 1  # places for the next answer, while people are about
ABOUT = 10.0  # seconds since the last answer
PATIENCE = 2.0  # seconds a letter waits in hand; then it is handed back
TRIES = 5
_HELD = "held back, to keep Telegram's limits"


class Lane(IntEnum):
    """Who goes first when several wait."""

    ANSWER = 0
    LETTER = 1
    EDIT = 2


@dataclass(slots=True, eq=False)
class _Gone:
    """A message that went, and when its answer was heard."""

    at: float
    heard: float | None = None

    def counts_until(self, second: float, ease: float) -> float:
        """Return until when it takes a place of the second's."""
        if self.heard is None:
            return self.at + UNHEARD / ease
        return max(self.at + second / ease, self.heard + HEARD / ease)


@dataclass(slots=True, eq=False)
class _Turn:
    lane: Lane
    chat: Chat
    ready: asyncio.Future[_Gone]


class Limiter(BaseRateLimiter[Lane]):
    """One for a bot. `rate_limit_args` is the lane; the default is ANSWER.

    `ease` divides our own waits: where time itself runs fast, so do the limits.
    """

    def __init__(self, ease: float = 1.0) -> None:
        self._ease = ease
        self._chats = Chats(ease)
        self._lanes: dict[Lane, deque[_Turn]] = {lane: deque() for lane in Lane}
        self._counted: list[_Gone] = []  # what takes a place of this second's
        self._letter_at = 0.0  # when the next letter's turn is
        self._answered = -ABOUT
        self._held_until = 0.0  # nothing goes before
        self._refusal: Chat | None = None  # what was refused last
        self._methods: dict[str, Chat] = {}  # requests that name no chat
        self._stirred = asyncio.Event()
        self._pump: asyncio.Task[None] | None = None

    async def initialize(self) -> None:
        """Nothing is needed: the pump starts with the first one who waits."""

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
        metered = endpoint.startswith(("send", "edit", "copy", "forward"))
        if chat is None or not metered or endpoint == "sendChatAction":
            return await self._unmetered(callback, args, kwargs, endpoint)
        lane, told = rate_limit_args or Lane.ANSWER, self._chats.of(chat, _now())
        for tries in range(1, TRIES + 1):
            gone = await self._turn(told, lane)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                self._refused(told, seconds(error).total_seconds())
                if lane is not Lane.ANSWER or tries == TRIES:
                    raise self._back(told, Kind.FLOOD, error.message) from error
            finally:
                gone.heard = _now()
                self._stirred.set()
        raise AssertionError  # pragma: no cover - the loop returns or raises

    async def _unmetered(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,  # noqa: ANN401 - PTB's signature
        kwargs: dict[str, Any],
        endpoint: str,
    ) -> Any:  # noqa: ANN401 - PTB's signature
        """Make a request that is no message: it waits for nothing but a hold."""
        like_it = self._methods.setdefault(endpoint, Chat(group=False))
        wait = max(like_it.held_until, self._held_until) - _now()
        if wait > PATIENCE:
            raise self._back(like_it, Kind.HELD_BACK, _HELD)
        await asyncio.sleep(max(wait, 0.0))
        try:
            return await callback(*args, **kwargs)
        except RetryAfter as error:
            self._refused(like_it, seconds(error).total_seconds())
            raise

    async def _turn(self, chat: Chat, lane: Lane) -> _Gone:
        """Wait for a turn; raise Undelivered for a letter that would wait too long."""
        now = _now()
        self._patient(chat, lane, now)
        if not self._lanes[lane] and self._open_at(lane, now) <= now >= chat.free_at():
            return self._go(chat, lane, now)
        turn = _Turn(lane, chat, asyncio.get_running_loop().create_future())
        self._lanes[lane].append(turn)
        self._stir()
        try:
            return await turn.ready
        except BaseException:
            if turn in self._lanes[lane]:
                self._lanes[lane].remove(turn)
            raise

    def _stir(self) -> None:
        self._stirred.set()
        if self._pump is None or self._pump.done():
            self._pump = asyncio.create_task(self._give_turns())

    async def _give_turns(self) -> None:
        loop = asyncio.get_running_loop()
        while any(self._lanes.values()):
            now = _now()
            turn, at = self._next(now)
            if turn is not None:
                self._lanes[turn.lane].remove(turn)
                turn.ready.set_result(self._go(turn.chat, turn.lane, now))
                continue
            self._stirred.clear()
            alarm = loop.call_at(at, self._stirred.set)
            await self._stirred.wait()
            alarm.cancel()

    def _next(self, now: float) -> tuple[_Turn | None, float]:
        """Return the first that may go now; else the next moment at which one may."""
        soonest = now + ABOUT
        for lane, turns in self._lanes.items():
            opens = self._open_at(lane, now)
            if turns and opens > now:
                soonest = min(soonest, opens)
                continue
            for turn in turns:
                if turn.ready.done():
                    continue
                at = turn.chat.free_at()
                if at <= now:
                    return turn, now
                soonest = min(soonest, at)
        return None, soonest

    def _open_at(self, lane: Lane, now: float) -> float:
        """Return when a message of this lane may go to a chat that is free."""
        kept, second, ease = 0, SECOND, self._ease
        if lane is not Lane.ANSWER:
            second = LETTERS_SECOND
            kept = KEPT_FREE if now - self._answered < ABOUT / ease else 0
        opens = self._held_until
        ends = sorted(gone.counts_until(second, ease) for gone in self._counted)
        if len(ends) >= OVERALL - kept:
            opens = max(opens, ends[kept - OVERALL])
        return opens if lane is Lane.ANSWER else max(opens, self._letter_at)

    def _go(self, chat: Chat, lane: Lane, now: float) -> _Gone:
        """Count a message that goes now."""
        chat.take(now)
        gone, old = _Gone(now), self._counted
        self._counted = [g for g in old if g.counts_until(SECOND, self._ease) > now]
        self._counted.append(gone)
        if lane is Lane.ANSWER:
            self._answered = now
        gap = 1 / (LETTERS * self._ease)
        # Turns given late on a busy machine are made up for, so that the pace is kept.
        late = now - self._letter_at
        self._letter_at = (self._letter_at if late < MADE_UP * gap else now) + gap
        return gone

    def _refused(self, chat: Chat, wait: float) -> None:
        """Hold what was refused: a chat, or a method that names none.

        And everybody, when something else was refused while the first was held: then
        it is the bot that has sent too much.
        """
        now = _now()
        chat.hold(now + wait)
        before, self._refusal = self._refusal, chat
        if before is not None and before is not chat and before.held_until > now:
            self._held_until = max(self._held_until, now + wait)
        self._hand_back(now)

    def _hand_back(self, now: float) -> None:
        """Let the letters that wait go back whose chat is held for long."""
        for lane in (Lane.LETTER, Lane.EDIT):
            for turn in self._lanes[lane]:
                try:
                    self._patient(turn.chat, lane, now)
                except Undelivered as failure:
                    if not turn.ready.done():
                        turn.ready.set_exception(failure)
        self._stirred.set()

    def _patient(self, chat: Chat, lane: Lane, now: float) -> None:
        held = max(chat.free_at(), self._held_until)
        if lane is not Lane.ANSWER and held > now + PATIENCE:
            raise self._back(chat, Kind.HELD_BACK, _HELD)

    def _back(self, chat: Chat, kind: Kind, why: str) -> Undelivered:
        """Return what hands a message back until it may go."""
        now = _now()
        free = max(chat.free_at(), self._held_until)
        return Undelivered(
            why=why,
            kind=kind,
            wait=timedelta(seconds=max(free - now, 0.0)),
            everybody=self._held_until > now,
        )


def _now() -> float:
    return asyncio.get_running_loop().time()


def seconds(error: RetryAfter) -> timedelta:
    """Return how long Telegram asks us to wait; PTB gives either form."""
    wait = error.retry_after
    return wait if isinstance(wait, timedelta) else timedelta(seconds=wait)
