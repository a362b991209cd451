"""How one person stands with the house: their hours, leave, letters, what is next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from rules import facts
from rules.case import Posted
from rules.explain import Explanation
from rules.explain_lines import Telling
from rules.ids import PersonId
from rules.people import Person
from rules.workdays import Workdays, for_person

SHOWN = 10  # steps ahead


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What there is of a person. `day` and `week`: unprompted letters in each."""

    person: Person
    sent: Sequence[Posted]
    waiting: Sequence[Posted]
    day: int
    week: int
    owed: Sequence[Explanation]


def begun(person: Person, days: Workdays, now: datetime) -> tuple[datetime, datetime]:
    """Return when the day and the week began where the person is."""
    own = for_person(days, person.hours)
    today = own.local(now).date()
    monday = today - timedelta(days=today.weekday())
    return (
        datetime.combine(today, time(), own.zone),
        datetime.combine(monday, time(), own.zone),
    )


def line(telling: Telling, account: Account) -> facts.Line:
    """Return a person's account, for a template or a program."""
    person, kindness = account.person, telling.catalog.kindness
    units = facts.units_of(telling.catalog)
    return {
        "id": person.id,
        "name": person.name,
        "role": person.role.value,
        "unit": units.get(person.unit, person.unit) if person.unit else None,
        "unreachable": person.unreachable,
        "hours": _hours(person, telling.days),
        "leave": _leave(telling, person),
        "deputy": _name(telling, person.deputy),
        "stands_for": [_name(telling, one) for one in person.stands_for],
        "budget": {
            "day": account.day,
            "per_day": kindness.per_day,
            "week": account.week,
            "per_week": kindness.per_week,
        },
        "sent": [telling.letter(one) for one in account.sent],
        "waiting": [telling.letter(one) for one in account.waiting],
        "next": _next(telling, account),
    }


def _hours(person: Person, days: Workdays) -> facts.Line:
    own, plan = person.hours, days.calendar
    return {
        "opens": f"{own.opens or plan.opens:%H:%M}",
        "closes": f"{own.closes or plan.closes:%H:%M}",
        "zone": own.zone or days.zone.key,
        "own": (own.opens, own.closes, own.zone) != (None, None, None),
    }


def _leave(telling: Telling, person: Person) -> facts.Line | None:
    leave = person.leave
    if leave is None:
        return None
    return {
        "first": facts.day(leave.first),
        "last": facts.day(leave.last),
        "deputy": _name(telling, leave.deputy),
    }


def _name(telling: Telling, person: PersonId | None) -> str | None:
    return next((p.name for p in telling.people if p.id == person), None)


def _next(telling: Telling, account: Account) -> list[facts.Line]:
    """Return the next step that reaches the person, of each obligation."""
    found: list[tuple[datetime, facts.Line]] = []
    for one in account.owed:
        steps = (s for s in one.next if account.person.id in {p.id for p in s.told})
        step = next(steps, None)
        if step is not None:
            owed = telling.line(one)
            keys = ("task", "short", "kind", "span", "rule", "due")
            told = {key: owed[key] for key in keys} | telling.coming(step)
            found.append((step.at, told))
    found.sort(key=lambda each: each[0])
    return [told for _, told in found[:SHOWN]]
