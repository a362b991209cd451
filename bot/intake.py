"""Our own getUpdates loop: an update is stored before it is confirmed.

Telegram forgets an update once a higher offset is asked for, so the offset moves
only after the commit. A fresh process asks without one and stores again what it
had; the inbox keeps each update once.
"""

import asyncio
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.incoming import WANTED, chat_of
from bot.limiter import seconds
from bot.voice import Bot
from rules.clock import Clock
from store import inbox
from store.session import DatabaseAway, Store

POLL_SECONDS, BATCH = 25, 100
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")  # PostgreSQL keeps neither
log = structlog.get_logger()


async def store_updates(
    store: Store, bot: int, updates: Sequence[Mapping[str, Any]], clock: Clock
) -> None:
    """Keep updates in one transaction. Both doors, polling and webhook, use it.

    When the database refuses them for what they hold, each is kept by itself.
    """
    now = clock()
    held = [(chat_of(raw), _storable(raw)) for raw in updates]
    try:
        await store.run(lambda tx: inbox.put(tx, bot, held, now))
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
        await store.run(lambda tx: inbox.put(tx, bot, [(chat, raw)], now))
    except DatabaseAway:
        raise
    except Exception as error:
        log.exception("update set aside unread", update=raw["update_id"])
        number, why = raw["update_id"], repr(error)[:500]
        kept = {"update_id": number, "escaped": json.dumps(raw, default=repr)}
        await store.run(lambda tx: inbox.put_aside(tx, bot, kept, why, now))


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


async def poll(bot: Bot, store: Store, clock: Clock, wake: asyncio.Event) -> None:
    """Fetch and store until cancelled; faults are waited out, longer each time."""
    offset: int | None = None
    pause = FIRST_PAUSE
    while True:
        try:
            updates = await _fetch(bot, offset)
            if updates:
                await store_updates(store, bot.id, updates, clock)
                offset = max(raw["update_id"] for raw in updates) + 1
                wake.set()
            pause = FIRST_PAUSE
        except InvalidToken:
            raise
        except RetryAfter as error:
            await asyncio.sleep(seconds(error).total_seconds())
        except Exception as error:  # noqa: BLE001 - the network or the database is away
            log.warning("cannot fetch updates", why=_why(error), pause=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)


async def _fetch(bot: Bot, offset: int | None) -> list[dict[str, Any]]:
    asked = {
        "timeout": POLL_SECONDS,
        "limit": BATCH,
        "allowed_updates": list(WANTED),
    }
    if offset is not None:
        asked["offset"] = offset
    found: list[dict[str, Any]] = await bot.do_api_request(
        "getUpdates", api_kwargs=asked, read_timeout=POLL_SECONDS + 10
    )
    return found


def _why(error: Exception) -> str:
    if isinstance(error, Conflict):
        return "another process polls with this token; stop it, or use another bot"
    if isinstance(error, TelegramError):
        return error.message
    return type(error).__name__
