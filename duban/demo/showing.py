"""The two ways to see the demo: on the terminal by itself, or in a browser."""

import asyncio
import webbrowser
from contextlib import suppress

import typer
from rich.console import Console

from duban.demo.printing import show
from duban.demo.script import play
from duban.demo.stage import Stage, Wanted, set_stage
from store import inbox, outbox, reports
from store.session import Tx
from templates import words

FAST = 1_000_000.0  # the page may change the clock's pace: ring as often as can be


async def scripted(wanted: Wanted) -> None:
    """Play the script, print it as it happens, and say how it ended."""
    async with set_stage(wanted) as stage:
        stage.clock.pause()
        _introduce(stage, wanted)
        showing = asyncio.create_task(
            show(stage, Console(highlight=False, soft_wrap=True))
        )
        try:
            await play(stage, wanted.locale)
            await asyncio.sleep(0)  # let the last lines be printed
        finally:
            showing.cancel()
        typer.echo(await _ending(stage, wanted))


async def page(wanted: Wanted, *, browser: bool) -> None:
    """Serve the chat page until Ctrl-C, or until the wanted day is over."""
    async with set_stage(wanted) as stage:
        _introduce(stage, wanted)
        address = f"{stage.url}/?lang={wanted.locale}"
        typer.echo(f"\n    {address}\n")
        for hint in words("demo", wanted.locale)["hint"].values():
            typer.echo(f"  · {hint}")
        typer.echo("\nCtrl-C 结束 / to stop")
        if browser:
            webbrowser.open(address)
        await _live(stage)


async def _live(stage: Stage) -> None:
    living = asyncio.create_task(stage.house.live(FAST))
    try:
        while not (living.done() or _over(stage)):  # noqa: ASYNC110 - a clock is read
            await asyncio.sleep(0.2)  # the page may wind it at any moment
    finally:
        living.cancel()
        with suppress(asyncio.CancelledError):
            await living


def _over(stage: Stage) -> bool:
    return stage.ends is not None and stage.clock() >= stage.ends


def _introduce(stage: Stage, wanted: Wanted) -> None:
    catalog = stage.catalog
    opening = words("demo", wanted.locale)["script"]["opening"]
    typer.echo(
        opening.format(
            areas=len(catalog.areas),
            tasks=sum(1 for _ in catalog.tasks()),
            measures=sum(len(task.measures) for task in catalog.tasks()),
        )
    )


async def _ending(stage: Stage, wanted: Wanted) -> str:
    plan = stage.catalog.plan.id

    def count(tx: Tx) -> dict[str, int]:
        return {
            "sent": outbox.waiting(tx, plan).sent,
            "reports": reports.count(tx, plan),
            "waiting": inbox.waiting(tx),
        }

    counted = await stage.house.store.read(count)
    ended = words("demo", wanted.locale)["script"]["ended"]
    return ended.format(day=wanted.until, **counted)
