"""The chase tick: gather, decide, record, in one transaction."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from rules.audience import facing
from rules.bundle import hearers, letters
from rules.chase import chase
from rules.clock import Clock
from rules.decision import Decision, Reason
from rules.ids import ObligationId, PlanId
from rules.morning import Morning
from rules.obligation import Obligation
from rules.owing import NO_UNIT
from rules.spare import spared
from scheduler.gathering import morning
from store import decisions as decided
from store import obligations, outbox, plans
from store.session import Store, Tx

LEASE, BATCH, SET_ASIDE = timedelta(minutes=5), 5_000, timedelta(hours=1)
log = structlog.get_logger()


async def tick(store: Store, plan: PlanId, clock: Clock, *, batch: int = BATCH) -> int:
    """Look at the obligations whose time has come, `batch` at most; return how many.

    What is left over is looked at by the next tick, a few seconds later.
    """
    now = clock()
    first = await store.read(lambda tx: obligations.next_look(tx, plan))
    if first is None or first > now:
        return 0  # an idle look takes no lock
    return await store.run(lambda tx: _tick(tx, plan, now, batch))


def _tick(tx: Tx, plan: PlanId, now: datetime, batch: int) -> int:
    claimed = obligations.claim_due(tx, plan, now, lease=LEASE, limit=batch)
    _set_aside(tx, plan, claimed.unreadable, now)
    due = claimed.due
    found = plans.loaded(tx, plan) if due else None
    if found is None:
        return len(claimed.unreadable)
    here = morning(tx, found, due, now)
    known = decided.known(tx, [owed.id for owed in due], Reason.NOBODY)
    decisions = [_decide(owed, here) for owed in due]
    obligations.record(tx, decisions, now, version=found.number, seen=here.states)
    after = {made.obligation.id: made.obligation for made in decisions}
    outbox.put(tx, plan, letters(replace(here, owed=after), decisions, known), now)
    return len(due) + len(claimed.unreadable)


def _set_aside(
    tx: Tx, plan: PlanId, unreadable: Mapping[ObligationId, str], now: datetime
) -> None:
    for obligation, why in unreadable.items():
        log.error("could not read", obligation=obligation, why=why)
    obligations.set_aside(tx, plan, unreadable, now + SET_ASIDE, now)


def _decide(owed: Obligation, here: Morning) -> Decision:
    try:
        _known(owed, here)
        left_alone = spared(owed, here.states[owed.task], here.days, here.now)
        faces = facing(here.people, owed, spared=left_alone)
        made = chase(owed, faces, here.days, here.now)
        told = tuple({person.id: None for person, _ in hearers(here.people, made)})
        return replace(made, told=told)
    except Exception:
        # One broken obligation must not silence all the others.
        log.exception("could not decide", obligation=owed.id, task=owed.task)
        later = here.now + SET_ASIDE
        return Decision(
            obligation=replace(owed, look_at=later),
            reason=Reason.BROKEN,
            next_at=later,
        )


def _known(owed: Obligation, here: Morning) -> None:
    """Raise for work the plan does not hold: no letter could speak of it."""
    if owed.task not in here.states:
        raise LookupError(owed.task)
    units = {unit.id for unit in here.catalog.units} | {NO_UNIT}
    if owed.unit not in units:
        raise LookupError(owed.unit)
