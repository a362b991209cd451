"""Plan days at high speed with all faults on, and the same days without any.

    python -m promises.soak [DAYS] [SEED]

People answer what they are asked, by words and taps. Requests go wrong by chance all
the time; somebody blocks the bot and comes back; the bot is down for an hour, the
clock is set back. At the end the auditor must find nothing, and the reports and the
closed obligations must be those of the run without faults.
"""

import asyncio
import heapq
import logging
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path

import structlog
from journeys.town import PLAN, TOKEN, Town, local
from promises.crowd import Person, seated
from promises.place import Place, free_port
from promises.process import ROOT
from promises.table import print_table
from sqlmodel import select

from rules.catalog import Catalog
from sandbox.faults import FaultKind
from sandbox.model import Event, Message
from sandbox.world import World
from store import inbox, outbox, plans
from store.catalog import read
from store.migrations import upgrade
from store.session import Store, Tx
from store.tables import ObligationRow, ReportRow

OPENS = local(2, 25, 8, 0)
DOWN = timedelta(hours=1)
RATE = 0.2
# What takes real time to pass is rarer, so that many days fit into seconds.
KINDS: tuple[FaultKind, ...] = (
    *("500", "502", "503", "504", "reset", "lost") * 4,
    "429",
    "401",
)
Act = Callable[[], object]


@dataclass
class Ended:
    """How a run ended. `kept`, `closed`: what the database holds, as text."""

    run: str
    days: int
    faults: int = 0
    heard: int = 0
    reports: int = 0
    closed: int = 0
    seconds: float = 0.0
    kept: list[str] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


@dataclass
class Life:
    """People who answer everything they are asked, each thing once."""

    place: Place
    folk: dict[int, Person]
    agenda: list[tuple[datetime, int, Act]] = field(default_factory=list)
    answered: set[str] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)
    said: Counter[str] = field(default_factory=Counter)
    _numbers: "count[int]" = field(default_factory=count)

    async def live(self, until: datetime) -> None:
        """Live until then, from one thing due to the next."""
        town = self.place.town
        while True:
            await self.place.ring()
            self._notice()
            due = await self.place.next_thing()
            planned = self.agenda[0][0] if self.agenda else None
            at = min((one for one in (due, planned) if one), default=None)
            if at is None or at > until:
                break
            town.now = max(town.now, at)
            while self.agenda and self.agenda[0][0] <= town.now:
                heapq.heappop(self.agenda)[2]()
        town.now = max(town.now, until)

    def at(self, when: datetime, act: Act) -> None:
        heapq.heappush(self.agenda, (when, next(self._numbers), act))

    def _notice(self) -> None:
        found, self.events[:] = list(self.events), []
        for event in found:
            match event.body:
                case Message() as one if one.from_bot:
                    for button in (button for row in one.buttons for button in row):
                        self._react(one, button.data)

    def _react(self, message: Message, data: str) -> None:
        """Answer what is asked ten minutes later, and confirm a card in one."""
        what, _, _ = data.partition(":")
        if data in self.answered or what not in {"on_track", "answer", "confirm"}:
            return
        self.answered.add(data)
        town, user = self.place.town, message.chat_id
        if what == "confirm":
            tap = partial(town.world.tap, user, message.id, data)
            self.at(town.now + timedelta(minutes=1), tap)
            return
        shown = (button for row in message.buttons for button in row)
        task = next(one for one in shown if one.data == data).text.split()[0]
        self.at(town.now + timedelta(minutes=10), partial(self._say, user, task))

    def _say(self, user: int, task: str) -> None:
        """Say how a task stands: a little more each time."""
        if self.place.town.world.people[user].blocked:
            later = self.place.town.now + timedelta(hours=1)
            self.at(later, partial(self._say, user, task))
            return
        self.said[task] += 1
        done = min(10 + 5 * self.said[task], 90)
        self.place.town.world.say(user, f"{task} 总体进度{done}%，正常推进")


@asynccontextmanager
async def lives(store: Store, catalog: Catalog, text: str) -> AsyncIterator[Life]:
    """Open the plan's first morning with an owner in every unit and an admin."""
    holder: list[Town] = []
    world = World(lambda: holder[0].now if holder else OPENS, token=TOKEN)
    given = {"text": text, "author": "soak", "note": "", "now": OPENS}
    store.run_sync(lambda tx: plans.apply(tx, catalog, **given))
    port = free_port()
    town = Town(store=store, world=world, url=f"http://localhost:{port}", now=OPENS)
    holder.append(town)
    folk = seated(store, world, catalog, OPENS)
    place = Place(town=town, port=port)
    await place.telegram_comes()
    life = Life(place=place, folk={one.user: one for one in folk})
    listening = asyncio.create_task(_listen(world, life.events))
    await asyncio.sleep(0)
    try:
        yield life
    finally:
        listening.cancel()
        await place.telegram_goes()


async def _listen(world: World, events: list[Event]) -> None:
    with world.listen() as found:
        async for event in found:
            match event.kind:
                case "message" | "edited":
                    events.append(event)


async def run(
    store: Store, catalog: Catalog, text: str, days: int, seed: int | None
) -> Ended:
    """Live so many days; without a seed nothing goes wrong."""
    began = time.monotonic()
    ended = Ended(run="without faults" if seed is None else "all faults on", days=days)
    async with lives(store, catalog, text) as life:
        town, last = life.place.town, OPENS + timedelta(days=days)
        if seed is None:
            async with town.bot():
                await life.live(last)
        else:
            await _suffer(life, last, seed)
            town.world.faults.clear()
        async with town.bot():
            await life.live(last + timedelta(hours=12))
            ended.wrong += [f"the auditor: {one}" for one in await town.audited()]
        ended.faults = len(town.world.faults.happened)
        ended.heard = sum(
            one.from_bot for user in life.folk for one in town.world.messages(user)
        )
    _count(store, ended)
    ended.seconds = time.monotonic() - began
    return ended


async def _suffer(life: Life, last: datetime, seed: int) -> None:
    """Live until then with everything going wrong; the bot is down three times."""
    town, world = life.place.town, life.place.town.world
    someone = min(life.folk)
    spans = [OPENS + (last - OPENS) * part / 4 for part in range(1, 5)]
    for n, until in enumerate(spans):
        world.faults.clear()  # a start waits for Telegram; here it would end
        async with town.bot():
            world.faults.random(seed + n, RATE, KINDS)
            if n == 1:
                world.block(someone)
                life.at(until - timedelta(hours=30), lambda: world.start(someone))
            if n == 2:
                town.now -= DOWN  # the clock is set back
            await life.live(until)
        town.now += DOWN  # asleep, and nobody to hear


def _count(store: Store, ended: Ended) -> None:
    def work(tx: Tx) -> tuple[list[str], list[str], int, int, outbox.Waiting]:
        reports = [f"{row.task} {row.text}" for row in tx.scalars(select(ReportRow))]
        closed = [
            f"{row.kind} {row.task} {row.unit} {row.period} {row.state}"
            for row in tx.scalars(select(ObligationRow))
        ]
        waiting = outbox.waiting(tx, PLAN)
        return reports, closed, inbox.waiting(tx), inbox.aside(tx), waiting

    reports, closed, updates, aside, letters = store.read_sync(work)
    ended.kept, ended.ends = sorted(reports), sorted(closed)
    ended.reports, ended.closed = len(reports), sum("open" not in one for one in closed)
    if updates or aside:
        ended.wrong.append(f"{updates} updates not handled, {aside} set aside")
    if letters.letters:
        ended.wrong.append(f"{letters.letters} letters not sent")


def compared(calm: Ended, stormy: Ended) -> None:
    """Note in `stormy` where it ended otherwise than `calm`."""
    for what, one, other in (
        ("report", calm.kept, stormy.kept),
        ("obligation", calm.ends, stormy.ends),
    ):
        missing, extra = Counter(one) - Counter(other), Counter(other) - Counter(one)
        stormy.wrong += [f"{what} missing: {text}" for text in missing.elements()]
        stormy.wrong += [f"{what} too much: {text}" for text in extra.elements()]


async def both(folder: Path, days: int, seed: int) -> Sequence[Ended]:
    """Live the same days twice, each in a database of its own."""
    text = (ROOT / "tasks_catalog.yaml").read_text(encoding="utf-8")
    catalog, found = read(text.encode(), "tasks_catalog.yaml"), []
    for name, seeded in (("calm", None), ("stormy", seed)):
        store = Store(f"sqlite:///{folder}/{name}.db")
        upgrade(store)
        found.append(await run(store, catalog, text, days, seeded))
        store.close()
    compared(*found)
    return found


def main(days: int = 30, seed: int = 1) -> int:
    """Print the table; return how much is wrong."""
    logging.disable()  # each fault would be told
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    with tempfile.TemporaryDirectory(prefix="duban-soak-") as folder:
        found = asyncio.run(both(Path(folder), days, seed))
    print_table(f"make soak DAYS={days} SEED={seed}", found)
    return sum(len(one.wrong) for one in found)


if __name__ == "__main__":
    sys.exit(min(main(*map(int, sys.argv[1:3])), 1))
