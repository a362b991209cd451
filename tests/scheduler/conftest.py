"""The shipped plan, people linked to it, Shanghai's clock, and the outbox to read."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlmodel import select
from structlog.testing import capture_logs
from structlog.typing import EventDict

from rules.ids import PlanId, UnitId
from rules.people import Person, Role
from store import people
from store.session import Store
from store.tables import LetterRow, ObligationRow
from tests.store.planted import at, loaded, shared_postgres, store

__all__ = ["at", "loaded", "shared_postgres", "store"]

PLAN = PlanId("zj-2020")


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[EventDict]]:
    """Catch what is logged: a traceback drawn in colour takes seconds."""
    with capture_logs() as events:
        yield events


@pytest.fixture
def link(loaded: Store, clock) -> Callable[..., Person]:
    """Bring somebody in by an invite, as the bot does."""
    users = iter(range(101, 1_000))

    def bring(role: Role, unit: str | None = None, locale: str = "zh") -> Person:
        user, now = next(users), clock()
        code = f"code-{user}"
        invited = {"role": role, "unit": UnitId(unit) if unit else None, "now": now}
        named = {"user": user, "chat": user, "name": f"N{user}", "locale": locale}

        def work(tx):
            expires = now + timedelta(days=1)
            people.invite(tx, PLAN, code, expires=expires, **invited)
            tx.flush()
            return people.link(tx, people.invite_of(tx, code), now=now, **named)

        return loaded.run_sync(work)

    return bring


@pytest.fixture
def ann(link) -> Person:
    """Link the owner of the air unit, which leads three campaign tasks or more."""
    return link(Role.OWNER, "air")


@pytest.fixture
def letters(loaded: Store) -> Callable[[], list[SimpleNamespace]]:
    """Return how to read the outbox: every letter ever promised, in order."""

    def read() -> list[SimpleNamespace]:
        rows = loaded.read_sync(
            lambda tx: tx.scalars(select(LetterRow).order_by(LetterRow.id)).all()
        )
        return [SimpleNamespace(**row.model_dump()) for row in rows]

    return read


@pytest.fixture
def owed(loaded: Store) -> Callable[[], list[SimpleNamespace]]:
    """Return how to read what is owed."""

    def read() -> list[SimpleNamespace]:
        rows = loaded.read_sync(
            lambda tx: tx.scalars(
                select(ObligationRow).order_by(ObligationRow.id)
            ).all()
        )
        return [SimpleNamespace(**row.model_dump()) for row in rows]

    return read
