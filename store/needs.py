"""What the branches of a plan ask of others, report after report."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, func
from sqlalchemy import select as columns
from sqlmodel import col

from rules.ids import PlanId, TaskId, UnitId
from rules.needed import Voiced
from rules.workdays import Workdays
from store.reports import AS_OF, STOOD
from store.session import Tx
from store.tables import ReportRow

_BY_THEN = (
    col(ReportRow.plan) == bindparam("plan"),
    col(ReportRow.stated_at) <= AS_OF,
    STOOD,
)
_WITHOUT = (
    columns(
        col(ReportRow.task), col(ReportRow.unit), func.max(ReportRow.id).label("last")
    )
    .where(*_BY_THEN, col(ReportRow.needs) == "")
    .group_by(col(ReportRow.task), col(ReportRow.unit))
    .subquery()
)
# Since a branch last needed nothing: an unbroken run up to its last report.
_SINCE = (
    columns(
        col(ReportRow.task),
        col(ReportRow.unit),
        col(ReportRow.stated_at),
        col(ReportRow.needs),
        col(ReportRow.unchanged),
    )
    .outerjoin(
        _WITHOUT,
        (_WITHOUT.c.task == ReportRow.task) & (_WITHOUT.c.unit == ReportRow.unit),
    )
    .where(*_BY_THEN, col(ReportRow.needs) != "")
    .where(_WITHOUT.c.last.is_(None) | (col(ReportRow.id) > _WITHOUT.c.last))
    .order_by(col(ReportRow.id))
)

Voices = Mapping[tuple[TaskId, UnitId], list[Voiced]]


def voiced(tx: Tx, plan: PlanId, days: Workdays, as_of: datetime) -> Voices:
    """Return what each branch that needs something has said of it, the oldest first.

    Only what it has asked for without a break until `as_of`.
    """
    found: dict[tuple[TaskId, UnitId], list[Voiced]] = defaultdict(list)
    for task, unit, at, text, carried in tx.execute(
        _SINCE, {"plan": plan, "as_of": as_of}
    ):
        said = Voiced(on=days.local(at).date(), text=text, carried=carried)
        found[TaskId(task), UnitId(unit)].append(said)
    return found
