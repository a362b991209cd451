"""The ledger: every task in one line, in the shape programs read (design §7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rules.ids import AreaId, TaskId, UnitId
from rules.lifecycle import Stage
from rules.pace import Light, TaskState, judge
from rules.people import Person, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """`progress`, `expected` and `gap` are percent points; a gap above 0 is behind.

    `status` is the stage of the lead's branch.
    """

    id: TaskId
    area: AreaId
    title: str
    lead: UnitId
    owners: tuple[str, ...]
    status: Stage
    progress: int | None
    expected: int
    gap: int | None
    light: Light
    due: date
    last_report: datetime | None


def lines(
    states: Sequence[TaskState], people: Sequence[Person], today: date
) -> tuple[LedgerLine, ...]:
    """Return a line per task, in the plan's order."""
    return tuple(_line(state, people, today) for state in states)


def _line(state: TaskState, people: Sequence[Person], today: date) -> LedgerLine:
    standing = judge(state, today)
    return LedgerLine(
        id=state.task.id,
        area=state.area,
        title=state.task.title,
        lead=state.task.lead,
        owners=tuple(
            person.name
            for person in people
            if person.role is Role.OWNER and person.unit == state.task.lead
        ),
        status=state.stage,
        progress=standing.progress,
        expected=standing.expected,
        gap=standing.gap,
        light=standing.light,
        due=state.task.due,
        last_report=state.last_report,
    )
