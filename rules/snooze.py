"""Snooze (暂缓): the debtors ask to be left alone until a day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rules.catalog import Audience
from rules.chase import ahead, escalates, rung_time
from rules.errors import BadSnooze
from rules.ids import PersonId
from rules.obligation import Obligation
from rules.people import Person, Role
from rules.workdays import Workdays

LONGEST = 10  # workdays
_OF = {
    Audience.OWNER: Role.OWNER,
    Audience.ADMIN: Role.ADMIN,
    Audience.LEADER: Role.LEADER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Snoozed:
    """No question before `until`; `tells` is who hears of it all the same, and when."""

    obligation: Obligation
    until: date
    look_at: datetime
    tells: tuple[Audience, datetime] | None


def snooze(
    owed: Obligation,
    wanted: date,
    days: Workdays,
    now: datetime,
    next_opens: date | None = None,
) -> Snoozed:
    """Rule on a wish not to be asked before `wanted`.

    `next_opens`: when the next period of a report opens. Raises BadSnooze for a
    day in the past, too far off, or past the next period. The ladder goes on for
    all but the debtors, and a look that was to come is never put off: the chase
    itself holds what it may not say.
    """
    today = days.local(now).date()
    until = days.on_or_after(wanted)
    if wanted <= today:
        raise BadSnooze({"why": "past"})
    last = days.shift(days.on_or_after(today), LONGEST)
    if until > last:
        raise BadSnooze({"why": "far", "last": last.isoformat()})
    if next_opens is not None and until > next_opens:
        raise BadSnooze({"why": "period", "last": next_opens.isoformat()})
    wakes = days.opening(until)
    return Snoozed(
        obligation=owed,
        until=until,
        look_at=min(owed.look_at or wakes, wakes),
        tells=_tells(owed, until, days, now),
    )


def may_snooze(person: Person, owed: Obligation, asked: Collection[PersonId]) -> bool:
    """Whether this is a debtor. `asked`: who is asked today, deputies included."""
    own = person.unit == owed.unit if owed.unit else True
    return person.id in asked or (own and person.role is _OF.get(owed.debtor))


def offers(today: date, days: Workdays) -> tuple[tuple[str, date], ...]:
    """Return the days a button offers: tomorrow, if it is worked, and next Monday."""
    tomorrow = today + timedelta(days=1)
    monday = today + timedelta(days=7 - today.weekday())
    worked = days.worked(tomorrow) and tomorrow != monday
    near = (("tomorrow", tomorrow),) if worked else ()
    return (*near, ("monday", days.on_or_after(monday)))


def _tells(
    owed: Obligation, until: date, days: Workdays, now: datetime
) -> tuple[Audience, datetime] | None:
    """Return who else hears of it by that day: on the rung's own morning, or a day on.

    Debtors no letter has told yet are told on that morning, the others on the next.
    """
    for rung in ahead(owed):
        at = rung_time(owed, rung, days)
        if days.local(at).date() > until:
            break
        if escalates(owed, rung):
            if owed.announced is None:
                at = days.next_morning(max(at, now))
            return rung.to, max(at, days.next_working(now))
    return None
