"""Speaking through Telegram: letters for the scheduler, answers for the worker."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import islice
from typing import Any, TypeAlias

from telegram import BotCommand, BotCommandScopeChat, InlineKeyboardButton
from telegram import InlineKeyboardMarkup as Keyboard
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.answers import Menu, Say, Toast
from bot.limiter import Lane, seconds
from bot.pieces import pieces
from bot.said import Said
from rules.delivery import Undelivered
from rules.ids import ChatId
from rules.message import Button, Buttons
from rules.people import Role, Verb, verbs
from templates import label, render

Bot: TypeAlias = ExtBot[Any]
Step: TypeAlias = Callable[[], Awaitable[object]]
MOST_BUTTONS = 100
_HOPELESS = ("chat not found", "user not found", "peer_id_invalid")
_SAME = "message is not modified"


class Refused(Undelivered):
    """Telegram will not take these words, however often they are said."""


class Voice:
    """The bot's mouth. `send` is the scheduler's Messenger."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        # How far the answer to an update got, so that a retry repeats nothing.
        self._got_to: dict[int, int] = {}

    async def send(self, chat: ChatId, html: str, buttons: Buttons, locale: str) -> int:
        """Send a letter; return its message number, or raise Undelivered."""
        try:
            return await self._say(chat, html, keyboard(buttons, locale), Lane.LETTER)
        except TelegramError as error:
            raise undelivered(error) from error

    async def edit(
        self, chat: ChatId, message: int, html: str, buttons: Buttons, locale: str
    ) -> None:
        """Change a letter in its chat; one that cannot be changed is left as it is.

        Raises Undelivered where trying again may help.
        """
        if len(pieces(html)) > 1:
            return  # it was sent in pieces: its last one must not become the whole
        keys = keyboard(buttons, locale)
        try:
            await self._change(chat, message, html, keys, Lane.LETTER)
        except BadRequest:
            return
        except TelegramError as error:
            raise undelivered(error) from error

    async def answer(
        self, said: Said | None, chat: int, answers: Sequence[Say | Toast | Menu]
    ) -> None:
        """Say all answers to one update; raise Undelivered if one failed.

        Called again for the same update, it goes on where it failed.
        """
        got_to = self._got_to.pop(said.update, 0) if said else 0
        try:
            if said and said.callback:
                toast = next((a for a in answers if isinstance(a, Toast)), None)
                await self._toast(said.callback, toast)
            for step in islice(self._steps(said, chat, answers), got_to, None):
                await step()
                got_to += 1
        except TelegramError as error:
            failure = undelivered(error)
            if said and not (failure.hopeless or isinstance(failure, Refused)):
                self._got_to[said.update] = got_to
            raise failure from error

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

    def _steps(
        self, said: Said | None, chat: int, answers: Sequence[Say | Toast | Menu]
    ) -> Iterator[Step]:
        """Give the requests that say `answers`, each to be made once."""
        for answer in answers:
            match answer:
                case Say():
                    html = render(answer.template, answer.locale, **answer.facts)
                    keys = keyboard(answer.buttons, answer.locale)
                    if answer.edit and said:
                        yield partial(self._edit, chat, said.message, html, keys)
                    else:
                        yield from self._messages(chat, html, keys, Lane.ANSWER)
                case Menu():
                    yield partial(self.menu, answer.role, answer.locale, chat)
                case Toast():
                    pass  # said with the tap itself

    def _messages(
        self, chat: int, html: str, keys: Keyboard | None, lane: Lane
    ) -> Iterator[Callable[[], Awaitable[int]]]:
        """Give the messages of one text; the last carries the keyboard."""
        *first, last = pieces(html)
        for piece in first:
            yield partial(self._message, chat, piece, None, lane)
        yield partial(self._message, chat, last, keys, lane)

    async def _say(
        self, chat: int, html: str, keys: Keyboard | None, lane: Lane
    ) -> int:
        numbers = [await send() for send in self._messages(chat, html, keys, lane)]
        return numbers[-1]

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
            await self._change(chat, message, html, keys, Lane.ANSWER)
        except BadRequest as error:
            if _SAME in error.message.lower():
                return
            await self._say(chat, html, keys, Lane.ANSWER)

    async def _change(
        self, chat: int, message: int, html: str, keys: Keyboard | None, lane: Lane
    ) -> None:
        await self._bot.edit_message_text(
            html,
            chat,
            message,
            parse_mode=ParseMode.HTML,
            reply_markup=keys,
            rate_limit_args=lane,
        )

    async def _toast(self, callback: str, toast: Toast | None) -> None:
        """Answer the tap, so that its button stops waiting."""
        text = label(toast.label, toast.locale) if toast else None
        with suppress(BadRequest):  # too late for this tap; what it did is done
            await self._bot.answer_callback_query(
                callback, text, show_alert=bool(toast and toast.alert)
            )


def keyboard(buttons: Buttons, locale: str) -> Keyboard | None:
    """Return Telegram's keyboard for our buttons, or None without any.

    Telegram refuses a message with more than a hundred: the rest are left out.
    """
    if not buttons:
        return None
    left = MOST_BUTTONS
    rows = []
    for row in buttons:
        fitting = row[:left]
        left -= len(fitting)
        if fitting:
            rows.append([_button(button, locale) for button in fitting])
    return Keyboard(rows)


def _button(button: Button, locale: str) -> InlineKeyboardButton:
    text = label(button.label, locale, **button.facts)
    return InlineKeyboardButton(text, callback_data=button.data)


def undelivered(error: TelegramError) -> Undelivered:
    """Return what an error means for the letter in hand."""
    match error:
        case RetryAfter():
            return Undelivered(why=error.message, wait=seconds(error))
        case Forbidden():
            return Undelivered(why=error.message, hopeless=True)
        case BadRequest():  # before NetworkError, which it is a kind of
            gone = any(word in error.message.lower() for word in _HOPELESS)
            if gone:
                return Undelivered(why=error.message, hopeless=True)
            return Refused(why=error.message)
        case _:
            return Undelivered(why=error.message or type(error).__name__)
