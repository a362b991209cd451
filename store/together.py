"""Short works that wait at one time are one transaction.

Its beginning and end cost more than most of them do, and on SQLite one writes at a
time anyway.
"""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeAlias

from sqlalchemy import Engine
from sqlalchemy.orm import Session

Work: TypeAlias = Callable[[Session], Any]
MOST = 8  # nobody waits for more than so many others


@dataclass(slots=True)
class _Entry:
    work: Work
    done: Future[Any] = field(default_factory=Future)


class Together:
    """Runs works in a thread of its own, in their order.

    `turn` is held for each transaction; `alone` runs one work in one of its own.
    """

    def __init__(
        self,
        engine: Engine,
        turn: Callable[[], AbstractContextManager[object]],
        alone: Callable[[Work], Any],
    ) -> None:
        self._engine, self._turn, self._alone = engine, turn, alone
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store-together")
        self._lock = Lock()
        self._waiting: deque[_Entry] = deque()
        self._going = False

    def put(self, work: Work) -> Future[Any]:
        """Have `work` run; the future learns what came of it."""
        entry = _Entry(work)
        with self._lock:
            self._waiting.append(entry)
            start, self._going = not self._going, True
        if start:
            self._thread.submit(self._go)
        return entry.done

    def close(self) -> None:
        self._thread.shutdown(wait=True)

    def _go(self) -> None:
        while entries := self._next():
            self._run(
                [one for one in entries if one.done.set_running_or_notify_cancel()]
            )

    def _next(self) -> list[_Entry]:
        with self._lock:
            count = min(len(self._waiting), MOST)
            self._going = bool(count)
            return [self._waiting.popleft() for _ in range(count)]

    def _run(self, entries: Sequence[_Entry]) -> None:
        """Run them in one transaction or, when one fails, each by itself."""
        if len(entries) > 1:
            try:
                came = self._in_one([one.work for one in entries])
            except Exception:  # noqa: BLE001, S110 - whose fault it was shows in a moment
                pass
            else:
                for entry, result in zip(entries, came, strict=True):
                    entry.done.set_result(result)
                return
        for entry in entries:
            try:
                entry.done.set_result(self._alone(entry.work))
            except BaseException as error:  # noqa: BLE001 - whoever waits must learn of it
                entry.done.set_exception(error)

    def _in_one(self, works: Sequence[Work]) -> list[Any]:
        """Return what came of each: all of it is kept, or nothing."""
        came = []
        with (
            self._turn(),
            Session(self._engine, expire_on_commit=False) as tx,
            tx.begin(),
        ):
            for work in works:
                came.append(work(tx))
                tx.flush()
                tx.expunge_all()  # the next one reads what is written, not remembered
        return came
