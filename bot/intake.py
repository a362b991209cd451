"""Our own intake: an update is stored before Telegram is told it was received.

Telegram forgets an update once a higher offset is asked for, so the offset moves
only after the commit. A fresh process asks without one and stores again what it
had; the inbox keeps each update once, through whichever door it came.
"""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from telegram.error import (
    Conflict,
    EndPointNotFound,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.first_poll import BATCH, WANTED, FirstPoll
from bot.incoming import chat_of, readable
from bot.limiter import seconds
from bot.voice import Bot
from rules.clock import Clock
from store import inbox
from store.session import DatabaseAway, Store

POLL_SECONDS = 25
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
HOOK_SECONDS = 60.0  # between two looks at the webhook
TOKEN_REFUSED = "Telegram refuses the token"  # noqa: S105 - words, no token
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")  # PostgreSQL keeps neither
log = structlog.get_logger()


class Hearing:
    """Whether updates can come at all: `trouble` says why not; empty when they can.

    Each trouble is logged once, when it begins, and once when it is over.
    """

    def __init__(self) -> None:
        self.trouble = ""

    @property
    def refused(self) -> bool:
        """Whether Telegram no longer takes the bot's token."""
        return self.trouble == TOKEN_REFUSED

    def begins(self, why: str) -> None:
        if why != self.trouble:
            level = log.error if why == TOKEN_REFUSED else log.warning
            level("no updates from Telegram, trying on", why=why)
        self.trouble = why

    def ends(self) -> None:
        if self.trouble:
            log.info("updates from Telegram again")
        self.trouble = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """Where Telegram is to bring updates, and the secret it shows at the door."""

    url: str
    secret: str


async def store_updates(
    store: Store, bot: int, updates: Sequence[Mapping[str, Any]], clock: Clock
) -> None:
    """Keep updates in one transaction. Both doors, polling and webhook, use it.

    When the database refuses them for what they hold, each is kept by itself. Raises
    DatabaseAway; then nothing may be confirmed to Telegram.
    """
    now = clock()
    held = [(chat_of(raw), _storable(raw)) for raw in updates]
    try:
        await store.run_short(lambda tx: inbox.put(tx, bot, held, now))
    except DatabaseAway:
        raise
    except Exception as error:  # noqa: BLE001 - whatever one update can do to a driver
        log.warning("updates refused, keeping each by itself", why=type(error).__name__)
        for chat, raw in held:
            await _store_one(store, bot, chat, raw, clock)


async def _store_one(
    store: Store, bot: int, chat: int, raw: Mapping[str, Any], clock: Clock
) -> None:
    """Keep an update, or its escaped text when the database refuses it."""
    now = clock()
    try:
        await store.run_short(lambda tx: inbox.put(tx, bot, [(chat, raw)], now))
    except DatabaseAway:
        raise
    except Exception as error:
        log.exception("update kept as plain text", update=raw["update_id"])
        kept = readable(raw, repr(error)[:500])
        await store.run_short(lambda tx: inbox.put(tx, bot, [(0, kept)], now))


def _storable(found: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return JSON without the characters that no database of ours can keep."""
    match found:
        case str():
            return _UNSTORABLE.sub("\ufffd", found)
        case Mapping():
            return {_storable(key): _storable(value) for key, value in found.items()}
        case list():
            return [_storable(one) for one in found]
        case _:
            return found


async def poll(
    bot: Bot,
    store: Store,
    clock: Clock,
    wake: asyncio.Event,
    hearing: Hearing,
    *,
    first: FirstPoll | None = None,
) -> None:
    """Fetch and store until cancelled; faults are waited out, longer each time.

    What the `first` poll brought, if it was sent ahead, is taken up before.
    """
    ahead = await first.updates() if first else []
    offset: int | None = None
    pause = FIRST_PAUSE
    while True:
        try:
            # In trouble we ask without waiting, to know at once when it is over.
            wait = 0 if hearing.trouble else POLL_SECONDS
            updates = ahead or await _fetch(bot, offset, wait)
            ahead = []
            hearing.ends()
            if updates:
                await store_updates(store, bot.id, updates, clock)
                offset = max(raw["update_id"] for raw in updates) + 1
                wake.set()
            pause = FIRST_PAUSE
        except RetryAfter as error:
            await asyncio.sleep(seconds(error).total_seconds())
        except DatabaseAway:  # the store says so, once
            pause = await _longer(pause)
        except Exception as error:  # noqa: BLE001 - whatever the network brings
            hearing.begins(_why(error))
            pause = await _longer(pause)


async def mind(bot: Bot, hook: Hook, hearing: Hearing) -> None:
    """Look now and then whether updates come to our webhook, until cancelled.

    One that somebody moved or removed is set again.
    """
    while True:
        try:
            info = await bot.get_webhook_info()
            if info.url == hook.url:
                hearing.ends()
            else:
                hearing.begins("the webhook was moved or removed; setting it again")
                await point(bot, hook)
        except TelegramError as error:
            hearing.begins(_why(error))
        await asyncio.sleep(HOOK_SECONDS)


async def point(bot: Bot, hook: Hook | None) -> None:
    """Tell Telegram where updates go: to a webhook, or to polling."""
    if hook is None:
        await bot.delete_webhook()
        return
    await bot.set_webhook(
        hook.url, secret_token=hook.secret, allowed_updates=list(WANTED)
    )


async def _longer(pause: float) -> float:
    await asyncio.sleep(pause)
    return min(pause * 2, LONGEST_PAUSE)


async def _fetch(bot: Bot, offset: int | None, wait: int) -> list[dict[str, Any]]:
    asked = {
        "timeout": wait,
        "limit": BATCH,
        "allowed_updates": list(WANTED),
    }
    if offset is not None:
        asked["offset"] = offset
    found: list[dict[str, Any]] = await bot.do_api_request(
        "getUpdates", api_kwargs=asked, read_timeout=wait + 10
    )
    return found


def _why(error: Exception) -> str:
    match error:
        case InvalidToken() | EndPointNotFound():  # PTB's name for it, asked raw
            return TOKEN_REFUSED
        case Conflict() if "webhook" in error.message.lower():
            return "a webhook is set for this bot; remove it, or use DUBAN_WEBHOOK_URL"
        case Conflict():
            return "another process polls with this token; stop it, or use another bot"
        case TelegramError():
            return error.message
        case _:
            return type(error).__name__
