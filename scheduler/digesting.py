"""Compose the digests whose time has come."""

from collections.abc import Sequence
from datetime import datetime

from rules.bells import next_digest
from rules.catalog import DigestTime
from rules.clock import Clock
from rules.facts import Line
from rules.ids import PlanId
from rules.message import Button, Message
from rules.people import Role
from rules.screen import weekly
from store import digests, outbox, people, plans, states
from store.digests import DueDigest
from store.plans import Loaded
from store.session import Store, Tx


async def ring(store: Store, plan: PlanId, clock: Clock) -> int:
    """Promise each digest that is due to its readers; return how many letters."""
    now = clock()
    return await store.run(lambda tx: _ring(tx, plan, now))


def _ring(tx: Tx, plan: PlanId, now: datetime) -> int:
    found = plans.loaded(tx, plan)
    due = digests.due(tx, plan, now) if found else []
    if found is None or not due:
        return 0
    told = weekly(found.catalog, states.week(tx, found, now), found.days, now)
    promised = 0
    for digest in due:
        messages = _messages(tx, plan, digest, told)
        outbox.put(tx, plan, messages, now)
        form = DigestTime(to=digest.audience, weekday=digest.weekday, at=digest.at)
        digests.set_next(tx, plan, digest, _next(found, form, now))
        promised += len(messages)
    return promised


def _next(found: Loaded, form: DigestTime, now: datetime) -> datetime | None:
    return next_digest(form, found.days, now, found.catalog.plan.ends)


def _messages(tx: Tx, plan: PlanId, digest: DueDigest, told: Line) -> Sequence[Message]:
    readers = people.linked(tx, plan, (Role(digest.audience.value),))
    return [
        Message(
            to=person.id,
            template="digest/weekly",
            facts=told,
            key=f"digest:{person.id}:{digest.look_at.isoformat()}",
            buttons=((Button(label="buttons.areas", data="areas"),),),
        )
        for person in readers
        if not person.unreachable
    ]
