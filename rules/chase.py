"""When to chase, whom, and why not: the ladder (design §4)."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import takewhile

from rules.audience import Facing
from rules.catalog import Audience, Policy, Rung
from rules.decision import Decision, Reason
from rules.obligation import Obligation, ObligationState, Owed
from rules.workdays import Workdays


def rung_time(obligation: Obligation, rung: Rung, days: Workdays) -> datetime:
    """Return when a rung falls: the opening of the workday `at` from the due day."""
    return days.opening(days.on_or_after(days.shift(obligation.due, rung.at)))


def first_look(policy: Policy, due: date, days: Workdays) -> datetime:
    """Return when a new obligation under `policy` is first looked at."""
    return days.opening(days.shift(due, policy.ladder[0].at))


def chase(
    obligation: Obligation, facing: Facing, days: Workdays, now: datetime
) -> Decision:
    """Decide what to do about one open obligation.

    Rungs missed while nobody looked are taken together as far as they speak to the
    same audience: a long sleep makes no storm. Nobody else is told before a
    delivered letter has told the debtors so, a workday before.
    """
    held = _held(obligation, facing, days, now)
    if held is not None:
        return held
    due = _due(obligation, facing, days, now)
    heard = [rung for rung in due if rung.to in facing.reachable]
    if not heard:
        return _look(obligation, Reason.NOBODY, days.next_morning(now))
    step = _step(heard)
    others = [rung for rung in step if escalates(obligation, rung)]
    if others and obligation.announced is None:
        return _announce(obligation, others[0], days, now)
    if others and (fair := days.workday_after(obligation.announced or now)) > now:
        return _await(obligation, others[0], fair)
    return _taken(obligation, step, facing, days, now)


def coming(
    obligation: Obligation,
    days: Workdays,
    now: datetime,
    to: Collection[Audience] = tuple(Audience),
) -> tuple[tuple[Rung, datetime], ...]:
    """Return the rungs that will be taken, each with its morning; the first tomorrow.

    That is what `chase` does if nothing is answered, nobody comes or goes, and a
    letter tells the debtors of it today. `to`: the audiences that can be told.
    """
    found: list[tuple[Rung, datetime]] = []
    at, left = now, [rung for rung in ahead(obligation) if rung.to in to]
    fair = days.workday_after(obligation.announced or now)
    while left:
        falls = [(_falls(obligation, rung, days), rung) for rung in left]
        at = max(days.next_morning(at), min(when for when, _ in falls))
        step = _step([rung for when, rung in falls if when <= at])
        if any(escalates(obligation, rung) for rung in step) and at < fair:
            at = fair
            step = _step([rung for when, rung in falls if when <= at])
        found += [(rung, at) for rung in step]
        left = [rung for rung in left if rung.at > step[-1].at]
    return tuple(found)


def ahead(obligation: Obligation) -> list[Rung]:
    """Return the rungs not yet taken."""
    passed = obligation.rung
    ladder = obligation.policy.ladder
    return [rung for rung in ladder if passed is None or rung.at > passed]


def escalates(obligation: Obligation, rung: Rung) -> bool:
    """Whether a rung speaks to somebody other than the debtors and their deputies."""
    return rung.to not in {obligation.debtor, Audience.DEPUTY}


def _step(due: Sequence[Rung]) -> tuple[Rung, ...]:
    """Return what one morning takes of these: one audience, or one rung's audiences."""
    *_, last = takewhile(lambda rung: rung.to is due[0].to, due)
    return tuple(rung for rung in due if rung.at <= last.at)


def _falls(obligation: Obligation, rung: Rung, days: Workdays) -> datetime:
    """Return when a rung falls; what speaks to snoozing debtors, once they wake."""
    at, until = rung_time(obligation, rung, days), obligation.snoozed
    if until is None or escalates(obligation, rung):
        return at
    return max(at, days.opening(days.on_or_after(until)))


def _held(
    obligation: Obligation, facing: Facing, days: Workdays, now: datetime
) -> Decision | None:
    """Return why nothing is done now, or None."""
    if obligation.state is not ObligationState.OPEN:
        return _look(obligation, Reason.CLOSED, None)
    left = _left(obligation, facing)
    if not left:
        return _look(obligation, Reason.SPENT, None)
    due = _due(obligation, facing, days, now)
    if not due:
        return _await(obligation, left[0], rung_time(obligation, left[0], days))
    if not days.working(now):
        return _look(obligation, Reason.QUIET, days.next_working(now))
    if facing.spared and obligation.kind is Owed.REPORT and obligation.rung is None:
        waived = replace(obligation, state=ObligationState.WAIVED)
        return _look(waived, Reason.ON_PACE, None)
    if facing.back is not None:
        back = max(days.opening(days.on_or_after(facing.back)), days.next_morning(now))
        return _look(obligation, Reason.AWAY, back)
    return _snoozed(obligation, due, days, now)


def _snoozed(
    obligation: Obligation, due: Sequence[Rung], days: Workdays, now: datetime
) -> Decision | None:
    """Hold what speaks to debtors who asked for rest; the others hear in their time."""
    until = obligation.snoozed
    if until is None or days.local(now).date() >= until:
        return None
    if any(escalates(obligation, rung) for rung in due):
        return None
    others = [rung for rung in ahead(obligation) if escalates(obligation, rung)]
    wakes = days.opening(days.on_or_after(until))
    if others:
        wakes = min(wakes, rung_time(obligation, others[0], days))
    return _look(obligation, Reason.SNOOZED, wakes)


def _left(obligation: Obligation, facing: Facing) -> list[Rung]:
    """Return the rungs ahead."""
    meant = _meant(facing)
    return [rung for rung in ahead(obligation) if rung.to in meant]


def _meant(facing: Facing) -> frozenset[Audience]:
    """Return whom rungs may speak to: deputies only where there are any."""
    return frozenset(Audience) - {Audience.DEPUTY} | facing.reachable


def _due(
    obligation: Obligation, facing: Facing, days: Workdays, now: datetime
) -> list[Rung]:
    """Return the rungs whose time has come, without those a snooze passes over."""
    left = _left(obligation, facing)
    due = [rung for rung in left if rung_time(obligation, rung, days) <= now]
    until = obligation.snoozed
    if until is None or days.local(now).date() >= until:
        return due
    return [rung for rung in due if escalates(obligation, rung)] or due


def _announce(
    obligation: Obligation, rung: Rung, days: Workdays, now: datetime
) -> Decision:
    """Tell the debtors once more, and only then whoever the rung speaks to."""
    at = days.next_morning(now)
    return Decision(
        obligation=replace(obligation, look_at=at),
        reason=Reason.ANNOUNCE,
        taken=(Rung(at=rung.at, to=obligation.debtor),),
        next=rung,
        next_at=at,
    )


def _taken(
    obligation: Obligation,
    taken: tuple[Rung, ...],
    facing: Facing,
    days: Workdays,
    now: datetime,
) -> Decision:
    up = replace(obligation, rung=taken[-1].at)
    following, at = next(iter(coming(up, days, now, _meant(facing))), (None, None))
    # After the last rung one more look records that the ladder is spent.
    return Decision(
        obligation=replace(up, look_at=at or days.next_morning(now)),
        reason=Reason.RUNG,
        taken=taken,
        next=following,
        next_at=at,
    )


def _await(obligation: Obligation, rung: Rung, at: datetime) -> Decision:
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
