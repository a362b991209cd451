"""A house with its doors open: by polling, or behind a webhook."""

import asyncio
import signal

import typer
from telegram.error import InvalidToken

from board.app import HOOK, Doors, create
from board.serving import serve
from duban.house import House, open_house
from duban.settings import Settings
from duban.trouble import FOUND_TROUBLE, fail
from rules.clock import Clock
from rules.ids import PlanId
from store.session import Store


async def run(
    store: Store, plan: PlanId, clock: Clock, speed: float, found: Settings
) -> None:
    """Run the bot until cancelled."""
    _stop_on_sigterm()
    token = found.token.get_secret_value() if found.token else ""
    try:
        async with open_house(
            store,
            plan,
            clock,
            token=token,
            api_url=found.api_url,
            locale=found.locale,
        ) as house:
            typer.echo(f"@{house.app.bot.username} · {plan} · Ctrl-C 停止", err=True)
            await _live(house, speed, found)
    except InvalidToken:
        fail(
            "Telegram 不接受此 DUBAN_TOKEN，请向 @BotFather 核对。"
            " Telegram refuses this DUBAN_TOKEN; check it with @BotFather.",
            FOUND_TROUBLE,
        )


async def _live(house: House, speed: float, found: Settings) -> None:
    if found.board_port is None:
        await house.listen(None, None)
        await house.live(speed)
        return
    given = found.webhook_secret
    secret = given.get_secret_value() if given else None
    url = found.webhook_url and found.webhook_url.rstrip("/") + HOOK
    doors = Doors(ready=house.ready, receive=house.receive, secret=secret)
    async with serve(create(doors), found.board_host, found.board_port):
        await house.listen(url, secret)
        await house.live(speed, polling=url is None)


def _stop_on_sigterm() -> None:
    task = asyncio.current_task()
    if task is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
