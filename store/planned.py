"""A catalog as the rows that questions are asked of."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlmodel import SQLModel

from rules.catalog import Catalog, Indicator
from store.tables import (
    AreaRow,
    BranchRow,
    IndicatorRow,
    MeasureRow,
    TaskRow,
    UnitRow,
)

Rows = Sequence[dict[str, Any]]


def plan_row(catalog: Catalog) -> dict[str, Any]:
    plan = catalog.plan
    return {
        "id": plan.id,
        "title": plan.title,
        "timezone": plan.timezone,
        "starts": plan.starts,
        "ends": plan.ends,
    }


def rows(catalog: Catalog) -> Iterable[tuple[type[SQLModel], Rows]]:
    """Yield each table with the rows the catalog asks for, all in force."""
    plan = {"plan": catalog.plan.id, "retired_at": None}
    yield (
        UnitRow,
        [
            plan | {"id": unit.id, "name": unit.name, "position": n}
            for n, unit in enumerate(catalog.units)
        ],
    )
    yield (
        AreaRow,
        [
            plan | {"id": a.id, "title": a.title, "leader": a.leader, "position": n}
            for n, a in enumerate(catalog.areas)
        ],
    )
    yield TaskRow, [plan | row for row in _tasks(catalog)]
    yield BranchRow, [plan | row for row in _branches(catalog)]
    yield MeasureRow, [plan | row for row in _measures(catalog)]
    yield IndicatorRow, [plan | row for row in _indicators(catalog)]


def _tasks(catalog: Catalog) -> Iterable[dict[str, Any]]:
    for area in catalog.areas:
        for n, task in enumerate(area.tasks):
            yield {
                "id": task.id,
                "area": area.id,
                "title": task.title,
                "policy": task.policy,
                "starts": task.starts,
                "due": task.due,
                "source": task.source,
                "position": n,
            }


def _branches(catalog: Catalog) -> Iterable[dict[str, Any]]:
    for task in catalog.tasks():
        yield {"task": task.id, "unit": task.lead, "part": "lead"}
        for unit in task.assist:
            yield {"task": task.id, "unit": unit, "part": "assist"}


def _measures(catalog: Catalog) -> Iterable[dict[str, Any]]:
    for task in catalog.tasks():
        for n, m in enumerate(task.measures):
            yield {
                "task": task.id,
                "id": m.id,
                "text": m.text,
                "due": m.due,
                "position": n,
            }


def _indicators(catalog: Catalog) -> Iterable[dict[str, Any]]:
    for n, target in enumerate(catalog.targets):
        yield _indicator("", n, target)
    for task in catalog.tasks():
        for n, indicator in enumerate(task.indicators):
            yield _indicator(task.id, n, indicator)


def _indicator(task: str, position: int, indicator: Indicator) -> dict[str, Any]:
    return {
        "task": task,
        "id": indicator.id,
        "name": indicator.name,
        "target": indicator.target,
        "baseline": indicator.baseline,
        "unit": indicator.unit,
        "direction": indicator.direction.value,
        "kind": indicator.kind.value,
        "test": indicator.test,
        "due": indicator.due,
        "position": position,
    }
