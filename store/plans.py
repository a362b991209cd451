"""The plan as applied: its versions, and the rows that questions are asked of."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import inspect, update
from sqlmodel import SQLModel, col, select

from rules.bells import next_digest
from rules.catalog import Catalog, Indicator
from rules.ids import PlanId
from rules.obligation import ObligationState
from rules.workdays import Workdays
from store import catalog as files
from store.session import Tx
from store.tables import (
    AreaRow,
    BranchRow,
    CatalogVersionRow,
    DigestRow,
    IndicatorRow,
    MeasureRow,
    ObligationRow,
    PlanRow,
    TaskRow,
    UnitRow,
)
from store.upsert import upsert


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """The version in force, and whether this apply made it."""

    number: int
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A plan in force: its catalog, its calendar, and when it was first loaded."""

    number: int
    catalog: Catalog
    days: Workdays
    loaded_at: datetime
    opened_on: date | None  # the day whose periods have been opened
    bot_username: str


def loaded(tx: Tx, plan: PlanId) -> Loaded | None:
    """Return the plan in force, or None when nothing was applied yet."""
    row = tx.get(PlanRow, plan)
    if row is None:
        return None
    version = tx.get_one(CatalogVersionRow, (plan, row.version))
    catalog = _parsed(version.text)
    days = Workdays(catalog.calendar, ZoneInfo(catalog.plan.timezone))
    return Loaded(
        number=row.version,
        catalog=catalog,
        days=days,
        loaded_at=row.loaded_at,
        opened_on=row.opened_on,
        bot_username=row.bot_username,
    )


def current(tx: Tx, plan: PlanId) -> tuple[int, Catalog] | None:
    """Return the version in force and its catalog, or None."""
    found = loaded(tx, plan)
    return None if found is None else (found.number, found.catalog)


def only(tx: Tx) -> PlanId | None:
    """Return the database's plan when it holds exactly one."""
    ids = tx.scalars(select(PlanRow.id).limit(2)).all()
    return PlanId(ids[0]) if len(ids) == 1 else None


def any_loaded(tx: Tx) -> bool:
    return tx.scalar(select(PlanRow.id).limit(1)) is not None


def name_bot(tx: Tx, plan: PlanId, username: str) -> None:
    """Remember the bot's name, so that invites can be links."""
    this = update(PlanRow).where(col(PlanRow.id) == plan)
    tx.execute(this.values(bot_username=username))


def set_opened(tx: Tx, plan: PlanId, day: date) -> None:
    """Remember that the periods of `day` and before have been opened."""
    tx.execute(update(PlanRow).where(col(PlanRow.id) == plan).values(opened_on=day))


def apply(
    tx: Tx, catalog: Catalog, *, text: str, author: str, note: str, now: datetime
) -> Applied:
    """Make `catalog` the plan in force. The same text again changes nothing.

    What is no longer in the file is retired, never deleted: its history stays.
    """
    plan, sha = catalog.plan, hashlib.sha256(text.encode()).hexdigest()
    row = tx.get(PlanRow, plan.id)
    if row and tx.get_one(CatalogVersionRow, (plan.id, row.version)).sha256 == sha:
        return Applied(number=row.version, changed=False)
    number = row.version + 1 if row else 1
    kept = {
        "version": number,
        "loaded_at": row.loaded_at if row else now,
        "opened_on": None,  # a changed plan may have periods to open
        "bot_username": row.bot_username if row else "",
    }
    upsert(tx, PlanRow, [_plan(catalog) | kept])
    version = CatalogVersionRow(
        plan=plan.id,
        number=number,
        sha256=sha,
        text=text,
        author=author,
        note=note,
        applied_at=now,
    )
    tx.add(version)
    tx.flush()
    for table, rows in _rows(catalog):
        _retire_all(tx, table, plan.id, now)
        upsert(tx, table, rows)  # what is still in the file comes back
    _waive_retired(tx, plan.id, now)
    _set_digests(tx, catalog, now)
    return Applied(number=number, changed=True)


@lru_cache(maxsize=8)
def _parsed(text: str) -> Catalog:
    return files.read(text.encode(), "catalog")


def _plan(catalog: Catalog) -> dict[str, Any]:
    plan = catalog.plan
    return {
        "id": plan.id,
        "title": plan.title,
        "timezone": plan.timezone,
        "starts": plan.starts,
        "ends": plan.ends,
    }


def _rows(
    catalog: Catalog,
) -> Iterable[tuple[type[SQLModel], Sequence[dict[str, Any]]]]:
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


def _retire_all(tx: Tx, table: type[SQLModel], plan: str, now: datetime) -> None:
    columns = inspect(table).columns
    here = (columns.plan == plan, columns.retired_at.is_(None))
    tx.execute(update(table).where(*here).values(retired_at=now))


def _waive_retired(tx: Tx, plan: str, now: datetime) -> None:
    """Close what is owed by a branch that is no longer in the plan."""
    gone = (
        select(BranchRow.task)
        .where(
            BranchRow.plan == plan,
            col(BranchRow.retired_at).is_not(None),
            BranchRow.task == ObligationRow.task,
            BranchRow.unit == ObligationRow.unit,
        )
        .exists()
    )
    tx.execute(
        update(ObligationRow)
        .where(
            col(ObligationRow.plan) == plan,
            col(ObligationRow.state) == ObligationState.OPEN,
            gone,
        )
        .values(state=ObligationState.WAIVED.value, look_at=None, closed_at=now)
    )


def _set_digests(tx: Tx, catalog: Catalog, now: datetime) -> None:
    """Keep the times that stay, add the new ones, silence the others."""
    plan = catalog.plan.id
    days = Workdays(catalog.calendar, ZoneInfo(catalog.plan.timezone))
    rows = [
        {
            "plan": plan,
            "audience": digest.to.value,
            "weekday": digest.weekday,
            "at": digest.at,
            "look_at": next_digest(digest, days, now),
        }
        for digest in catalog.digests
    ]
    tx.execute(
        update(DigestRow).where(col(DigestRow.plan) == plan).values(look_at=None)
    )
    upsert(tx, DigestRow, rows)
