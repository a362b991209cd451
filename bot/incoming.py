"""What an update says, in our own words; and which chat a raw one belongs to."""

import json
from collections.abc import Mapping
from typing import Any

from telegram import ChatMember, Message, MessageEntity, Update

from bot.enclosed import enclosed
from bot.said import Said
from rules.invites import struck

_MENTIONS = (MessageEntity.MENTION, MessageEntity.TEXT_MENTION)
_GONE = (ChatMember.BANNED, ChatMember.LEFT)
SHOWN = 60  # characters of somebody's words told to an admin


def chat_of(raw: Mapping[str, Any]) -> int:
    """Return the chat a raw update belongs to; 0 when it names none.

    Reads the raw dict, so that an update nothing can parse still has its place.
    """
    for found in raw.values():
        if isinstance(found, dict):
            message = found.get("message", found)
            chat = message.get("chat") if isinstance(message, dict) else None
            if isinstance(chat, dict) and isinstance(chat.get("id"), int):
                return int(chat["id"])
    return 0


def readable(raw: Mapping[str, Any], why: str) -> dict[str, Any]:
    """Return what can be kept of an update that no database takes, and why."""
    return {
        "update_id": raw["update_id"],
        "unreadable": why,
        "escaped": json.dumps(raw, default=repr),
    }


def unreadable(raw: Mapping[str, Any]) -> str:
    """Return why a stored update could not be kept as it came; empty if it was."""
    return str(raw.get("unreadable", ""))


def gist(raw: Mapping[str, Any]) -> tuple[str, str]:
    """Return who is behind a raw update and the beginning of their words.

    Made for an update nothing can parse: whatever is not there is empty.
    """
    found = next((one for key, one in raw.items() if isinstance(one, dict)), {})
    sender = found.get("from")
    names = sender if isinstance(sender, dict) else {}
    who = " ".join(str(names.get(key, "")) for key in ("first_name", "last_name"))
    words = str(found.get("text") or found.get("caption") or found.get("data") or "")
    words = struck(" ".join(words.split()))  # a code in them may still open
    more = "…" if len(words) > SHOWN else ""
    return who.strip()[:SHOWN], words[:SHOWN] + more


def said(update: Update) -> Said | None:
    """Return what a person did, or None when no person is behind it."""
    user, chat = update.effective_user, update.effective_chat
    message, query = update.effective_message, update.callback_query
    member = update.my_chat_member
    if user is None or chat is None:
        return None
    replied = message.reply_to_message if message else None
    return Said(
        update=update.update_id,
        user=user.id,
        chat=chat.id,
        private=chat.type == chat.PRIVATE,
        name=user.full_name,
        language=user.language_code or "",
        message=message.message_id if message else 0,
        text=(message.text or message.caption or "") if message else "",
        data=(query.data or "") if query else "",
        callback=query.id if query else "",
        username=user.username or "",
        edited=update.edited_message is not None,
        reply=replied.message_id if replied else 0,
        reply_text=_quoted(message) if message else "",
        reply_to=_author(replied),
        mentions=_mentioned(message) if message and query is None else (),
        title=chat.title or "",
        left=member is not None and member.new_chat_member.status in _GONE,
        sent=enclosed(message) if message and query is None else None,
        forwarded=message is not None and message.forward_origin is not None,
    )


def _author(message: Message | None) -> int:
    sender = message.from_user if message else None
    return sender.id if sender else 0


def _mentioned(message: Message) -> tuple[str | int, ...]:
    """Return whom the words mention: by their @name without its @, or by number."""
    named = message.parse_entities() or message.parse_caption_entities()
    return tuple(
        one.user.id if one.user else text.removeprefix("@").lower()
        for one, text in named.items()
        if one.type in _MENTIONS
    )


def _quoted(message: Message) -> str:
    """Return the words somebody replies to: the part they marked, else all."""
    replied = message.reply_to_message
    if message.quote is not None:
        return message.quote.text
    return (replied.text or replied.caption or "") if replied else ""
