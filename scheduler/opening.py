"""Open the report periods whose day has come."""

from datetime import date, datetime

from rules.chase import first_look
from rules.clock import Clock
from rules.ids import PlanId
from rules.periods import next_opening, open_on
from store import obligations, plans
from store.plans import Loaded
from store.session import Store, Tx


async def open_periods(store: Store, plan: PlanId, clock: Clock) -> int:
    """Open what is to be open by now, once each; return how many were opened.

    Running it again, or a week late, opens what is missing and nothing twice.
    """
    now = clock()
    found = await store.read(lambda tx: plans.loaded(tx, plan))
    if found is None or found.opened_on == found.days.local(now).date():
        return 0
    return await store.run(lambda tx: _open(tx, found, now))


def next_time(tx: Tx, plan: PlanId, now: datetime) -> datetime | None:
    """Return the morning on which the next period opens, if any is left."""
    found = plans.loaded(tx, plan)
    if found is None:
        return None
    today = found.days.local(now).date()
    days = [
        next_opening(policy, found.catalog.plan, found.days, today)
        for policy in found.catalog.policies.values()
    ]
    first = min((day for day in days if day), default=None)
    return found.days.opening(first) if first else None


def _open(tx: Tx, found: Loaded, now: datetime) -> int:
    today = found.days.local(now).date()
    plan = found.catalog.plan
    opened = 0
    for policy in found.catalog.policies.values():
        for period in open_on(
            policy, plan, found.days, since=_since(found), today=today
        ):
            if found.opened_on and period.opens <= found.opened_on:
                continue  # opened before
            look = first_look(policy, period.due, found.days)
            opened += obligations.open_period(
                tx, plan.id, policy, period, look=look, now=now
            )
    plans.set_opened(tx, plan.id, today)
    return opened


def _since(found: Loaded) -> date:
    """Return the day the plan was loaded: what was due before is not asked."""
    return found.days.local(found.loaded_at).date()
