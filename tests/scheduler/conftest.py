"""The shipped plan, people linked to it, Shanghai's clock, and the outbox to read."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import update
from sqlmodel import select
from structlog.testing import capture_logs
from structlog.typing import EventDict

from rules.ids import PlanId, TaskId, UnitId
from rules.message import Message
from rules.people import Leave, Person, Role
from scheduler import chasing, delivery, opening
from store import leaves, obligations, outbox, people, plans
from store.catalog import read
from store.session import Store
from store.tables import DecisionRow, LetterRow, ObligationRow, PersonRow
from tests.store.planted import at

__all__ = ["at"]

PLAN = PlanId("zj-2020")
UNWATCHED = {
    "units": [{"unit": "大气环境处", "tasks": ["2.1"], "lost": []}],
    "total": 1,
}
Ring = Callable[[datetime], Awaitable[int]]


class Recording:
    """The other side of the Protocol: keeps what is sent, fails when told to.

    `slow`: whose letters take until somebody lets them; `most`: how many letters one
    chat had on the way at once.
    """

    def __init__(self) -> None:
        self.sent: list[tuple[int, str]] = []
        self.buttons: list[object] = []
        self.edits: list[tuple[int, str]] = []
        self.edited: list[object] = []
        self.failures: dict[int, list[Exception]] = defaultdict(list)
        self.refusals: list[Exception] = []
        self.meanwhile: list[Callable[[], object]] = []
        self.slow: dict[int, asyncio.Event] = {}
        self.most, self.now = 0, defaultdict(int)

    async def send(self, chat, html, buttons, locale) -> int:
        self.now[chat] += 1
        self.most = max(self.most, self.now[chat])
        try:
            return await self._take(chat, html, buttons, locale)
        finally:
            self.now[chat] -= 1

    async def _take(self, chat, html, buttons, locale) -> int:
        await asyncio.sleep(0)
        if chat in self.slow:
            await self.slow[chat].wait()
        if self.failures[chat]:
            raise self.failures[chat].pop(0)
        while self.meanwhile:
            self.meanwhile.pop()()
        self.sent.append((chat, html))
        self.buttons.append((buttons, locale))
        return 7_000_000_000 + len(self.sent)

    async def edit(self, chat, message, html, buttons, locale) -> None:
        if self.refusals:
            raise self.refusals.pop(0)
        self.edits.append((chat, html))
        self.edited.append((message, buttons, locale))

    def to(self, person: Person) -> list[str]:
        """Return all that was sent to somebody."""
        return [html for chat, html in self.sent if chat == person.chat]


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[EventDict]]:
    """Catch what is logged: a traceback drawn in colour takes seconds."""
    with capture_logs() as events:
        yield events


@pytest.fixture
def put_in_force(store: Store) -> Callable[[str, datetime], None]:
    """Return how to apply a catalog's text at a moment."""

    def put(text: str, now: datetime) -> None:
        catalog = read(text.encode(), "edited.yaml")
        store.run_sync(
            lambda tx: plans.apply(
                tx, catalog, text=text, author="Ann", note="", now=now
            )
        )

    return put


@pytest.fixture
def another_task(shipped_text: str) -> str:
    """Return the shipped plan with a task 1.5, a copy of 1.4."""
    first, last = shipped_text.index('      - id: "01.4"'), '  - id: "02"'
    task = shipped_text[first : shipped_text.index(last)]
    return shipped_text.replace(task, task + task.replace('"01.4"', '"01.5"'))


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
        return [SimpleNamespace(**dict(row)) for row in rows]

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
        return [SimpleNamespace(**dict(row)) for row in rows]

    return read


@pytest.fixture
def reasons(loaded: Store) -> Callable[[], set[str]]:
    """Return how to read why everything so far was sent or held."""

    def read() -> set[str]:
        found = select(DecisionRow.reason)
        return set(loaded.read_sync(lambda tx: tx.scalars(found).all()))

    return read


@pytest.fixture
def messenger() -> Recording:
    return Recording()


@pytest.fixture
def tick(loaded: Store, clock) -> Ring:
    """Return how to let the bell ring at a moment: open periods, then chase."""

    async def ring(now: datetime) -> int:
        clock.now = now
        await opening.open_periods(loaded, PLAN, clock)
        return await chasing.tick(loaded, PLAN, clock)

    return ring


@pytest.fixture
def deliver(loaded: Store, clock, messenger: Recording) -> Ring:
    """Return how to let the post go at a moment."""

    async def rung(now: datetime, **given: object) -> int:
        clock.now = now
        return await delivery.deliver(loaded, PLAN, messenger, clock, **given)

    return rung


@pytest.fixture
def live(tick: Ring, deliver: Ring) -> Ring:
    """Return how a moment of the house goes: both bells; count the letters."""

    async def lived(now: datetime) -> int:
        await tick(now)
        return await deliver(now)

    return lived


@pytest.fixture
def promise(loaded: Store) -> Callable[..., None]:
    """Return how to promise people a letter at a moment."""

    def put(now, *to, template="chase/unwatched", facts=UNWATCHED, **given) -> None:
        messages = [
            Message(
                to=person.id,
                template=template,
                facts=facts,
                key=f"{template}:{person.id}:{now}",
                **given,
            )
            for person in to
        ]
        loaded.run_sync(lambda tx: outbox.put(tx, PLAN, messages, now))

    return put


@pytest.fixture
def answer(loaded: Store) -> Callable[..., list[str]]:
    """Return how to answer what a unit owes: all of it, or its first tasks."""

    def closed(now: datetime, most: int = 99, unit: str = "air") -> list[str]:
        def work(tx) -> list[str]:
            owed = obligations.mine(tx, PLAN, UnitId(unit))
            tasks = sorted({one.task for one in owed})[:most]
            for task in tasks:
                obligations.answer(tx, PLAN, TaskId(task), UnitId(unit), now)
            return tasks

        return loaded.run_sync(work)

    return closed


@pytest.fixture
def keep_hours(loaded: Store) -> Callable[..., None]:
    """Return how somebody keeps hours of their own."""

    def keep(person: Person, opens=None, closes=None, zone: str | None = None) -> None:
        these = update(PersonRow).where(PersonRow.id == person.id)
        row = these.values(opens=opens, closes=closes, zone=zone)
        loaded.run_sync(lambda tx: tx.execute(row))

    return keep


@pytest.fixture
def rest(loaded: Store) -> Callable[..., None]:
    """Return how somebody goes on leave, told of by nobody."""

    def away(person: Person, first: date, last: date, now, deputy=None) -> None:
        leave = Leave(first=first, last=last, deputy=deputy and deputy.id)
        loaded.run_sync(
            lambda tx: leaves.put(tx, PLAN, person.id, leave, look=now, now=now)
        )

    return away
