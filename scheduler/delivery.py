"""From the outbox to the person, and what was sent kept true in its chat.

A window slides over what is due: as soon as some letters have gone the next are
taken, so that a slow one holds up nobody but its own reader.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from rules.clock import Clock
from rules.delivery import Kind
from rules.ids import PersonId, PlanId
from rules.message import Letter
from scheduler.carrying import Carrier, Messenger
from scheduler.judging import Due, claimed, judged, up_to_date
from scheduler.recording import Recorder
from store import edits, outbox, plans
from store.session import DatabaseAway, Store, Tx

READERS = 16  # whose letters are on their way at once: half a second's worth
EDITS = 8
LOOK = 1.0  # seconds after which there is a look for more, though a letter is slow
T = TypeVar("T")


def always() -> bool:
    """Be on duty: there is one process."""
    return True


async def deliver(  # noqa: PLR0917 - whose letters, how they go, and who may send them
    store: Store,
    plan: PlanId,
    messenger: Messenger,
    clock: Clock,
    on_duty: Callable[[], bool] = always,
    refusals: Counter[Kind] | None = None,
) -> int:
    """Send what is due and bring up to date what was sent; return how many letters.

    The right moment, and what is still true, are judged when a letter is sent.
    `on_duty` is asked before each knock; what was refused is counted in `refusals`.
    """
    carrier = Carrier(
        messenger=messenger,
        recorder=Recorder(store),
        clock=clock,
        on_duty=on_duty,
        refusals=Counter() if refusals is None else refusals,
    )
    return await _Post(store=store, plan=plan, clock=clock, carrier=carrier).go()


@dataclass(kw_only=True)
class _Post:
    """One going of the post. `under_way`: whose letters each task carries, if any's."""

    store: Store
    plan: PlanId
    clock: Clock
    carrier: Carrier
    under_way: dict[asyncio.Task[None], PersonId | None] = field(default_factory=dict)
    nothing_due: bool = False  # at the last look

    async def go(self) -> int:
        """Go on while anything is due or on its way."""
        try:
            while True:
                taken = await self._take()
                if not (taken or self.under_way or self.carrier.rest()):
                    return self.carrier.tried
                await self._some_done()
        finally:
            await self._end()

    async def _take(self) -> int:
        """Take more in hand where there is room; return how much was taken."""
        busy = {person for person in self.under_way.values() if person is not None}
        room = READERS - len(busy)
        if room < READERS / 2 or self.carrier.rest() or not self.carrier.on_duty():
            return 0
        now = self.clock()
        send, mend = await self.store.read(
            lambda tx: outbox.due(tx, self.plan, now, busy)
        )
        self.nothing_due = not (send or mend)
        taken = await self._take_letters(now, room, busy) if send else 0
        room = EDITS - sum(whose is None for whose in self.under_way.values())
        if mend and room > EDITS / 2:
            taken += await self._take_edits(now, room)
        return taken

    async def _take_letters(
        self, now: datetime, room: int, busy: Collection[PersonId]
    ) -> int:
        taken, found = await self._claimed(
            lambda tx: _claim(tx, self.plan, now, room, busy), now, busy
        )
        whose: dict[PersonId, list[Due]] = defaultdict(list)
        for due in found:
            whose[due.letter.to].append(due)
        for person, theirs in whose.items():
            self.under_way[asyncio.create_task(self.carrier.to_one(theirs))] = person
        return taken

    async def _take_edits(self, now: datetime, room: int) -> int:
        taken, found = await self._claimed(
            lambda tx: _claim_edits(tx, self.plan, now, room), now, ()
        )
        for letter in found:
            self.under_way[asyncio.create_task(self.carrier.mend(letter))] = None
        return taken

    async def _claimed(
        self,
        work: Callable[[Tx], tuple[int, list[T]]],
        now: datetime,
        busy: Collection[PersonId],
    ) -> tuple[int, list[T]]:
        try:
            return await self.store.run(work)
        except DatabaseAway:
            # It may have been kept all the same: nothing may stay in nobody's hand.
            plan = self.plan
            await self.carrier.recorder.keep(
                lambda tx: outbox.undo(tx, plan, now, busy)
            )
            return 0, []

    async def _some_done(self) -> None:
        """Wait until there may be room; with nothing more due, until all have gone."""
        if not self.under_way:
            await asyncio.sleep(min(self.carrier.rest(), LOOK))
            return
        when = asyncio.FIRST_COMPLETED
        if self.nothing_due:
            when = asyncio.ALL_COMPLETED
        done, _ = await asyncio.wait(self.under_way, timeout=LOOK, return_when=when)
        for task in done:
            del self.under_way[task]
            task.result()

    async def _end(self) -> None:
        """See through what is on its way; what has not set out is let go."""
        self.carrier.ending = True
        await asyncio.gather(*self.under_way, return_exceptions=True)


def _claim(
    tx: Tx, plan: PlanId, now: datetime, readers: int, busy: Collection[PersonId]
) -> tuple[int, list[Due]]:
    letters = claimed(tx, plan, now, readers, busy)
    found = plans.loaded(tx, plan) if letters else None
    return len(letters), judged(tx, found, letters, now) if found else []


def _claim_edits(
    tx: Tx, plan: PlanId, now: datetime, limit: int
) -> tuple[int, list[Letter]]:
    letters = edits.claim(tx, plan, now, limit=limit)
    found = plans.loaded(tx, plan) if letters else None
    fresh = up_to_date(tx, found, letters, now) if found else []
    edits.made(tx, {one.id for one in letters} - {one.id for one in fresh})
    return len(letters), fresh
