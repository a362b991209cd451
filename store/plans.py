"""The plan as applied: its versions, and the rows that questions are asked of."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, bindparam, case, inspect, update
from sqlalchemy import select as columns
from sqlmodel import SQLModel, col, select

from rules.amend import Amendment, amended
from rules.bells import next_digest
from rules.catalog import Catalog
from rules.ids import ObligationId, PlanId
from rules.obligation import ObligationState, Owed
from rules.workdays import Workdays
from store import catalog as files
from store import letters_about, overtaken, planned, requests
from store.session import Tx
from store.tables import (
    BranchRow,
    CatalogVersionRow,
    DigestRow,
    ObligationRow,
    PlanRow,
    TaskRow,
)
from store.upsert import upsert


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """The version in force, and whether this apply made it."""

    number: int
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A plan in force: its catalog, its calendar, and when it was first loaded.

    `catalog` has what was granted laid over it; `filed` is as the file says.
    """

    number: int
    catalog: Catalog
    filed: Catalog
    amendments: tuple[Amendment, ...]
    days: Workdays
    loaded_at: datetime
    applied_at: datetime  # when the version in force was
    opened_at: datetime | None  # when its periods were last opened
    bot_username: str

    def as_of(self, moment: datetime) -> Catalog:
        """Return the catalog with what had been granted by then."""
        if all(one.at <= moment for one in self.amendments):
            return self.catalog
        return amended(self.filed, self.amendments, moment)


# Everything asks this: it is written once.
_IN_FORCE = (
    columns(
        col(PlanRow.version),
        col(PlanRow.loaded_at),
        col(PlanRow.opened_at),
        col(PlanRow.bot_username),
        col(CatalogVersionRow.sha256),
        col(CatalogVersionRow.applied_at),
    )
    .join(
        CatalogVersionRow,
        (col(CatalogVersionRow.plan) == col(PlanRow.id))
        & (col(CatalogVersionRow.number) == col(PlanRow.version)),
    )
    .where(col(PlanRow.id) == bindparam("of"))
)


def loaded(tx: Tx, plan: PlanId) -> Loaded | None:
    """Return the plan in force, or None when nothing was applied yet."""
    row = tx.execute(_IN_FORCE, {"of": plan}).one_or_none()
    if row is None:
        return None
    granted = requests.amendments(tx, plan)
    filed = _FILED.get(row.sha256) or _filed(tx, plan, row.version, row.sha256)
    catalog = _amended(filed, granted)
    return Loaded(
        number=row.version,
        catalog=catalog,
        filed=filed,
        amendments=granted,
        days=Workdays(catalog.calendar, ZoneInfo(catalog.plan.timezone)),
        loaded_at=row.loaded_at,
        applied_at=row.applied_at,
        opened_at=row.opened_at,
        bot_username=row.bot_username,
    )


def current(tx: Tx, plan: PlanId) -> tuple[int, Catalog] | None:
    """Return the version in force and its catalog as the file says, or None."""
    found = loaded(tx, plan)
    return None if found is None else (found.number, found.filed)


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


def canary_at(tx: Tx, plan: PlanId) -> datetime | None:
    """Return when the next daily letter goes out, or None before the first."""
    return tx.scalar(select(PlanRow.canary_at).where(PlanRow.id == plan))


def set_canary(tx: Tx, plan: PlanId, at: datetime) -> None:
    """Let the next daily letter go out at `at`."""
    tx.execute(update(PlanRow).where(col(PlanRow.id) == plan).values(canary_at=at))


def apply(
    tx: Tx, catalog: Catalog, *, text: str, author: str, note: str, now: datetime
) -> Applied:
    """Make `catalog` the plan in force. The same text again changes nothing.

    What is no longer in the file is retired, never deleted: its history stays.
    """
    plan, sha = catalog.plan, hashlib.sha256(text.encode()).hexdigest()
    row = _held(tx, plan.id)
    old = tx.get_one(CatalogVersionRow, (plan.id, row.version)) if row else None
    if row and old and old.sha256 == sha:
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
    _put_rows(tx, _laid_over(catalog, requests.amendments(tx, plan.id)), now)
    _set_digests(tx, catalog, now)
    if old and _parsed(old.text).calendar != catalog.calendar:
        _look_by_morning(tx, catalog, now)
    return Applied(number=number, changed=True)


def follow(tx: Tx, plan: PlanId, now: datetime) -> None:
    """Bring the rows in line with a request just granted, one at a time.

    Two granted together would each write the rows without the other's change.
    """
    _held(tx, plan)
    found = loaded(tx, plan)
    if found is not None:
        _put_rows(tx, found.catalog, now, only=(TaskRow, BranchRow))


def _held(tx: Tx, plan: PlanId) -> PlanRow | None:
    """Return a plan's row as it is now, held until the transaction ends."""
    # Whoever adds a row of the plan's need not wait.
    return tx.get(PlanRow, plan, with_for_update={"key_share": True})


@lru_cache(maxsize=8)
def _parsed(text: str) -> Catalog:
    return files.read(text.encode(), "catalog")


# By the sum of their text: it is long, and needed for every update.
_FILED: dict[str, Catalog] = {}
_AMENDED: dict[int, tuple[Catalog, tuple[Amendment, ...], Catalog]] = {}
_KEPT = 8


def _filed(tx: Tx, plan: PlanId, number: int, sha256: str) -> Catalog:
    """Return a version as it was filed, and keep it at hand."""
    made = _parsed(tx.get_one(CatalogVersionRow, (plan, number)).text)
    if len(_FILED) >= _KEPT:
        _FILED.clear()
    _FILED[sha256] = made
    return made


def _amended(filed: Catalog, granted: tuple[Amendment, ...]) -> Catalog:
    """Return the catalog with everything granted; that last made is kept at hand."""
    held = _AMENDED.get(id(filed))
    if held is not None and held[0] is filed and held[1] == granted:
        return held[2]
    made = _laid_over(filed, granted)
    if len(_AMENDED) >= _KEPT:
        _AMENDED.clear()
    _AMENDED[id(filed)] = (filed, granted, made)
    return made


def _laid_over(catalog: Catalog, granted: tuple[Amendment, ...]) -> Catalog:
    """Return the catalog with everything granted; the oldest comes first."""
    return amended(catalog, granted, granted[-1].at) if granted else catalog


def _put_rows(
    tx: Tx,
    catalog: Catalog,
    now: datetime,
    only: Collection[type[SQLModel]] | None = None,
) -> None:
    """Make the rows say what the catalog says, and owe what its branches owe."""
    plan = catalog.plan.id
    overtaken.pass_on(tx, catalog, now)
    _reopen_waived(tx, catalog, now)
    for table, rows in planned.rows(catalog):
        if only is None or table in only:
            _retire_all(tx, table, plan, now)
            upsert(tx, table, rows)  # what is still in the file comes back
    _waive_retired(tx, plan, now)
    overtaken.put_aside(tx, catalog, now)


def _retire_all(tx: Tx, table: type[SQLModel], plan: str, now: datetime) -> None:
    columns = inspect(table).columns
    here = (columns.plan == plan, columns.retired_at.is_(None))
    tx.execute(update(table).where(*here).values(retired_at=now))


def _gone_at() -> ColumnElement[datetime | None]:
    """Return when an obligation's branch went out of the plan, or NULL.

    A decision is about its task, whoever owes it.
    """
    branch = select(BranchRow.retired_at).where(
        BranchRow.plan == ObligationRow.plan,
        BranchRow.task == ObligationRow.task,
        BranchRow.unit == ObligationRow.unit,
    )
    task = select(TaskRow.retired_at).where(
        TaskRow.plan == ObligationRow.plan, TaskRow.id == ObligationRow.task
    )
    return case(
        (
            col(ObligationRow.kind) == Owed.DECIDE.value,
            task.correlate(ObligationRow).scalar_subquery(),
        ),
        else_=branch.correlate(ObligationRow).scalar_subquery(),
    )


def _reopen_waived(tx: Tx, catalog: Catalog, now: datetime) -> None:
    """Owe again what was waived with its branch and is not yet past.

    Those whose branch stays out are waived once more: taking back a mistaken
    edit takes back what it waived.
    """
    today = now.astimezone(ZoneInfo(catalog.plan.timezone)).date()
    back = tx.scalars(
        update(ObligationRow)
        .where(
            col(ObligationRow.plan) == catalog.plan.id,
            col(ObligationRow.state) == ObligationState.WAIVED.value,
            col(ObligationRow.due) >= today,
            col(ObligationRow.closed_at) == _gone_at(),
        )
        .values(state=ObligationState.OPEN.value, look_at=now, closed_at=None)
        .returning(col(ObligationRow.id))
    )
    letters_about.touch(tx, [ObligationId(one or 0) for one in back], now)


def _waive_retired(tx: Tx, plan: str, now: datetime) -> None:
    """Close what is owed by a branch that is no longer in the plan."""
    gone = _gone_at()
    waived = tx.scalars(
        update(ObligationRow)
        .where(
            col(ObligationRow.plan) == plan,
            col(ObligationRow.state) == ObligationState.OPEN.value,
            gone.is_not(None),
        )
        .values(state=ObligationState.WAIVED.value, look_at=None, closed_at=gone)
        .returning(col(ObligationRow.id))
    )
    letters_about.touch(tx, [ObligationId(one or 0) for one in waived], now)


def _look_by_morning(tx: Tx, catalog: Catalog, now: datetime) -> None:
    """Look at every open debt by the next morning: other days are worked now."""
    days = Workdays(catalog.calendar, ZoneInfo(catalog.plan.timezone))
    morning = days.next_morning(now)
    tx.execute(
        update(ObligationRow)
        .where(
            col(ObligationRow.plan) == catalog.plan.id,
            col(ObligationRow.state) == ObligationState.OPEN.value,
            col(ObligationRow.look_at) > morning,
        )
        .values(look_at=morning)
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
