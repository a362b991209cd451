"""Killing `duban run` at random moments while people talk and letters fall due.

    python -m promises.kill [ROUNDS] [SEED]

Each round starts the real process and kills it with SIGKILL: while it works, or
while it is still starting. Now and then an empty database is killed in the middle of
its migration, and a `catalog apply` in the middle of its work. At the end everything
is drained and counted, in the database and in the chats.
"""

import asyncio
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import NoReturn

from promises.crowd import Crowd, Heard, gathered
from promises.process import ROOT, TOKEN, Clock, Command, kill, stop
from promises.table import print_table
from servers import postgres_server
from sqlalchemy import update
from sqlmodel import select

from rules.catalog import Catalog
from rules.ids import PlanId
from sandbox.server import serve
from sandbox.world import World
from store import inbox, outbox, plans
from store.catalog import read
from store.migrations import current, upgrade
from store.session import Store, Tx
from store.tables import (
    CardRow,
    CatalogVersionRow,
    IncomingRow,
    LeaseRow,
    LetterRow,
    PlanRow,
    ReportRow,
)

CATALOG = ROOT / "tasks_catalog.yaml"
WORK = (0.1, 2.0)  # seconds of work before a kill
START = (0.05, 1.2)  # seconds since the start, for a kill before there is any work
BIRTH = (0.1, 1.6)  # of a first start, which migrates and loads the plan
APPLY = (0.3, 1.3)
STARTING = 0.2  # how many of the kills do not wait for work
ASKS = "请核对"  # in every answer to a report
SIDE = 10  # one kill of a birth and one of an apply for so many rounds
PATIENCE = 60.0  # seconds to come back to work, and to drain


@dataclass
class Figures:
    """What came of killing on one database. Times are seconds."""

    database: str
    kills: int = 0
    updates: int = 0
    letters: int = 0
    repeated_answers: int = 0
    repeated_letters: int = 0
    most_repeats: int = 0
    births: int = 0
    applies: int = 0
    slowest: float = 0.0
    wrong: list[str] = field(default_factory=list)

    @property
    def repeats(self) -> int:
        return self.repeated_answers + self.repeated_letters


async def killed(database: str, url: str, rounds: int, seed: int) -> Figures:
    """Kill so often on one database, drain, and count. `url`: an empty one."""
    figures, clock, dice = Figures(database), Clock(), _dice(seed)
    catalog = read(CATALOG.read_bytes(), CATALOG.name)
    store = Store(url)
    load(store, catalog, clock)
    crowd = gathered(store, catalog, clock, dice, owners=10)
    with tempfile.TemporaryDirectory(prefix="duban-kill-") as folder:
        async with serve(crowd.world) as api:
            duban = Command(Path(folder), api, url)
            async with crowd.about():
                kills = await _rounds(duban, crowd, figures, rounds, dice)
                last = await duban.run(clock)
            figures.wrong += [f"unanswered: {what}" for what in crowd.unanswered]
            await drained(crowd, figures)
            if await stop(last) != 0:
                figures.wrong.append("it does not stop when asked")
        figures.wrong += tracebacks(duban.log)
    counted(crowd, figures, kills)
    store.close()
    return figures


def load(store: Store, catalog: Catalog, clock: Clock) -> None:
    upgrade(store)
    given = {"author": "kill", "note": "", "now": clock()}
    text = CATALOG.read_text(encoding="utf-8")
    store.run_sync(lambda tx: plans.apply(tx, catalog, text=text, **given))


async def _rounds(
    duban: Command, crowd: Crowd, figures: Figures, rounds: int, dice: Random
) -> list[float]:
    """Start and kill; return when each kill was, in the world's elapsed time."""
    kills: list[float] = []
    for n in range(rounds):
        began = crowd.world.ticks()
        process = await duban.run(crowd.clock)
        if dice.random() < STARTING:
            await asyncio.sleep(dice.uniform(*START))
        else:
            await _at_work(crowd.world, began)
            since = kills[-1] if kills else began
            await _felt(crowd, began)
            figures.slowest = max(figures.slowest, _first(crowd, began) - since)
            if n % SIDE == SIDE // 2:
                await _apply_killed(duban, crowd, dice)
                figures.applies += 1
            await asyncio.sleep(dice.uniform(*WORK))
        await kill(process)
        if n % SIDE != SIDE - 1:
            await crowd.store.run(_end_lease)
        kills.append(crowd.world.ticks())
        figures.kills += 1
    return kills


def _end_lease(tx: Tx) -> None:
    """Let nobody wait for the dead: the lease's own end is seen now and then only."""
    tx.execute(update(LeaseRow).values(until=datetime(2000, 1, 1, tzinfo=UTC)))


async def _at_work(world: World, since: float) -> None:
    await _soon(lambda: any(c.at >= since for c in reversed(world.calls)), "no call")


async def _felt(crowd: Crowd, since: float) -> None:
    """Wait until somebody hears something of the process started then."""
    await _soon(lambda: crowd.changes and crowd.changes[-1] > since, "silence")


def _first(crowd: Crowd, since: float) -> float:
    return next(at for at in crowd.changes if at > since)


async def _soon(seen: Callable[[], object], what: str) -> None:
    try:
        async with asyncio.timeout(PATIENCE):
            while not seen():
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise TimeoutError(what) from None


async def _apply_killed(duban: Command, crowd: Crowd, dice: Random) -> None:
    """Kill an edit of the plan at its work."""
    (_, held) = (
        crowd.store.read_sync(lambda tx: plans.current(tx, crowd.plan)) or _none()
    )
    fresh = f"{held.plan.title}{dice.randrange(10)}"
    text = CATALOG.read_text(encoding="utf-8")
    edited = duban.folder / "edited.yaml"
    edited.write_text(text.replace(_title(text), fresh), encoding="utf-8")
    process = await duban.start("catalog", "apply", str(edited))
    await asyncio.sleep(dice.uniform(*APPLY))
    await kill(process)


async def born(url: str, figures: Figures, seed: int) -> None:
    """Kill a first start, migration and all; the next must come up whole."""
    clock, dice = Clock(), _dice(seed)
    figures.births += 1
    world = World(clock, token=TOKEN)
    world.add_person(1, "路人")
    with tempfile.TemporaryDirectory(prefix="duban-born-") as folder:
        async with serve(world) as api:
            duban = Command(Path(folder), api, url)
            first = await duban.run(clock)
            await asyncio.sleep(dice.uniform(*BIRTH))
            await kill(first)
            second = await duban.run(clock)
            world.say(1, "你好")
            await _soon(lambda: world.messages(1)[-1].from_bot, "a birth that fails")
            await kill(second)
        figures.wrong += tracebacks(duban.log)
    store = Store(url)
    versions = store.read_sync(lambda tx: tx.scalars(select(CatalogVersionRow)).all())
    if not current(store) or [one.number for one in versions] != [1]:
        figures.wrong.append("a first start killed and started again is not whole")
    store.close()


async def drained(crowd: Crowd, figures: Figures) -> None:
    def left(tx: Tx) -> tuple[int, int]:
        return inbox.waiting(tx), outbox.waiting(tx, crowd.plan).letters

    try:
        async with asyncio.timeout(PATIENCE):
            while any(await crowd.store.read(left)) or not crowd.world.quiet():
                await asyncio.sleep(0.1)
    except TimeoutError:
        updates, letters = await crowd.store.read(left)
        figures.wrong.append(f"left at the end: {updates} updates, {letters} letters")


def counted(crowd: Crowd, figures: Figures, kills: list[float]) -> None:
    """Hold what was said and promised against the database and the chats."""
    rows = crowd.store.read_sync(_rows)
    figures.updates, figures.letters = len(rows.updates), len(rows.sent)
    repeats = crowd.repeats
    figures.repeated_answers = sum(ASKS in one.text for one in repeats)
    everything = len(crowd.heard) - len(rows.cards) - len(rows.sent)
    figures.repeated_letters = everything - figures.repeated_answers
    after = [(sum(kill <= one.at for kill in kills), one) for one in repeats]
    most = Counter(kill for kill, _ in after)
    figures.most_repeats = max(most.values(), default=0)
    figures.wrong += _too_many(after)
    figures.wrong += [
        f"{what}: {text} ({times})"
        for what, wanted, found in (
            ("a report understood other than once", crowd.said, rows.cards),
            ("a report kept other than once", crowd.confirmed, rows.reports),
            ("a letter kept other than once", crowd.promised, rows.promised),
            ("a letter not delivered", crowd.promised, rows.sent),
        )
        for text in wanted
        if (times := found.count(text)) != 1
    ]
    if len(rows.updates) != len(crowd.said) + len(crowd.confirmed):
        figures.wrong.append(f"{len(rows.updates)} updates are kept of what was said")
    figures.wrong += [f"update {one} was not handled" for one in rows.unhandled]
    figures.wrong += [f"letter {key} was given up: {why}" for key, why in rows.given_up]
    if rows.titles[0] != rows.titles[1]:
        figures.wrong.append(f"half an edit of the plan is in force: {rows.titles}")


def _too_many(repeats: Sequence[tuple[int, Heard]]) -> list[str]:
    """Return what no crash explains: a chat has one answer and one letter in flight.

    `repeats`: each with the number of kills before it.
    """
    times = Counter((kill, one.chat, ASKS in one.text) for kill, one in repeats)
    return [
        f"{n} repeats in chat {chat} after kill {kill}"
        for (kill, chat, _), n in times.items()
        if n > 1 or kill == 0
    ]


def often(figures: Figures) -> list[str]:
    """Return the complaint of too many repeats, which a busy machine may cause."""
    return ["more repeats than kills"] if figures.repeats > figures.kills else []


@dataclass(frozen=True)
class Rows:
    """What the database holds at the end."""

    updates: list[int]
    unhandled: list[int]
    cards: list[str]
    reports: list[str]
    promised: list[str]
    sent: list[str]
    given_up: list[tuple[str, str]]
    titles: tuple[str, str]


def _rows(tx: Tx) -> Rows:
    incoming = tx.scalars(select(IncomingRow)).all()
    letters = tx.scalars(select(LetterRow)).all()
    plan = tx.scalars(select(PlanRow)).one()
    _, catalog = plans.current(tx, PlanId(plan.id)) or _none()
    return Rows(
        updates=[row.update_id for row in incoming],
        unhandled=[
            row.update_id for row in incoming if row.take_at or not row.handled_at
        ],
        cards=[row.text for row in tx.scalars(select(CardRow))],
        reports=[row.text for row in tx.scalars(select(ReportRow))],
        promised=[_bare(row.key) for row in letters],
        sent=[_bare(row.key) for row in letters if row.sent_at],
        given_up=[
            (row.key, row.error)
            for row in letters
            if not row.sent_at
            and not row.send_at
            and not row.error.startswith(outbox.WITHDRAWN)
        ],
        titles=(plan.title, catalog.plan.title),
    )


def _bare(key: str) -> str:
    return key.removeprefix("promise:")


def _title(text: str) -> str:
    return text.partition("title: ")[2].partition(",")[0]


def tracebacks(log: Path) -> list[str]:
    """Return what no kill excuses: a fault that was logged whole."""
    said = log.read_text(encoding="utf-8", errors="replace")
    return [f"a traceback in {log}: {said[-1500:]}"] if "Traceback" in said else []


def _dice(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - the same kills for the same seed


def _none() -> NoReturn:
    raise LookupError("no plan is loaded")


async def everywhere(rounds: int, seed: int) -> list[Figures]:
    """Kill on SQLite and on PostgreSQL, with births of their own."""
    found = []
    with (
        tempfile.TemporaryDirectory(prefix="duban-kill-") as folder,
        postgres_server() as server,
    ):
        fresh = {
            "SQLite": lambda n: f"sqlite:///{folder}/{n}.db",
            "PostgreSQL": lambda _: server.create(),
        }
        for database, url in fresh.items():
            figures = await killed(database, url(0), rounds, seed)
            for n in range(1, max(rounds // SIDE, 1) + 1):
                await born(url(n), figures, seed + n)
            figures.wrong += often(figures)
            found.append(figures)
    return found


def main(rounds: int = 20, seed: int = 1) -> int:
    """Print the table; return how much is wrong."""
    found = asyncio.run(everywhere(rounds, seed))
    print_table(f"make kill ROUNDS={rounds} SEED={seed}", found)
    return sum(len(one.wrong) for one in found)


if __name__ == "__main__":
    sys.exit(min(main(*map(int, sys.argv[1:3])), 1))
