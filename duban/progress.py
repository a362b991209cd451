"""How far long work has come, on a terminal; nothing where nobody looks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def shown(what: str) -> Iterator[Callable[[int, int], None]]:
    """Yield what is to be told how much is done, and of how much (0: unknown)."""
    from rich.console import Console  # noqa: PLC0415 - only where work is long
    from rich.progress import Progress  # noqa: PLC0415 - only where work is long

    screen = Console(stderr=True)
    if not screen.is_terminal:
        yield lambda _done, _total: None
        return
    with Progress(console=screen, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total or None)
