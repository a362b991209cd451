"""The queue of updates a bot has not yet confirmed, and who is waiting for it."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sandbox.refusals import conflict

_ALL = frozenset(
    {
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
        "chat_member",
        "message_reaction",
        "message_reaction_count",
    }
)
_BY_DEFAULT = _ALL - {"chat_member", "message_reaction", "message_reaction_count"}
_FUTURE = 10  # an offset further ahead than this confirms nothing
_OTHER_POLLER = (
    "terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    id: int
    chat_id: int
    kind: str
    payload: dict[str, object]

    def wire(self) -> dict[str, object]:
        return {"update_id": self.id, self.kind: self.payload}


class Updates:
    def __init__(self, first_id: int) -> None:
        self._next = first_id
        self._pending: deque[Update] = deque()
        self._allowed: frozenset[str] = _BY_DEFAULT
        self._waiter: asyncio.Future[None] | None = None
        self._hurried = False
        self.on_arrival: Callable[[], None] = lambda: None

    @property
    def pending(self) -> tuple[Update, ...]:
        return tuple(self._pending)

    @property
    def allowed(self) -> list[str]:
        return [] if self._allowed == _BY_DEFAULT else sorted(self._allowed)

    def allow(self, kinds: Iterable[str]) -> None:
        """Choose what is queued from now on; an empty choice is the default."""
        self._allowed = frozenset(kinds) & _ALL or _BY_DEFAULT

    def put(self, kind: str, chat_id: int, payload: dict[str, object]) -> None:
        if kind not in self._allowed:
            return
        self._pending.append(
            Update(id=self._next, chat_id=chat_id, kind=kind, payload=payload)
        )
        self._next += 1
        self.release()
        self.on_arrival()

    def confirm(self, offset: int) -> None:
        """Forget every update below `offset`; of a negative one keep the last few."""
        if offset < 0:
            while len(self._pending) > -offset:
                self._pending.popleft()
        elif offset <= self._next + _FUTURE:
            while self._pending and self._pending[0].id < offset:
                self._pending.popleft()

    def drop(self, update: Update) -> None:
        """Forget one update: a webhook has taken it."""
        if update in self._pending:
            self._pending.remove(update)

    def clear(self) -> None:
        self._pending.clear()

    async def poll(self, offset: int, limit: int, timeout: float) -> list[Update]:  # noqa: ASYNC109 - Telegram's own word
        """Return what is pending, waiting for the first; an older waiter must go."""
        self.confirm(offset)
        if timeout and not self._hurried and not self._from(offset, limit):
            await self._wait(timeout)
        return self._from(offset, limit)

    async def _wait(self, seconds: float) -> None:
        self.interrupt(_OTHER_POLLER)
        self._waiter = waiter = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await waiter
        except TimeoutError:
            return
        finally:
            if self._waiter is waiter:
                self._waiter = None

    def interrupt(self, words: str) -> None:
        """Send the waiting poller away with 409."""
        if self._waiter and not self._waiter.done():
            self._waiter.set_exception(conflict(words))

    def release(self) -> None:
        """Answer the waiting poller with what there is."""
        if self._waiter and not self._waiter.done():
            self._waiter.set_result(None)

    def hurry(self, *, on: bool) -> None:
        """While on, nobody waits: the server is closing."""
        self._hurried = on
        self.release()

    def _from(self, offset: int, limit: int) -> list[Update]:
        ahead = offset > self._next + _FUTURE
        wanted = (u for u in self._pending if ahead or u.id >= offset)
        return [u for u, _ in zip(wanted, range(limit), strict=False)]
