"""How the command ends when something is wrong: a clear line and a status."""

from typing import NoReturn

import typer
from rich.console import Console

FOUND_TROUBLE, USED_WRONGLY = 1, 2


def fail(message: str, code: int = USED_WRONGLY) -> NoReturn:
    """Say on stderr what is wrong and what to do, and end with `code`."""
    Console(stderr=True, soft_wrap=True, highlight=False).print(
        message, style="red", markup=False
    )
    raise typer.Exit(code)
