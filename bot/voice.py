"""Speaking through Telegram: letters for the scheduler, answers for the worker."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, TypeAlias

from telegram import BotCommand, BotCommandScopeChat, InlineKeyboardButton
from telegram import InlineKeyboardMarkup as Keyboard
from telegram.constants import MessageLimit, ParseMode
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.answers import Menu, Say, Toast
from bot.limiter import Lane, seconds
from bot.said import Said
from rules.delivery import Undelivered
from rules.ids import ChatId
from rules.message import Buttons
from rules.people import Role, Verb, verbs
from templates import label, render

Bot: TypeAlias = ExtBot[Any]
LONGEST = MessageLimit.MAX_TEXT_LENGTH
_HOPELESS = ("chat not found", "user not found", "peer_id_invalid")
_SAME = "message is not modified"


class Voice:
    """The bot's mouth. `send` is the scheduler's Messenger."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, chat: ChatId, html: str, buttons: Buttons, locale: str) -> int:
        """Send a letter; return its message number, or raise Undelivered."""
        try:
            return await self._say(chat, html, keyboard(buttons, locale), Lane.LETTER)
        except TelegramError as error:
            raise undelivered(error) from error

    async def answer(
        self, said: Said | None, chat: int, answers: Sequence[Say | Toast | Menu]
    ) -> None:
        """Say all answers to one update; raise Undelivered if one failed."""
        try:
            if said and said.callback:
                toast = next((a for a in answers if isinstance(a, Toast)), None)
                await self._toast(said.callback, toast)
            for answer in answers:
                await self._answer(said, chat, answer)
        except TelegramError as error:
            raise undelivered(error) from error

    async def menu(self, role: Role | None, locale: str, chat: int | None) -> None:
        """Register a role's commands, for one chat or as everybody's default."""
        offered = verbs(role) if role else (Verb.HELP,)
        commands = [
            BotCommand(verb.value, label(f"commands.{verb.value}", locale))
            for verb in offered
            if verb is not Verb.REPORT
        ]
        if chat is not None:
            await self._bot.set_my_commands(commands, scope=BotCommandScopeChat(chat))
            return
        language = None if locale == "zh" else locale
        await self._bot.set_my_commands(commands, language_code=language)

    async def _answer(
        self, said: Said | None, chat: int, answer: Say | Toast | Menu
    ) -> None:
        match answer:
            case Say():
                html = render(answer.template, answer.locale, **answer.facts)
                keys = keyboard(answer.buttons, answer.locale)
                if answer.edit and said:
                    await self._edit(chat, said.message, html, keys)
                else:
                    await self._say(chat, html, keys, Lane.ANSWER)
            case Menu():
                await self.menu(answer.role, answer.locale, chat)
            case Toast():
                pass  # said with the tap itself

    async def _say(
        self, chat: int, html: str, keys: Keyboard | None, lane: Lane
    ) -> int:
        *first, last = pieces(html)
        for piece in first:
            await self._message(chat, piece, None, lane)
        return await self._message(chat, last, keys, lane)

    async def _message(
        self, chat: int, html: str, keys: Keyboard | None, lane: Lane
    ) -> int:
        message = await self._bot.send_message(
            chat,
            html,
            parse_mode=ParseMode.HTML,
            reply_markup=keys,
            rate_limit_args=lane,
        )
        return message.message_id

    async def _edit(
        self, chat: int, message: int, html: str, keys: Keyboard | None
    ) -> None:
        """Edit the tapped message; one that cannot be edited is said anew."""
        try:
            await self._bot.edit_message_text(
                html,
                chat,
                message,
                parse_mode=ParseMode.HTML,
                reply_markup=keys,
                rate_limit_args=Lane.ANSWER,
            )
        except BadRequest as error:
            if _SAME in error.message.lower():
                return
            await self._say(chat, html, keys, Lane.ANSWER)

    async def _toast(self, callback: str, toast: Toast | None) -> None:
        """Answer the tap, so that its button stops waiting."""
        text = label(toast.label, toast.locale) if toast else None
        with suppress(BadRequest):  # too late for this tap; what it did is done
            await self._bot.answer_callback_query(
                callback, text, show_alert=bool(toast and toast.alert)
            )


def keyboard(buttons: Buttons, locale: str) -> Keyboard | None:
    """Return Telegram's keyboard for our buttons, or None without any."""
    if not buttons:
        return None
    return Keyboard(
        [
            [
                InlineKeyboardButton(
                    label(button.label, locale, **button.facts),
                    callback_data=button.data,
                )
                for button in row
            ]
            for row in buttons
        ]
    )


def pieces(html: str) -> list[str]:
    """Cut a text that is too long between lines; our tags never span lines."""
    if len(html) <= LONGEST:
        return [html]
    made = [""]
    for line in html.split("\n"):
        if len(made[-1]) + len(line) + 1 > LONGEST:
            made.append("")
        made[-1] += f"{line}\n"
    return [piece.strip() for piece in made if piece.strip()]


def undelivered(error: TelegramError) -> Undelivered:
    """Return what an error means for the letter in hand."""
    match error:
        case RetryAfter():
            return Undelivered(why=error.message, wait=seconds(error))
        case Forbidden():
            return Undelivered(why=error.message, hopeless=True)
        case BadRequest():  # before NetworkError, which it is a kind of
            gone = any(word in error.message.lower() for word in _HOPELESS)
            return Undelivered(why=error.message, hopeless=gone)
        case _:
            return Undelivered(why=error.message or type(error).__name__)
