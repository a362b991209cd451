"""A town to tell stories in.

The production bot on one side of real HTTP, the people with their phones on the
other, and a clock that moves when told.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from duban.house import House, open_house
from rules.audit import Trouble
from rules.ids import PlanId, UnitId
from rules.people import Role
from sandbox.model import Message
from sandbox.server import serve
from sandbox.world import World
from scheduler.auditing import Auditor
from scheduler.machine import Machine
from store import inbox, people
from store.copies import Copies
from store.session import Store

PLAN = PlanId("zj-2020")
SHANGHAI = ZoneInfo("Asia/Shanghai")
TOKEN = "100000001:a-token-for-the-journeys-only"  # the stand-in's
ANN, BO, HAN, LEE, ADA, OBI, STRANGER, COLLEAGUE, ASSISTANT = range(1, 10)
CAST = {
    ANN: ("安宁", Role.OWNER, UnitId("air")),
    BO: ("博文", Role.OWNER, UnitId("water")),
    HAN: ("韩处", Role.HEAD, UnitId("air")),
    LEE: ("李厅", Role.LEADER, None),
    ADA: ("艾达", Role.ADMIN, None),
    OBI: ("欧比", Role.OBSERVER, None),
    STRANGER: ("路人", None, None),
    COLLEAGUE: ("同事", Role.OWNER, UnitId("air")),
    ASSISTANT: ("配合", Role.OWNER, UnitId("eia")),
}


# For stories that do not depend on the database; the others run on both.
ON_SQLITE = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


def local(month: int, day: int, hour: int = 8, minute: int = 30) -> datetime:
    """Return a moment of 2020 by the plan's own clock."""
    return datetime(2020, month, day, hour, minute, tzinfo=SHANGHAI)


@dataclass
class Town:
    """`house` is None while the bot is down."""

    store: Store
    world: World
    url: str
    now: datetime
    house: House | None = None
    copies: Copies | None = None
    _living: list[asyncio.Task[None]] = field(default_factory=list)

    def clock(self) -> datetime:
        return self.now

    @asynccontextmanager
    async def bot(self, *, worker: bool = True) -> AsyncIterator[House]:
        """Run the bot for the block; leaving it is a sudden stop."""
        async with open_house(
            self.store,
            PLAN,
            self.clock,
            token=TOKEN,
            api_url=self.url,
            locale="zh",
            ease=1000.0,
            copies=self.copies,
        ) as house:
            self.house = house
            await house.take_over()
            await house.greet()
            tasks = [asyncio.create_task(house.poll())]
            if worker:
                tasks.append(asyncio.create_task(house.worker.run()))
            try:
                yield house
            finally:
                self.house = None
                for task in tasks:
                    task.cancel()
                    with suppress(asyncio.CancelledError):
                        await task

    def link(self, user: int) -> None:
        """Link somebody of the cast, as a used invite would have."""
        name, role, unit = CAST[user]
        assert role is not None
        code = f"invite-{user}"

        def work(tx):
            given = {"role": role, "unit": unit, "now": self.now}
            people.invite(tx, PLAN, code, expires=self.now + timedelta(days=1), **given)
            invite = people.invite_of(tx, code)
            return people.link(
                tx, invite, user=user, chat=user, name=name, locale="zh", now=self.now
            )

        self.store.run_sync(work)

    def meet(self, *users: int) -> None:
        """Link people and open their chats without a word."""
        for user in users:
            self.link(user)
            self.world.open_chat(user)

    async def to(self, moment: datetime) -> None:
        """Let time pass until then, ringing the bells at each thing due."""
        assert self.house is not None
        await self.ring()  # what is due already; a plan is handed out at first sight
        while True:
            coming = await self.house.next_event()
            if coming is None or coming > moment:
                break
            self.now = coming
            await self.ring()
        self.now = moment
        await self.ring()

    async def ring(self) -> None:
        assert self.house is not None
        await self.house.tick()
        while await self.house.post():
            pass
        await self.settled()

    async def settled(self) -> None:
        """Wait until everything said has been answered."""
        async with asyncio.timeout(10):
            while not await self._quiet():
                await asyncio.sleep(0.005)

    async def _quiet(self) -> bool:
        # In this order: what Telegram was told we have is in the inbox by then.
        if not self.world.quiet() or not self._idle:
            return False
        if await self.store.read(lambda tx: inbox.waiting(tx) > 0):
            return False
        return self._idle

    @property
    def _idle(self) -> bool:
        return self.house is None or self.house.worker.idle

    async def audited(self) -> list[Trouble]:
        """Let the auditor look once; return what does not hold."""
        assert self.house is not None
        auditor = Auditor(
            store=self.store,
            plan=PLAN,
            bot=self.house.app.bot.id,
            clock=self.clock,
            machine=Machine(self.clock, lambda: 0.0),
        )
        return [one.what for one in await auditor.ring()]

    async def say(self, user: int, text: str) -> str:
        """Say something; return what the bot said last in that chat."""
        self.world.say(user, text)
        await self.settled()
        return self.last(user).text

    async def tap(self, user: int, button: str, row: str = "") -> str:
        """Tap the newest button of that name; return the chat's last words.

        `row`: the task whose row it stands in.
        """
        message, data = self.button(user, button, row)
        self.world.tap(user, message.id, data)
        await self.settled()
        return self.last(user).text

    def button(self, user: int, name: str, row: str = "") -> tuple[Message, str]:
        for message in reversed(self.world.messages(user)):
            here = [
                one
                for shown in message.buttons
                if not row or shown[0].text.startswith(f"{row} ")
                for one in shown
            ]
            for button in here:
                if button.text == name and button.data:
                    return message, button.data
        raise LookupError(name)

    def menu(self, user: int) -> list[dict[str, str]]:
        """The commands Telegram would show somebody who speaks Chinese."""
        return self.world.commands.shown(user, "private", user, "zh")

    def last(self, user: int) -> Message:
        return self.told(user)[-1]

    def told(self, user: int) -> list[Message]:
        """Everything the bot said to somebody, in order."""
        return [m for m in self.world.messages(user) if m.from_bot]


@asynccontextmanager
async def a_town(store: Store, now: datetime) -> AsyncIterator[Town]:
    holder: list[Town] = []
    world = World(lambda: holder[0].now if holder else now, token=TOKEN)
    for user, (name, _, _) in CAST.items():
        world.add_person(user, name)
    async with serve(world) as url:
        town = Town(store=store, world=world, url=url, now=now)
        holder.append(town)
        yield town
