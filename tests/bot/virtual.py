"""A loop whose time passes only as far as somebody waits: seconds cost nothing."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _Selector(selectors.DefaultSelector):
    """Moves the time on instead of waiting."""

    passed = 0.0

    def select(self, timeout: float | None = None):
        if timeout is not None:
            self.passed += max(timeout, 0.0)
            timeout = 0
        return super().select(timeout)


class VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._moves = _Selector()
        super().__init__(self._moves)

    def time(self) -> float:
        moves = getattr(self, "_moves", None)
        return 0.0 if moves is None else 1_000.0 + moves.passed


def live(story: Coroutine[Any, Any, T]) -> T:
    """Run a story to its end in its own time."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(story)
