"""How the command ends when something is wrong: a clear line and a status."""

from typing import NoReturn

import typer

from duban.hidden import redacted
from duban.visible import visible

FOUND_TROUBLE, USED_WRONGLY = 1, 2


def fail(message: str, code: int = USED_WRONGLY) -> NoReturn:
    """Say on stderr what is wrong and what to do, and end with `code`."""
    from rich.console import Console  # noqa: PLC0415 - only where something is wrong

    Console(stderr=True, soft_wrap=True, highlight=False).print(
        visible(redacted(message)), style="red", markup=False
    )
    raise typer.Exit(code)
