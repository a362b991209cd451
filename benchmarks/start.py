"""Start-up: `duban --help` beside a bare import of the Telegram library."""

import subprocess
import sys

from benchmarks.measured import Measured, alternate, seconds


def measure() -> Measured:
    """Time both as whole processes."""
    ours, other = alternate(
        lambda: _process("-m", "duban", "--help"),
        lambda: _process("-c", "import telegram.ext"),
    )
    return Measured(
        what="start a command",
        ours="duban --help",
        other="python -c 'import telegram.ext'",
        ours_seconds=ours,
        other_seconds=other,
    )


def _process(*words: str) -> float:
    def run() -> None:
        command = [sys.executable, *words]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - ours

    return seconds(run)
