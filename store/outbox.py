"""Letters promised but not yet delivered.

A claim is a lease taken by one UPDATE … RETURNING: only a letter in flight when
the process dies can be sent twice.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, func, update
from sqlmodel import col, select

from rules.hold import Hold
from rules.ids import ChatId, LetterId, PersonId, PlanId
from rules.message import Letter, Message, Sort
from store import frozen, letters_about
from store.session import Tx
from store.tables import LetterRow, PersonRow
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
    letters = _taken(tx, col(LetterRow.id).in_(due), now + lease)
    return sorted(letters, key=lambda letter: letter.id)


def take_along(  # noqa: PLR0917 - whose, of which sort, when, and for how long
    tx: Tx,
    plan: PlanId,
    people: Collection[PersonId],
    template: str,
    now: datetime,
    lease: timedelta,
) -> list[Letter]:
    """Take these people's held letters of one template as well: they go with others."""
    if not people:
        return []
    waits = (
        select(LetterRow.id)
        .where(
            LetterRow.plan == plan,
            col(LetterRow.person).in_(people),
            LetterRow.template == template,
            LetterRow.held != "",
            col(LetterRow.send_at).is_not(None),
        )
        .with_for_update(skip_locked=True)
    )
    return _taken(tx, col(LetterRow.id).in_(waits), now + lease)


def delivered(tx: Tx, letter: LetterId, message: int, now: datetime) -> None:
    """Note that a letter arrived, as the chat's message number `message`."""
    this = update(LetterRow).where(col(LetterRow.id) == letter)
    tx.execute(this.values(send_at=None, sent_at=now, message=message, error=""))


def claim_edits(
    tx: Tx, plan: PlanId, now: datetime, *, lease: timedelta, limit: int
) -> list[Letter]:
    """Take the sent letters to be brought up to date; hide them for one lease."""
    due = (
        select(LetterRow.id)
        .where(
            LetterRow.plan == plan,
            col(LetterRow.edit_at) <= now,
            col(LetterRow.message).is_not(None),
        )
        .order_by(col(LetterRow.edit_at), col(LetterRow.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = tx.scalars(
        update(LetterRow)
        .where(col(LetterRow.id).in_(due))
        .values(edit_at=now + lease)
        .returning(LetterRow)
    ).all()
    return sorted(_letters(tx, rows), key=lambda letter: letter.id)


def edited(
    tx: Tx, letter: LetterId, leased: datetime, again: datetime | None = None
) -> None:
    """Note that a message is up to date, or is to be tried `again`.

    Unless something was answered meanwhile: then its newer time stays.
    """
    this = update(LetterRow).where(
        col(LetterRow.id) == letter, col(LetterRow.edit_at) == leased
    )
    tx.execute(this.values(edit_at=again))


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


def failed(tx: Tx, letter: LetterId, again: datetime | None, why: str) -> None:
    """Knock `again` later, or never: a letter given up keeps its `why`."""
    this = update(LetterRow).where(col(LetterRow.id) == letter)
    tx.execute(this.values(send_at=again, error=why))


def held(tx: Tx, holds: Mapping[LetterId, Hold]) -> None:
    """Hold letters that came to be sent at a wrong moment; they were not tried."""
    if not holds:
        return
    tx.connection().execute(
        update(LetterRow)
        .where(col(LetterRow.id) == bindparam("this"))
        .values(
            send_at=bindparam("until"),
            held=bindparam("why"),
            knocks=LetterRow.knocks - 1,
        ),
        [
            {"this": letter, "until": hold.until, "why": hold.reason.value}
            for letter, hold in holds.items()
        ],
    )


def rewrite(tx: Tx, letters: Sequence[Letter]) -> None:
    """Keep letters as they are now sent."""
    if not letters:
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
            for letter in letters
        ],
    )
    letters_about.note(tx, {letter.id: letter.about for letter in letters})


def drop(tx: Tx, letters: Mapping[LetterId, str]) -> None:
    """Withdraw letters that have nothing left to say, and why; they were not tried."""
    if not letters:
        return
    tx.connection().execute(
        update(LetterRow)
        .where(col(LetterRow.id) == bindparam("this"))
        .values(send_at=None, knocks=LetterRow.knocks - 1, error=bindparam("why")),
        [{"this": letter, "why": WITHDRAWN + why} for letter, why in letters.items()],
    )


def withdraw(tx: Tx, person: PersonId, why: str) -> None:
    """Give up what a person was promised and has not got yet."""
    theirs = (col(LetterRow.person) == person, col(LetterRow.send_at).is_not(None))
    tx.execute(update(LetterRow).where(*theirs).values(send_at=None, error=why))


def next_send(tx: Tx, plan: PlanId) -> datetime | None:
    """Return when the next letter is to be sent or brought up to date."""
    sent = col(LetterRow.message).is_not(None)
    edits = func.min(LetterRow.edit_at).filter(sent)
    first = select(func.min(LetterRow.send_at), edits)
    times = tx.execute(first.where(LetterRow.plan == plan)).one()
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
            .where(LetterRow.plan == plan, col(LetterRow.sent_at) >= since)
        )
        or 0
    )


def _taken(tx: Tx, these: ColumnElement[bool], until: datetime) -> list[Letter]:
    """Take letters in hand: they are tried now, and hidden for one lease.

    They are about to be written anew: only what changes from now on is to be mended.
    """
    rows = tx.scalars(
        update(LetterRow)
        .where(these)
        .values(send_at=until, knocks=LetterRow.knocks + 1, held="", edit_at=None)
        .returning(LetterRow)
    ).all()
    return _letters(tx, rows)


def _letters(tx: Tx, rows: Sequence[LetterRow]) -> list[Letter]:
    """Return letters with their addressees and what they speak of."""
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
    about = letters_about.of(tx, [LetterId(row.id or 0) for row in rows])
    return [
        replace(
            _letter(row, *people[row.person]),
            about=about.get(LetterId(row.id or 0), ()),
        )
        for row in rows
    ]


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
        sort=Sort(row.sort),
        message=row.message,
        sent_at=row.sent_at,
    )
