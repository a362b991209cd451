"""Waiting for Telegram, and saying why."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import typer
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

from bot.intake import FIRST_PAUSE, LONGEST_PAUSE
from bot.limiter import seconds
from duban.hidden import redacted
from store.session import DatabaseAway

T = TypeVar("T")
AT_START = (InvalidToken, BadRequest)
WHILE_SERVING = (BadRequest,)  # a token refused now may be restored


async def patiently(
    ask: Callable[[], Awaitable[T]],
    final: tuple[type[TelegramError], ...] = AT_START,
) -> T:
    """Ask until Telegram answers, and say why we wait. What is `final` is raised."""
    pause = FIRST_PAUSE
    while True:
        try:
            return await ask()
        except final:
            raise
        except TelegramError as error:
            wait = pause
            if isinstance(error, RetryAfter):
                wait = seconds(error).total_seconds()
            _say(error, wait)
            await asyncio.sleep(wait)
            pause = min(pause * 2, LONGEST_PAUSE)


async def outlasting(work: Callable[[], Awaitable[T]]) -> T:
    """Do what needs the database as soon as it is there; the store says it is not."""
    while True:
        try:
            return await work()
        except DatabaseAway:
            await asyncio.sleep(FIRST_PAUSE)


def _say(error: TelegramError, wait: float) -> None:
    why = redacted(" ".join(error.message.split())[:200])
    typer.echo(
        f"暂时连不上 Telegram，{wait:g} 秒后重试。"
        f" Cannot reach Telegram, next try in {wait:g} s: {why}",
        err=True,
    )
