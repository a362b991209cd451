"""What answered a debt: as a message tells it, and as it was said."""

from collections.abc import Collection, Mapping

from sqlmodel import col, select

from rules.ids import IndicatorId, PlanId, ReportId
from rules.report import Answer
from rules.understand import Reading, Status, Understanding
from store.session import Tx
from store.tables import ReadingRow, ReportRow


def answers(tx: Tx, reports: Collection[ReportId | None]) -> Mapping[ReportId, Answer]:
    """Return these reports as a line of a message tells them."""
    if not reports:
        return {}
    rows = tx.scalars(select(ReportRow).where(col(ReportRow.id).in_(reports)))
    found = (
        Answer(
            report=ReportId(row.id or 0),
            status=Status(row.status) if row.status else None,
            percent=row.percent,
            unchanged=row.unchanged,
            measures=tuple(row.measures),
        )
        for row in rows
    )
    return {one.report: one for one in found}


def as_said(tx: Tx, plan: PlanId, report: ReportId) -> Understanding | None:
    """Return what a report says, so that one thing of it can be said otherwise."""
    row = tx.scalar(
        select(ReportRow).where(ReportRow.plan == plan, ReportRow.id == report)
    )
    if row is None:
        return None
    read = tx.scalars(
        select(ReadingRow)
        .where(ReadingRow.report == report)
        .order_by(col(ReadingRow.id))
    )
    return Understanding(
        percent=row.percent,
        readings=tuple(
            Reading(
                indicator=IndicatorId(one.indicator),
                value=one.value,
                kind="increment" if one.kind == "increment" else "total",
                span=(0, 0),
            )
            for one in read
        ),
        status=Status(row.status) if row.status else None,
        expected=row.expected,
        problem=row.problem,
        needs=row.needs,
        unchanged=row.unchanged,
        done_measures=tuple(row.measures),
    )
