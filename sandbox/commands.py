"""The command lists a bot has set, and which of them a person is shown."""

import re
from collections.abc import Iterator, Mapping

from sandbox.model import ChatKind
from sandbox.refusals import bad

Scope = tuple[object, ...]
Commands = list[dict[str, str]]
_NAME = re.compile(r"[a-z0-9_]{1,32}")
_WORDS_LIMIT = 256
_LIST_LIMIT = 100
_PLAIN = (
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
)


def read_scope(given: object) -> Scope:
    """Return the key of a BotCommandScope."""
    if given is None:
        return ("default",)
    if not isinstance(given, Mapping):
        raise bad("can't parse BotCommandScope: BotCommandScope must be an Object")
    kind = given.get("type")
    if kind in _PLAIN:
        return (kind,)
    if kind not in {"chat", "chat_administrators", "chat_member"}:
        raise bad("can't parse BotCommandScope: unsupported type specified")
    if not given.get("chat_id"):
        raise bad("can't parse BotCommandScope: empty chat_id specified")
    chat = int(str(given["chat_id"]))
    if kind == "chat_member":
        return (kind, chat, int(str(given.get("user_id", 0))))
    return (kind, chat)


def read_commands(given: object) -> Commands:
    if not isinstance(given, list):
        raise bad("expected an Array of BotCommand")
    if len(given) > _LIST_LIMIT:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    return [_command(one) for one in given]


def _command(one: object) -> dict[str, str]:
    if not isinstance(one, Mapping):
        raise bad("can't parse BotCommand: expected an Object")
    name = str(one.get("command", "")).removeprefix("/").strip()
    words = str(one.get("description", "")).strip()
    if not _NAME.fullmatch(name):
        raise bad("BOT_COMMAND_INVALID")
    if not 0 < len(words) <= _WORDS_LIMIT:
        raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": words}


def read_language(code: str) -> str:
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad("invalid language code specified")
    return code


class CommandBook:
    def __init__(self) -> None:
        self._lists: dict[tuple[Scope, str], Commands] = {}

    def put(self, scope: Scope, language: str, commands: Commands) -> None:
        self._lists[scope, language] = commands

    def get(self, scope: Scope, language: str) -> Commands:
        return self._lists.get((scope, language), [])

    def drop(self, scope: Scope, language: str) -> None:
        self._lists.pop((scope, language), None)

    def shown(self, chat: int, kind: ChatKind, user: int, language: str) -> Commands:
        """Return the first list that is set, from the narrowest scope outwards."""
        for scope in _narrowing(chat, kind, user):
            for code in (language[:2].lower(), ""):
                if found := self.get(scope, code):
                    return found
        return []


def _narrowing(chat: int, kind: ChatKind, user: int) -> Iterator[Scope]:
    if kind != "private":
        yield ("chat_member", chat, user)
    yield ("chat", chat)
    yield ("all_private_chats",) if kind == "private" else ("all_group_chats",)
    yield ("default",)
