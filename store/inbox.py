"""Updates as Telegram gave them, stored before they are confirmed.

Each is handled once, in its chat's order. What is to be said back is kept with
the update until it has been said. Nothing is ever taken out of the inbox.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, func, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from rules.delivery import LONGEST_WAIT
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """An update that was given up, with the words of the last failure."""

    bot: int
    update_id: int
    raw: dict[str, Any]
    received_at: datetime
    tries: int
    why: str


# What is asked for every update is written once: building it costs more than
# answering it.
_THIS = (
    col(IncomingRow.bot) == bindparam("of"),
    col(IncomingRow.update_id) == bindparam("number"),
)
_HANDLED = (
    update(IncomingRow)
    .where(*_THIS, col(IncomingRow.handled_at).is_(None))
    .values(handled_at=bindparam("now"), answer=bindparam("says"))
    .returning(col(IncomingRow.update_id))
)
_ANSWER = select(IncomingRow.handled_at, IncomingRow.answer).where(*_THIS)
_SAID = update(IncomingRow).where(*_THIS).values(take_at=None)


def put(tx: Tx, bot: int, updates: Sequence[tuple[int, Raw]], now: datetime) -> None:
    """Keep updates, each with its chat. One already kept is left alone."""
    if not updates:
        return
    once = insert(tx, IncomingRow).on_conflict_do_nothing(
        index_elements=["bot", "update_id"]
    )
    tx.connection().execute(
        once, [_fresh(bot, chat, raw, now) for chat, raw in updates]
    )


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


def due(tx: Tx, bot: int, now: datetime, *, in_hand: Collection[int]) -> bool:
    """Whether `take` would find any."""
    return bool(tx.scalar(select(exists().where(*_due(bot, now, in_hand)))))


def take(
    tx: Tx, bot: int, now: datetime, *, in_hand: Collection[int], limit: int
) -> list[Taken]:
    """Take the oldest waiting update of each chat that has none `in_hand`.

    Each time is one try more. An update stays due until it is said, put off or set
    aside: the caller remembers what it has in hand, and a caller that died leaves
    nothing behind to be taken back.
    """
    waiting = (
        select(IncomingRow.update_id)
        .where(*_due(bot, now, in_hand))
        .order_by(col(IncomingRow.update_id))
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("waiting")  # asked once: as part of a plan it may be asked for each row
    )
    these = select(waiting.c.update_id)
    rows = tx.scalars(
        update(IncomingRow)
        .where(col(IncomingRow.bot) == bot, col(IncomingRow.update_id).in_(these))
        .values(tries=IncomingRow.tries + 1)
        .returning(IncomingRow)
        .execution_options(synchronize_session=False)  # no row is at hand before
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


def _due(
    bot: int, now: datetime, in_hand: Collection[int]
) -> list[ColumnElement[bool]]:
    """Name what may be taken: the first of its chat, at its time.

    A clock that went back must hide nothing: what was never tried is always due,
    and no retry lies further ahead than the longest wait.
    """
    earlier = aliased(IncomingRow)
    at = col(IncomingRow.take_at)
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
    in_time = or_(col(IncomingRow.tries) == 0, at <= now, at > now + LONGEST_WAIT)
    here = [col(IncomingRow.bot) == bot, at.is_not(None), in_time, first]
    if not in_hand:
        return here
    return [*here, col(IncomingRow.update_id).not_in(in_hand)]


def parts(tx: Tx, bot: int, chat: int, album: str, *, besides: int) -> int:
    """Count the messages of an album that wait to be handled, `besides` one update."""
    of_album = col(IncomingRow.raw)["message"]["media_group_id"].as_string() == album
    waits = select(func.count()).where(
        IncomingRow.bot == bot,
        IncomingRow.chat == chat,
        col(IncomingRow.take_at).is_not(None),
        col(IncomingRow.handled_at).is_(None),
        IncomingRow.update_id != besides,
        of_album,
    )
    return tx.scalar(waits) or 0


def handled(
    tx: Tx, bot: int, update_id: int, answer: list[dict[str, Any]], now: datetime
) -> bool:
    """Mark an update handled, in the transaction of its effects.

    It stays in hand until `said`. False if it had been handled before.
    """
    told = _named(bot, update_id) | {"now": now, "says": answer}
    return tx.connection().scalar(_HANDLED, told) is not None


def answer_of(tx: Tx, bot: int, update_id: int) -> list[dict[str, Any]] | None:
    """Return what is to be said back; None while the update is not handled."""
    row = tx.connection().execute(_ANSWER, _named(bot, update_id)).one_or_none()
    return None if row is None or row.handled_at is None else row.answer or []


def said(tx: Tx, bot: int, update_id: int) -> None:
    """Let an update go: it is handled and its answer has been given."""
    tx.connection().execute(_SAID, _named(bot, update_id))


def reword(
    tx: Tx, bot: int, update_id: int, raw: Raw, answer: list[dict[str, Any]]
) -> None:
    """Keep an update and its answer in other words: what must not stay is gone."""
    this = update(IncomingRow).where(*_this(bot, update_id))
    tx.execute(this.values(raw=dict(raw), answer=answer))


def later(tx: Tx, bot: int, update_id: int, again: datetime, why: str) -> None:
    """Try an update again at `again`; the chat's later updates wait for it."""
    this = update(IncomingRow).where(*_this(bot, update_id))
    tx.execute(this.values(take_at=again, error=why))


def untried(tx: Tx, bot: int, update_id: int) -> None:
    """Take back a try that was none: the database was away meanwhile."""
    this = update(IncomingRow).where(*_this(bot, update_id))
    tx.execute(this.values(tries=IncomingRow.tries - 1))


def set_aside(tx: Tx, bot: int, update_id: int, why: str) -> None:
    """Give up on an update that cannot be handled; its text stays, with `why`."""
    this = update(IncomingRow).where(*_this(bot, update_id))
    tx.execute(this.values(take_at=None, error=why))


def listed(tx: Tx, bot: int | None = None) -> list[Aside]:
    """Return the updates that were given up, the oldest first."""
    rows = tx.scalars(
        select(IncomingRow)
        .where(*_aside(bot))
        .order_by(col(IncomingRow.received_at), col(IncomingRow.update_id))
    )
    return [
        Aside(
            bot=row.bot,
            update_id=row.update_id,
            raw=row.raw,
            received_at=row.received_at,
            tries=row.tries,
            why=row.error,
        )
        for row in rows
    ]


def retry(
    tx: Tx, update_ids: Collection[int], now: datetime, bot: int | None = None
) -> list[int]:
    """Make updates that were given up due again; return which were."""
    back = tx.scalars(
        update(IncomingRow)
        .where(*_aside(bot), col(IncomingRow.update_id).in_(update_ids))
        .values(take_at=now, tries=0, error="")
        .returning(col(IncomingRow.update_id))
    )
    return sorted(back)


def waiting(tx: Tx, bot: int | None = None) -> int:
    """Count the updates not yet dealt with, of one bot or of all."""
    return _count(tx, [*_of(bot), col(IncomingRow.take_at).is_not(None)])


def aside(tx: Tx, bot: int | None = None) -> int:
    """Count the updates that were given up, of one bot or of all."""
    return _count(tx, _aside(bot))


def _aside(bot: int | None) -> list[ColumnElement[bool]]:
    never, done = col(IncomingRow.handled_at).is_(None), col(IncomingRow.take_at)
    return [*_of(bot), never, done.is_(None)]


def _of(bot: int | None) -> list[ColumnElement[bool]]:
    return [] if bot is None else [col(IncomingRow.bot) == bot]


def _count(tx: Tx, here: Sequence[ColumnElement[bool]]) -> int:
    return tx.scalar(select(func.count()).select_from(IncomingRow).where(*here)) or 0


def _named(bot: int, update_id: int) -> dict[str, Any]:
    return {"of": bot, "number": update_id}


def _this(bot: int, update_id: int) -> tuple[ColumnElement[bool], ...]:
    return (col(IncomingRow.bot) == bot, col(IncomingRow.update_id) == update_id)
