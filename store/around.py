"""What the other tables hold of some obligations, a question a table."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from rules.case import Posted
from rules.ids import ObligationId, PlanId
from store import posted
from store.plans import Loaded
from store.session import Tx
from store.tables import (
    CatalogVersionRow,
    DecisionRow,
    DirectiveRow,
    EventRow,
    MoveRow,
    ObligationRow,
    PersonRow,
    ReportRow,
    RequestRow,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the other tables hold of some obligations."""

    decisions: Mapping[int, Sequence[DecisionRow]]
    letters: Mapping[int, Sequence[Posted]]
    moves: Sequence[MoveRow]
    events: Sequence[EventRow]
    reports: Mapping[int, int]  # the report -> who made it
    requests: Mapping[int, RequestRow]
    directives: Mapping[int, DirectiveRow]
    names: Mapping[int, str]
    texts: Mapping[int, str]  # the version -> its file


def around(tx: Tx, plan: Loaded, rows: Sequence[ObligationRow]) -> Around:
    id_, tasks = plan.catalog.plan.id, {row.task for row in rows}
    ids = [ObligationId(row.id or 0) for row in rows]
    decisions = _decisions(tx, ids)
    versions = {d[0].version for d in decisions.values()} | {plan.number}
    subjects = {row.subject for row in rows if row.subject is not None}
    closed = {row.closed_at for row in rows if row.closed_at is not None}
    return Around(
        decisions=decisions,
        letters=posted.about(tx, ids),
        moves=_moves(tx, id_, tasks),
        events=_events(tx, id_, tasks, closed),
        reports=_reporters(tx, {row.answered_by or 0 for row in rows}),
        requests=_requests(tx, id_, subjects),
        directives=_directives(tx, id_, subjects),
        names=_names(tx, id_),
        texts=_texts(tx, id_, versions),
    )


def _decisions(
    tx: Tx, ids: Collection[ObligationId]
) -> Mapping[int, Sequence[DecisionRow]]:
    found: dict[int, list[DecisionRow]] = defaultdict(list)
    rows = tx.scalars(
        select(DecisionRow)
        .where(col(DecisionRow.obligation).in_(ids))
        .order_by(col(DecisionRow.first_at), col(DecisionRow.id))
    )
    for row in rows:
        found[row.obligation].append(row)
    return found


def _moves(tx: Tx, plan: PlanId, tasks: Collection[str]) -> Sequence[MoveRow]:
    return tx.scalars(
        select(MoveRow)
        .where(MoveRow.plan == plan, col(MoveRow.task).in_(tasks))
        .order_by(col(MoveRow.id))
    ).all()


def _events(
    tx: Tx, plan: PlanId, tasks: Collection[str], at: Collection[datetime]
) -> Sequence[EventRow]:
    return tx.scalars(
        select(EventRow).where(
            EventRow.plan == plan,
            col(EventRow.task).in_(tasks),
            col(EventRow.at).in_(at),
        )
    ).all()


def _reporters(tx: Tx, ids: Collection[int]) -> Mapping[int, int]:
    rows = tx.execute(
        select(ReportRow.id, ReportRow.person).where(col(ReportRow.id).in_(ids))
    )
    return {report or 0: person for report, person in rows}


def _requests(tx: Tx, plan: PlanId, ids: Collection[int]) -> Mapping[int, RequestRow]:
    rows = tx.scalars(
        select(RequestRow).where(RequestRow.plan == plan, col(RequestRow.id).in_(ids))
    )
    return {row.id or 0: row for row in rows}


def _directives(
    tx: Tx, plan: PlanId, ids: Collection[int]
) -> Mapping[int, DirectiveRow]:
    rows = tx.scalars(
        select(DirectiveRow).where(
            DirectiveRow.plan == plan, col(DirectiveRow.id).in_(ids)
        )
    )
    return {row.id or 0: row for row in rows}


def _names(tx: Tx, plan: PlanId) -> Mapping[int, str]:
    """Return everybody's name, of those unlinked since as well."""
    rows = tx.execute(
        select(PersonRow.id, PersonRow.name).where(PersonRow.plan == plan)
    )
    return {person or 0: name for person, name in rows}


def _texts(tx: Tx, plan: PlanId, versions: Collection[int]) -> Mapping[int, str]:
    rows = tx.execute(
        select(CatalogVersionRow.number, CatalogVersionRow.text).where(
            CatalogVersionRow.plan == plan, col(CatalogVersionRow.number).in_(versions)
        )
    )
    return {number: text for number, text in rows}  # noqa: C416 - rows are no tuples to mypy
