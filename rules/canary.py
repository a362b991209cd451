"""The daily letter that goes the whole way, to see that the way is open."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from rules.ids import PlanId
from rules.message import Message, Sort
from rules.people import Person, Role
from rules.workdays import Workdays

TEMPLATE = "admin/canary"


def next_canary(days: Workdays, now: datetime) -> datetime:
    """Return the next opening hour after `now`, on a day off as on any other."""
    today = days.local(now).date()
    opens = days.opening(today)
    return opens if opens > now else days.opening(today + timedelta(days=1))


def canary(
    plan: PlanId, people: Sequence[Person], days: Workdays, now: datetime
) -> tuple[Message, ...]:
    """Return today's letter, to one reachable admin; each has their turn."""
    admins = [p for p in people if p.role is Role.ADMIN and not p.unreachable]
    if not admins:
        return ()
    today = days.local(now).date()
    reader = sorted(admins, key=lambda one: one.id)[today.toordinal() % len(admins)]
    return (
        Message(
            to=reader.id,
            template=TEMPLATE,
            facts={"day": today.isoformat()},
            key=f"canary:{plan}:{today.isoformat()}",
            sort=Sort.CANARY,
        ),
    )
