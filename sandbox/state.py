"""Everything the stand-in remembers: looking at it, waiting on it, changing it.

Dates on messages are the plan's (`now`); what Telegram measures in real seconds
(flood limits, a tap's expiry) is measured in `ticks`.
"""

import asyncio
import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from sandbox import wire
from sandbox.commands import CommandBook
from sandbox.events import Events, Subscription
from sandbox.faults import Faults
from sandbox.limits import Limits
from sandbox.model import Call, Chat, Event, Message, Person, StoredFile, Tap, Toast
from sandbox.updates import Updates
from sandbox.webhook import Webhook

TOKEN = "123456789:sandbox-token-for-nobody-else"  # noqa: S105 - opens only this sandbox
CALLS_KEPT = 200_000


class State:
    def __init__(
        self,
        now: Callable[[], datetime],
        *,
        bot_username: str = "duban_bot",
        bot_name: str = "督办",
        token: str = TOKEN,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self.now = now
        self.ticks = ticks
        self.token = token
        self.bot_id = int(token.partition(":")[0])
        self.bot_name = bot_name
        self.bot_username = bot_username
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.taps: dict[str, Tap] = {}
        self.tap_life = 60.0
        self.commands = CommandBook()
        self.descriptions: dict[tuple[str, str], str] = {}
        # Ids must grow over a restart as well: a bot remembers those it has seen.
        self.updates = Updates(first_id=wire.stamp(now()) % 1_000_000_000)
        self.webhook = Webhook(self.updates)
        self.events = Events()
        self.limits = Limits(ticks)
        self.faults = Faults(ticks)
        self.calls: deque[Call] = deque(maxlen=CALLS_KEPT)
        self._last_id: Counter[int] = Counter()

    def add_person(
        self,
        user_id: int,
        name: str,
        language_code: str = "zh",
        *,
        username: str | None = None,
        note: str = "",
    ) -> Person:
        """Add somebody who has not opened the chat with the bot yet."""
        person = Person(
            id=user_id,
            name=name,
            language=language_code,
            username=username,
            note=note,
        )
        self.people[user_id] = person
        self.events.publish(Event(kind="people"))
        return person

    def add_group(
        self, chat_id: int, title: str, members: Sequence[int], kind: str = "group"
    ) -> Chat:
        """Add a group the bot is in; `kind` "group" or "supergroup"."""
        made = Chat(
            id=chat_id,
            kind="supergroup" if kind == "supergroup" else "group",
            title=title,
            members=list(members),
        )
        self.chats[chat_id] = made
        return made

    def messages(self, chat_id: int) -> list[Message]:
        """Return the chat as it stands, oldest first; empty if never opened."""
        chat = self.chats.get(chat_id)
        return list(chat.messages.values()) if chat else []

    def unread(self, user_id: int) -> int:
        seen = self.people[user_id].read_up_to
        return sum(m.from_bot and m.id > seen for m in self.messages(user_id))

    async def answered(self, callback_id: str, within: float = 5.0) -> Toast:
        """Wait for the bot to answer a tap; TimeoutError when it does not."""
        tap = self.taps[callback_id]
        async with asyncio.timeout(within):
            await tap.done.wait()
        return tap.toast or Toast(user_id=tap.user_id)

    def quiet(self) -> bool:
        """Tell whether the bot has confirmed every update."""
        return not self.updates.pending

    async def settled(self, within: float = 5.0) -> None:
        """Wait until the world is quiet; TimeoutError when it does not get so."""
        async with asyncio.timeout(within):
            while not self.quiet():  # noqa: ASYNC110 - confirmation has no event of its own
                await asyncio.sleep(0.005)

    def listen(self) -> Subscription:
        """Return an async iterator of every Event from now on; close it after use."""
        return self.events.listen()

    def next_id(self, chat: Chat) -> int:
        """Count private chats and groups together, each supergroup by itself."""
        key = chat.id if chat.kind == "supergroup" else 0
        self._last_id[key] += 1
        return self._last_id[key]

    def post(self, message: Message) -> Message:
        """Put a new message into its chat."""
        self.chats[message.chat_id].messages[message.id] = message
        self.events.publish(Event(kind="message", body=message))
        self.events.publish(Event(kind="people"))
        return message

    def change(self, message: Message, **fields: object) -> Message:
        """Put an edited message in the place of the old one."""
        fields.setdefault("edited", self.now())
        made = replace(message, **fields)  # type: ignore[arg-type] # fields are Message's own
        self.chats[message.chat_id].messages[message.id] = made
        self.events.publish(Event(kind="edited", body=made))
        return made

    def remove(self, message: Message) -> None:
        del self.chats[message.chat_id].messages[message.id]
        self.events.publish(Event(kind="deleted", body=message))
        self.events.publish(Event(kind="people"))

    def keep(self, file: StoredFile) -> StoredFile:
        self.files[file.id] = file
        return file

    def tell_bot(self, kind: str, chat_id: int, payload: dict[str, object]) -> None:
        self.updates.put(kind, chat_id, payload)
