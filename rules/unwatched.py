"""What the admins hear of work with nobody there to be asked."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from rules import facts
from rules.audience import admins, told
from rules.catalog import Audience, Catalog, Task
from rules.ids import PersonId, TaskId, UnitId
from rules.message import Message, Sort
from rules.obligation import Obligation
from rules.pace import TaskState
from rules.people import UNIT_ROLES, Person
from rules.understand import Status


def unwatched(
    catalog: Catalog, people: Sequence[Person], owed: Sequence[Obligation], mark: str
) -> tuple[Message, ...]:
    """Tell the admins what falls due with nobody there to be asked.

    What no unit owes is a leader's to decide: its line has no unit.
    """
    if not owed:
        return ()
    names = facts.units_of(catalog)
    gaps: dict[tuple[UnitId, Audience | None], set[TaskId]] = defaultdict(set)
    for one in owed:  # two periods, one task
        gaps[one.unit, None if one.unit else one.debtor].add(one.task)
    lines = [
        {
            "unit": names.get(unit),
            "role": role.value if role else None,
            "tasks": _numbers(tasks),
            "lost": _lost(people, unit, role),
        }
        for (unit, role), tasks in gaps.items()
    ]
    return tuple(
        Message(
            to=admin.id,
            template="chase/unwatched",
            facts={"units": lines, "total": len(owed)},
            key=f"unwatched:{admin.id}:{mark}",
            sort=Sort.SERVICE,
        )
        for admin in admins(people)
    )


def lost(
    catalog: Catalog,
    people: Sequence[Person],
    states: Sequence[TaskState],
    gone: PersonId,
    now: datetime,
) -> tuple[Message, ...]:
    """Tell the admins whom letters no longer reach, and what that leaves unwatched.

    `people` as they are with the loss already noted.
    """
    person = next((one for one in people if one.id == gone), None)
    if person is None:
        return ()
    units = facts.units_of(catalog)
    line: facts.Line = {
        "name": person.name,
        "role": person.role.value,
        "unit": units.get(person.unit, person.unit) if person.unit else None,
        "why": person.unreachable,
        "tasks": _left(catalog, people, states, person),
    }
    return tuple(
        Message(
            to=admin.id,
            template="admin/lost",
            facts=line,
            key=f"lost:{admin.id}:{gone}:{now.isoformat()}",
            sort=Sort.SERVICE,
        )
        for admin in admins(people)
    )


def _left(
    catalog: Catalog,
    people: Sequence[Person],
    states: Sequence[TaskState],
    person: Person,
) -> list[str]:
    """Return the open tasks of a unit in which nobody can be asked any more."""
    unit = person.unit
    if unit is None or person.role not in UNIT_ROLES:
        return []
    if told(people, unit, Audience.OWNER):
        return []
    left = {
        state.task.id
        for state in states
        if state.status is not Status.DONE and _asked(catalog, state.task, unit)
    }
    return _numbers(left)


def _asked(catalog: Catalog, task: Task, unit: UnitId) -> bool:
    """Whether a unit is asked about a task: assisting units only by some policies."""
    assists = unit in task.assist and catalog.policies[task.policy].assist
    return task.lead == unit or assists


def _lost(people: Sequence[Person], unit: UnitId, role: Audience | None) -> list[str]:
    """Return who is linked in a unit, or in a role without one, but out of reach."""
    gone = [one for one in people if one.unreachable]
    if role:
        return [one.name for one in gone if one.role.value == role.value]
    return [one.name for one in gone if one.unit == unit]


def _numbers(tasks: set[TaskId]) -> list[str]:
    return list(map(facts.number, sorted(tasks, key=facts.place)))
