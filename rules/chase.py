"""When to chase, whom, and why not: the ladder (design §4)."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from itertools import takewhile

from rules.catalog import Audience, Policy, Rung
from rules.decision import Decision, Reason
from rules.obligation import Obligation, ObligationState
from rules.workdays import Workdays


def rung_time(obligation: Obligation, rung: Rung, days: Workdays) -> datetime:
    """Return when a rung falls: the opening of the workday `at` from the due day."""
    return days.opening(days.on_or_after(days.shift(obligation.due, rung.at)))


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
    missed while nobody looked are taken together as far as they speak to the same
    audience: a long sleep makes no storm, and nobody is told on before being told.
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
    heard = [rung for rung in due if rung.to in reachable]
    if not heard:
        return _look(obligation, Reason.NOBODY, days.next_morning(now))
    *_, last = takewhile(lambda rung: rung.to is heard[0].to, heard)
    taken = tuple(rung for rung in heard if rung.at <= last.at)
    up = replace(obligation, rung=taken[-1].at)
    following = next(iter(_ahead(up)), None)
    at = rung_time(up, following, days) if following else None
    if at and at <= now:  # one step a morning, and what reached nobody again
        at = days.next_morning(now)
    # After the last rung one more look records that the ladder is spent.
    up = replace(up, look_at=at or days.next_morning(now))
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
        obligation=obligation,
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
