"""`make bench`: measure, print a table of ratios, write nothing into the tree."""

import sys
from collections.abc import Callable

from rich.console import Console
from rich.table import Table

from benchmarks import start, tick
from benchmarks.measured import Measured

BENCHES: tuple[Callable[[], Measured], ...] = (tick.measure, start.measure)


def main() -> None:
    """Run every bench and print how many times the alternative's time ours is."""
    table = Table("what", "ours", "alternative", "ours s", "other s", "other / ours")
    console = Console()
    for bench in BENCHES:
        console.print(f"… {bench.__module__}", style="dim")
        found = bench()
        table.add_row(
            found.what,
            found.ours,
            found.other,
            f"{found.ours_seconds:.3f}",
            f"{found.other_seconds:.3f}",
            f"{found.ratio:.1f}",
        )
    console.print(table)


if __name__ == "__main__":
    sys.exit(main())
