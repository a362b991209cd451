"""When to chase, whom, and why not: the ladder (design §4)."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from rules.catalog import Audience, Policy, Rung
from rules.decision import Decision, Reason
from rules.obligation import Obligation, ObligationState
from rules.workdays import Workdays


def rung_time(obligation: Obligation, rung: Rung, days: Workdays) -> datetime:
    """Return when a rung falls: the opening of the workday `at` from the due day."""
    return days.opening(days.shift(obligation.due, rung.at))


def first_look(policy: Policy, due: date, days: Workdays) -> datetime:
    """Return when a new obligation under `policy` is first looked at."""
    return days.opening(days.shift(due, policy.ladder[0].at))


def chase(
    obligation: Obligation,
    reachable: Collection[Audience],
    days: Workdays,
    now: datetime,
) -> Decision:
    """Decide what to do about one open obligation.

    `reachable`: the audiences in which somebody is linked and can be told. Rungs
    missed while nobody looked are taken together, so a long sleep makes no storm.
    """
    if obligation.state is not ObligationState.OPEN:
        return _look(obligation, Reason.CLOSED, None)
    ahead = _ahead(obligation)
    if not ahead:
        return _look(obligation, Reason.SPENT, None)
    due = [rung for rung in ahead if rung_time(obligation, rung, days) <= now]
    if not due:
        return _await(obligation, ahead[0], days)
    if not days.working(now):
        return _look(obligation, Reason.QUIET, days.next_working(now))
    taken = tuple(rung for rung in due if rung.to in reachable)
    if not taken:
        return _look(obligation, Reason.NOBODY, days.next_morning(now))
    up = replace(obligation, rung=taken[-1].at)
    following = next(iter(_ahead(up)), None)
    at = rung_time(up, following, days) if following else None
    if at and at <= now:  # a rung that reached nobody is tried again tomorrow
        at = days.next_morning(now)
    return _taken(up, taken, following, at)


def _ahead(obligation: Obligation) -> list[Rung]:
    passed = obligation.rung
    ladder = obligation.policy.ladder
    return [rung for rung in ladder if passed is None or rung.at > passed]


def _taken(
    obligation: Obligation,
    taken: tuple[Rung, ...],
    following: Rung | None,
    at: datetime | None,
) -> Decision:
    return Decision(
        obligation=replace(obligation, look_at=at),
        reason=Reason.RUNG,
        taken=taken,
        next=following,
        next_at=at,
    )


def _await(obligation: Obligation, rung: Rung, days: Workdays) -> Decision:
    at = rung_time(obligation, rung, days)
    return Decision(
        obligation=replace(obligation, look_at=at),
        reason=Reason.NOT_DUE,
        next=rung,
        next_at=at,
    )


def _look(obligation: Obligation, reason: Reason, at: datetime | None) -> Decision:
    return Decision(
        obligation=replace(obligation, look_at=at), reason=reason, next_at=at
    )
