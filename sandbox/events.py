"""Who listens to what happens in the world, and how it reaches them."""

import asyncio
from types import TracebackType
from typing import Self

from sandbox.model import Event


class Subscription:
    """An async iterator of events from the moment it was made until closed."""

    def __init__(self, board: "Events") -> None:
        self._board = board
        self._queue: asyncio.Queue[Event | None] = asyncio.Queue()

    def put(self, event: Event | None) -> None:
        self._queue.put_nowait(event)

    def close(self) -> None:
        self._board.leave(self)
        self.put(None)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Event:
        event = await self._queue.get()
        if event is None:
            raise StopAsyncIteration
        return event

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class Events:
    def __init__(self) -> None:
        self._listeners: list[Subscription] = []

    def __len__(self) -> int:
        return len(self._listeners)

    def listen(self) -> Subscription:
        made = Subscription(self)
        self._listeners.append(made)
        return made

    def leave(self, one: Subscription) -> None:
        if one in self._listeners:
            self._listeners.remove(one)

    def publish(self, event: Event) -> None:
        for listener in self._listeners:
            listener.put(event)
