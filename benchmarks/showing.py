"""What is shown on the way, on the error stream, and the table at the end."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from benchmarks.figures import Bar, Figure

CONSOLE = Console(stderr=True, highlight=False)
_VERDICTS = {True: "met", False: "not met", None: ""}


def say(line: str) -> None:
    """Say what is being measured, or what was left out."""
    CONSOLE.print(line, style="dim")


@contextmanager
def steps(what: str, total: float) -> Iterator[Callable[[float], None]]:
    """Show how far something has come; yield what takes it on by so much."""
    shown = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:.0f}/{task.total:.0f}"),
        TimeElapsedColumn(),
        console=CONSOLE,
    )
    with shown:
        task = shown.add_task(what, total=total)
        yield lambda more: shown.advance(task, more)


def table(found: Sequence[Figure]) -> Table:
    """Return every figure as a line: ours, the other's, the ratio, the verdict."""
    made = Table("what", "ours", "beside", "other", "ratio", "bar", "verdict")
    for one in found:
        made.add_row(
            one.what,
            _amount(one.ours, one.unit),
            one.beside,
            "" if one.other is None else _amount(one.other, one.unit),
            _ratio(one),
            "" if one.bar is None else _bar(one.bar, one.unit),
            _VERDICTS[one.met],
        )
    return made


def _amount(figure: float, unit: str) -> str:
    digits = 0 if figure == int(figure) or abs(figure) >= 100 else 2
    return f"{figure:,.{digits}f} {unit}".rstrip()


def _ratio(one: Figure) -> str:
    if one.ratio is None:
        return ""
    which = "other / ours" if one.times_less else "ours / other"
    return f"{one.ratio:.2f} ({which})"


def _bar(bar: Bar, unit: str) -> str:
    word, value = ("≥", bar.floor) if bar.floor is not None else ("≤", bar.ceiling)
    return f"{word} {_amount(value or 0.0, unit if bar.of == 'ours' else '')}"
