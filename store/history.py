"""Everything that was kept of a task, or of all: never changed, only added to."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache

from sqlalchemy import ColumnElement, inspect
from sqlalchemy import select as columns
from sqlmodel import SQLModel, col, select

from rules.catalog import Catalog
from rules.decision import Reason
from rules.history import Entry, Version, What, moved, timeline, versions
from rules.ids import PlanId, TaskId
from rules.lifecycle import Move
from rules.obligation import ObligationState
from store import catalog as files
from store.decisions import NONE_YET
from store.session import Tx
from store.tables import (
    CatalogVersionRow,
    DecisionRow,
    EventRow,
    LetterAboutRow,
    LetterRow,
    MoveRow,
    ObligationRow,
    PersonRow,
    ReportRow,
)

_TELLING = (Reason.RUNG.value, Reason.ANNOUNCE.value)
_Names = Mapping[int | None, str]


def of(
    tx: Tx, plan: PlanId, task: TaskId | None = None, since: datetime | None = None
) -> list[Entry]:
    """Return the time line of a task, or of the whole plan, the newest last.

    What is about a person, such as a leave, is in the plan's only.
    """
    names: _Names = dict(_people(tx, plan))
    return timeline(
        versions(_versions(tx, plan), task),
        _moves(tx, plan, task, names),
        _events(tx, plan, task, names),
        _reports(tx, plan, task, names),
        *_obligations(tx, plan, task),
        _decisions(tx, plan, task, names),
        _letters(tx, plan, task, names),
        since=since,
    )


def _here(
    row: type[SQLModel], plan: PlanId, task: TaskId | None
) -> tuple[ColumnElement[bool], ...]:
    held = inspect(row).columns
    here = held.plan == plan
    return (here,) if task is None else (here, held.task == task)


def _people(tx: Tx, plan: PlanId) -> Iterator[tuple[int | None, str]]:
    rows = tx.execute(
        select(PersonRow.id, PersonRow.name).where(PersonRow.plan == plan)
    )
    return ((id_, name) for id_, name in rows)


def _moves(tx: Tx, plan: PlanId, task: TaskId | None, names: _Names) -> Iterator[Entry]:
    rows = tx.scalars(
        select(MoveRow).where(*_here(MoveRow, plan, task)).order_by(col(MoveRow.id))
    )
    for row in rows:
        yield Entry(
            at=row.at,
            who=names.get(row.person, ""),
            what=moved(Move(row.move)),
            why=row.why,
            task=TaskId(row.task),
            facts={"unit": row.unit, "of": row.of_stage, "to": row.to_stage},
        )


def _events(
    tx: Tx, plan: PlanId, task: TaskId | None, names: _Names
) -> Iterator[Entry]:
    rows = tx.scalars(
        select(EventRow).where(*_here(EventRow, plan, task)).order_by(col(EventRow.id))
    )
    for row in rows:
        yield Entry(
            at=row.at,
            who=names.get(row.person, ""),
            what=row.what,
            why=row.why,
            task=TaskId(row.task) if row.task else None,
            facts={**row.facts, "unit": row.unit},
        )


def _reports(
    tx: Tx, plan: PlanId, task: TaskId | None, names: _Names
) -> Iterator[Entry]:
    rows = tx.scalars(
        select(ReportRow)
        .where(*_here(ReportRow, plan, task))
        .order_by(col(ReportRow.id))
    )
    for row in rows:
        yield Entry(
            at=row.stated_at,
            who=names.get(row.person, ""),
            what=_said(row).value,
            task=TaskId(row.task),
            facts={"unit": row.unit, "text": row.text},
        )


def _said(row: ReportRow) -> What:
    if row.withdrawn:
        return What.TAKEN_BACK
    if row.supersedes is not None:
        return What.CORRECTED
    return What.UNCHANGED if row.unchanged else What.REPORTED


def _obligations(
    tx: Tx, plan: PlanId, task: TaskId | None
) -> tuple[list[Entry], list[Entry]]:
    """Return what was owed, and how it ended."""
    rows = tx.scalars(
        select(ObligationRow)
        .where(*_here(ObligationRow, plan, task))
        .order_by(col(ObligationRow.id))
    ).all()
    ends = {
        ObligationState.ANSWERED.value: What.ANSWERED,
        ObligationState.WAIVED.value: What.WAIVED,
    }
    opened = [_owed(row, row.opened_at, What.OWED) for row in rows]
    closed = [
        _owed(row, row.closed_at, ends[row.state])
        for row in rows
        if row.closed_at is not None and row.state in ends
    ]
    return opened, closed


def _owed(row: ObligationRow, at: datetime, what: What) -> Entry:
    return Entry(
        at=at,
        who="",
        what=what.value,
        task=TaskId(row.task),
        facts={
            "unit": row.unit,
            "kind": row.kind,
            "period": row.period,
            "due": row.due.isoformat(),
            "subject": row.subject,
        },
    )


def _decisions(
    tx: Tx, plan: PlanId, task: TaskId | None, names: _Names
) -> Iterator[Entry]:
    """Yield the steps of the ladder that told somebody."""
    rows = tx.execute(
        select(DecisionRow, ObligationRow)
        .join(ObligationRow, col(ObligationRow.id) == col(DecisionRow.obligation))
        .where(*_here(ObligationRow, plan, task), col(DecisionRow.reason).in_(_TELLING))
        .order_by(col(DecisionRow.id))
    )
    before: Counter[int | None] = Counter()
    for row, owed in rows:
        before[owed.id] += 1
        told = [names.get(one, "") for one in row.facts.get("people", ())]
        yield Entry(
            at=row.first_at,
            who="",
            what=What.TOLD.value,
            task=TaskId(owed.task),
            facts={
                "unit": owed.unit,
                "kind": owed.kind,
                "period": owed.period,
                "to": list(row.facts.get("told", ())),
                "people": [name for name in told if name],
                "rung": None if row.rung == NONE_YET else row.rung,
                "time": before[owed.id],
            },
        )


def _letters(
    tx: Tx, plan: PlanId, task: TaskId | None, names: _Names
) -> Iterator[Entry]:
    """Yield the letters that arrived; each once for each task it speaks of."""
    query = (
        columns(
            col(LetterRow.id),
            col(LetterRow.person),
            col(LetterRow.template),
            col(LetterRow.sent_at),
            col(ObligationRow.task),
        )
        .join(LetterAboutRow, col(LetterAboutRow.letter) == col(LetterRow.id))
        .join(ObligationRow, col(ObligationRow.id) == col(LetterAboutRow.obligation))
        .where(*_here(ObligationRow, plan, task))
        .where(col(LetterRow.sent_at).is_not(None))
        .order_by(col(LetterRow.id), col(ObligationRow.task))
        .distinct()
    )
    for _, person, template, at, about in tx.execute(query):
        if at is None:
            continue
        yield Entry(
            at=at,
            who="",
            what=What.SENT.value,
            task=TaskId(about),
            facts={"template": template, "to": names.get(person, "")},
        )


def _versions(tx: Tx, plan: PlanId) -> list[Version]:
    rows = tx.scalars(
        select(CatalogVersionRow)
        .where(CatalogVersionRow.plan == plan)
        .order_by(col(CatalogVersionRow.number))
    )
    return [
        Version(
            number=row.number,
            at=row.applied_at,
            author=row.author,
            note=row.note,
            catalog=_parsed(row.text),
        )
        for row in rows
    ]


@lru_cache(maxsize=64)
def _parsed(text: str) -> Catalog:
    return files.read(text.encode(), "catalog")
