"""A house with its doors open: by polling, or behind a webhook."""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TypeVar

import typer
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

from board.app import HOOK, Doors, create
from board.serving import serve
from bot.intake import FIRST_PAUSE, LONGEST_PAUSE
from bot.limiter import seconds
from duban.house import House, open_house
from duban.logs import redacted
from duban.settings import Settings
from duban.trouble import FOUND_TROUBLE, fail
from rules.clock import Clock
from rules.ids import PlanId
from store.session import Store

T = TypeVar("T")


async def run(
    store: Store, plan: PlanId, clock: Clock, speed: float, found: Settings
) -> None:
    """Run the bot until cancelled."""
    _stop_on_sigterm()
    try:
        async with _opened(store, plan, clock, found) as house:
            typer.echo(f"@{house.app.bot.username} · {plan} · Ctrl-C 停止", err=True)
            await _live(house, speed, found)
    except BadRequest as error:
        why = error.message
        fail(f"Telegram 不接受：{why}。Telegram refuses: {why}", FOUND_TROUBLE)
    except InvalidToken:
        fail(
            "Telegram 不接受此 DUBAN_TOKEN，请向 @BotFather 核对。"
            " Telegram refuses this DUBAN_TOKEN; check it with @BotFather.",
            FOUND_TROUBLE,
        )


@asynccontextmanager
async def _opened(
    store: Store, plan: PlanId, clock: Clock, found: Settings
) -> AsyncIterator[House]:
    """Open the house as soon as Telegram can be reached."""
    token = found.token.get_secret_value() if found.token else ""
    async with AsyncExitStack() as stack:
        yield await patiently(
            lambda: stack.enter_async_context(
                open_house(
                    store,
                    plan,
                    clock,
                    token=token,
                    api_url=found.api_url,
                    locale=found.locale,
                )
            )
        )


async def patiently(ask: Callable[[], Awaitable[T]]) -> T:
    """Ask until Telegram answers, and say why we wait. A refusal is not waited out."""
    pause = FIRST_PAUSE
    while True:
        try:
            return await ask()
        except (InvalidToken, BadRequest):
            raise
        except TelegramError as error:
            wait = pause
            if isinstance(error, RetryAfter):
                wait = seconds(error).total_seconds()
            why = redacted(" ".join(error.message.split())[:200])
            typer.echo(
                f"暂时连不上 Telegram，{wait:g} 秒后重试。"
                f" Cannot reach Telegram, next try in {wait:g} s: {why}",
                err=True,
            )
            await asyncio.sleep(wait)
            pause = min(pause * 2, LONGEST_PAUSE)


async def _live(house: House, speed: float, found: Settings) -> None:
    if found.board_port is None:
        await patiently(lambda: house.listen(None, None))
        await house.live(speed)
        return
    given = found.webhook_secret
    secret = given.get_secret_value() if given else None
    url = found.webhook_url and found.webhook_url.rstrip("/") + HOOK
    doors = Doors(ready=house.ready, receive=house.receive, secret=secret)
    async with serve(create(doors), found.board_host, found.board_port):
        await patiently(lambda: house.listen(url, secret))
        await house.live(speed, polling=url is None)


def _stop_on_sigterm() -> None:
    task = asyncio.current_task()
    if task is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
