"""`duban run`: the bot itself."""

import asyncio
import contextlib
from typing import Annotated

import typer

from rules.clock import Clock


def run(
    clock_at: Annotated[
        str | None,
        typer.Option("--clock", help="演练：从此时刻起 / rehearse from this ISO time"),
    ] = None,
    speed: Annotated[
        float, typer.Option(min=0.01, help="演练：时间倍速 / rehearsal speed")
    ] = 1.0,
) -> None:
    """启动机器人，Ctrl-C 停止。Run the bot until Ctrl-C.

    Needs DUBAN_TOKEN, from the environment or .env. Polls Telegram, or serves a
    webhook when DUBAN_WEBHOOK_URL, DUBAN_WEBHOOK_SECRET and DUBAN_BOARD_PORT are
    set. The catalog is applied by itself only when nothing is loaded yet.
    """
    from duban.first import apply_if_empty
    from duban.opened import checked_settings, opened_store, the_plan
    from duban.running import run as living
    from duban.trouble import fail

    found = checked_settings()
    if found.token is None:
        fail("请设置 DUBAN_TOKEN。Set DUBAN_TOKEN to the token from @BotFather.")
    clock = _clock(clock_at, speed)
    with opened_store() as store:
        apply_if_empty(store, clock())
        plan = the_plan(store).catalog.plan.id
        with contextlib.suppress(asyncio.CancelledError):
            asyncio.run(living(store, plan, clock, speed, found))


def _clock(starts: str | None, speed: float) -> Clock:
    from datetime import UTC, datetime

    from duban import clock
    from duban.trouble import fail
    from rules.clock import PlanClock

    if starts is None and speed == 1.0:
        return clock.now
    try:
        at = datetime.fromisoformat(starts) if starts else clock.now()
    except ValueError:
        fail(f"--clock {starts}: 请写成 2020-05-25T08:00+08:00。Write it like that.")
    return PlanClock(clock.now, at if at.tzinfo else at.replace(tzinfo=UTC), speed)
