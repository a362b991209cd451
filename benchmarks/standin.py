"""The stand-in Telegram in a process of its own, and the people who use it.

What people wait for is measured here, where they are: from what they do to what
arrives in their chat.
"""

import asyncio
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import cycle

from benchmarks.known import FIRST_PERSON, TOKEN
from benchmarks.processes import obey
from sandbox.model import Button, Event, Message
from sandbox.server import serve
from sandbox.updates import Update, Updates
from sandbox.webhook import Webhook
from sandbox.world import World

_PATIENCE = 300.0  # seconds before a bench gives up waiting
AREAS = ("02", "03")  # what people tap to see
_METERED = ("send", "edit", "copy", "forward")


class _Polled(Updates):
    """Remembers when the bot first asked for updates."""

    def __init__(self, first_id: int) -> None:
        super().__init__(first_id)
        self.first = asyncio.Event()
        self.first_at = 0.0

    async def poll(self, offset: int, limit: int, timeout: float) -> list[Update]:  # noqa: ASYNC109 - Telegram's own word
        if not self.first.is_set():
            self.first_at = time.monotonic()
            self.first.set()
        return await super().poll(offset, limit, timeout)


@dataclass(slots=True)
class _Crowd:
    """What reached people. `waits`: when somebody tapped which message."""

    world: World
    messages: int = 0
    last_at: float = 0.0
    enough: int = 0
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    waits: dict[tuple[int, int], float] = field(default_factory=dict)
    waited: list[float] = field(default_factory=list)

    async def look(self) -> None:
        """Notice what the bot says, as it arrives."""
        with self.world.listen() as events:
            async for event in events:
                self._notice(event)

    def _notice(self, event: Event) -> None:
        message = event.body
        if not isinstance(message, Message) or not message.from_bot:
            return
        now = time.monotonic()
        if event.kind == "message":
            self.messages, self.last_at = self.messages + 1, now
            if self.messages >= self.enough:
                self.reached.set()
        tapped = self.waits.pop((message.chat_id, message.id), None)
        if tapped is not None and event.kind == "edited":
            self.waited.append(now - tapped)


class _Town:
    """The orders a bench can give."""

    def __init__(self, world: World, polled: _Polled) -> None:
        self._world, self._polled = world, polled
        self._crowd = _Crowd(world)
        self._looking = asyncio.create_task(self._crowd.look())
        self._tapping: asyncio.Task[None] | None = None
        self._screens: dict[int, int] = {}
        self._asked = Counter[int]()

    async def people(self, count: int, screens: int = 0) -> None:
        """Let people have open chats; the first `screens` have a button to tap."""
        for n in range(count):
            user = FIRST_PERSON + n
            self._world.add_person(user, f"责任人{n}")
            self._world.open_chat(user)
        for user in range(FIRST_PERSON, FIRST_PERSON + screens):
            self._screens[user] = self._screen(user)

    def _screen(self, user: int) -> int:
        chat = self._world.chats[user]
        shown = Message(
            id=self._world.next_id(chat),
            chat_id=user,
            sender=self._world.bot_id,
            from_bot=True,
            date=self._world.now(),
            text="领域",
            buttons=((Button(text="领域", data="task:2.2"),),),
        )
        return self._world.post(shown).id

    async def first_poll(self) -> float:
        """Return the moment at which the bot first asked for updates."""
        await asyncio.wait_for(self._polled.first.wait(), _PATIENCE)
        return self._polled.first_at

    async def said(self, text: str, people: int, times: int) -> float:
        """Let people say something at once; return the seconds until all is answered.

        An answer is one message, in the chat of whoever spoke.
        """
        crowd = self._crowd
        crowd.enough = crowd.messages + people * times
        crowd.reached.clear()
        began = time.monotonic()
        for n in range(times):
            for user in range(FIRST_PERSON, FIRST_PERSON + people):
                self._world.say(user, text.format(n=n % 100))
        await asyncio.wait_for(crowd.reached.wait(), _PATIENCE)
        return crowd.last_at - began

    async def forget(self) -> None:
        """Forget what was said, so that this process stays small and quick."""
        for chat in self._world.chats.values():
            chat.messages.clear()

    async def limits(self, *, on: bool) -> None:
        self._world.limits.on = on

    async def tap(self, every: float) -> None:
        """Let one person after another tap, from now on, each `every` seconds."""
        self._crowd.waited.clear()
        self._tapping = asyncio.create_task(self._tap(every))

    async def _tap(self, every: float) -> None:
        due = time.monotonic()
        for user in cycle(self._screens):
            screen = user, self._screens[user]
            if screen not in self._crowd.waits:
                self._crowd.waits[screen] = time.monotonic()
                self._world.tap(user, screen[1], f"area:{self._area(user)}")
            due += every
            await asyncio.sleep(max(due - time.monotonic(), 0))

    def _area(self, user: int) -> str:
        """Return another area than this person's last: what is shown changes."""
        self._asked[user] += 1
        return AREAS[self._asked[user] % len(AREAS)]

    async def waited(self) -> list[float]:
        """Stop the tapping; return how long each tap waited, once all are answered."""
        if self._tapping is not None:
            self._tapping.cancel()
        async with asyncio.timeout(_PATIENCE):
            while self._crowd.waits:  # noqa: ASYNC110 - answers come one by one
                await asyncio.sleep(0.01)
        return list(self._crowd.waited)

    async def letters(self, count: int) -> None:
        """From now on count messages; `arrived` waits for so many."""
        self._crowd.messages, self._crowd.enough = 0, count
        self._crowd.reached.clear()
        self._world.calls.clear()

    async def arrived(self, within: float) -> int:
        """Wait a while for the messages counted; return how many there are by then."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._crowd.reached.wait(), within)
        return self._crowd.messages

    async def traffic(self) -> dict[str, float]:
        """Return what the bot asked since `letters`: see the keys.

        `span`: seconds from the first message to the last; `metered`: how many
        requests that count were let through in it; `refused`: by 429.
        """
        calls = [c for c in self._world.calls if c.method.startswith(_METERED)]
        sent = [c.at for c in calls if c.method == "sendMessage" and c.status == 200]
        first, last = min(sent), max(sent)
        through = [c for c in calls if c.status != 429 and first <= c.at <= last]
        return {
            "span": last - first,
            "metered": len(through),
            "refused": sum(c.status == 429 for c in calls),
        }


async def main() -> None:
    world = World(lambda: datetime.now(UTC), token=TOKEN)
    world.updates = polled = _Polled(first_id=1)
    world.webhook = Webhook(polled)
    async with serve(world) as url:
        town = _Town(world, polled)
        orders = (
            town.people,
            town.first_poll,
            town.said,
            town.forget,
            town.limits,
            town.tap,
            town.waited,
            town.letters,
            town.arrived,
            town.traffic,
        )
        await obey({order.__name__: order for order in orders}, url)


if __name__ == "__main__":
    asyncio.run(main())
