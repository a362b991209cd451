"""A few rows for the terminal, or as JSON for a program."""

import json
from collections.abc import Mapping, Sequence

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from duban.visible import one_line, visible

_NO_EDGE = 10_000


def show(rows: Sequence[Mapping[str, object]], *, as_json: bool, empty: str) -> None:
    """Print rows of the same keys; colours only on a terminal."""
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    if not rows:
        typer.echo(empty)
        return
    table = Table(*rows[0])
    for row in rows:
        table.add_row(*map(cell, row.values()))
    screen().print(table)


def cell(value: object) -> Text:
    """Return a value as it stands: what looks like rich's markup is none."""
    return Text("" if value is None else one_line(str(value)))


def say(text: str) -> None:
    """Print text that people had a part in."""
    typer.echo(visible(text))


def screen() -> Console:
    """Return the terminal; what is piped has no edge to be cut at."""
    console = Console()
    return console if console.is_terminal else Console(width=_NO_EDGE)
