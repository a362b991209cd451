"""Methods about the bot itself, its commands, its chats and its files."""

from sandbox import wire
from sandbox.access import chat_named
from sandbox.arguments import Arguments
from sandbox.commands import Commands, read_commands, read_language, read_scope
from sandbox.files import DOWNLOAD_LIMIT
from sandbox.refusals import bad
from sandbox.state import State

_DESCRIPTION_LIMIT = 512
_SHORT_LIMIT = 120


def get_me(state: State, _args: Arguments) -> wire.Wire:
    return wire.bot_user(state) | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_my_commands(state: State, args: Arguments) -> bool:
    scope, language = _place(args)
    commands = read_commands(args.tree("commands", "commands"))
    if commands:
        state.commands.put(scope, language, commands)
    else:
        state.commands.drop(scope, language)
    return True


def get_my_commands(state: State, args: Arguments) -> Commands:
    return state.commands.get(*_place(args))


def delete_my_commands(state: State, args: Arguments) -> bool:
    state.commands.drop(*_place(args))
    return True


def _place(args: Arguments) -> tuple[tuple[object, ...], str]:
    scope = read_scope(args.tree("scope", "BotCommandScope"))
    return scope, read_language(args.text("language_code"))


def set_my_description(state: State, args: Arguments) -> bool:
    return _describe(state, args, "description", _DESCRIPTION_LIMIT)


def set_my_short_description(state: State, args: Arguments) -> bool:
    return _describe(state, args, "short_description", _SHORT_LIMIT)


def _describe(state: State, args: Arguments, field: str, limit: int) -> bool:
    words = args.text(field)
    if len(words) > limit:
        raise bad(f"bot {field.replace('_', ' ')} is too long")
    state.descriptions[field, read_language(args.text("language_code"))] = words
    return True


def get_chat(state: State, args: Arguments) -> wire.Wire:
    chat = chat_named(state, args.text("chat_id"))
    made = wire.chat(state, chat) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    }
    if chat.pinned in chat.messages:
        made["pinned_message"] = wire.message(state, chat.messages[chat.pinned or 0])
    return made


_GIFTS = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)


def get_file(state: State, args: Arguments) -> wire.Wire:
    if not args.text("file_id"):
        raise bad("file_id not specified")
    file = state.files.get(args.text("file_id"))
    if file is None:
        raise bad("invalid file_id")
    if len(file.content) > DOWNLOAD_LIMIT:
        raise bad("file is too big")
    return wire.file_facts(file) | {"file_path": file.path}


def yes(_state: State, _args: Arguments) -> bool:
    return True
