"""What people have in their hands: the chats, with every message and its buttons."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from rules.clock import Clock
from rules.delivery import Kind, Undelivered
from rules.ids import ChatId
from rules.message import Buttons
from templates import LOCALES, label


class Killed(BaseException):
    """The process dies: nothing the house itself would catch."""


@dataclass
class Shown:
    """A message as it stands in a chat now. `letter`: whether nobody asked for it."""

    number: int
    html: str
    buttons: Buttons
    letter: bool


@dataclass(frozen=True)
class Sent:
    """A message that arrived by itself."""

    number: int
    chat: ChatId
    html: str
    at: datetime


def checked(html: str, buttons: Buttons) -> None:
    """Whatever is shown keeps Telegram's limits and has its words."""
    assert 0 < len(html) <= 4096
    for button in (one for row in buttons for one in row):
        assert 0 < len(button.data.encode()) <= 64, button
        assert all(label(button.label, one, **button.facts) for one in LOCALES), button


@dataclass
class Phones:
    """A messenger that keeps what it is given, and fails when told to.

    `dead`: whether the process has died meanwhile.
    """

    clock: Clock
    dead: Callable[[], bool] = lambda: False
    chats: dict[int, list[Shown]] = field(default_factory=lambda: defaultdict(list))
    sent: list[Sent] = field(default_factory=list)
    edits: int = 0
    stale: set[int] = field(default_factory=set)  # blocked as they were to be changed
    blocked: set[int] = field(default_factory=set)
    down: bool = False
    _last: int = 1_000

    def number(self) -> int:
        self._last += 1
        return self._last

    def show(self, chat: int, html: str, buttons: Buttons, *, letter: bool) -> int:
        checked(html, buttons)
        number = self.number()
        shown = Shown(number=number, html=html, buttons=buttons, letter=letter)
        self.chats[chat].append(shown)
        return number

    def change(self, chat: int, number: int, html: str, buttons: Buttons) -> None:
        checked(html, buttons)
        for one in self.chats[chat]:
            if one.number == number:
                one.html, one.buttons = html, buttons

    def buttons(self, chats: Iterable[int], last: int) -> list[tuple[int, str]]:
        """Return the buttons of the last messages, newest first, with their message."""
        return [
            (shown.number, button.data)
            for chat in chats
            for shown in reversed(self.chats[chat][-last:])
            for row in shown.buttons
            for button in row
        ]

    async def send(self, chat: ChatId, html: str, buttons: Buttons, locale: str) -> int:
        del locale
        self._reached(chat)
        number = self.show(chat, html, buttons, letter=True)
        self.sent.append(Sent(number=number, chat=chat, html=html, at=self.clock()))
        return number

    async def edit(
        self, chat: ChatId, message: int, html: str, buttons: Buttons, locale: str
    ) -> None:
        del locale
        if chat in self.blocked:
            self.stale.add(message)
        self._reached(chat)
        self.change(chat, message, html, buttons)
        self.edits += 1

    def _reached(self, chat: ChatId) -> None:
        if self.dead():
            raise Killed
        if self.down:
            raise Undelivered(why="network is down")
        if chat in self.blocked:
            raise Undelivered(why="bot was blocked by the user", kind=Kind.BLOCKED)
