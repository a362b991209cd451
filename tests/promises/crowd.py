"""People who talk and tap all the time, and letters that fall due all the time.

Every report and every letter carries a number of its own, so that afterwards each
can be counted: in the database, and in the chat it belongs to.
"""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count, zip_longest
from random import Random

from promises.process import TOKEN, Clock

from rules import facts
from rules.catalog import Catalog, Task
from rules.ids import PlanId
from rules.message import Message as Promise
from rules.message import Sort
from rules.people import Role
from sandbox.model import Message
from sandbox.world import World
from store import outbox, people
from store.session import DatabaseAway, Store, Tx

THOUGHT = (0.05, 0.4)  # seconds before one's next words, or the next promise
GLANCE = 0.03  # seconds between two looks at one's phone
PATIENCE = 60.0  # seconds for what is still owed to a person at the end
NUMBER = re.compile(r"编号\w+")
FIRST_OWNER, FIRST_ADMIN, ADMINS = 1001, 2001, 6


@dataclass
class Person:
    """`task` is what an owner reports of; an admin only reads."""

    user: int
    task: str | None
    id: int = 0


@dataclass(frozen=True)
class Heard:
    """One message the bot posted: when, and what it said then."""

    at: float
    chat: int
    text: str


@dataclass
class Crowd:
    """What people said and were promised, and everything they heard."""

    store: Store
    world: World
    plan: PlanId
    clock: Clock
    folk: list[Person]
    dice: Random
    said: list[str] = field(default_factory=list)
    confirmed: list[str] = field(default_factory=list)
    promised: list[str] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    changes: list[float] = field(default_factory=list)
    leaving: bool = False
    unanswered: list[str] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=count)
    _chats: dict[int, str] = field(default_factory=dict)

    @asynccontextmanager
    async def about(self) -> AsyncIterator[None]:
        """Talk for the block; leaving it lets everybody finish their sentence."""
        listening = asyncio.create_task(self._listen())
        talking = [
            asyncio.create_task(self._talk(one), name=f"what {one.user} said")
            for one in self.folk
        ]
        reading = [
            asyncio.create_task(self._expect(one), name=f"a letter to {one.user}")
            for one in self.folk
        ]
        try:
            yield
            self.leaving = True
            _, left = await asyncio.wait([*talking, *reading], timeout=PATIENCE)
            self.unanswered = [task.get_name() for task in left]
            await asyncio.sleep(GLANCE)
        finally:
            for task in (listening, *talking, *reading):
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task

    @property
    def repeats(self) -> list[Heard]:
        """Every message that said again what had been said before, number and all."""
        seen: Counter[tuple[int, str]] = Counter()
        again = []
        for one in self.heard:
            found = NUMBER.search(one.text)
            if found is None:
                continue
            key = (one.chat, f"{one.text.splitlines()[0]} {found.group()}")
            seen[key] += 1
            if seen[key] > 1:
                again.append(one)
        return again

    async def _listen(self) -> None:
        with self.world.listen() as events:
            async for event in events:
                match event.body:
                    case Message() as one if one.from_bot:
                        self.changes.append(self.world.ticks())
                        if event.kind == "message":
                            self._note(one)

    def _note(self, one: Message) -> None:
        told = Heard(at=self.world.ticks(), chat=one.chat_id, text=one.text)
        self.heard.append(told)
        self._chats[one.chat_id] = self._chats.get(one.chat_id, "") + one.text

    async def _talk(self, one: Person) -> None:
        """Report, look at the card, confirm it, and report again."""
        while one.task and not self.leaving:
            await asyncio.sleep(self.dice.uniform(*THOUGHT))
            number = f"编号R{next(self._numbers)}号"
            text = f"{one.task} 总体进度30%，存在问题：{number}待协调"
            self.world.say(one.user, text)
            self.said.append(text)
            await self._until(lambda number=number: self._card(one, number) is not None)
            card = self._card(one, number)
            assert card is not None
            (data,) = (
                button.data
                for row in card.buttons
                for button in row
                if button.data.startswith("confirm:")
            )
            self.world.tap(one.user, card.id, data)
            await self._until(lambda card=card: self._kept(one, card))
            self.confirmed.append(text)

    async def _expect(self, one: Person) -> None:
        """Be promised a letter, read it, and be promised the next."""
        while not self.leaving:
            await asyncio.sleep(self.dice.uniform(*THOUGHT))
            number = f"编号L{next(self._numbers)}号"
            await self._promise(one, number)
            await self._until(lambda number=number: number in self._read(one.user))

    async def _promise(self, one: Person, number: str) -> None:
        letter = Promise(
            to=people.PersonId(one.id),
            template="admin/aside",
            facts={
                "update": 1,
                "who": "",
                "words": "",
                "done": False,
                "why": number,
            },
            key=f"promise:{number}",
            sort=Sort.SERVICE,
        )
        try:
            await self.store.run(
                lambda tx: outbox.put(tx, self.plan, [letter], self.clock())
            )
        except DatabaseAway:  # nothing was promised
            await asyncio.sleep(GLANCE)
        else:
            self.promised.append(number)

    async def _until(self, seen: Callable[[], bool]) -> None:
        while not seen():
            await asyncio.sleep(GLANCE)

    def _read(self, user: int) -> str:
        return self._chats.get(user, "")

    def _card(self, one: Person, number: str) -> Message | None:
        if number not in self._read(one.user):
            return None
        for message in reversed(self.world.messages(one.user)):
            if message.from_bot and number in message.text and message.buttons:
                return message
        return None

    def _kept(self, one: Person, card: Message) -> bool:
        now = self.world.chats[one.user].messages[card.id]
        return now.text != card.text or "已记" in self.world.messages(one.user)[-1].text


def gathered(
    store: Store, catalog: Catalog, clock: Clock, dice: Random, *, owners: int
) -> Crowd:
    """Give so many owners and a few admins their phones."""
    world = World(clock, token=TOKEN)
    folk = seated(store, world, catalog, clock(), owners=owners)
    plan = catalog.plan.id
    return Crowd(store=store, world=world, plan=plan, clock=clock, folk=folk, dice=dice)


def seated(
    store: Store, world: World, catalog: Catalog, now: datetime, *, owners: int = 99
) -> list[Person]:
    """Link an owner of each leading unit and a few admins, as used invites would.

    There are at most so many owners; each knows the first task of the unit.
    """
    firsts = {task.lead: facts.number(task.id) for task in reversed(_tasks(catalog))}
    units = sorted(firsts)[:owners]
    folk = [Person(FIRST_OWNER + n, firsts[unit]) for n, unit in enumerate(units)]
    folk += [Person(FIRST_ADMIN + n, None) for n in range(ADMINS)]
    given = {"expires": now + timedelta(days=1), "now": now}

    def link(tx: Tx) -> None:
        for one, unit in zip_longest(folk, units):
            role, code = Role.OWNER if unit else Role.ADMIN, f"invite-{one.user}"
            people.invite(tx, catalog.plan.id, code, role=role, unit=unit, **given)
            invite = people.invite_of(tx, code)
            assert invite is not None
            who = {"user": one.user, "chat": one.user, "name": f"N{one.user}"}
            one.id = people.link(tx, invite, **who, locale="zh", now=now).id

    store.run_sync(link)
    for one in folk:
        world.add_person(one.user, f"N{one.user}")
        world.open_chat(one.user)
    return folk


def _tasks(catalog: Catalog) -> list[Task]:
    return list(catalog.tasks())
