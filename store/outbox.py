"""Letters promised but not yet delivered.

A claim is a lease taken by one UPDATE … RETURNING: only a letter in flight when
the process dies can be sent twice.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, update
from sqlmodel import col, select

from rules.ids import ChatId, LetterId, ObligationId, PersonId, PlanId
from rules.message import Letter, Message
from rules.obligation import ObligationState
from store import frozen
from store.session import Tx
from store.tables import LetterRow, ObligationRow, PersonRow
from store.upsert import insert

# Before the reason of a letter that had nothing true left to say: not given up.
WITHDRAWN = "withdrawn: "


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How the outbox stands: how many wait, since when, how many were given up."""

    letters: int
    oldest: datetime | None
    given_up: int
    sent: int


def put(tx: Tx, plan: PlanId, messages: Sequence[Message], now: datetime) -> None:
    """Promise messages, to be sent at once. A key promised before is left alone."""
    if not messages:
        return
    rows = [
        {
            "plan": plan,
            "key": message.key,
            "person": message.to,
            "template": message.template,
            "facts": dict(message.facts),
            "buttons": frozen.buttons_json(message.buttons),
            "created_at": now,
            "send_at": now,
            "knocks": 0,
            "error": "",
        }
        for message in messages
    ]
    once = insert(tx, LetterRow).on_conflict_do_nothing(index_elements=["key"])
    tx.connection().execute(once, rows)


def claim(
    tx: Tx, plan: PlanId, now: datetime, *, lease: timedelta, limit: int
) -> list[Letter]:
    """Take the letters whose time has come and hide them for one lease."""
    due = (
        select(LetterRow.id)
        .where(LetterRow.plan == plan, col(LetterRow.send_at) <= now)
        .order_by(col(LetterRow.send_at), col(LetterRow.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = tx.scalars(
        update(LetterRow)
        .where(col(LetterRow.id).in_(due))
        .values(send_at=now + lease, knocks=LetterRow.knocks + 1)
        .returning(LetterRow)
    ).all()
    if not rows:
        return []
    people = {
        person: (chat, locale)
        for person, chat, locale in tx.execute(
            select(PersonRow.id, PersonRow.chat, PersonRow.locale).where(
                col(PersonRow.id).in_({row.person for row in rows})
            )
        )
    }
    letters = [_letter(row, *people[row.person]) for row in rows]
    return sorted(letters, key=lambda letter: letter.id)


def delivered(tx: Tx, letter: LetterId, message: int, now: datetime) -> None:
    """Note that a letter arrived, as the chat's message number `message`."""
    this = update(LetterRow).where(col(LetterRow.id) == letter)
    tx.execute(this.values(send_at=None, sent_at=now, message=message, error=""))


def failed(tx: Tx, letter: LetterId, again: datetime | None, why: str) -> None:
    """Knock `again` later, or never: a letter given up keeps its `why`."""
    this = update(LetterRow).where(col(LetterRow.id) == letter)
    tx.execute(this.values(send_at=again, error=why))


def held(tx: Tx, letter: LetterId, until: datetime) -> None:
    """Hold a letter that came to be sent at a wrong hour; it was not tried."""
    this = update(LetterRow).where(col(LetterRow.id) == letter)
    tx.execute(this.values(send_at=until, knocks=LetterRow.knocks - 1))


def still_open(
    tx: Tx, plan: PlanId, named: Collection[ObligationId]
) -> frozenset[ObligationId]:
    """Return which of the obligations that letters speak of are still open."""
    if not named:
        return frozenset()
    # By their range: so many letters may name more than a statement can carry.
    found = tx.scalars(
        select(ObligationRow.id).where(
            ObligationRow.plan == plan,
            ObligationRow.state == ObligationState.OPEN.value,
            col(ObligationRow.id).between(min(named), max(named)),
        )
    )
    return frozenset(ObligationId(id_) for id_ in found if id_ in named)


def rewrite(tx: Tx, letter: Letter) -> None:
    """Keep a letter as it is now sent."""
    tx.execute(
        update(LetterRow)
        .where(col(LetterRow.id) == letter.id)
        .values(facts=dict(letter.facts), buttons=frozen.buttons_json(letter.buttons))
    )


def drop(tx: Tx, letter: LetterId, why: str) -> None:
    """Withdraw a letter that has nothing left to say; it was not tried."""
    this = update(LetterRow).where(col(LetterRow.id) == letter)
    tx.execute(
        this.values(send_at=None, knocks=LetterRow.knocks - 1, error=WITHDRAWN + why)
    )


def withdraw(tx: Tx, person: PersonId, why: str) -> None:
    """Give up what a person was promised and has not got yet."""
    theirs = (col(LetterRow.person) == person, col(LetterRow.send_at).is_not(None))
    tx.execute(update(LetterRow).where(*theirs).values(send_at=None, error=why))


def next_send(tx: Tx, plan: PlanId) -> datetime | None:
    return tx.scalar(select(func.min(LetterRow.send_at)).where(LetterRow.plan == plan))


def waiting(tx: Tx, plan: PlanId) -> Waiting:
    waits, sent = col(LetterRow.send_at), col(LetterRow.sent_at)
    never = waits.is_(None) & sent.is_(None)
    given_up = never & ~col(LetterRow.error).startswith(WITHDRAWN)
    held, oldest, arrived, lost = tx.execute(
        select(
            func.count(waits),
            func.min(LetterRow.created_at).filter(waits.is_not(None)),
            func.count(sent),
            func.count().filter(given_up),
        ).where(LetterRow.plan == plan)
    ).one()
    return Waiting(letters=held, oldest=oldest, given_up=lost, sent=arrived)


def sent_since(tx: Tx, plan: PlanId, since: datetime) -> int:
    """Count the letters that arrived since then."""
    return (
        tx.scalar(
            select(func.count())
            .select_from(LetterRow)
            .where(LetterRow.plan == plan, col(LetterRow.sent_at) >= since)
        )
        or 0
    )


def _letter(row: LetterRow, chat: int, locale: str) -> Letter:
    assert row.id is not None  # noqa: S101 - it came from the database
    return Letter(
        id=LetterId(row.id),
        plan=PlanId(row.plan),
        to=PersonId(row.person),
        chat=ChatId(chat),
        locale=locale,
        template=row.template,
        facts=row.facts,
        buttons=frozen.buttons(row.buttons),
        knocks=row.knocks,
    )
