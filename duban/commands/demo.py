"""`duban demo`: the whole system on this machine, no account anywhere."""

import asyncio
import tempfile
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer

NATURAL = 300.0  # plan seconds a second: a working day passes in two minutes
SCRIPTED_UNTIL = date(2020, 3, 31)


def demo(
    speed: Annotated[
        float,
        typer.Option(min=0.01, max=100_000, help="时间倍速 / plan seconds per second"),
    ] = NATURAL,
    until: Annotated[
        str | None, typer.Option(help="演到哪一天 YYYY-MM-DD / last day")
    ] = None,
    script: Annotated[
        bool, typer.Option("--script", help="自动演一个月并打印对话 / play by itself")
    ] = False,
    browser: Annotated[
        bool, typer.Option(help="打开浏览器 / open the chat page")
    ] = True,
    port: Annotated[int, typer.Option(min=0, max=65535, help="端口 / port")] = 0,
    locale: Annotated[Literal["zh", "en"], typer.Option(help="语言 / language")] = "zh",
) -> None:
    """演示：整套系统在本机运行，不需要任何账号。The whole system, no account.

    Opens a chat page where you play the people; time runs fast from 25 February
    2020. With --script it plays a month by itself and prints the conversation.
    """
    from duban.demo.showing import page, scripted
    from duban.demo.stage import Wanted

    last = _day(until)
    with tempfile.TemporaryDirectory(prefix="duban-") as folder:
        wanted = Wanted(
            folder=Path(folder),
            catalog=_catalog(),
            locale=locale,
            speed=1.0 if script else speed,
            port=port,
            until=last or (SCRIPTED_UNTIL if script else None),
            greeted=not script,
        )
        with suppress(KeyboardInterrupt):
            if script:
                asyncio.run(scripted(wanted))
            else:
                asyncio.run(page(wanted, browser=browser))


def _day(given: str | None) -> date | None:
    from duban.trouble import fail

    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        fail(f"--until {given}: 请写成 YYYY-MM-DD。Write it as YYYY-MM-DD.")


def _catalog() -> Path:
    from duban.settings import checked_settings
    from duban.trouble import fail

    shipped = Path(__file__).parents[2] / "tasks_catalog.yaml"
    own = checked_settings().catalog
    for path in (own, shipped):
        if path.is_file():
            return path
    fail(f"{own}: 没有这个文件。请设 DUBAN_CATALOG。Set DUBAN_CATALOG.")
