"""Troubles: opened when the auditor first finds them, ended when they stay away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, insert, update
from sqlmodel import col, select

from rules.alarm import TROUBLE, WELL, Kept
from rules.audit import Finding, Trouble
from rules.ids import LetterId, PersonId, PlanId
from store.outbox import WITHDRAWN
from store.session import Tx
from store.tables import LetterRow, PlanRow, TroubleRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What one audit changed. `over`: something ended, and nothing is left."""

    opened: tuple[Kept, ...]
    over: bool


def keep(
    tx: Tx, plan: PlanId, found: Sequence[Finding], now: datetime, quiet: timedelta
) -> Looked:
    """Keep what an audit found. What was not found for `quiet` has ended.

    Until then it may come and go: it is one trouble, and told once.
    """
    rows = tx.scalars(
        select(TroubleRow)
        .where(TroubleRow.plan == plan, col(TroubleRow.ended_at).is_(None))
        .with_for_update()
    ).all()
    known = {(row.what, row.subject): row for row in rows}
    names = {(one.what.value, one.subject) for one in found}
    # A clock set back puts `last_at` ahead: that long ago is as long.
    gone = [
        row.id or 0
        for name, row in known.items()
        if name not in names and abs(now - row.last_at) >= quiet
    ]
    _still(
        tx,
        {known[_name(one)].id or 0: one for one in found if _name(one) in known},
        now,
    )
    _end(tx, gone, now)
    opened = _open(tx, plan, [one for one in found if _name(one) not in known], now)
    tx.execute(update(PlanRow).where(col(PlanRow.id) == plan).values(audited_at=now))
    return Looked(
        opened=opened, over=bool(gone) and not names and len(gone) == len(rows)
    )


def still_open(tx: Tx, plan: PlanId) -> list[Kept]:
    """Return the troubles not yet over, the oldest first."""
    rows = tx.scalars(
        select(TroubleRow)
        .where(TroubleRow.plan == plan, col(TroubleRow.ended_at).is_(None))
        .order_by(col(TroubleRow.id))
    )
    # A row of another version may have a code without words here.
    return [_kept(row) for row in rows if row.what in set(Trouble)]


def heard(tx: Tx, plan: PlanId) -> Mapping[PersonId, LetterId]:
    """Return who was told of trouble last, and by which letter.

    Letters that did not go out yet are withdrawn: they would be news of yesterday.
    """
    here = (col(LetterRow.plan) == plan, col(LetterRow.template).in_([TROUBLE, WELL]))
    waits = (col(LetterRow.send_at).is_not(None), col(LetterRow.taken_at).is_(None))
    tx.execute(
        update(LetterRow)
        .where(*here, *waits)
        .values(send_at=None, error=f"{WITHDRAWN}over meanwhile")
    )
    went = col(LetterRow.sent_at).is_not(None) | col(LetterRow.taken_at).is_not(None)
    rows = tx.execute(
        select(
            LetterRow.person,
            func.max(LetterRow.id).filter(col(LetterRow.template) == TROUBLE),
            func.max(LetterRow.id).filter(col(LetterRow.template) == WELL),
        )
        .where(*here, went)
        .group_by(col(LetterRow.person))
    )
    return {
        PersonId(person): LetterId(told)
        for person, told, well in rows
        if told is not None and (well is None or told > well)
    }


def _name(found: Finding) -> tuple[str, str]:
    return found.what.value, found.subject


def _still(tx: Tx, found: Mapping[int, Finding], now: datetime) -> None:
    """Note what is still so, and how it stands now."""
    if not found:
        return
    this = update(TroubleRow).where(col(TroubleRow.id) == bindparam("this"))
    tx.connection().execute(
        this.values(facts=bindparam("told"), last_at=now),
        [{"this": id_, "told": dict(one.facts)} for id_, one in found.items()],
    )


def _end(tx: Tx, ids: Sequence[int], now: datetime) -> None:
    if ids:
        these = update(TroubleRow).where(col(TroubleRow.id).in_(ids))
        tx.execute(these.values(ended_at=now))


def _open(
    tx: Tx, plan: PlanId, found: Sequence[Finding], now: datetime
) -> tuple[Kept, ...]:
    if not found:
        return ()
    rows = tx.scalars(
        insert(TroubleRow).returning(TroubleRow),
        [
            {
                "plan": plan,
                "what": one.what.value,
                "subject": one.subject,
                "facts": dict(one.facts),
                "first_at": now,
                "last_at": now,
            }
            for one in found
        ],
    )
    return tuple(sorted(map(_kept, rows), key=lambda one: one.id))


def _kept(row: TroubleRow) -> Kept:
    assert row.id is not None  # noqa: S101 - it came from the database
    return Kept(
        id=row.id, what=Trouble(row.what), facts=row.facts, first_at=row.first_at
    )
