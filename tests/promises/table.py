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
    """Print a column of figures for each database, and under it what went wrong.

    `found`: dataclasses of numbers with a name in front and `wrong`, lines of text;
    other lists are not shown.
    """
    name, *figures = (
        one.name
        for one in fields(found[0])
        if not isinstance(getattr(found[0], one.name), list)
    )
    table = Table(title=title, title_justify="left")
    table.add_column(name)
    for row in found:
        table.add_column(str(getattr(row, name)), justify="right")
    for figure in figures:
        said = NAMES.get(figure, figure.replace("_", " "))
        table.add_row(said, *(_cell(getattr(row, figure)) for row in found))
    table.add_row("wrong", *(str(len(row.wrong)) for row in found))
    console = Console(highlight=False)
    console.print(table)
    for row in found:
        for line in row.wrong[:20]:
            console.print(line, markup=False, soft_wrap=True)


def _cell(value: object) -> str:
    return f"{value:.1f}" if isinstance(value, float) else str(value)
