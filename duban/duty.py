"""Who serves: of the replicas of one bot, the one that holds the lease.

A process judges itself by its own steady clock and stands down before anybody else
may take over, whatever became of the database meanwhile.
"""

import asyncio
import os
import socket
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
import typer

from duban.alive import ended, signature
from duban.clock import ticks
from rules.ids import PlanId
from store import duty
from store.duty import Held, Process
from store.session import DatabaseAway, Store

GRACE = 1.5  # seconds, less than the margin
log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Of the lease, in seconds: how long, how often renewed, how often asked for.

    `margin`: so long before its end a process stands down.
    """

    length: float = 10.0
    every: float = 3.0
    margin: float = 3.5
    look: float = 0.5


class Occupied(Exception):
    """Another bot has the plan, or this bot another plan: waiting would not help."""

    def __init__(self, other: Process) -> None:
        super().__init__(str(other))
        self.other = other


class Duty:
    """Whether this process serves. On SQLite it does: the file's lock decided.

    `overtaken` is called when it finds that its lease has ended before it stood down:
    the machine slept, or the process was stopped, and another may be at work.
    """

    def __init__(
        self, store: Store, process: Process, *, terms: Terms | None = None
    ) -> None:
        self._store, self._me, self._terms = store, process, terms or Terms()
        self._until = self._ends = 0.0
        self._standing_by = False
        self.overtaken: Callable[[], None] = lambda: None

    def on(self) -> bool:
        """Whether this process may poll, tick, send and answer at this moment."""
        return ticks() < self._until

    def grace(self) -> float:
        """Return for how long what is under way may still be finished, in seconds.

        None of it once another may have taken over: it would be done twice.
        """
        return min(max(self._ends - ticks(), 0.0), GRACE)

    @property
    def alone(self) -> bool:
        return self._store.file is not None

    async def keep(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Do `work` whenever on duty, until cancelled or until it fails.

        It is cancelled when the duty ends. Raises Occupied.
        """
        try:
            while True:
                await self._wait_for_it()
                await self._serve(work)
        finally:
            await self._give_up()

    async def _wait_for_it(self) -> None:
        if self.alone:
            self._until = self._ends = float("inf")
        while not self.on():
            with suppress(DatabaseAway, Held):
                await self._look()
            if not self.on():
                await asyncio.sleep(self._terms.look)

    async def _look(self) -> None:
        """Take the lease if nobody alive has it; a look alone is one cheap read."""
        found = await self._store.read(lambda tx: duty.others(tx, self._me))
        dead = [one for one in found if ended(one.mark)]
        others = [one for one in found if one not in dead]
        for other in others:
            if (other.bot, other.plan) != (self._me.bot, self._me.plan):
                raise Occupied(other)
        if not others:
            await self._take(dead)
            typer.echo("开始值班。On duty.", err=True)
            self._standing_by = False
        elif not self._standing_by:
            place = others[0].place
            typer.echo(
                f"待命：另一进程（{place}）在值班。"
                f" Standing by: another process ({place}) is on duty.",
                err=True,
            )
            self._standing_by = True

    async def _take(self, dead: Sequence[Process] = ()) -> None:
        """Take or renew the lease. Counted from before the database was asked.

        In a thread of its own: however busy the store is, a lease is renewed.
        """
        asked, length = ticks(), timedelta(seconds=self._terms.length)
        await asyncio.to_thread(
            self._store.run_sync, lambda tx: duty.take(tx, self._me, length, dead)
        )
        self._ends = asked + self._terms.length
        self._until = self._ends - self._terms.margin

    async def _serve(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        working = asyncio.create_task(work())
        try:
            while self.on() and not working.done():
                left = self._until - ticks()
                await asyncio.wait({working}, timeout=min(self._terms.every, left))
                if self.on() and not (self.alone or working.done()):
                    await self._renew()
            if not working.done():
                log.warning("off duty: the lease could not be renewed")
                if ticks() >= self._ends:
                    self.overtaken()
        finally:
            self._until = 0.0  # nothing new is begun from here on
            working.cancel()
            await asyncio.wait({working})
        if not working.cancelled():
            working.result()

    async def _renew(self) -> None:
        left = self._until - ticks()
        try:
            async with asyncio.timeout(max(left, 0.0)):
                await self._take()
        except Held:
            self._until = self._ends = 0.0
        except DatabaseAway:
            await asyncio.sleep(min(self._terms.look, max(left, 0.0)))
        except TimeoutError:
            pass  # the time is over; the caller sees it

    async def _give_up(self) -> None:
        """Let another replica take over at once; who cannot say so is waited out."""
        self._until = 0.0
        if self.alone:
            return
        with suppress(DatabaseAway, TimeoutError):
            async with asyncio.timeout(self._terms.margin):
                await asyncio.to_thread(
                    self._store.run_sync, lambda tx: duty.give_up(tx, self._me)
                )


def this_process(bot: int, username: str, plan: PlanId, store: Store) -> Process:
    """Return how this process stands in the lease."""
    return Process(
        bot=bot,
        username=username,
        plan=plan,
        place=f"{socket.gethostname()}:{os.getpid()}",
        mark=signature(),
        session=store.name,
    )
