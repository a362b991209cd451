"""Who is told what this morning: one message per person, however much they owe."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rules import facts
from rules.catalog import Audience, Catalog
from rules.decision import Decision, Reason
from rules.ids import ObligationId, PersonId, TaskId, UnitId
from rules.message import Button, Buttons, Message
from rules.pace import TaskState, judge
from rules.people import Person, Role
from rules.workdays import Workdays

SHOWN = 20  # lines in one message; the rest are counted and are in /mine
ROOMY = 6  # up to so many lines each gets both buttons


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning:
    """Everything a morning's letters are made of."""

    catalog: Catalog
    days: Workdays
    people: Sequence[Person]
    states: Mapping[TaskId, TaskState]
    now: datetime

    @property
    def today(self) -> date:
        return self.days.local(self.now).date()


def reachable(people: Sequence[Person], unit: UnitId) -> frozenset[Audience]:
    """Return the audiences in which somebody can be told about this unit's work."""
    found = [audience for audience in Audience if _told(people, unit, audience)]
    asked = any(p.unit == unit and not p.unreachable for p in people)
    # With nobody in the unit there is nobody to press: the admin hears just that.
    return frozenset(found if asked else ())


def letters(
    morning: Morning, decisions: Sequence[Decision], known: frozenset[ObligationId]
) -> tuple[Message, ...]:
    """Return one letter per person and kind.

    `known`: obligations the admin has been told nobody can be asked about.
    """
    told: dict[tuple[PersonId, Audience], list[Decision]] = defaultdict(list)
    for decision in decisions:
        for audience in {rung.to for rung in decision.taken}:
            for person in _told(morning.people, decision.obligation.unit, audience):
                told[person.id, audience].append(decision)
    made = [
        _letter(morning, person, audience, taken)
        for (person, audience), taken in sorted(told.items())
    ]
    return (*made, *_unwatched(morning, decisions, known))


def _told(people: Sequence[Person], unit: UnitId, audience: Audience) -> list[Person]:
    """Return who hears it.

    In a unit without an owner the head is asked; a unit without a head to tell is
    its admins' to press.
    """
    here = [person for person in people if not person.unreachable]
    owners = [p for p in here if p.role is Role.OWNER and p.unit == unit]
    heads = [p for p in here if p.role is Role.HEAD and p.unit == unit]
    match audience:
        case Audience.OWNER:
            return owners or heads
        case Audience.HEAD if owners and heads:
            return heads
        case Audience.LEADER:
            return [person for person in here if person.role is Role.LEADER]
        case _:
            return [person for person in here if person.role is Role.ADMIN]


def _letter(
    morning: Morning, to: PersonId, audience: Audience, taken: list[Decision]
) -> Message:
    taken.sort(key=lambda d: (d.obligation.due, facts.place(d.obligation.task)))
    oldest = {_branch(d): d for d in reversed(taken)}  # several periods, one line
    items = [_item(morning, d) for d in taken if oldest[_branch(d)] is d]
    asked = audience is Audience.OWNER
    return Message(
        to=to,
        template="chase/morning" if asked else "chase/escalation",
        facts={
            "today": facts.day(morning.today),
            "to": next(p.role.value for p in morning.people if p.id == to),
            "items": items[:SHOWN],
            "more": max(len(items) - SHOWN, 0),
            "total": len(items),
            "late": sum(bool(item["late"]) for item in items),
        },
        key=f"{audience.value}:{to}:{facts.day(morning.today)}:{_mark(taken)}",
        buttons=_buttons(items[:SHOWN]) if asked else (),
    )


def _branch(decision: Decision) -> tuple[TaskId, UnitId]:
    """Return whose answer is owed: each unit of a task owes its own."""
    return decision.obligation.task, decision.obligation.unit


def _item(morning: Morning, decision: Decision) -> facts.Line:
    owed, days = decision.obligation, morning.days
    state = morning.states[owed.task]
    units = facts.units_of(morning.catalog)
    people = morning.people
    return facts.standing_line(state, judge(state, morning.today), days) | {
        "obligation": owed.id,
        "unit": units[owed.unit],
        "assists": owed.unit != state.task.lead,
        "owners": [p.name for p in _told(people, owed.unit, Audience.OWNER)],
        "period": owed.period,
        "report_due": facts.day(owed.due),
        "late": days.between(owed.due, morning.today),
        "next_to": _next(morning, decision),
        "next_at": facts.moment(decision.next_at, days),
    }


def _next(morning: Morning, decision: Decision) -> str | None:
    """Return the role that will be told next, as it will really be."""
    if decision.next is None:
        return None
    told = _told(morning.people, decision.obligation.unit, decision.next.to)
    return told[0].role.value if told else None


def _buttons(items: Sequence[facts.Line]) -> Buttons:
    if len(items) <= ROOMY:
        return tuple(
            (_button("report", item), _button("unchanged", item))
            if item["last"]
            else (_button("report", item),)
            for item in items
        )
    return tuple(
        tuple(_button("report", item) for item in items[n : n + 3])
        for n in range(0, len(items), 3)
    )


def _button(what: str, item: facts.Line) -> Button:
    return Button(
        label=f"buttons.{what}_task",
        data=f"{what}:{item['obligation']}",
        facts={"task": str(item["task"])},
    )


def _unwatched(
    morning: Morning, decisions: Sequence[Decision], known: frozenset[ObligationId]
) -> Iterable[Message]:
    """Tell the admins, once, what falls due with nobody there to be asked."""
    fresh = [
        d
        for d in decisions
        if d.reason is Reason.NOBODY and d.obligation.id not in known
    ]
    if not fresh:
        return
    units: dict[UnitId, set[TaskId]] = defaultdict(set)  # two periods, one task
    for decision in fresh:
        units[decision.obligation.unit].add(decision.obligation.task)
    names = facts.units_of(morning.catalog)
    lines = [
        {"unit": names[unit], "tasks": list(map(facts.number, tasks))}
        for unit, found in units.items()
        for tasks in [sorted(found, key=facts.place)]
    ]
    for person in _told(morning.people, UnitId(""), Audience.ADMIN):
        yield Message(
            to=person.id,
            template="chase/unwatched",
            facts={"units": lines, "total": len(fresh)},
            key=f"unwatched:{person.id}:{_mark(fresh)}",
        )


def _mark(taken: Iterable[Decision]) -> str:
    """Return a short mark of which rungs of which obligations a letter is about.

    The same rungs never make a second letter, in whatever order they are found;
    other rungs on the same morning do.
    """
    rungs = sorted(f"{d.obligation.id}@{d.obligation.rung}" for d in taken)
    return hashlib.sha256(",".join(rungs).encode()).hexdigest()[:16]
