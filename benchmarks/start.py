"""From the start of a process to its first poll and its first answer, and its memory.

Somebody wrote while it was down: the answer is to that.
"""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks import databases
from benchmarks.databases import Databases
from benchmarks.figures import Figure, at_most
from benchmarks.intake import NIGHT
from benchmarks.known import TOKEN
from benchmarks.planted import opened, plant
from benchmarks.processes import ROOT, Child, resident
from benchmarks.rounds import in_turn
from benchmarks.showing import steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many `rounds` of each."""

    rounds: int


FULL = Size(rounds=9)
QUICK = Size(rounds=5)
TINY = Size(rounds=1)


def measure(size: Size) -> list[Figure]:
    """Start both as whole processes, in turn, on a database that is there already."""
    with databases.sqlite() as files:
        ours = _Started("duban", "run", "--clock", NIGHT.isoformat())
        bare = _Started("benchmarks.bare_run")
        runs = {
            "ours": lambda: ours.first_poll(_planted(files), files.folder),
            "bare": lambda: bare.first_poll({}, files.folder),
        }
        with steps("start", size.rounds * len(runs)) as step:
            taken = in_turn(runs, size.rounds, lambda: step(1))
    beside = "bare PTB bot, run_polling"
    return [
        Figure(
            what="start to first poll",
            unit="s",
            ours=taken["ours"],
            beside=beside,
            other=taken["bare"],
            bar=at_most(2),
        ),
        Figure(
            what="start to first answer",
            unit="s",
            ours=median(ours.answers),
            beside=beside,
            other=median(bare.answers),
        ),
        Figure(
            what="resident memory at the first answer",
            unit="MB",
            ours=median(ours.memory),
            beside=beside,
            other=median(bare.memory),
        ),
    ]


def _planted(files: Databases) -> dict[str, str]:
    """Return settings with a new database: an update it had would not be answered."""
    url = files.fresh()
    with opened(url) as store:
        plant(store, 1, NIGHT)
    return {"DUBAN_DATABASE_URL": url, "DUBAN_TOKEN": TOKEN}


class _Started:
    """A command. Of each process: seconds to its first answer, and its memory then."""

    def __init__(self, *words: str) -> None:
        self._words = words
        self.answers: list[float] = []
        self.memory: list[float] = []

    def first_poll(self, environment: Mapping[str, str], folder: Path) -> float:
        """Return the seconds from the start to the first poll; end the process."""
        with Child("benchmarks.standin") as town:
            told = {
                "PATH": os.defpath,
                "PYTHONPATH": str(ROOT),
                "DUBAN_API_URL": town.ready,
            }
            town.ask("people", count=1)
            began = time.monotonic()
            process = subprocess.Popen(  # noqa: S603 - ours
                [sys.executable, "-m", *self._words],
                env=told | dict(environment),
                cwd=folder,
                stderr=subprocess.DEVNULL,
            )
            try:
                town.ask("said", text="/mine", people=1, times=1)
                self.answers.append(time.monotonic() - began)
                taken = float(town.ask("first_poll")) - began
                self.memory.append(resident(process.pid))
            finally:
                process.terminate()
                process.wait()
        return taken
