"""A house with its doors open: by polling, or behind a webhook."""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, NoReturn

import typer
from telegram.error import BadRequest, InvalidToken

from bot.first_poll import FirstPoll
from bot.intake import Hook
from duban.duty import Occupied
from duban.evidence import copies_of
from duban.house import House, open_house
from duban.keeping import Nightly
from duban.patience import patiently
from duban.settings import Settings
from duban.trouble import FOUND_TROUBLE, fail
from duban.watching import rounds, scraped
from rules.clock import Clock
from rules.ids import PlanId
from scheduler.jobs import Bell
from store.duty import Process
from store.session import Store

if TYPE_CHECKING:
    from board.app import Ready

BACKUP = timedelta(minutes=5)  # between looks whether the night's backup is there


async def run(
    store: Store,
    plan: PlanId,
    clock: Clock,
    speed: float,
    found: Settings,
    *,
    first: FirstPoll | None,
) -> None:
    """Run the bot until cancelled."""
    _stop_on_sigterm()
    try:
        async with _opened(store, plan, clock, found, first=first) as house:
            house.duty.overtaken = _start_over
            settle()
            typer.echo(f"@{house.app.bot.username} · {plan} · Ctrl-C 停止", err=True)
            await _live(house, speed, found)
    except BadRequest as error:
        why = error.message
        fail(f"Telegram 不接受：{why}。Telegram refuses: {why}", FOUND_TROUBLE)
    except Occupied as error:
        _refuse(error.other, plan)
    except InvalidToken:
        fail(
            "Telegram 不接受此 DUBAN_TOKEN，请向 @BotFather 核对。"
            " Telegram refuses this DUBAN_TOKEN; check it with @BotFather.",
            FOUND_TROUBLE,
        )


def settle() -> None:
    """Leave what is loaded by now out of the collector's rounds.

    It stays to the end, and looking through all of it held an answer up for a fifth
    of a second each time.
    """
    gc.collect()
    gc.freeze()


def _refuse(other: Process, plan: PlanId) -> NoReturn:
    """End with who has what we need: one plan has one bot, one bot one plan."""
    bot = f"@{other.username} ({other.place})"
    if other.plan == plan:
        fail(
            f"计划 {plan} 已由机器人 {bot} 督办。一个计划只用一个机器人：请停止它，"
            "或用 DUBAN_CATALOG 指定另一个已载入的计划。"
            f" Plan {plan} is served by the bot {bot}. One bot per plan: stop that one,"
            " or name another loaded plan by DUBAN_CATALOG.",
            FOUND_TROUBLE,
        )
    fail(
        f"机器人 {bot} 正在督办计划 {other.plan}。一个机器人只督办一个计划："
        "请换 DUBAN_TOKEN。"
        f" The bot {bot} serves plan {other.plan}. One plan per bot: set another"
        " DUBAN_TOKEN.",
        FOUND_TROUBLE,
    )


@asynccontextmanager
async def _opened(
    store: Store,
    plan: PlanId,
    clock: Clock,
    found: Settings,
    *,
    first: FirstPoll | None,
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
                    first=first,
                    copies=copies_of(store, found),
                )
            )
        )


async def _live(house: House, speed: float, found: Settings) -> None:
    more = (*_kept(house, found), *rounds(house, speed, found))
    if found.board_port is None:
        await house.live(speed, more=more)
        return
    # A web server is loaded only where one is wanted.
    from board.app import HOOK, Doors, create  # noqa: PLC0415 - see above
    from board.serving import serve  # noqa: PLC0415 - see above

    given = found.webhook_secret
    secret = given.get_secret_value() if given else None
    hook = None
    if found.webhook_url and secret:
        hook = Hook(url=found.webhook_url.rstrip("/") + HOOK, secret=secret)
    doors = Doors(
        ready=partial(_ready, house),
        receive=house.receive,
        secret=secret,
        metrics=partial(scraped, house),
    )
    async with serve(create(doors), found.board_host, found.board_port):
        await house.live(speed, hook=hook, more=more)


def _kept(house: House, found: Settings) -> tuple[Bell, ...]:
    """Return the bell of the nightly backup, where one is wanted."""
    if found.backup_dir is None:
        return ()
    nightly = Nightly(house.store, house.plan, found.backup_dir, found.backup_keep)
    return (Bell(name="backup", every=BACKUP, ring=nightly.ring),)


async def _ready(house: House) -> "Ready":
    """Say whether this replica can work, and which part it has."""
    from board.app import Ready  # noqa: PLC0415 - see above

    why = await house.unready()
    if why:
        return Ready(able=False, words=f"not ready: {why}")
    part = "on duty" if house.duty.on() else "standing by"
    return Ready(able=True, words=f"ready, {part}")


def _start_over() -> None:
    """Run this program anew in this very process: what was under way must not go on.

    A message written before the machine slept would be said again after it woke.
    """
    typer.echo(
        "本进程停顿过久，其间可能已有他人接替，现重新开始。"
        " This process stood still for too long; starting over.",
        err=True,
    )
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - ourselves


def _stop_on_sigterm() -> None:
    task = asyncio.current_task()
    if task is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
