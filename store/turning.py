"""Everything the letters about leaves are made of, gathered in a few questions."""

from collections.abc import Sequence
from datetime import datetime

from rules.leave import Absence
from rules.returning import Turning, unit_of
from store import leaves, people
from store.plans import Loaded
from store.session import Tx


def gathered(
    tx: Tx, found: Loaded, absences: Sequence[Absence], now: datetime
) -> Turning:
    """Return what the letters about these leaves are made of."""
    plan, days = found.catalog.plan.id, found.days
    today = days.local(now).date()
    linked = {one.id: one for one in people.linked(tx, plan, today=today)}
    units = {unit_of(linked[a.person]) for a in absences if a.person in linked}
    since = min(days.opening(one.leave.first) for one in absences)
    return Turning(
        catalog=found.catalog,
        days=days,
        people=linked,
        absences=leaves.coming(tx, plan, today),
        debts=leaves.debts(tx, plan, units, since),
        now=now,
    )
