"""`duban run`: the bot itself."""

import asyncio
import contextlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from rules.clock import Clock

if TYPE_CHECKING:
    from bot.first_poll import FirstPoll
    from duban.settings import Settings


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

    On PostgreSQL any number may run: one is on duty, the others stand by. On SQLite
    a second one is refused.
    """
    from duban.settings import checked_settings
    from duban.sole import sole
    from duban.trouble import fail
    from store.address import file_at

    found = checked_settings()
    if found.token is None:
        fail("请设置 DUBAN_TOKEN。Set DUBAN_TOKEN to the token from @BotFather.")
    clock = _clock(clock_at, speed)
    file = file_at(found.database_url)
    with sole(file):
        # Who has the file is on duty; of replicas only the database can tell.
        ahead = file is not None and found.webhook_url is None
        _serve(clock, speed, found, _first_poll(found) if ahead else None)


def _first_poll(found: "Settings") -> "FirstPoll":
    from bot.first_poll import FirstPoll

    token = found.token.get_secret_value() if found.token else ""
    return FirstPoll(token, found.api_url)


def _serve(
    clock: Clock, speed: float, found: "Settings", first: "FirstPoll | None"
) -> None:
    """Load the rest of the program while Telegram answers, and let it live."""
    from duban.first import apply_if_empty
    from duban.opened import opened_store, the_plan
    from duban.running import run as living

    with opened_store() as store:
        apply_if_empty(store, clock())
        plan = the_plan(store).catalog.plan.id
        with contextlib.suppress(asyncio.CancelledError):
            asyncio.run(living(store, plan, clock, speed, found, first=first))


def _clock(starts: str | None, speed: float) -> Clock:
    from duban import clock
    from duban.trouble import fail
    from rules.clock import PlanClock

    if starts is None and speed == 1.0:
        return clock.now
    now = clock.now()
    try:
        at, since = _moments(starts, now)
    except ValueError:
        fail(f"--clock {starts}: 请写成 2020-05-25T08:00+08:00。Write it like that.")
    return PlanClock(clock.now, at + (now - since) * speed, speed)


def _moments(starts: str | None, now: datetime) -> tuple[datetime, datetime]:
    """Return when the rehearsal is, and when that really was. Raises ValueError.

    `AT@REAL` names both, so that several processes rehearse by one clock.
    """
    at, _, since = (starts or "").partition("@")
    found = [datetime.fromisoformat(one) if one else now for one in (at, since)]
    aware = [one if one.tzinfo else one.replace(tzinfo=UTC) for one in found]
    return aware[0], aware[1]
