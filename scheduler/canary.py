"""Promise the daily letter when its hour has come."""

from datetime import datetime, timedelta

from rules.canary import canary, next_canary
from rules.clock import Clock
from rules.ids import PlanId
from rules.people import Role
from store import outbox, people, plans
from store.session import Store, Tx

FAR = timedelta(days=2)  # a time further ahead was set by a clock that ran wild


async def sing(store: Store, plan: PlanId, clock: Clock) -> int:
    """Promise today's letter once its hour has come; return how many letters.

    After a long sleep there is one, not one for each day.
    """
    now = clock()
    coming = await store.read(lambda tx: plans.canary_at(tx, plan))
    if coming is not None and now < coming <= now + FAR:
        return 0  # an idle look takes no lock
    return await store.run(lambda tx: _sing(tx, plan, now))


def _sing(tx: Tx, plan: PlanId, now: datetime) -> int:
    found = plans.loaded(tx, plan)
    if found is None:
        return 0
    due = plans.canary_at(tx, plan)
    plans.set_canary(tx, plan, next_canary(found.days, now))
    if due is None or due > now:
        return 0  # the first one comes with the next opening hour
    admins = people.linked(tx, plan, (Role.ADMIN,))
    made = canary(plan, admins, found.days, now)
    outbox.put(tx, plan, made, now)
    return len(made)
