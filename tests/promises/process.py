"""`duban run` and other commands as processes of their own, which can be killed."""

import asyncio
import os
import signal
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOKEN = "100000001:a-token-for-the-promises-only"
# A working morning on which the shipped plan asks for its first reports.
OPENS = datetime(2020, 3, 10, 0, 35, tzinfo=UTC)


SPEED = 10.0  # plan seconds a second, so that the bells ring between two kills


@dataclass
class Clock:
    """The plan's time: it begins at `OPENS` and goes on over restarts."""

    began: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        return OPENS + (datetime.now(UTC) - self.began) * SPEED


@dataclass
class Command:
    """How to start duban: against which stand-in, on which database."""

    folder: Path
    api: str
    database: str
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def log(self) -> Path:
        """Where everything it says on stderr is kept."""
        return self.folder / "log.txt"

    async def start(self, *words: str) -> asyncio.subprocess.Process:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "DUBAN_DATABASE_URL": self.database,
            "DUBAN_CATALOG": str(ROOT / "tasks_catalog.yaml"),
            "DUBAN_API_URL": self.api,
            "DUBAN_TOKEN": TOKEN,
            **self.settings,
        }
        with self.log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "duban", *words),
                cwd=self.folder,
                env=environment,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=log,
            )

    async def run(self, clock: Clock) -> asyncio.subprocess.Process:
        # One clock for all: else each would lag by the time it took to start.
        at, speed = f"{OPENS.isoformat()}@{clock.began.isoformat()}", str(SPEED)
        return await self.start("run", "--clock", at, "--speed", speed)


async def kill(process: asyncio.subprocess.Process) -> None:
    """No warning, no goodbye."""
    if process.returncode is None:
        process.kill()
    await process.wait()


async def stop(process: asyncio.subprocess.Process) -> int:
    """Ask it to stop, and return its exit status."""
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(20):
        return await process.wait()
