"""Whose turn it is to write where only one can: first, who notes what has happened."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition


class Turns:
    """One at a time; nobody else's turn comes while somebody `first` waits."""

    def __init__(self) -> None:
        self._free = Condition()
        self._taken = False
        self._first = 0  # how many of them wait
        self.waiting = 0

    @contextmanager
    def turn(self, *, first: bool) -> Iterator[None]:
        """Wait for a turn and hold it for the block."""
        self._take(first=first)
        try:
            yield
        finally:
            with self._free:
                self._taken = False
                self._free.notify_all()

    def _take(self, *, first: bool) -> None:
        with self._free:
            self._first += first
            self.waiting += 1
            self._free.wait_for(lambda: not self._taken and (first or not self._first))
            self._first -= first
            self.waiting -= 1
            self._taken = True
