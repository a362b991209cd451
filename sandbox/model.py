"""The things of the stand-in: people, chats, messages, files, taps. No behaviour."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

ChatKind = Literal["private", "group", "supergroup"]
FileKind = Literal["photo", "document", "voice", "audio", "video"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A formatted span; `offset` and `length` count UTF-16 code units."""

    kind: str
    offset: int
    length: int
    url: str = ""
    language: str = ""
    user_id: int = 0

    @property
    def end(self) -> int:
        return self.offset + self.length


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """An inline button; exactly one of the last four says what it does."""

    text: str
    data: str = ""
    url: str = ""
    web_app: str = ""
    copy: str = ""


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    id: str
    kind: FileKind
    name: str
    mime: str
    content: bytes
    path: str
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message as it stands; an edit replaces it. `text` is also a caption."""

    id: int
    chat_id: int
    sender: int
    from_bot: bool
    date: datetime
    edited: datetime | None = None
    text: str = ""
    entities: tuple[Entity, ...] = ()
    file: StoredFile | None = None
    reply_to: int | None = None
    buttons: Rows = ()
    keyboard: Mapping[str, object] | None = None
    album: str = ""
    forwarded_from: int | None = None
    service: Mapping[str, object] | None = None
    silent: bool = False  # it came without a sound


@dataclass(slots=True, kw_only=True)
class Person:
    id: int
    name: str
    language: str = "zh"
    username: str | None = None
    note: str = ""
    blocked: bool = False
    deactivated: bool = False
    read_up_to: int = 0


@dataclass(slots=True, kw_only=True)
class Chat:
    id: int
    kind: ChatKind
    title: str = ""
    members: list[int] = field(default_factory=list)
    messages: dict[int, Message] = field(default_factory=dict)
    pinned: int | None = None
    kicked: bool = False
    migrated_to: int | None = None
    menu_button: object = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Toast:
    """What answerCallbackQuery showed to a person."""

    user_id: int
    text: str = ""
    alert: bool = False
    url: str = ""


@dataclass(slots=True, kw_only=True)
class Tap:
    """A callback query. `at` is elapsed real time, for its expiry."""

    id: str
    user_id: int
    chat_id: int
    message_id: int
    data: str
    at: float
    toast: Toast | None = None
    done: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something a page wants to know at once. `body` is a Message, Toast or None."""

    kind: Literal["message", "edited", "deleted", "toast", "typing", "people", "clock"]
    body: object = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One Bot API request as it was answered. `at` is elapsed real time."""

    method: str
    chat_id: int | None
    at: float
    status: int
