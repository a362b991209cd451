"""The chase tick: gather, decide, record, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from rules.bundle import Morning, letters, reachable
from rules.chase import chase
from rules.clock import Clock
from rules.decision import Decision, Reason
from rules.ids import ObligationId, PlanId
from rules.obligation import Obligation
from store import decisions as decided
from store import obligations, outbox, people, plans, states
from store.plans import Loaded
from store.session import Store, Tx

LEASE, BATCH, SET_ASIDE = timedelta(minutes=5), 5_000, timedelta(hours=1)
log = structlog.get_logger()


async def tick(store: Store, plan: PlanId, clock: Clock, *, batch: int = BATCH) -> int:
    """Look at the obligations whose time has come, `batch` at most; return how many.

    What is left over is looked at by the next tick, a few seconds later.
    """
    now = clock()
    return await store.run(lambda tx: _tick(tx, plan, now, batch))


def _tick(tx: Tx, plan: PlanId, now: datetime, batch: int) -> int:
    found = plans.loaded(tx, plan)
    if found is None:
        return 0
    claimed = obligations.claim_due(tx, plan, now, lease=LEASE, limit=batch)
    _set_aside(tx, plan, claimed.unreadable, now)
    due = claimed.due
    if not due:
        return len(claimed.unreadable)
    morning = _morning(tx, plan, found, due, now)
    known = decided.known(tx, [owed.id for owed in due], Reason.NOBODY)
    decisions = [_decide(owed, morning) for owed in due]
    obligations.record(tx, decisions, now)
    outbox.put(tx, plan, letters(morning, decisions, known), now)
    return len(due) + len(claimed.unreadable)


def _set_aside(
    tx: Tx, plan: PlanId, unreadable: Mapping[ObligationId, str], now: datetime
) -> None:
    for obligation, why in unreadable.items():
        log.error("could not read", obligation=obligation, why=why)
    obligations.set_aside(tx, plan, unreadable, now + SET_ASIDE, now)


def _morning(
    tx: Tx, plan: PlanId, found: Loaded, due: Sequence[Obligation], now: datetime
) -> Morning:
    tasks = {owed.task for owed in due}
    return Morning(
        catalog=found.catalog,
        days=found.days,
        people=people.linked(tx, plan),
        states={s.task.id: s for s in states.states(tx, found, now, tasks)},
        now=now,
    )


def _decide(owed: Obligation, morning: Morning) -> Decision:
    try:
        _known(owed, morning)
        audiences = reachable(morning.people, owed.unit)
        return chase(owed, audiences, morning.days, morning.now)
    except Exception:
        # One broken obligation must not silence all the others.
        log.exception("could not decide", obligation=owed.id, task=owed.task)
        later = morning.now + SET_ASIDE
        return Decision(
            obligation=replace(owed, look_at=later),
            reason=Reason.BROKEN,
            next_at=later,
        )


def _known(owed: Obligation, morning: Morning) -> None:
    """Raise for work the plan does not hold: no letter could speak of it."""
    if owed.task not in morning.states:
        raise LookupError(owed.task)
    if all(unit.id != owed.unit for unit in morning.catalog.units):
        raise LookupError(owed.unit)
