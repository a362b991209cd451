"""What became of letters is kept before anything else is done with them."""

import asyncio
from collections.abc import Callable, Sequence
from typing import TypeAlias

from store.session import DatabaseAway, Store, Tx

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0  # seconds between tries while it is away
Work: TypeAlias = Callable[[Tx], None]
_Entry: TypeAlias = tuple[Work, "asyncio.Future[None]"]


class Recorder:
    """Keeps outcomes as they come; those that wait together go in one transaction.

    While the database is away it tries on: only a killed process forgets that a
    letter has arrived, and sends it again.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[_Entry] = []
        self._writing: asyncio.Task[None] | None = None

    async def keep(self, work: Work) -> None:
        """Return once `work` is kept; raise what it raises. It may run twice."""
        kept = asyncio.get_running_loop().create_future()
        self._waiting.append((work, kept))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        await kept

    async def _write(self) -> None:
        while self._waiting:
            entries, self._waiting = self._waiting, []
            await self._together(entries)

    async def _together(self, entries: Sequence[_Entry]) -> None:
        """Keep all or, where one cannot be kept, each by itself."""
        try:
            await self._patiently([work for work, _ in entries])
        except BaseException as error:
            if isinstance(error, Exception) and len(entries) > 1:
                for entry in entries:
                    await self._together([entry])
                return
            _fail(entries, error)
            if isinstance(error, asyncio.CancelledError):
                raise
            return
        for _, kept in entries:
            if not kept.done():
                kept.set_result(None)

    async def _patiently(self, works: Sequence[Work]) -> None:
        def all_of(tx: Tx) -> None:
            for work in works:
                work(tx)

        pause = FIRST_PAUSE
        while True:
            try:
                return await self._store.note(all_of)
            except DatabaseAway:
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)


def _fail(entries: Sequence[_Entry], error: BaseException) -> None:
    for _, kept in entries:
        if kept.done():
            continue
        if isinstance(error, asyncio.CancelledError):
            kept.cancel()
        else:
            kept.set_exception(error)
