"""The chase tick: gather, decide, record, in one transaction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from rules.bundle import Morning, letters, reachable
from rules.chase import chase
from rules.clock import Clock
from rules.decision import Decision, Reason
from rules.ids import PlanId
from rules.obligation import Obligation
from store import obligations, outbox, people, plans, states
from store.plans import Loaded
from store.session import Store, Tx

LEASE, BATCH, SET_ASIDE = timedelta(minutes=5), 5_000, timedelta(hours=1)
log = structlog.get_logger()


async def tick(store: Store, plan: PlanId, clock: Clock) -> int:
    """Look at every obligation whose time has come; return how many."""
    now = clock()
    return await store.run(lambda tx: _tick(tx, plan, now))


def _tick(tx: Tx, plan: PlanId, now: datetime) -> int:
    found = plans.loaded(tx, plan)
    if found is None:
        return 0
    due = obligations.claim_due(tx, plan, now, lease=LEASE, limit=BATCH)
    if not due:
        return 0
    morning = _morning(tx, plan, found, due, now)
    known = obligations.decided(tx, [owed.id for owed in due], Reason.NOBODY)
    decisions = [_decide(owed, morning) for owed in due]
    obligations.record(tx, decisions, now)
    outbox.put(tx, plan, letters(morning, decisions, known), now)
    return len(due)


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
