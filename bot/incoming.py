"""What an update says, in our own words; and which chat a raw one belongs to."""

from collections.abc import Mapping
from typing import Any

from telegram import ChatMember, Message, Update

from bot.said import Said

_GONE = (ChatMember.BANNED, ChatMember.LEFT)
WANTED = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update we ask Telegram for."""


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
        left=member is not None and member.new_chat_member.status in _GONE,
    )


def _quoted(message: Message) -> str:
    """Return the words somebody replies to: the part they marked, else all."""
    replied = message.reply_to_message
    if message.quote is not None:
        return message.quote.text
    return (replied.text or replied.caption or "") if replied else ""
