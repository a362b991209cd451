"""Figures, as a small table."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from rich.console import Console
from rich.table import Table

NAMES = {
    "repeated_answers": "answers twice",
    "repeated_letters": "letters twice",
    "most_repeats": "at one kill",
    "slowest": "recovery, s",
}


def print_table(title: str, found: Sequence[Any]) -> None:
    """Print one row of figures a database, and under it what went wrong.

    `found`: dataclasses of numbers with a name in front and `wrong`, lines of text;
    other lists are not shown.
    """
    shown = [
        one
        for one in fields(found[0])
        if not isinstance(getattr(found[0], one.name), list)
    ]
    table = Table(title=title, title_justify="left")
    for one in shown:
        left = "left" if one is shown[0] else "right"
        table.add_column(NAMES.get(one.name, one.name.replace("_", " ")), justify=left)
    table.add_column("wrong", justify="right")
    for row in found:
        cells = [_cell(getattr(row, one.name)) for one in shown]
        table.add_row(*cells, str(len(row.wrong)))
    console = Console(width=120, highlight=False)
    console.print(table)
    for row in found:
        for line in row.wrong[:20]:
            console.print(line, markup=False, soft_wrap=True)


def _cell(value: object) -> str:
    return f"{value:.1f}" if isinstance(value, float) else str(value)
