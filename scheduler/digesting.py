"""Compose the digests whose time has come."""

from collections.abc import Sequence
from datetime import datetime

from rules.bells import next_digest
from rules.catalog import DigestTime
from rules.clock import Clock
from rules.directives import looked_back
from rules.facts import Line
from rules.ids import PlanId
from rules.message import Message
from rules.people import Role
from rules.screen import digest_buttons, weekly
from store import corrections, digests, directives, outbox, people, plans, states
from store.digests import DueDigest
from store.plans import Loaded
from store.session import Store, Tx


async def ring(store: Store, plan: PlanId, clock: Clock) -> int:
    """Promise each digest that is due to its readers; return how many letters."""
    now = clock()
    first = await store.read(lambda tx: digests.next_look(tx, plan))
    if first is None or first > now:
        return 0  # an idle look takes no lock
    return await store.run(lambda tx: _ring(tx, plan, now))


def _ring(tx: Tx, plan: PlanId, now: datetime) -> int:
    found = plans.loaded(tx, plan)
    due = digests.due(tx, plan, now) if found else []
    if found is None or not due:
        return 0
    asked = directives.since(tx, plan, looked_back(found.days, now))
    lines = states.week(tx, found, now)
    corrected = corrections.shown_before(tx, plan, now)
    told = weekly(found.catalog, lines, found.days, now, asked, corrected=corrected)
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
            template=digests.TEMPLATE,
            facts=told,
            key=f"digest:{person.id}:{digest.look_at.isoformat()}",
            buttons=digest_buttons(person.role),
        )
        for person in readers
        if not person.unreachable
    ]
