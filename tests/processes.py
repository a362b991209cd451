"""`duban` as a process of its own, against the stand-in at an address."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sandbox.world import World

ROOT = Path(__file__).parents[1]
TOKEN = "100000001:a-token-for-a-process-of-its-own"
POLITE = "您好，本机器人仅供内部督办使用"
PATIENCE = 30  # seconds; a busy machine is slow to start a process


@asynccontextmanager
async def running(
    folder: Path, url: str, *words: str, **settings: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run `duban run`, or `duban` with other words; kill it if it is still there."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DUBAN_DATABASE_URL": f"sqlite:///{folder}/duban.db",
        "DUBAN_CATALOG": str(ROOT / "tasks_catalog.yaml"),
        "DUBAN_API_URL": url,
        "DUBAN_TOKEN": TOKEN,
        **settings,
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "duban", *(words or ("run",))),
        cwd=folder,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def ended(process: asyncio.subprocess.Process) -> tuple[int | None, str]:
    """Wait for its end; return its exit status and what it said on stderr."""
    _, said = await asyncio.wait_for(process.communicate(), PATIENCE)
    return process.returncode, said.decode()


async def heard(process: asyncio.subprocess.Process, *parts: str) -> str:
    """Wait for a line on stderr that has all these parts; nothing may have died."""
    assert process.stderr is not None
    before = ""
    async with asyncio.timeout(PATIENCE):
        while line := (await process.stderr.readline()).decode():
            if all(part in line for part in parts):
                assert "Traceback" not in before, before
                return line
            before += line
    raise AssertionError(before)


async def answered(world: World, times: int) -> None:
    """Wait until the bot has said so many things to person 1."""
    async with asyncio.timeout(PATIENCE):
        while sum(m.from_bot for m in world.messages(1)) < times:
            await asyncio.sleep(0.02)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
