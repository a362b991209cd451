"""What the auditor asks of the database, in a few questions about sets."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, case, func
from sqlalchemy import select as columns
from sqlmodel import col, select

from rules.audit import Books, Canary, Cutoffs, Several
from rules.decision import Reason
from rules.ids import PlanId, TaskId
from rules.message import Sort
from rules.obligation import ObligationState
from rules.people import Role
from store import fetches, migrations, plans
from store.decisions import NONE_YET
from store.session import Tx
from store.tables import (
    DecisionRow,
    IncomingRow,
    LetterRow,
    ObligationRow,
    PersonRow,
    PlanRow,
)

_Obligations = tuple[Several, Several, Several]


def books(tx: Tx, plan: PlanId, bot: int, late: Cutoffs) -> Books | None:
    """Return what the books of one plan and its bot say; None before any plan."""
    found = plans.loaded(tx, plan)
    if found is None:
        return None
    row = tx.get_one(PlanRow, plan)
    unlooked, late_looks, undecided = _obligations(tx, plan, late)
    letters, in_hand = _letters(tx, plan, late)
    unhandled, aside = _updates(tx, bot, late)
    return Books(
        days=found.days,
        unlooked=unlooked,
        late_looks=late_looks,
        undecided=undecided,
        late_letters=letters,
        arrived=_arrived(tx, plan, letters.since),
        in_hand=in_hand,
        unhandled=unhandled,
        aside=aside,
        uncopied=fetches.without_room(tx, plan),
        current=migrations.is_current(tx),
        admins=_admins(tx, plan),
        audited_at=row.audited_at,
        canary=_canary(tx, plan),
        canary_at=row.canary_at,
    )


def _obligations(tx: Tx, plan: PlanId, late: Cutoffs) -> _Obligations:
    """Return the open ones without a look, with one gone by, and those set aside."""
    look = col(ObligationRow.look_at)
    signs = (
        look.is_(None) & ~_decided(Reason.SPENT, _same_rung()),
        look <= late.late_look,
        _decided(Reason.BROKEN, col(DecisionRow.next_at) == look),
    )
    since = (ObligationRow.opened_at, ObligationRow.look_at, ObligationRow.opened_at)
    counts = [func.count().filter(sign) for sign in signs]
    oldest = [func.min(at).filter(sign) for at, sign in zip(since, signs, strict=True)]
    rows = tx.execute(
        columns(col(ObligationRow.task), *counts, *oldest)
        .where(
            col(ObligationRow.plan) == plan,
            col(ObligationRow.state) == ObligationState.OPEN.value,
            signs[0] | signs[1] | signs[2],
        )
        .group_by(col(ObligationRow.task))
    ).all()
    first, second, third = (
        _several([(row[0], row[1 + n], row[4 + n]) for row in rows]) for n in range(3)
    )
    return first, second, third


def _decided(reason: Reason, also: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a decision of this reason is kept about an obligation."""
    made = select(DecisionRow.id).where(
        DecisionRow.obligation == ObligationRow.id,
        DecisionRow.reason == reason.value,
        also,
    )
    return made.correlate(ObligationRow).exists()


def _same_rung() -> ColumnElement[bool]:
    return col(DecisionRow.rung) == func.coalesce(ObligationRow.rung, NONE_YET)


def _several(rows: list[tuple[Any, ...]]) -> Several:
    """Add up what was counted task by task: its id, how many, and the oldest."""
    there = [(task, count, since) for task, count, since in rows if count]
    return Several(
        count=sum(count for _, count, _ in there),
        since=min((since for _, _, since in there if since), default=None),
        tasks=tuple(TaskId(task) for task, _, _ in there),
    )


def _letters(tx: Tx, plan: PlanId, late: Cutoffs) -> tuple[Several, Several]:
    """Return the letters past their time, and those in hand for too long.

    A letter tried in vain is expected at its next try; any other when it is due,
    which for one that is held is the end of the hold.
    """
    taken = col(LetterRow.taken_at)
    expected = case(
        (col(LetterRow.error) != "", LetterRow.send_at),
        else_=func.coalesce(LetterRow.due_at, LetterRow.send_at),
    )
    waits = taken.is_(None) & (col(LetterRow.sort) != Sort.CANARY.value)
    past = waits & (expected <= late.minute)
    held = taken <= late.in_hand
    return _pair(
        tx,
        (past, expected),
        (held, taken),
        col(LetterRow.plan) == plan,
        col(LetterRow.send_at).is_not(None),
    )


def _arrived(tx: Tx, plan: PlanId, since: datetime | None) -> int:
    """Count the letters that arrived since the oldest late one was due."""
    if since is None:
        return 0
    here = (col(LetterRow.plan) == plan, col(LetterRow.sent_at) >= since)
    return tx.scalar(select(func.count()).select_from(LetterRow).where(*here)) or 0


def _updates(tx: Tx, bot: int, late: Cutoffs) -> tuple[Several, Several]:
    """Return the updates nobody answers, and those given up lately."""
    came, waits = col(IncomingRow.received_at), col(IncomingRow.take_at)
    unhandled = waits.is_not(None) & (came <= late.minute)
    aside = waits.is_(None) & (came > late.lately)
    return _pair(
        tx,
        (unhandled, came),
        (aside, came),
        col(IncomingRow.bot) == bot,
        col(IncomingRow.handled_at).is_(None),
    )


_Sign = tuple[ColumnElement[bool], SQLColumnExpression[Any]]


def _pair(
    tx: Tx, one: _Sign, other: _Sign, *here: ColumnElement[bool]
) -> tuple[Several, Several]:
    """Count both kinds of row in one pass, and find the oldest of each."""
    first, second = (
        (func.count().filter(sign), func.min(at).filter(sign))
        for sign, at in (one, other)
    )
    found = tx.execute(columns(*first, *second).where(*here)).one()
    return (
        Several(count=found[0], since=found[1]),
        Several(count=found[2], since=found[3]),
    )


def _admins(tx: Tx, plan: PlanId) -> int:
    there = select(func.count()).where(
        PersonRow.plan == plan,
        PersonRow.role == Role.ADMIN.value,
        PersonRow.unreachable == "",
        col(PersonRow.retired_at).is_(None),
    )
    return tx.scalar(there) or 0


def _canary(tx: Tx, plan: PlanId) -> Canary | None:
    row = tx.execute(
        columns(
            func.coalesce(LetterRow.due_at, LetterRow.created_at),
            col(LetterRow.sent_at),
            col(LetterRow.send_at),
            col(PersonRow.unreachable),
            col(PersonRow.retired_at),
        )
        .join(PersonRow, col(PersonRow.id) == col(LetterRow.person))
        .where(col(LetterRow.plan) == plan, col(LetterRow.sort) == Sort.CANARY.value)
        .order_by(col(LetterRow.id).desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    due, sent_at, send_at, unreachable, retired_at = row
    return Canary(
        due=due,
        sent_at=sent_at,
        waits=send_at is not None,
        reader_gone=bool(unreachable) or retired_at is not None,
    )
