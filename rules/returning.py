"""What both sides are told when a leave begins and when it ends."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rules import facts
from rules.catalog import Audience, Catalog
from rules.ids import PersonId, TaskId, UnitId
from rules.leave import Absence, begins, covering
from rules.message import Message
from rules.people import UNIT_ROLES, Person, Role
from rules.workdays import Workdays

SHOWN = 20
_DEBTOR = {Role.ADMIN: Audience.ADMIN, Role.LEADER: Audience.LEADER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """Something owed now, or answered at `answered`."""

    task: TaskId
    unit: UnitId
    due: date
    debtor: Audience
    answered: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turning:
    """Everything the letters of a morning's leaves are made of."""

    catalog: Catalog
    days: Workdays
    people: Mapping[PersonId, Person]
    absences: Sequence[Absence]  # all in force
    debts: Sequence[Debt]
    now: datetime

    @property
    def today(self) -> date:
        return self.days.local(self.now).date()


def unit_of(person: Person) -> UnitId:
    """Return the unit whose debts are theirs; admins and leaders owe without one."""
    return (person.unit if person.role in UNIT_ROLES else None) or UnitId("")


def begun(turning: Turning, absence: Absence) -> tuple[Message, ...]:
    """Tell the deputy who is away until when, and what they now answer for."""
    person, deputy = _sides(turning, absence)
    if person is None or deputy is None:
        return ()
    told = _told(turning, absence, person) | {"name": person.name}
    return (_letter(turning, absence, deputy, "rest/stands", told),)


def ended(turning: Turning, absence: Absence) -> tuple[Message, ...]:
    """Tell both sides, unless another leave goes on where this one ends."""
    person, deputy = _sides(turning, absence)
    after = covering(turning.absences, absence.person, turning.today)
    if person is None or begins(absence.leave, turning.days) is None:
        return ()
    told = _told(turning, absence, person) | {"name": person.name, "still": bool(after)}
    told["deputy"] = deputy.name if deputy else None
    made = []
    if after is None:
        made.append(_letter(turning, absence, person, "rest/returned", told))
    if deputy and not (after and after.leave.deputy == deputy.id):
        made.append(_letter(turning, absence, deputy, "rest/relieved", told))
    return tuple(made)


def relieved(turning: Turning, absence: Absence) -> tuple[Message, ...]:
    """Tell the deputy alone: the person knows, having come back or chosen anew."""
    return tuple(one for one in ended(turning, absence) if one.to != absence.person)


def summary(turning: Turning, absence: Absence, person: Person) -> facts.Line:
    """Return what was answered meanwhile and what is owed now."""
    mine = [debt for debt in turning.debts if _owes(person, debt)]
    since = turning.days.opening(absence.leave.first)
    answered = {d.task for d in mine if d.answered and d.answered >= since}
    return {
        "answered": _numbers(answered),
        "owed": _owed(turning, [debt for debt in mine if debt.answered is None]),
    }


def _sides(turning: Turning, absence: Absence) -> tuple[Person | None, Person | None]:
    deputy = absence.leave.deputy
    return (
        turning.people.get(absence.person),
        turning.people.get(deputy) if deputy else None,
    )


def _told(turning: Turning, absence: Absence, person: Person) -> facts.Line:
    leave, days = absence.leave, turning.days
    units = facts.units_of(turning.catalog)
    return {
        "unit": units.get(person.unit, person.unit) if person.unit else None,
        "first": facts.day(leave.first),
        "last": facts.day(leave.last),
        "back": facts.day(days.on_or_after(leave.last + timedelta(days=1))),
        **summary(turning, absence, person),
    }


def _letter(
    turning: Turning, absence: Absence, to: Person, template: str, told: facts.Line
) -> Message:
    at = turning.now.isoformat() if template == "rest/stands" else ""
    return Message(
        to=to.id,
        template=template,
        facts=told,
        key=f"{template}:{absence.id}:{to.id}:{at}",
    )


def _owes(person: Person, debt: Debt) -> bool:
    if debt.unit != unit_of(person):
        return False
    return bool(debt.unit) or debt.debtor is _DEBTOR.get(person.role)


def _owed(turning: Turning, debts: Sequence[Debt]) -> facts.Line:
    """Return the tasks owed, each with its oldest due day."""
    first: dict[TaskId, date] = {}
    for debt in debts:
        first[debt.task] = min(debt.due, first.get(debt.task, debt.due))
    lines = [
        {
            "task": facts.number(task.id),
            "short": task.short,
            "due": facts.day(first[task.id]),
            "late": turning.days.between(first[task.id], turning.today),
        }
        for task in turning.catalog.tasks()
        if task.id in first
    ]
    return {"lines": lines[:SHOWN], "more": max(len(lines) - SHOWN, 0)}


def _numbers(tasks: Iterable[TaskId]) -> list[str]:
    return list(map(facts.number, sorted(tasks, key=facts.place)))
