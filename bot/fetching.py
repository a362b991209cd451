"""Our own copies of the files people send: fetched from Telegram, beside all else.

When a file is due is a column, so a restart forgets none; who is on duty fetches. What
was fetched twice is kept once, so nothing is lost between the folder and the database.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from http import HTTPStatus
from typing import TypeAlias

import structlog
from telegram.error import BadRequest, TelegramError

from bot.refusals import undelivered
from bot.voice import Bot
from bot.wire import Wire
from rules.clock import Clock
from rules.delivery import Undelivered
from rules.evidence import FETCHABLE, File, Missing, fetch_again, program
from rules.ids import EvidenceId, PlanId
from store import fetches
from store.copies import Copies, Draft
from store.session import Store, Tx

AT_ONCE = 3
FULL_FOR = timedelta(minutes=10)  # between looks whether there is room again
_BIG = "too big"  # in Telegram's words
log = structlog.get_logger()


class Missed(Exception):
    """A file was not fetched: `why`, and how asking for it failed."""

    def __init__(self, why: Missing, failure: Undelivered | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.failure = failure or Undelivered(why=why.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tried:
    """What became of one file: its copy, or why there is none and when to ask again."""

    id: EvidenceId
    digest: str = ""
    bytes: int = 0
    why: Missing | None = None
    again: datetime | None = None


_Filling: TypeAlias = Callable[[Draft], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetcher:
    """Fetches the files of one plan into `copies`, by its bot."""

    store: Store
    plan: PlanId
    bot: Bot
    copies: Copies
    clock: Clock

    async def take_over(self) -> None:
        """Remove what a process that died was writing."""
        with suppress(OSError):  # the folder's trouble shows when it is needed
            await asyncio.to_thread(self.copies.tidy)

    async def ring(self, on_duty: Callable[[], bool] = lambda: True) -> int:
        """Fetch what is due; return how many files were tried. Raises DatabaseAway."""
        tried, room = 0, None
        while on_duty():
            now = self.clock()
            due = await self.store.read(partial(_due, plan=self.plan, now=now))
            if not due:
                break
            room = await self._room() if room is None else room
            if room < sum(one.size for one in due):
                await self._put_off(now)
                break
            results = await asyncio.gather(*(self._tried(one) for one in due))
            await self.store.note(partial(_note, results=results))
            room -= sum(one.bytes for one in results)
            tried += len(due)
        return tried

    async def _room(self) -> int:
        """Return for how many bytes there is room; none where the folder is no use."""
        try:
            return await asyncio.to_thread(self.copies.room)
        except OSError as error:
            log.warning("evidence folder cannot be used", why=error.strerror)
            return -1

    async def _put_off(self, now: datetime) -> None:
        """Leave all that is due at Telegram's for a while; the auditor tells of it."""
        log.warning("no room for copies of evidence")
        until = now + FULL_FOR
        await self.store.run(lambda tx: fetches.put_off(tx, self.plan, now, until))

    async def _tried(self, file: File) -> _Tried:
        """Fetch one file; never raises but what ends us."""
        try:
            if file.kind == "text":
                return await self._kept(file, _written(file.text.encode()))
            return await self._kept(file, await self._downloading(file))
        except Missed as missed:
            why, failure = missed.why, missed.failure
        except TelegramError as error:
            why, failure = _why(error), undelivered(error)
        except Undelivered as held:
            why, failure = Missing.PASSING, held
        except OSError as error:
            why, failure = Missing.FULL, Undelivered(why=str(error.strerror))
        log.warning("file not fetched", file=file.id, why=why.value, said=failure.why)
        again = fetch_again(why, failure, file, self.clock())
        return _Tried(id=file.id, why=why, again=again)

    async def _kept(self, file: File, filled: _Filling) -> _Tried:
        with self.copies.draft() as draft:
            await filled(draft)
            digest = await asyncio.to_thread(draft.keep)
            return _Tried(id=file.id, digest=digest, bytes=draft.size)

    async def _downloading(self, file: File) -> _Filling:
        """Ask where a file is; return what brings it. Raises TelegramError, Missed."""
        found = await self.bot.get_file(file.file)
        if found.file_path is None or (found.file_size or 0) > FETCHABLE:
            raise Missed(Missing.TOO_BIG if found.file_path else Missing.GONE)
        url, wire = found.file_path, self.bot.request
        assert isinstance(wire, Wire)  # noqa: S101 - as `build` made it

        async def bring(draft: Draft) -> None:
            status = await wire.download(url, partial(_take, draft))
            if status == HTTPStatus.NOT_FOUND:
                raise Missed(Missing.GONE)
            if status != HTTPStatus.OK:
                raise Missed(Missing.PASSING, Undelivered(why=f"status {status}"))

        return bring


def _written(content: bytes) -> _Filling:
    async def bring(draft: Draft) -> None:
        draft.write(content)

    return bring


def _take(draft: Draft, piece: bytes) -> None:
    """Write a piece, unless it shows that the whole must not be here."""
    if draft.size == 0 and program(piece):
        raise Missed(Missing.PROGRAM)
    if draft.size + len(piece) > FETCHABLE:
        raise Missed(Missing.TOO_BIG)
    draft.write(piece)


def _why(error: TelegramError) -> Missing:
    """Return what Telegram's refusal of a file means; most troubles pass."""
    if not isinstance(error, BadRequest):
        return Missing.PASSING
    return Missing.TOO_BIG if _BIG in error.message.lower() else Missing.GONE


def _due(tx: Tx, plan: PlanId, now: datetime) -> list[File]:
    return fetches.due(tx, plan, now, AT_ONCE)


def _note(tx: Tx, results: Sequence[_Tried]) -> None:
    """Note what became of several files."""
    kept = {one.id: one.digest for one in results if one.digest}
    if kept:
        fetches.fetched(tx, kept)
    missed = [(one.id, one.why, one.again) for one in results if one.why is not None]
    if missed:
        fetches.missed(tx, missed)
