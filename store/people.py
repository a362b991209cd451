"""People and invites: who is linked, as what, and how they came in."""

import hashlib
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, inspect, update
from sqlalchemy import select as columns
from sqlmodel import col, select

from rules.ids import ChatId, PersonId, PlanId, UnitId
from rules.people import Hours, Invite, Person, Role
from store import leaves, unreached
from store.leaves import Away
from store.session import Tx
from store.tables import InviteRow, PersonRow

# Every verb and every bell asks this: it is written once, and no rows are made.
_BY_USER = columns(*inspect(PersonRow).columns).where(
    col(PersonRow.plan) == bindparam("of"),
    col(PersonRow.telegram_user) == bindparam("user"),
    col(PersonRow.retired_at).is_(None),
)

_LINKED = (
    columns(*inspect(PersonRow).columns)
    .where(
        col(PersonRow.plan) == bindparam("of"),
        col(PersonRow.role).in_(bindparam("roles", expanding=True)),
        col(PersonRow.retired_at).is_(None),
    )
    .order_by(col(PersonRow.unit), col(PersonRow.role), col(PersonRow.id))
)


def by_user(
    tx: Tx, plan: PlanId, user: int, today: date | None = None
) -> Person | None:
    """Return the linked person behind a Telegram user, or None for a stranger.

    `today` fills in who is on leave on that day, and for whom they stand in.
    """
    row = tx.execute(_BY_USER, {"of": plan, "user": user}).one_or_none()
    if row is None:
        return None
    return _person(row, leaves.away(tx, plan, today) if today else ())


def linked(
    tx: Tx,
    plan: PlanId,
    roles: Collection[Role] = tuple(Role),
    *,
    today: date | None = None,
) -> list[Person]:
    """Return everybody linked in these roles, unit by unit.

    `today` fills in who is on leave on that day, and who stands in for whom: one
    more question, however many people there are.
    """
    given = {"of": plan, "roles": [role.value for role in roles]}
    # Read to the end: an interrupted question would keep SQLite's lock.
    rows = tx.execute(_LINKED, given).all()
    away = leaves.away(tx, plan, today) if today else ()
    return [_person(row, away) for row in rows]


def invite(
    tx: Tx,
    plan: PlanId,
    code: str,
    *,
    role: Role,
    unit: UnitId | None,
    expires: datetime,
    now: datetime,
) -> None:
    """Keep an invite. Only the code's hash is stored."""
    row = InviteRow(
        plan=plan,
        code_hash=_hashed(code),
        role=role.value,
        unit=unit,
        created_at=now,
        expires_at=expires,
    )
    tx.add(row)


def invite_of(tx: Tx, code: str) -> Invite | None:
    """Return the invite a code opens, used or not, or None."""
    row = tx.scalar(
        select(InviteRow).where(InviteRow.code_hash == _hashed(code)).with_for_update()
    )
    if row is None or row.id is None:
        return None
    return Invite(
        id=row.id,
        plan=PlanId(row.plan),
        role=Role(row.role),
        unit=UnitId(row.unit) if row.unit else None,
        expires=row.expires_at,
        used=row.used_at is not None,
    )


def cancel_invites(tx: Tx, plan: PlanId, now: datetime) -> int:
    """Let every invite that nobody has used expire now; return how many there were."""
    ended = tx.scalars(
        update(InviteRow)
        .where(
            col(InviteRow.plan) == plan,
            col(InviteRow.used_at).is_(None),
            col(InviteRow.expires_at) > now,
        )
        .values(expires_at=now)
        .returning(col(InviteRow.id))
    )
    return len(ended.all())


def link(
    tx: Tx,
    invite: Invite,
    *,
    user: int,
    chat: int,
    name: str,
    locale: str,
    now: datetime,
) -> Person:
    """Use the invite up and link its person; someone linked before changes role."""
    known = tx.scalar(
        select(PersonRow).where(
            PersonRow.plan == invite.plan, PersonRow.telegram_user == user
        )
    )
    if known is not None and known.id is not None:
        _speak_again(tx, known, invite, now)
    row = known or PersonRow(
        plan=invite.plan,
        telegram_user=user,
        chat=chat,
        name=name,
        role=invite.role.value,
        locale=locale,
        linked_at=now,
    )
    row.chat, row.name, row.role, row.unit = chat, name, invite.role.value, invite.unit
    row.linked_at, row.retired_at, row.unreachable = now, None, ""
    tx.add(row)
    tx.flush()
    used = update(InviteRow).where(col(InviteRow.id) == invite.id)
    tx.execute(used.values(used_at=now, used_by=row.id))
    return _person(row)


def _speak_again(tx: Tx, row: PersonRow, invite: Invite, now: datetime) -> None:
    """Promise again what did not reach somebody; not to one who becomes another."""
    person = PersonId(row.id or 0)
    if (row.role, row.unit) == (invite.role.value, invite.unit):
        unreached.promise_again(tx, person, now)
    else:
        unreached.forget(tx, person, "the person was linked as somebody else")


def speak(tx: Tx, person: PersonId, locale: str) -> None:
    """Speak to a person in `locale` from now on."""
    tx.execute(
        update(PersonRow).where(col(PersonRow.id) == person).values(locale=locale)
    )


def keep_hours(tx: Tx, person: PersonId, hours: Hours) -> None:
    """Bother a person in their own hours; empty ones are the plan's again."""
    this = update(PersonRow).where(col(PersonRow.id) == person)
    tx.execute(this.values(opens=hours.opens, closes=hours.closes, zone=hours.zone))


def name_deputy(tx: Tx, person: PersonId, deputy: PersonId | None) -> None:
    """Keep a person's standing deputy (B角), or none."""
    this = update(PersonRow).where(col(PersonRow.id) == person)
    tx.execute(this.values(deputy=deputy))


def known_as(tx: Tx, person: PersonId, username: str) -> None:
    """Keep the Telegram name a person goes by now."""
    this = update(PersonRow).where(col(PersonRow.id) == person)
    tx.execute(this.values(username=username))


def retire(tx: Tx, plan: PlanId, person: PersonId, now: datetime) -> bool:
    """Unlink a person; what they said stays. False if there is no such person.

    Letters on their way are withdrawn: from now on this is a stranger.
    """
    found = tx.scalar(
        update(PersonRow)
        .where(
            col(PersonRow.plan) == plan,
            col(PersonRow.id) == person,
            col(PersonRow.retired_at).is_(None),
        )
        .values(retired_at=now)
        .returning(col(PersonRow.id))
    )
    if found is not None:
        unreached.withdraw(tx, person, "the person was unlinked")
    return found is not None


def lost(tx: Tx, person: PersonId, why: str) -> bool:
    """Note that letters no longer reach a person. False if that was known."""
    found = tx.scalar(
        update(PersonRow)
        .where(
            col(PersonRow.id) == person,
            col(PersonRow.retired_at).is_(None),
            col(PersonRow.unreachable) == "",
        )
        .values(unreachable=why)
        .returning(col(PersonRow.id))
    )
    return found is not None


def found_again(tx: Tx, person: PersonId, now: datetime) -> None:
    """Note that a person has spoken to us, so letters reach them.

    Those that did not are promised again.
    """
    found = tx.scalar(
        update(PersonRow)
        .where(col(PersonRow.id) == person, col(PersonRow.unreachable) != "")
        .values(unreachable="")
        .returning(col(PersonRow.id))
    )
    if found is not None:
        unreached.promise_again(tx, person, now)


def count(tx: Tx, plan: PlanId) -> int:
    return (
        tx.scalar(
            select(func.count())
            .select_from(PersonRow)
            .where(PersonRow.plan == plan, col(PersonRow.retired_at).is_(None))
        )
        or 0
    )


def _hashed(code: str) -> str:
    """Hash a code. It is 120 random bits, so one round is enough."""
    return hashlib.sha256(code.encode()).hexdigest()


def _person(
    row: PersonRow | Row[*tuple[Any, ...]], away: Sequence[Away] = ()
) -> Person:
    assert row.id is not None  # noqa: S101 - it came from the database
    leave = next((one.leave for one in away if one.person == row.id), None)
    # A deputy who is on leave too stands for nobody.
    theirs = [a for a in away if a.leave.deputy == row.id] if leave is None else []
    return Person(
        id=PersonId(row.id),
        plan=PlanId(row.plan),
        user=row.telegram_user,
        chat=ChatId(row.chat),
        name=row.name,
        role=Role(row.role),
        unit=UnitId(row.unit) if row.unit else None,
        locale=row.locale,
        username=row.username,
        unreachable=row.unreachable,
        hours=Hours(opens=row.opens, closes=row.closes, zone=row.zone),
        deputy=None if row.deputy is None else PersonId(row.deputy),
        leave=leave,
        stands_for=tuple(one.person for one in theirs),
        acts_for=frozenset(one.unit for one in theirs if one.unit),
    )
