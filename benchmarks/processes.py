"""Processes of their own, told what to do and asked for figures, a JSON line each.

A bench starts a `Child`; the module it runs serves its orders with `obey`.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).parents[1]
Orders = Mapping[str, Callable[..., Awaitable[Any]]]


class Child:
    """One process; leaving the block ends it."""

    def __init__(self, module: str, **given: object) -> None:
        """Start `python -m module` with what it is given; wait until it is ready."""
        self._module = module
        command = [sys.executable, "-m", module, json.dumps(given)]
        self._process = subprocess.Popen(  # noqa: S603 - ours
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        try:
            self.ready = self._answer()
        except BaseException:
            self._process.kill()
            self._process.wait()
            raise

    def ask(self, order: str, **given: object) -> Any:  # noqa: ANN401 - any JSON
        """Give an order and wait for its answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([order, given]) + "\n")
        self._process.stdin.flush()
        return self._answer()

    @property
    def memory(self) -> float:
        """Resident memory now, in MB."""
        return resident(self._process.pid)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        try:
            self._process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()

    def _answer(self) -> Any:  # noqa: ANN401 - any JSON
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._module} ended early")
        return json.loads(line)


async def obey(orders: Orders, ready: object = None) -> None:
    """Say `ready`, then carry out orders until the input ends."""
    lines = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(lines), sys.stdin.buffer
    )
    print(json.dumps(ready), flush=True)
    while line := await lines.readline():
        order, given = json.loads(line)
        print(json.dumps(await orders[order](**given)), flush=True)


def given() -> Any:  # noqa: ANN401 - any JSON
    """Return what this process was given when it was started."""
    return json.loads(sys.argv[1])


def resident(pid: int) -> float:
    """Return a process's resident memory, in MB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024
