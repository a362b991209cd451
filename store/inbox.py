"""Updates as Telegram gave them, stored before they are confirmed.

Each is handled once, in its chat's order. What is to be said back is kept with
the update until it has been said.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from store.session import Tx
from store.tables import IncomingRow
from store.upsert import insert

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One update in hand. `answer` is set when it was handled but not answered."""

    bot: int
    update_id: int
    chat: int
    raw: dict[str, Any]
    tries: int
    answer: list[dict[str, Any]] | None


def put(tx: Tx, bot: int, updates: Sequence[tuple[int, Raw]], now: datetime) -> None:
    """Keep updates, each with its chat. One already kept is left alone."""
    if updates:
        _keep(tx, [_fresh(bot, chat, raw, now) for chat, raw in updates])


def put_aside(tx: Tx, bot: int, raw: Raw, why: str, now: datetime) -> None:
    """Keep an update that nothing will handle, with `why`."""
    _keep(tx, [_fresh(bot, 0, raw, now) | {"take_at": None, "error": why}])


def _fresh(bot: int, chat: int, raw: Raw, now: datetime) -> dict[str, Any]:
    return {
        "bot": bot,
        "update_id": raw["update_id"],
        "chat": chat,
        "raw": dict(raw),
        "received_at": now,
        "take_at": now,
        "tries": 0,
        "error": "",
    }


def _keep(tx: Tx, rows: Sequence[dict[str, Any]]) -> None:
    once = insert(tx, IncomingRow).on_conflict_do_nothing(
        index_elements=["bot", "update_id"]
    )
    tx.connection().execute(once, rows)


def take(
    tx: Tx,
    bot: int,
    now: datetime,
    *,
    lease: timedelta,
    busy: Collection[int],
    limit: int,
) -> list[Taken]:
    """Take the oldest waiting update of each chat that is not `busy`."""
    earlier = aliased(IncomingRow)
    first = ~(
        select(earlier.update_id)
        .where(
            earlier.bot == IncomingRow.bot,
            earlier.chat == IncomingRow.chat,
            col(earlier.take_at).is_not(None),
            earlier.update_id < IncomingRow.update_id,
        )
        .exists()
    )
    waiting = (
        select(IncomingRow.update_id)
        .where(
            IncomingRow.bot == bot,
            col(IncomingRow.take_at) <= now,
            col(IncomingRow.chat).not_in(busy),
            first,
        )
        .order_by(col(IncomingRow.update_id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = tx.scalars(
        update(IncomingRow)
        .where(col(IncomingRow.bot) == bot, col(IncomingRow.update_id).in_(waiting))
        .values(take_at=now + lease, tries=IncomingRow.tries + 1)
        .returning(IncomingRow)
    )
    taken = [
        Taken(
            bot=row.bot,
            update_id=row.update_id,
            chat=row.chat,
            raw=row.raw,
            tries=row.tries,
            answer=row.answer if row.handled_at else None,
        )
        for row in rows
    ]
    return sorted(taken, key=lambda one: one.update_id)


def handled(
    tx: Tx, bot: int, update_id: int, answer: list[dict[str, Any]], now: datetime
) -> bool:
    """Mark an update handled, in the transaction of its effects.

    It stays in hand until `said`. False if it had been handled before.
    """
    done = tx.scalar(
        update(IncomingRow)
        .where(*_this(bot, update_id), col(IncomingRow.handled_at).is_(None))
        .values(handled_at=now, answer=answer)
        .returning(col(IncomingRow.update_id))
    )
    return done is not None


def release(tx: Tx, bot: int, now: datetime) -> None:
    """Take back what a process that died had in hand: it is due at once."""
    held = (col(IncomingRow.bot) == bot, col(IncomingRow.take_at) > now)
    tx.execute(update(IncomingRow).where(*held).values(take_at=now))


def answer_with(tx: Tx, bot: int, update_id: int, answer: list[dict[str, Any]]) -> None:
    """Keep what is to be said back, in the same transaction as the effects."""
    this = update(IncomingRow).where(*_this(bot, update_id))
    tx.execute(this.values(answer=answer))


def answer_of(tx: Tx, bot: int, update_id: int) -> list[dict[str, Any]] | None:
    """Return what is to be said back; None while the update is not handled."""
    row = tx.get(IncomingRow, {"bot": bot, "update_id": update_id})
    return None if row is None or row.handled_at is None else row.answer or []


def said(tx: Tx, bot: int, update_id: int) -> None:
    """Let an update go: it is handled and its answer has been given."""
    tx.execute(update(IncomingRow).where(*_this(bot, update_id)).values(take_at=None))


def later(tx: Tx, bot: int, update_id: int, again: datetime, why: str) -> None:
    """Try an update again at `again`; the chat's later updates wait for it."""
    this = update(IncomingRow).where(*_this(bot, update_id))
    tx.execute(this.values(take_at=again, error=why))


def set_aside(tx: Tx, bot: int, update_id: int, why: str) -> None:
    """Give up on an update that cannot be handled; its text stays, with `why`."""
    this = update(IncomingRow).where(*_this(bot, update_id))
    tx.execute(this.values(take_at=None, error=why))


def waiting(tx: Tx, bot: int | None = None) -> int:
    """Count the updates not yet dealt with."""
    here: list[ColumnElement[bool]] = [col(IncomingRow.take_at).is_not(None)]
    if bot is not None:
        here.append(col(IncomingRow.bot) == bot)
    return tx.scalar(select(func.count()).select_from(IncomingRow).where(*here)) or 0


def aside(tx: Tx) -> int:
    """Count the updates that were given up."""
    here = (col(IncomingRow.take_at).is_(None), col(IncomingRow.handled_at).is_(None))
    return tx.scalar(select(func.count()).select_from(IncomingRow).where(*here)) or 0


def _this(bot: int, update_id: int) -> tuple[Any, ...]:
    return (col(IncomingRow.bot) == bot, col(IncomingRow.update_id) == update_id)
