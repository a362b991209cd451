"""Giving a file back: by Telegram's number for it, or else our own copy of it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import InputFile
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import ExtBot

from bot.answers import Enclosure
from bot.limiter import Lane
from bot.refusals import undelivered
from rules.delivery import Kind
from store.copies import Copies
from templates import render


async def enclose(
    bot: ExtBot[Any], copies: Copies | None, one: Enclosure, locale: str, chat: int
) -> None:
    """Send one file; where neither Telegram nor we have it, say so instead.

    Raises TelegramError, Undelivered.
    """
    if one.file:
        try:
            await _by_number(bot, chat, one)
        except BadRequest as error:
            if undelivered(error).kind is not Kind.REFUSED:
                raise  # the chat's trouble, not the file's
        else:
            return
    content = one.text.encode() or await asyncio.to_thread(_copy, copies, one.digest)
    if content:
        file = InputFile(content, filename=one.name)
        await bot.send_document(chat, file, rate_limit_args=Lane.ANSWER)
        return
    html = render("evidence/lost", locale, name=one.name)
    await bot.send_message(
        chat, html, parse_mode=ParseMode.HTML, rate_limit_args=Lane.ANSWER
    )


async def _by_number(bot: ExtBot[Any], chat: int, one: Enclosure) -> None:
    """Send what Telegram knows by a number, as what it came as."""
    send: Callable[..., Awaitable[object]]
    match one.kind:
        case "photo":
            send = bot.send_photo
        case "voice":
            send = bot.send_voice
        case "audio":
            send = bot.send_audio
        case "video":
            send = bot.send_video
        case _:
            send = bot.send_document
    await send(chat, one.file, rate_limit_args=Lane.ANSWER)


def _copy(copies: Copies | None, digest: str) -> bytes:
    """Return our copy; nothing where there is none."""
    if copies is None or not digest:
        return b""
    try:
        return copies.path(digest).read_bytes()
    except OSError:
        return b""
