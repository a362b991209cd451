"""Speaking through Telegram: letters for the scheduler, answers for the worker."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import islice
from typing import Any, TypeAlias, TypeVar

import structlog
from telegram import BotCommand, BotCommandScopeChat
from telegram import InlineKeyboardMarkup as Keyboard
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.answers import AnyAnswer, Files, Menu, Say, Toast
from bot.enclosing import enclose
from bot.keyboard import keyboard
from bot.limiter import Lane
from bot.pieces import pieces
from bot.refusals import undelivered
from bot.said import Said
from rules.delivery import Undelivered
from rules.ids import ChatId
from rules.message import Buttons
from rules.people import Role, Verb, verbs
from store.copies import Copies
from templates import label, render

Bot: TypeAlias = ExtBot[Any]
T = TypeVar("T")
Step: TypeAlias = Callable[[int], Awaitable[object]]
"""A request to be made once, in the chat it is given."""
Moved: TypeAlias = Callable[[ChatId, ChatId], Awaitable[None]]
"""What is done when a chat has another number now: the old one and the new."""
MOST_HALF_SAID = 1_000
_SAME = "message is not modified"
log = structlog.get_logger()


async def _forgotten(_old: ChatId, _new: ChatId) -> None:
    """Keep nothing: the next message learns of the move by itself."""


class Voice:
    """The bot's mouth. `send` is the scheduler's Messenger."""

    def __init__(
        self, bot: Bot, moved: Moved = _forgotten, copies: Copies | None = None
    ) -> None:
        self._bot = bot
        self._moved = moved
        self._copies = copies
        # How far the answer to an update got, so that a retry repeats nothing.
        self._got_to: dict[int, int] = {}
        # The pieces of a letter that have arrived while another has not.
        self._half_said: dict[int, list[str]] = {}

    async def send(self, chat: ChatId, html: str, buttons: Buttons, locale: str) -> int:
        """Send a letter; return its message number, or raise Undelivered.

        Called again after a piece of it failed, it goes on with that piece.
        """
        *first, last = pieces(html)
        arrived = self._half_said.pop(chat, [])
        if arrived != first[: len(arrived)]:
            arrived = []  # its words are others by now
        try:
            for piece in first[len(arrived) :]:
                await self._here(chat, partial(self._message, piece, None, Lane.LETTER))
                arrived = [*arrived, piece]
            keys = keyboard(buttons, locale)
            return await self._here(
                chat, partial(self._message, last, keys, Lane.LETTER)
            )
        except (TelegramError, Undelivered) as error:
            failure = undelivered(error) if isinstance(error, TelegramError) else error
            if arrived and not (failure.hopeless or failure.final):
                self._remember(chat, arrived)
            raise failure from error

    def _remember(self, chat: ChatId, arrived: list[str]) -> None:
        if len(self._half_said) >= MOST_HALF_SAID:
            del self._half_said[next(iter(self._half_said))]
        self._half_said[chat] = arrived

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
            await self._change(message, html, keys, Lane.EDIT, chat)
        except (BadRequest, ChatMigrated):
            return
        except TelegramError as error:
            raise undelivered(error) from error

    async def whisper(self, chat: ChatId, html: str) -> int:
        """Send without a sound; return the message's number, or raise Undelivered."""
        said = partial(self._message, html, None, Lane.LETTER, silent=True)
        try:
            return await self._here(chat, said)
        except TelegramError as error:
            raise undelivered(error) from error

    async def take_back(self, chat: ChatId, message: int) -> None:
        """Remove a message from its chat, or raise Undelivered."""
        try:
            await self._bot.delete_message(chat, message)
        except TelegramError as error:
            raise undelivered(error) from error

    async def answer(
        self, said: Said | None, chat: int, answers: Sequence[AnyAnswer]
    ) -> None:
        """Say all answers to one update; raise Undelivered if one failed.

        Called again for the same update, it goes on where it failed.
        """
        got_to = self._got_to.pop(said.update, 0) if said else 0
        try:
            if said and said.callback:
                toast = next((a for a in answers if isinstance(a, Toast)), None)
                await self._toast(said.callback, toast)
            for step in islice(self._steps(said, answers), got_to, None):
                await self._here(ChatId(chat), step)
                got_to += 1
        except (TelegramError, Undelivered) as error:
            failure = undelivered(error) if isinstance(error, TelegramError) else error
            if said and not (failure.hopeless or failure.final):
                self._got_to[said.update] = got_to
            raise failure from error

    async def _here(self, chat: ChatId, step: Callable[[int], Awaitable[T]]) -> T:
        """Make a request in a chat, or in the one that the chat has become."""
        try:
            return await step(chat)
        except ChatMigrated as moved:
            now = ChatId(moved.new_chat_id)
            await self._moved(chat, now)
            return await step(now)

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

    def _steps(self, said: Said | None, answers: Sequence[AnyAnswer]) -> Iterator[Step]:
        """Give the requests that say `answers`, each to be made once."""
        for answer in answers:
            match answer:
                case Say():
                    html = render(answer.template, answer.locale, **answer.facts)
                    keys = keyboard(answer.buttons, answer.locale)
                    reply = _answered(said)
                    if answer.edit and said:
                        yield partial(self._edit, said.message, html, keys, reply=reply)
                    else:
                        yield from self._messages(html, keys, reply)
                case Menu():
                    yield partial(self._offer, answer)
                case Files():
                    for one in answer.files:
                        yield partial(
                            enclose, self._bot, self._copies, one, answer.locale
                        )
                case Toast():
                    pass  # said with the tap itself

    def _messages(
        self, html: str, keys: Keyboard | None, reply: int = 0
    ) -> Iterator[Step]:
        """Give the messages of one answer; the last carries the keyboard."""
        *first, last = pieces(html)
        for piece in first:
            yield partial(self._message, piece, None, Lane.ANSWER, reply=reply)
        yield partial(self._message, last, keys, Lane.ANSWER, reply=reply)

    async def _offer(self, menu: Menu, chat: int) -> None:
        """Register a menu; /help has it all, so nobody waits for a refused one."""
        try:
            await self.menu(menu.role, menu.locale, chat)
        except (BadRequest, RetryAfter, Undelivered) as error:
            log.warning("menu not registered", chat=chat, why=str(error))

    async def _message(
        self,
        html: str,
        keys: Keyboard | None,
        lane: Lane,
        chat: int,
        *,
        silent: bool = False,
        reply: int = 0,
    ) -> int:
        # The bare answer: PTB would make a whole Message of it for its number.
        sent: dict[str, Any] = await self._bot.do_api_request(
            "sendMessage",
            api_kwargs=_given(chat, html, keys)
            | ({"disable_notification": True} if silent else {})
            | _replying(reply),
            rate_limit_args=lane,
        )
        return int(sent["message_id"])

    async def _edit(
        self,
        message: int,
        html: str,
        keys: Keyboard | None,
        chat: int,
        *,
        reply: int = 0,
    ) -> None:
        """Edit the tapped message; one that cannot be edited is said anew."""
        try:
            await self._change(message, html, keys, Lane.ANSWER, chat)
        except BadRequest as error:
            if _SAME in error.message.lower():
                return
            for step in self._messages(html, keys, reply):
                await step(chat)

    async def _change(
        self, message: int, html: str, keys: Keyboard | None, lane: Lane, chat: int
    ) -> None:
        await self._bot.do_api_request(
            "editMessageText",
            api_kwargs=_given(chat, html, keys) | {"message_id": message},
            rate_limit_args=lane,
        )

    async def _toast(self, callback: str, toast: Toast | None) -> None:
        """Answer the tap, so that its button stops waiting."""
        text = label(toast.label, toast.locale, **toast.facts) if toast else None
        with suppress(BadRequest):  # too late for this tap; what it did is done
            await self._bot.answer_callback_query(
                callback, text, show_alert=bool(toast and toast.alert)
            )


def _answered(said: Said | None) -> int:
    """Return the words an answer replies to: in a group it is seen whose it is."""
    if said is None or said.private:
        return 0
    return said.reply if said.callback else said.message


def _replying(reply: int) -> dict[str, Any]:
    if not reply:
        return {}
    to = {"message_id": reply, "allow_sending_without_reply": True}
    return {"reply_parameters": to}


def _given(chat: int, html: str, keys: Keyboard | None) -> dict[str, Any]:
    given = {"chat_id": chat, "text": html, "parse_mode": ParseMode.HTML}
    return given if keys is None else given | {"reply_markup": keys}
