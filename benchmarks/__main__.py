"""`make bench`: measure, print a table of ratios, write nothing into the tree.

`make bench ARGS="blast intake --quick"` chooses. Exit status 1 when a bar is not met.
"""

import argparse
import json
import sys
from importlib import import_module

from rich.console import Console

from benchmarks.figures import Figure
from benchmarks.showing import say, table

BENCHES = {
    "start": "start to first poll, and memory then",
    "tick": "1,000 due of 10,000 and of 100,000 open",
    "intake": "updates stored, handled and answered a second",
    "blast": "1,500 letters while people tap, Telegram's limits on",
    "memory": "what 100,000 updates leave behind",
    "understand": "labelled replies read: right, wrong, and how fast",
    "replay": "the year of the shipped plan, and of 100 copies",
}
PIPED = 160  # columns


def main() -> int:
    """Run the benches asked for, print what they found, judge it."""
    asked = _asked()
    found: list[Figure] = []
    for name in asked.benches or BENCHES:
        say(f"{name}: {BENCHES[name]}")
        bench = import_module(f"benchmarks.{name}")
        found += bench.measure(bench.QUICK if asked.quick else bench.FULL)
    if asked.json:
        json.dump([one.plain() for one in found], sys.stdout, ensure_ascii=False)
        print()
    else:
        screen = Console()
        piped = not screen.is_terminal  # a log has no edge to be cut at
        (Console(width=PIPED) if piped else screen).print(table(found))
    return int(any(one.met is False for one in found))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    listed = "; ".join(f"{name}: {what}" for name, what in BENCHES.items())
    parser.add_argument("benches", nargs="*", metavar="BENCH", help=listed)
    parser.add_argument(
        "--quick", action="store_true", help="small sizes, rough ratios"
    )
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    asked = parser.parse_args()
    if unknown := set(asked.benches) - set(BENCHES):
        parser.error(f"no such bench: {', '.join(sorted(unknown))}")
    return asked


if __name__ == "__main__":
    sys.exit(main())
