"""Who is told what this morning: one message per person, however much they owe."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rules import facts
from rules.audience import told
from rules.catalog import Audience, Catalog
from rules.decision import Decision, Reason
from rules.ids import ObligationId, PersonId, TaskId, UnitId
from rules.message import Button, Buttons, Message
from rules.pace import TaskState, judge
from rules.people import Person
from rules.unwatched import unwatched
from rules.workdays import Workdays

SHOWN = 20  # lines in one message; the rest are counted and are in /mine
ROOMY = 6  # up to so many lines each gets both buttons
ASKING, TELLING = "chase/morning", "chase/escalation"


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
    found = [audience for audience in Audience if told(people, unit, audience)]
    asked = any(p.unit == unit and not p.unreachable for p in people)
    # With nobody in the unit there is nobody to press: the admin hears just that.
    return frozenset(found if asked else ())


def letters(
    morning: Morning, decisions: Sequence[Decision], known: frozenset[ObligationId]
) -> tuple[Message, ...]:
    """Return one letter per person and kind.

    `known`: obligations the admin has been told nobody can be asked about.
    """
    hears: dict[tuple[PersonId, Audience], list[Decision]] = defaultdict(list)
    for decision in decisions:
        for audience in {rung.to for rung in decision.taken}:
            for person in told(morning.people, decision.obligation.unit, audience):
                hears[person.id, audience].append(decision)
    made = [
        _letter(morning, person, audience, taken)
        for (person, audience), taken in sorted(hears.items())
    ]
    unasked = [
        decision
        for decision in decisions
        if decision.reason is Reason.NOBODY and decision.obligation.id not in known
    ]
    owed = [decision.obligation for decision in unasked]
    people, mark = morning.people, _mark(unasked)
    return (*made, *unwatched(morning.catalog, people, owed, mark))


def _letter(
    morning: Morning, to: PersonId, audience: Audience, taken: list[Decision]
) -> Message:
    taken.sort(key=lambda d: (d.obligation.due, facts.place(d.obligation.task)))
    oldest = {_branch(d): d for d in reversed(taken)}  # several periods, one line
    items = [_item(morning, d) for d in taken if oldest[_branch(d)] is d]
    asked = audience is Audience.OWNER
    return Message(
        to=to,
        template=ASKING if asked else TELLING,
        facts={
            "today": facts.day(morning.today),
            "to": next(p.role.value for p in morning.people if p.id == to),
            "items": items[:SHOWN],
            "rest": [
                {"obligation": item["obligation"], "report_due": item["report_due"]}
                for item in items[SHOWN:]
            ],
            "more": max(len(items) - SHOWN, 0),
            "total": len(items),
            "late": sum(bool(item["late"]) for item in items),
        },
        key=f"{audience.value}:{to}:{facts.day(morning.today)}:{_mark(taken)}",
        buttons=buttons(items[:SHOWN]) if asked else (),
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
        "owners": [p.name for p in told(people, owed.unit, Audience.OWNER)],
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
    hearers = told(morning.people, decision.obligation.unit, decision.next.to)
    return hearers[0].role.value if hearers else None


def buttons(items: Sequence[facts.Line]) -> Buttons:
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


def _mark(taken: Iterable[Decision]) -> str:
    """Return a short mark of which rungs of which obligations a letter is about.

    The same rungs never make a second letter, in whatever order they are found;
    other rungs on the same morning do.
    """
    rungs = sorted(f"{d.obligation.id}@{d.obligation.rung}" for d in taken)
    return hashlib.sha256(",".join(rungs).encode()).hexdigest()[:16]
