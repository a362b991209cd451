"""The bots ours are measured beside: python-telegram-bot as its guide shows it.

They keep nothing: what they had in hand is lost when they stop.
"""

import asyncio
from typing import Any

from telegram import Update
from telegram.ext import (
    AIORateLimiter,
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from benchmarks.known import FIRST_PERSON, TOKEN
from benchmarks.processes import given, obey

RETRIES = 20  # without any, AIORateLimiter loses what was refused


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    await update.message.reply_text(update.message.text or "")


async def tapped(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    assert query is not None
    await query.answer()
    await query.edit_message_text(
        f"{query.data} ({update.update_id})",
        reply_markup=query.message.reply_markup,  # type: ignore[union-attr] # ours
    )


def builder(api: str) -> ApplicationBuilder[Any, Any, Any, Any, Any, Any]:
    return ApplicationBuilder().token(TOKEN).base_url(f"{api}/bot")


async def _served(app: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """Poll, and blast when told to, until told to stop."""
    blasts: list[asyncio.Future[Any]] = []

    async def blast(letters: int, text: str) -> None:
        people = range(FIRST_PERSON, FIRST_PERSON + letters)
        sent = (app.bot.send_message(one, text) for one in people)
        blasts.append(asyncio.gather(*sent))

    assert app.updater is not None
    async with app:
        await app.start()
        await app.updater.start_polling()
        await obey({"blast": blast})
        await asyncio.gather(*blasts)
        await app.updater.stop()
        await app.stop()


def main(api: str, *, limited: bool) -> None:
    """Echo; or answer taps and send letters through AIORateLimiter."""
    made = builder(api)
    if limited:
        made = made.rate_limiter(AIORateLimiter(max_retries=RETRIES))
        made = made.concurrent_updates(64)  # a tap waits for no other tap
    app = made.build()
    app.add_handler(MessageHandler(filters.TEXT, echo))
    app.add_handler(CallbackQueryHandler(tapped))
    asyncio.run(_served(app))


if __name__ == "__main__":
    main(**given())
