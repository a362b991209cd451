"""The auditor's round: look, keep, tell the admins once, ping only when clean."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from rules import alarm
from rules.audience import admins
from rules.audit import Books, Cutoffs, Finding, Seen, cutoffs, findings
from rules.clock import Clock
from rules.ids import PlanId
from rules.people import Person, Role
from scheduler.heartbeat import ping
from scheduler.machine import Machine
from store import audit, outbox, people, plans, troubles
from store.session import Store, Tx

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Auditor:
    """Watches one plan and its bot. `pace`: plan seconds a real second.

    `heartbeat`: whom to ping when all is well; a secret address, or None.
    """

    store: Store
    plan: PlanId
    bot: int
    clock: Clock
    machine: Machine
    pace: float = 1.0
    heartbeat: str | None = None

    async def ring(self) -> Sequence[Finding]:
        """Look at everything once; return what does not hold.

        With the database away this raises, and nobody is pinged.
        """
        now = self.clock()
        late = cutoffs(now, self.pace)
        books = await self.store.read(lambda tx: self._books(tx, late))
        if books is None:
            return ()
        machine = await self.machine.look()
        seen = Seen(books=books, machine=machine, now=now, pace=self.pace)
        found = findings(seen)
        for one in found:
            log.warning("found trouble", what=one.what.value, subject=one.subject)
        await self.store.run(lambda tx: _keep(tx, self.plan, found, late, now))
        if not found and self.heartbeat is not None:
            await ping(self.heartbeat)
        return found

    def _books(self, tx: Tx, late: Cutoffs) -> Books | None:
        return audit.books(tx, self.plan, self.bot, late)


def _keep(
    tx: Tx, plan: PlanId, found: Sequence[Finding], late: Cutoffs, now: datetime
) -> None:
    looked = troubles.keep(tx, plan, found, now, late.quiet)
    if looked.opened:
        outbox.put(tx, plan, alarm.told(_readers(tx, plan, now), looked.opened), now)
    if looked.over:
        heard = troubles.heard(tx, plan)
        outbox.put(tx, plan, alarm.well(_readers(tx, plan, now), heard), now)


def _readers(tx: Tx, plan: PlanId, now: datetime) -> Sequence[Person]:
    """Return the admins at work; with everybody on leave, all who can be reached."""
    found = plans.loaded(tx, plan)
    today = found.days.local(now).date() if found else None
    linked = people.linked(tx, plan, today=today)
    reachable = [p for p in linked if p.role is Role.ADMIN and not p.unreachable]
    return admins(linked) or reachable
