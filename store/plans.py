"""The plan as applied: its versions, and the rows that questions are asked of."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ScalarSelect, inspect, update
from sqlmodel import SQLModel, col, select

from rules.bells import next_digest
from rules.catalog import Catalog
from rules.ids import PlanId
from rules.obligation import ObligationState
from rules.workdays import Workdays
from store import catalog as files
from store import planned
from store.session import Tx
from store.tables import (
    BranchRow,
    CatalogVersionRow,
    DigestRow,
    ObligationRow,
    PlanRow,
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
    applied_at: datetime  # when the version in force was
    opened_at: datetime | None  # when its periods were last opened
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
        applied_at=version.applied_at,
        opened_at=row.opened_at,
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


def set_opened(tx: Tx, plan: PlanId, now: datetime) -> None:
    """Remember that every period to be open at `now` has been opened."""
    tx.execute(update(PlanRow).where(col(PlanRow.id) == plan).values(opened_at=now))


def apply(
    tx: Tx, catalog: Catalog, *, text: str, author: str, note: str, now: datetime
) -> Applied:
    """Make `catalog` the plan in force. The same text again changes nothing.

    What is no longer in the file is retired, never deleted: its history stays.
    """
    plan, sha = catalog.plan, hashlib.sha256(text.encode()).hexdigest()
    row = tx.get(PlanRow, plan.id, with_for_update=True)
    if row and tx.get_one(CatalogVersionRow, (plan.id, row.version)).sha256 == sha:
        return Applied(number=row.version, changed=False)
    number = row.version + 1 if row else 1
    kept = {
        "version": number,
        "loaded_at": row.loaded_at if row else now,
        "opened_at": row.opened_at if row else None,
        "bot_username": row.bot_username if row else "",
    }
    upsert(tx, PlanRow, [planned.plan_row(catalog) | kept])
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
    _reopen_waived(tx, catalog, now)
    for table, rows in planned.rows(catalog):
        _retire_all(tx, table, plan.id, now)
        upsert(tx, table, rows)  # what is still in the file comes back
    _waive_retired(tx, plan.id)
    _set_digests(tx, catalog, now)
    return Applied(number=number, changed=True)


@lru_cache(maxsize=8)
def _parsed(text: str) -> Catalog:
    return files.read(text.encode(), "catalog")


def _retire_all(tx: Tx, table: type[SQLModel], plan: str, now: datetime) -> None:
    columns = inspect(table).columns
    here = (columns.plan == plan, columns.retired_at.is_(None))
    tx.execute(update(table).where(*here).values(retired_at=now))


def _of_retired(column: Any) -> ScalarSelect[Any]:  # noqa: ANN401 - a column of any type
    """Return `column` of an obligation's branch, if that is out of the plan."""
    return (
        select(column)
        .where(
            BranchRow.plan == ObligationRow.plan,
            BranchRow.task == ObligationRow.task,
            BranchRow.unit == ObligationRow.unit,
            col(BranchRow.retired_at).is_not(None),
        )
        .correlate(ObligationRow)
        .scalar_subquery()
    )


def _reopen_waived(tx: Tx, catalog: Catalog, now: datetime) -> None:
    """Owe again what was waived with its branch and is not yet past.

    Those whose branch stays out are waived once more: taking back a mistaken
    edit takes back what it waived.
    """
    today = now.astimezone(ZoneInfo(catalog.plan.timezone)).date()
    tx.execute(
        update(ObligationRow)
        .where(
            col(ObligationRow.plan) == catalog.plan.id,
            col(ObligationRow.state) == ObligationState.WAIVED.value,
            col(ObligationRow.due) >= today,
            col(ObligationRow.closed_at) == _of_retired(BranchRow.retired_at),
        )
        .values(state=ObligationState.OPEN.value, look_at=now, closed_at=None)
    )


def _waive_retired(tx: Tx, plan: str) -> None:
    """Close what is owed by a branch that is no longer in the plan."""
    gone = _of_retired(BranchRow.retired_at)
    tx.execute(
        update(ObligationRow)
        .where(
            col(ObligationRow.plan) == plan,
            col(ObligationRow.state) == ObligationState.OPEN.value,
            gone.is_not(None),
        )
        .values(state=ObligationState.WAIVED.value, look_at=None, closed_at=gone)
    )


def _set_digests(tx: Tx, catalog: Catalog, now: datetime) -> None:
    """Keep the times that stay, add the new ones, silence the others.

    One whose moment has come but which is not composed yet keeps its moment.
    """
    plan = catalog.plan.id
    days = Workdays(catalog.calendar, ZoneInfo(catalog.plan.timezone))
    due = {
        (row.audience, row.weekday, row.at): row.look_at
        for row in tx.scalars(
            select(DigestRow).where(
                DigestRow.plan == plan, col(DigestRow.look_at) <= now
            )
        )
    }
    rows = [
        {"plan": plan, "audience": d.to.value, "weekday": d.weekday, "at": d.at}
        | {
            "look_at": due.get((d.to.value, d.weekday, d.at))
            or next_digest(d, days, now, catalog.plan.ends)
        }
        for d in catalog.digests
    ]
    tx.execute(
        update(DigestRow).where(col(DigestRow.plan) == plan).values(look_at=None)
    )
    upsert(tx, DigestRow, rows)
