"""The very words that people last reported on a task with."""

from sqlmodel import col, func, select

from rules.ids import PersonId, PlanId, ReportId, TaskId
from rules.looks import LastWords
from store.session import Tx
from store.tables import PersonRow, ReportRow

NONE = ReportId(0)  # numbers begin at one
MOST = 20  # people who report on one task


def of_task(
    tx: Tx, plan: PlanId, task: TaskId, without: ReportId | None = None
) -> list[LastWords]:
    """Return what each person last reported on a task, `without` left out."""
    last = (
        select(func.max(ReportRow.id))
        .where(
            ReportRow.plan == plan,
            ReportRow.task == task,
            ReportRow.id != (without or NONE),
            ~col(ReportRow.withdrawn),
        )
        .group_by(col(ReportRow.person))
    )
    rows = tx.execute(
        select(ReportRow, PersonRow.name)
        .join(PersonRow, col(PersonRow.id) == col(ReportRow.person))
        .where(col(ReportRow.id).in_(last))
        .order_by(col(ReportRow.id).desc())
        .limit(MOST)
    )
    return [
        LastWords(
            person=PersonId(row.person), name=name, text=row.text, at=row.stated_at
        )
        for row, name in rows
    ]
