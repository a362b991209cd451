"""Gather what messages about obligations are made of, in a few questions."""

from collections.abc import Collection, Sequence
from datetime import datetime

from rules.ids import DirectiveId, ObligationId, RequestId
from rules.morning import Morning
from rules.obligation import Obligation, Owed
from rules.roll import Roll
from store import answered, directives, obligations, people, requests, states
from store.plans import Loaded
from store.session import Tx


def morning(
    tx: Tx, found: Loaded, owed: Sequence[Obligation], now: datetime
) -> Morning:
    """Return everything letters about these obligations are made of, as of now."""
    plan = found.catalog.plan.id
    about = [one for one in owed if one.subject is not None]
    given = {one.subject or 0 for one in about if one.period.startswith("D")}
    asked = {one.subject or 0 for one in about if _is_request(one)}
    tasks = {one.task for one in owed}
    return Morning(
        catalog=found.catalog,
        days=found.days,
        people=Roll(people.linked(tx, plan, today=found.days.local(now).date())),
        states={s.task.id: s for s in states.states(tx, found, now, tasks)},
        now=now,
        owed={one.id: one for one in owed},
        requests={
            one.id: one for one in requests.some(tx, plan, set(map(RequestId, asked)))
        },
        directives=directives.some(tx, plan, set(map(DirectiveId, given))),
        answers=answered.answers(tx, {one.answered_by for one in owed} - {None}),
    )


def spoken_of(
    tx: Tx, found: Loaded, named: Collection[ObligationId], now: datetime
) -> Morning:
    """Return the same for the obligations that letters name."""
    plan = found.catalog.plan.id
    return morning(tx, found, obligations.some(tx, plan, named), now)


def _is_request(owed: Obligation) -> bool:
    return owed.kind is Owed.DECIDE and owed.period.startswith("R")
