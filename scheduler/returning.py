"""Leaves that begin and end: both sides are told."""

from datetime import datetime

from rules.clock import Clock
from rules.ids import PlanId
from rules.leave import next_look
from rules.returning import begun, ended, unit_of
from store import leaves, obligations, outbox, plans, turning
from store.session import Store, Tx


async def turn(store: Store, plan: PlanId, clock: Clock) -> int:
    """Tell of the leaves whose beginning or end has come; return how many."""
    now = clock()
    first = await store.read(lambda tx: leaves.next_look(tx, plan))
    if first is None or first > now:
        return 0  # an idle look takes no lock
    return await store.run(lambda tx: _turn(tx, plan, now))


def _turn(tx: Tx, plan: PlanId, now: datetime) -> int:
    found = plans.loaded(tx, plan)
    due = leaves.due(tx, plan, now) if found else []
    if found is None or not due:
        return 0
    all_known = turning.gathered(tx, found, due, now)
    today, days = all_known.today, all_known.days
    over = [one for one in due if one.leave.last < today]
    told = [
        message
        for one in due
        for message in (ended if one in over else begun)(all_known, one)
    ]
    leaves.look(tx, [(one.id, next_look(one, days, today)) for one in due], now)
    outbox.put(tx, plan, told, now)
    back = [all_known.people.get(one.person) for one in over]
    # What waited for them is looked at at once.
    obligations.look_again(tx, plan, {unit_of(one) for one in back if one}, now)
    return len(due)
