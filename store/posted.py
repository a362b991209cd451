"""The letters that speak of an obligation, and those a person was promised."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func
from sqlmodel import col, select

from rules.case import Posted
from rules.ids import ObligationId, PersonId
from rules.message import Sort
from store.session import Tx
from store.tables import LetterAboutRow, LetterRow, ObligationRow, PersonRow

LAST = 10  # letters of a person shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A person's letters: the last delivered, newest first, and those that wait.

    `day` and `week` count the unprompted ones that arrived since each began.
    """

    sent: tuple[Posted, ...]
    waiting: tuple[Posted, ...]
    day: int
    week: int


def about(tx: Tx, ids: Collection[ObligationId]) -> Mapping[int, Sequence[Posted]]:
    """Return the letters that speak of each obligation, the oldest first."""
    rows = tx.execute(
        select(LetterAboutRow.obligation, LetterRow, PersonRow.name)
        .join(LetterRow, col(LetterRow.id) == col(LetterAboutRow.letter))
        .join(PersonRow, col(PersonRow.id) == col(LetterRow.person))
        .where(col(LetterAboutRow.obligation).in_(ids))
        .order_by(col(LetterRow.id))
    )
    found: dict[int, dict[int, Posted]] = defaultdict(dict)
    for obligation, row, name in rows:
        found[obligation][row.id or 0] = _posted(row, name, ())
    return {owed: tuple(letters.values()) for owed, letters in found.items()}


def heard_of(person: PersonId, since: datetime) -> Select[Any]:
    """Select the obligations that letters delivered to a person spoke of."""
    return (
        select(LetterAboutRow.obligation)
        .join(LetterRow, col(LetterRow.id) == col(LetterAboutRow.letter))
        .where(LetterRow.person == person, col(LetterRow.sent_at) >= since)
    )


def of_person(
    tx: Tx, person: PersonId, name: str, *, day: datetime, week: datetime
) -> Post:
    """Return a person's letters. `day` and `week`: when theirs began."""
    # The house's own trial is taken back at once: nobody asks what it was.
    trial = LetterRow.sort == Sort.CANARY.value
    mine = (col(LetterRow.person) == person) & ~trial
    sent = tx.scalars(
        select(LetterRow)
        .where(mine, col(LetterRow.sent_at).is_not(None))
        .order_by(col(LetterRow.sent_at).desc(), col(LetterRow.id).desc())
        .limit(LAST)
    ).all()
    waiting = tx.scalars(
        select(LetterRow)
        .where(mine, col(LetterRow.send_at).is_not(None))
        .order_by(col(LetterRow.send_at), col(LetterRow.id))
    ).all()
    unprompted = LetterRow.sort == Sort.UNPROMPTED.value
    arrived = col(LetterRow.sent_at)
    today, this_week = tx.execute(
        select(
            func.count().filter(arrived >= day), func.count().filter(arrived >= week)
        ).where(mine, unprompted)
    ).one()
    tasks = _tasks(tx, [row.id or 0 for row in (*sent, *waiting)])
    return Post(
        sent=tuple(_posted(row, name, tasks[row.id or 0]) for row in sent),
        waiting=tuple(_posted(row, name, tasks[row.id or 0]) for row in waiting),
        day=today,
        week=this_week,
    )


def _tasks(tx: Tx, letters: Collection[int]) -> Mapping[int, Sequence[str]]:
    rows = tx.execute(
        select(LetterAboutRow.letter, ObligationRow.task)
        .join(ObligationRow, col(ObligationRow.id) == col(LetterAboutRow.obligation))
        .where(col(LetterAboutRow.letter).in_(letters))
        .order_by(col(ObligationRow.task))
    )
    found: dict[int, list[str]] = defaultdict(list)
    for letter, task in rows:
        if task not in found[letter]:
            found[letter].append(task)
    return found


def _posted(row: LetterRow, name: str, tasks: Sequence[str]) -> Posted:
    return Posted(
        person=PersonId(row.person),
        to=name,
        template=row.template,
        made=row.created_at,
        sent=row.sent_at,
        release=row.send_at,
        held=row.held,
        error=row.error,
        tasks=tuple(tasks),
    )
