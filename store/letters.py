"""Letters as the rooms above know them: with their addressees and their subjects."""

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import col, select

from rules.ids import ChatId, LetterId, PersonId, PlanId
from rules.message import Letter, Sort
from store import frozen, letters_about
from store.session import Tx
from store.tables import LetterRow, PersonRow


def whole(tx: Tx, rows: Sequence[LetterRow]) -> list[Letter]:
    """Return letters with their addressees and what they speak of, the oldest first."""
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
    made = [
        replace(
            _letter(row, *people[row.person]),
            about=about.get(LetterId(row.id or 0), ()),
        )
        for row in rows
    ]
    return sorted(made, key=lambda letter: letter.id)


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
        doubt=row.doubt,
    )
