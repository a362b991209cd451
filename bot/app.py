"""The switchboard: which words and buttons reach which verb."""

import warnings
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot import incoming
from bot.albums import Albums
from bot.desk import Act, Desk, perform
from bot.groups import InGroup, InGroups
from bot.limiter import Limiter
from bot.said import Said
from bot.verbs import (
    attaching,
    binding,
    checklist,
    confirming,
    deputies,
    directing,
    explaining,
    filed,
    fixing,
    granting,
    heeding,
    joining,
    keypad,
    mending,
    mornings,
    moving,
    quick,
    reading,
    remembering,
    reporting,
    requesting,
    resting,
    snoozing,
    taking_back,
    timing,
    watching,
    words,
)
from bot.wire import Wire
from rules.ids import ChatId
from store import chats

App: TypeAlias = Application[Any, Any, Any, Any, Any, Any]
Context: TypeAlias = ContextTypes.DEFAULT_TYPE
Handler: TypeAlias = Callable[[Update, Context], Coroutine[Any, Any, None]]

# The order is the order of /help and of Telegram's menu.
COMMANDS: Mapping[str, Act] = {
    "start": joining.start,
    "mine": reading.mine,
    "task": reading.task,
    "area": reading.area,
    "fix": fixing.fix,
    "extend": requesting.extend,
    "done": requesting.done,
    "handover": requesting.handover,
    "digest": reading.digest,
    "direct": directing.direct,
    "history": remembering.history,
    "why": explaining.why,
    "status": watching.status,
    "people": watching.roll,
    "bind": binding.bind,
    "unbind": binding.unbind,
    "away": resting.away,
    "back": resting.back,
    "deputy": deputies.deputy,
    "hours": timing.keep_hours,
    "snooze": snoozing.snooze,
    "language": reading.language,
    "help": reading.help_,
}
BUTTONS: Mapping[str, Act] = {
    "join": joining.join,
    "report": reporting.report,
    "tell": reporting.tell,
    "on_track": quick.on_track,
    "at_risk": quick.at_risk,
    "done": quick.done,
    "unchanged": quick.unchanged,
    "answer": quick.answer,
    "correct": quick.correct,
    "percent": keypad.percent,
    "measures": checklist.measures,
    "tick": checklist.tick,
    "submit": checklist.submit,
    "confirm": reporting.confirm,
    "confirm_all": confirming.confirm_all,
    "apart": confirming.apart,
    "again": mending.again,
    "anew": mending.anew,
    "field": mending.field,
    "state": mending.state,
    "measure": mending.measure,
    "doubt": mending.doubt,
    "card": mending.show,
    "other": reporting.other,
    "pick": reporting.pick,
    "fix": reporting.fix,
    "take_back": taking_back.take_back,
    "note": mornings.note,
    "cancel": reporting.cancel,
    "why": explaining.asked,
    "task": reading.task,
    "area": reading.area,
    "areas": reading.areas,
    "direct": directing.direct,
    "aim": directing.aim,
    "give": directing.give,
    "rewrite": directing.rewrite,
    "drop": directing.drop,
    "hear": heeding.hear,
    "told": heeding.told,
    "close": heeding.close,
    "back": heeding.back,
    "recall": heeding.recall,
    "history": remembering.history,
    "files": filed.files,
    "language": reading.language,
    "end_leave": resting.end_leave,
    "stand": resting.stand,
    "deputy": deputies.pick,
    "snooze": snoozing.snooze,
    "later": snoozing.later,
    "snooze_all": snoozing.snooze_all,
    "move": moving.move,
    "more": moving.more,
    "ack_all": moving.ack_all,
    "extend": requesting.extend,
    "handover": requesting.handover,
    "apply": requesting.done,
    "withdraw": requesting.withdraw,
    "grant": granting.grant,
    "refuse": granting.refuse,
}
# An answer's own buttons: those on a card, on a list of them, and on a receipt.
_OF_AN_ANSWER = (
    *("confirm", "confirm_all", "apart", "again", "anew", "field", "state"),
    *("measure", "doubt", "card", "other", "pick", "fix", "take_back", "cancel"),
)
IN_GROUPS: InGroups = {
    words.words: InGroup.HEARD,
    attaching.file: InGroup.HEARD,
    binding.bind: InGroup.BINDS,
    binding.unbind: InGroup.BINDS,
    binding.member: InGroup.TOLD,
} | {BUTTONS[word]: InGroup.TAPPED for word in _OF_AN_ANSWER}


def build(token: str, api_url: str, *, ease: float = 1.0) -> App:
    """Return the application, not started: our own intake feeds it.

    `ease`: how far Telegram's limits are eased, for a stand-in in a hurry.
    """
    # Raw updates are what we store, and of a message sent we keep its number only.
    warnings.filterwarnings(
        "ignore", message=r"Please use 'Bot\.(getUpdates|sendMessage|editMessageText)'"
    )
    # PTB warns whenever it makes a RetryAfter; `limiter.seconds` reads either form.
    warnings.filterwarnings("ignore", message=r".*In a future major version attribute")
    return (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{api_url}/bot")
        .base_file_url(f"{api_url}/file/bot")
        .rate_limiter(Limiter(ease))
        .request(Wire())
        .get_updates_request(Wire(1))
        .updater(None)
        .job_queue(None)
        .build()
    )


def connect(app: App, desk: Desk, failures: dict[int, BaseException]) -> None:
    """Wire the verbs. `failures` learns which update's handler raised."""
    fresh = filters.UpdateType.MESSAGE
    # An edited message is read again: its newer card replaces the older one.
    plain = filters.UpdateType.MESSAGES & ~filters.StatusUpdate.ALL
    told = plain & filters.TEXT & ~filters.COMMAND & ~filters.FORWARDED
    for word, act in COMMANDS.items():
        app.add_handler(CommandHandler(word, _typed(desk, act), filters=fresh))
    app.add_handlers(
        [
            CallbackQueryHandler(_tapped(desk)),
            MessageHandler(fresh & filters.COMMAND, _typed(desk, words.command)),
            MessageHandler(told, _written(desk, words.words)),
            MessageHandler(plain & ~filters.COMMAND, _enclosed(desk)),
            MessageHandler(filters.StatusUpdate.MIGRATE, _moved(desk)),
            ChatMemberHandler(
                _written(desk, binding.member), ChatMemberHandler.MY_CHAT_MEMBER
            ),
        ]
    )

    async def failed(update: object, context: Context) -> None:
        if isinstance(update, Update) and context.error is not None:
            failures[update.update_id] = context.error

    app.add_error_handler(failed)


def _typed(desk: Desk, act: Act) -> Handler:
    """Give a verb what follows its command."""
    return _with(desk, lambda _, args: (act, " ".join(args)))


def _written(desk: Desk, act: Act) -> Handler:
    """Give a verb the text of a message."""
    return _with(desk, lambda said, _: (act, said.text))


def _enclosed(desk: Desk) -> Handler:
    """Give a file, or what is no plain text of one's own, to its verb."""
    handle, albums = _written(desk, attaching.file), Albums()

    async def gathered(update: Update, context: Context) -> None:
        if (said := incoming.said(update)) is not None:
            await albums.gathered(said)
        await handle(update, context)

    return gathered


def _tapped(desk: Desk) -> Handler:
    """Give a button's verb the rest of its data."""

    def choose(said: Said, _: Sequence[str]) -> tuple[Act, str]:
        word, _colon, given = said.data.partition(":")
        return BUTTONS.get(word, reporting.stale), given

    return _with(desk, choose)


def _moved(desk: Desk) -> Handler:
    """Follow a group to the number it has now."""

    async def handle(update: Update, context: Context) -> None:
        del context
        told = update.effective_message
        if told is not None and told.migrate_to_chat_id is not None:
            old, new = ChatId(told.chat_id), ChatId(told.migrate_to_chat_id)
            await desk.store.run(lambda tx: chats.follow(tx, old, new))

    return handle


def _with(
    desk: Desk, choose: Callable[[Said, Sequence[str]], tuple[Act, str]]
) -> Handler:
    async def handle(update: Update, context: Context) -> None:
        said = incoming.said(update)
        if said is not None:
            act, given = choose(said, context.args or ())
            await perform(desk, said, act, given)

    return handle


@asynccontextmanager
async def at_work(app: App) -> AsyncIterator[None]:
    """Ask Telegram who we are, and close every connection at the end.

    PTB leaves its connection open when Telegram does not answer. Raises TelegramError.
    """
    try:
        async with app:
            yield
    finally:
        await app.bot.request.shutdown()


async def username(token: str, api_url: str) -> str:
    """Return the bot's name, or an empty string when Telegram cannot be asked."""
    app = build(token, api_url)
    try:
        async with at_work(app):
            return str(app.bot.username)
    except TelegramError:
        return ""
