"""What templates are told: JSON values only, since a letter is kept.

Days are ISO dates and moments ISO strings in the plan's own zone.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from rules.catalog import Catalog
from rules.ids import AreaId, TaskId, UnitId
from rules.pace import IndicatorState, Standing, TaskState
from rules.workdays import Workdays

Line: TypeAlias = dict[str, object]


def number(task: TaskId | AreaId) -> str:
    """Return a task's number as people say it: 2.2, not 02.2."""
    return ".".join(part.lstrip("0") or "0" for part in task.split("."))


def place(task: TaskId | AreaId) -> tuple[tuple[int, str], ...]:
    """Return what puts numbers in the order people count: 2.2 before 2.10."""
    return tuple((len(part), part) for part in number(task).split("."))


def plain(value: Decimal) -> str:
    """Return a decimal without exponent or trailing zeros."""
    return f"{value.normalize():f}"


def day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def moment(value: datetime | None, days: Workdays) -> str | None:
    return days.local(value).isoformat() if value else None


def units_of(catalog: Catalog) -> Mapping[UnitId, str]:
    return {unit.id: unit.name for unit in catalog.units}


def standing_line(state: TaskState, standing: Standing, days: Workdays) -> Line:
    """Return one task against its pace."""
    return {
        "id": state.task.id,
        "task": number(state.task.id),
        "short": state.task.short,
        "title": state.task.title,
        "progress": standing.progress,
        "expected": standing.expected,
        "gap": standing.gap,
        "stated": standing.stated,
        "light": standing.light.value,
        "why": standing.why.value,
        "missed": state.missed,
        "last": moment(state.last_report, days),
        "due": day(state.task.due),
        "finish": day(state.expected_finish),
        "problem": state.problem,
        "needs": state.needs,
        "figures": [
            figure(found) for found in state.indicators if found.total is not None
        ],
    }


def figure(found: IndicatorState) -> Line:
    """Return one indicator with its last total."""
    indicator = found.indicator
    return {
        "name": indicator.name,
        "total": None if found.total is None else plain(found.total),
        "target": None if indicator.target is None else plain(indicator.target),
        "unit": indicator.unit,
        "test": indicator.test,
    }
