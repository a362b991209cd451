"""The versions of reports: when the first was made, and what later ones changed."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from rules.corrections import Correction, Version
from rules.ids import IndicatorId, PlanId, ReportId, TaskId, UnitId
from store import digests
from store.session import Tx
from store.tables import ReadingRow, ReportRow

_Totals = dict[int, dict[IndicatorId, Decimal]]


def made(
    tx: Tx, plan: PlanId, reports: Collection[ReportId]
) -> dict[ReportId, datetime]:
    """Return when the first version of each of these reports was made."""
    version = (
        columns(
            col(ReportRow.id).label("report"),
            col(ReportRow.supersedes),
            col(ReportRow.stated_at),
        )
        .where(col(ReportRow.plan) == plan, col(ReportRow.id).in_(reports))
        .cte("version", recursive=True)
    )
    version = version.union_all(
        columns(
            version.c.report, col(ReportRow.supersedes), col(ReportRow.stated_at)
        ).join(version, col(ReportRow.id) == version.c.supersedes)
    )
    first = columns(version.c.report, version.c.stated_at)
    rows = tx.execute(first.where(version.c.supersedes.is_(None)))
    return {ReportId(report): at for report, at in rows}


def shown_before(tx: Tx, plan: PlanId, now: datetime) -> list[Correction]:
    """Return what was corrected, by `now`, of what the last digest had shown."""
    last = digests.last(tx, plan, now)
    return since(tx, plan, last, now) if last else []


def since(tx: Tx, plan: PlanId, moment: datetime, now: datetime) -> list[Correction]:
    """Return each report made by `moment` and corrected or taken back by `now`.

    However often it was corrected: as it stood at `moment`, and as it stands.
    """
    earlier = aliased(ReportRow)
    rows = tx.execute(
        select(earlier, ReportRow)
        .join(ReportRow, col(ReportRow.supersedes) == earlier.id)
        .where(col(ReportRow.plan) == plan)
        .where(col(ReportRow.stated_at) > moment, col(ReportRow.stated_at) <= now)
        .order_by(col(ReportRow.id))
    ).all()
    by_id = {before.id: after for before, after in rows}
    pairs = [
        (before, _newest(after, by_id))
        for before, after in rows
        if before.stated_at <= moment
    ]
    said = _totals(tx, plan, moment, now)
    return [
        Correction(
            task=TaskId(after.task),
            unit=UnitId(after.unit),
            before=_version(before, said),
            after=_version(after, said),
        )
        for before, after in pairs
    ]


def _newest(row: ReportRow, corrected: dict[int | None, ReportRow]) -> ReportRow:
    while row.id in corrected:
        row = corrected[row.id]
    return row


def _totals(tx: Tx, plan: PlanId, moment: datetime, now: datetime) -> _Totals:
    """Return the readings of every version there was or is, by report."""
    newer = (
        columns(col(ReportRow.id), col(ReportRow.supersedes))
        .where(col(ReportRow.plan) == plan, col(ReportRow.supersedes).is_not(None))
        .where(col(ReportRow.stated_at) > moment, col(ReportRow.stated_at) <= now)
        .subquery()
    )
    both = columns(newer.c.id).union_all(columns(newer.c.supersedes))
    rows = tx.scalars(
        select(ReadingRow)
        .where(col(ReadingRow.report).in_(both))
        .order_by(col(ReadingRow.id))
    )
    found: _Totals = defaultdict(dict)
    for row in rows:
        found[row.report][IndicatorId(row.indicator)] = row.total
    return found


def _version(row: ReportRow, said: _Totals) -> Version:
    return Version(
        at=row.stated_at,
        percent=row.percent,
        status=row.status,
        needs=row.needs,
        totals=said.get(row.id or 0, {}),
        withdrawn=row.withdrawn,
    )
