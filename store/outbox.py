"""Letters promised but not yet delivered.

A claim takes letters in hand by one UPDATE … RETURNING and hides them until their
outcome is noted, or until the next process on duty releases them: only a letter in
flight when a process dies can be sent twice.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, case, func, literal, true, update
from sqlmodel import col, select

from rules.delivery import LONGEST_WAIT
from rules.hold import Hold
from rules.ids import LetterId, PersonId, PlanId
from rules.message import Letter, Message, Sort
from store import edits, frozen, letters, letters_about
from store.columns import Instant
from store.session import Tx
from store.tables import LetterRow
from store.upsert import insert

# Before the reason of a letter that had nothing true left to say: not given up.
WITHDRAWN = "withdrawn: "


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """A letter that is held: what sort of message it is, and until when."""

    letter: LetterId
    template: str
    until: datetime


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
            "due_at": now,
            "knocks": 0,
            "error": "",
            "sort": message.sort.value,
            "held": "",
        }
        for message in messages
    ]
    once = insert(tx, LetterRow).on_conflict_do_nothing(index_elements=["key"])
    made = tx.connection().execute(
        once.returning(col(LetterRow.id), col(LetterRow.key)), rows
    )
    about = {message.key: message.about for message in messages}
    letters_about.note(tx, {LetterId(id_ or 0): about[key] for id_, key in made})


def claim(
    tx: Tx,
    plan: PlanId,
    now: datetime,
    *,
    readers: int,
    busy: Collection[PersonId] = (),
) -> list[Letter]:
    """Take all that is due to so many people, those first that wait longest.

    Nobody who is `busy` gets another letter. What came back to a reader and waits to
    be tried again goes along: one reader's letters go in their order.
    """
    whose = (
        select(LetterRow.person)
        .where(_due(plan, now), col(LetterRow.person).not_in(busy))
        .group_by(col(LetterRow.person))
        .order_by(func.min(LetterRow.send_at), func.min(LetterRow.id))
        .limit(readers)
        .cte("whose")  # asked once: as part of a plan it may be asked for each row
    )
    theirs = (
        select(LetterRow.id)
        .where(
            _waits(plan),
            col(LetterRow.person).in_(select(whose.c.person)),
            _due(plan, now) | _came_back(),
        )
        .with_for_update(skip_locked=True)
    )
    return _taken(tx, col(LetterRow.id).in_(theirs), now)


def take_along(
    tx: Tx,
    plan: PlanId,
    people: Collection[PersonId],
    template: str,
    now: datetime,
) -> list[Letter]:
    """Take these people's held letters of one template as well: they go with others."""
    if not people:
        return []
    waits = (
        select(LetterRow.id)
        .where(
            _waits(plan),
            col(LetterRow.person).in_(people),
            LetterRow.template == template,
            LetterRow.held != "",
        )
        .with_for_update(skip_locked=True)
    )
    return _taken(tx, col(LetterRow.id).in_(waits), now, send_at=now, due_at=now)


def due(
    tx: Tx, plan: PlanId, now: datetime, busy: Collection[PersonId] = ()
) -> tuple[bool, bool]:
    """Return whether anything is to be sent now, and whether to be brought up to date.

    What is due to those who are `busy` does not count.
    """
    send = select(LetterRow.id).where(
        _due(plan, now), col(LetterRow.person).not_in(busy)
    )
    edit = select(LetterRow.id).where(*edits.due(plan, now))
    sends, stale = tx.execute(select(send.exists(), edit.exists())).one()
    return bool(sends), bool(stale)


def release(tx: Tx, plan: PlanId, now: datetime) -> int:
    """Free what another process had in hand; return how much that was.

    Nobody knows how far it came: such a letter may have arrived.
    """
    in_hand = (col(LetterRow.plan) == plan, col(LetterRow.taken_at).is_not(None))
    sending = col(LetterRow.send_at).is_not(None)
    at_once = literal(now, Instant)
    freed = tx.scalars(
        update(LetterRow)
        .where(*in_hand)
        .values(
            taken_at=None,
            doubt=case((sending, true()), else_=LetterRow.doubt),
            send_at=case(
                (col(LetterRow.send_at) > now, at_once), else_=LetterRow.send_at
            ),
            edit_at=case(
                (sending, LetterRow.edit_at),
                else_=func.coalesce(LetterRow.edit_at, at_once),
            ),
        )
        .returning(col(LetterRow.id))
    )
    return len(freed.all())


def undo(
    tx: Tx, plan: PlanId, claimed_at: datetime, busy: Collection[PersonId]
) -> None:
    """Free what a claim took of which nobody knows whether it was kept; untried.

    Those who were `busy` then are not among it.
    """
    sending = col(LetterRow.send_at).is_not(None)
    tx.execute(
        update(LetterRow)
        .where(
            col(LetterRow.plan) == plan,
            col(LetterRow.taken_at) == claimed_at,
            col(LetterRow.person).not_in(busy),
        )
        .values(
            taken_at=None,
            knocks=case((sending, LetterRow.knocks - 1), else_=LetterRow.knocks),
            edit_at=case(
                (sending, LetterRow.edit_at), else_=literal(claimed_at, Instant)
            ),
        )
    )


def let_go(tx: Tx, these: Collection[LetterId]) -> None:
    """Free letters taken in hand that were not tried."""
    if not these:
        return
    in_hand = (col(LetterRow.id).in_(these), col(LetterRow.taken_at).is_not(None))
    free = update(LetterRow).where(*in_hand)
    tx.execute(free.values(taken_at=None, knocks=LetterRow.knocks - 1))


def delivered(tx: Tx, letter: LetterId, message: int, now: datetime) -> None:
    """Note that a letter arrived, as the chat's message number `message`."""
    this = update(LetterRow).where(col(LetterRow.id) == letter)
    tx.execute(
        this.values(send_at=None, taken_at=None, sent_at=now, message=message, error="")
    )


def had(
    tx: Tx, people: Collection[PersonId], since: datetime
) -> Mapping[PersonId, list[datetime]]:
    """Return when each got unprompted messages since then."""
    found: dict[PersonId, list[datetime]] = {person: [] for person in people}
    rows = tx.execute(
        select(LetterRow.person, LetterRow.sent_at).where(
            col(LetterRow.person).in_(people),
            col(LetterRow.sent_at) >= since,
            LetterRow.sort == Sort.UNPROMPTED.value,
        )
    )
    for person, at in rows:
        if at is not None:
            found[PersonId(person)].append(at)
    return found


def held_back(
    tx: Tx, people: Collection[PersonId], why: str
) -> Mapping[PersonId, list[Waits]]:
    """Return what each person's letters wait for, held for this reason."""
    found: dict[PersonId, list[Waits]] = {}
    rows = tx.execute(
        select(LetterRow.id, LetterRow.person, LetterRow.template, LetterRow.send_at)
        .where(
            col(LetterRow.person).in_(people),
            col(LetterRow.send_at).is_not(None),
            LetterRow.held == why,
        )
        .order_by(col(LetterRow.id))
    )
    for id_, person, template, until in rows:
        waits = Waits(letter=LetterId(id_ or 0), template=template, until=until)
        found.setdefault(PersonId(person), []).append(waits)
    return found


def failed(
    tx: Tx,
    letter: LetterId,
    again: datetime | None,
    why: str,
    *,
    doubt: bool = False,
) -> None:
    """Knock `again` later, or never: a letter given up keeps its `why`.

    `doubt`: it may have arrived all the same. One withdrawn meanwhile stays so.
    """
    this = update(LetterRow).where(
        col(LetterRow.id) == letter, col(LetterRow.send_at).is_not(None)
    )
    doubted = true() if doubt else LetterRow.doubt
    tx.execute(this.values(send_at=again, taken_at=None, error=why, doubt=doubted))


def held(tx: Tx, holds: Mapping[LetterId, Hold]) -> None:
    """Hold letters that came to be sent at a wrong moment; they were not tried."""
    if not holds:
        return
    tx.connection().execute(
        update(LetterRow)
        .where(col(LetterRow.id) == bindparam("this"))
        .values(
            send_at=bindparam("until"),
            due_at=bindparam("until"),
            taken_at=None,
            held=bindparam("why"),
            knocks=LetterRow.knocks - 1,
        ),
        [
            {"this": letter, "until": hold.until, "why": hold.reason.value}
            for letter, hold in holds.items()
        ],
    )


def rewrite(tx: Tx, fresh: Sequence[Letter]) -> None:
    """Keep letters as they are now sent."""
    if not fresh:
        return
    tx.connection().execute(
        update(LetterRow)
        .where(col(LetterRow.id) == bindparam("this"))
        .values(facts=bindparam("told"), buttons=bindparam("keys")),
        [
            {
                "this": letter.id,
                "told": dict(letter.facts),
                "keys": frozen.buttons_json(letter.buttons),
            }
            for letter in fresh
        ],
    )
    letters_about.note(tx, {letter.id: letter.about for letter in fresh})


def drop(tx: Tx, gone: Mapping[LetterId, str]) -> None:
    """Withdraw letters that have nothing left to say, and why; they were not tried."""
    if not gone:
        return
    tx.connection().execute(
        update(LetterRow)
        .where(col(LetterRow.id) == bindparam("this"))
        .values(
            send_at=None,
            taken_at=None,
            knocks=LetterRow.knocks - 1,
            error=bindparam("why"),
        ),
        [{"this": letter, "why": WITHDRAWN + why} for letter, why in gone.items()],
    )


def next_send(tx: Tx, plan: PlanId) -> datetime | None:
    """Return when the next letter is to be sent or brought up to date.

    What is in hand comes by itself.
    """
    sent = col(LetterRow.message).is_not(None)
    stale = func.min(LetterRow.edit_at).filter(sent)
    first = select(func.min(LetterRow.send_at), stale)
    here = (LetterRow.plan == plan, col(LetterRow.taken_at).is_(None))
    times = tx.execute(first.where(*here)).one()
    return min((at for at in times if at), default=None)


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
            .where(
                LetterRow.plan == plan,
                col(LetterRow.sent_at) >= since,
                LetterRow.sort != Sort.CANARY.value,
            )
        )
        or 0
    )


def _waits(plan: PlanId) -> ColumnElement[bool]:
    """Return what holds for a letter still to be sent that nobody has in hand."""
    return and_(
        col(LetterRow.plan) == plan,
        col(LetterRow.send_at).is_not(None),
        col(LetterRow.taken_at).is_(None),
    )


def _due(plan: PlanId, now: datetime) -> ColumnElement[bool]:
    """Return what holds for a letter to be sent now.

    A clock set back hides none that was never tried, and keeps none that came back
    longer than two tries may be apart.
    """
    at, not_held = col(LetterRow.send_at), col(LetterRow.held) == ""
    fresh = not_held & (col(LetterRow.knocks) == 0)
    too_far = not_held & (at > now + LONGEST_WAIT)
    return _waits(plan) & ((at <= now) | fresh | too_far)


def _came_back() -> ColumnElement[bool]:
    return (col(LetterRow.held) == "") & (col(LetterRow.knocks) > 0)


def _taken(
    tx: Tx, these: ColumnElement[bool], now: datetime, **also: datetime
) -> list[Letter]:
    """Take letters in hand: they are tried now.

    They are about to be written anew: only what changes from now on is to be mended.
    """
    rows = tx.scalars(
        update(LetterRow)
        .where(these, col(LetterRow.taken_at).is_(None))
        .values(
            taken_at=now,
            knocks=LetterRow.knocks + 1,
            held="",
            edit_at=None,
            **also,
        )
        .returning(LetterRow)
    ).all()
    return letters.whole(tx, rows)
