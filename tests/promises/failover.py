"""Striking the replica on duty while people talk and letters fall due.

    python -m promises.failover [ROUNDS] [SEED]

Two real processes serve one bot on one PostgreSQL. Each round strikes the one on
duty: it is killed, so that the other may see that it ended; or it is stopped in its
tracks, as a machine that vanishes, so that its lease has to run out. One that was
stopped wakes up when the other is at work; it must say nothing more, and stand by.
At the end everything is drained and counted.
"""

import asyncio
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random

from promises import kill
from promises.crowd import Crowd, gathered
from promises.process import TOKEN, Clock, Command, stop
from promises.process import kill as end
from promises.table import print_table
from servers import postgres_server

from sandbox.server import serve
from store import duty
from store.catalog import read
from store.duty import Process
from store.session import Store

WORK = (0.3, 1.5)  # seconds at work before each strike
PATIENCE = 60.0  # seconds for the other to be on duty and heard


@dataclass
class Figures(kill.Figures):
    """What came of striking. Each silence is the longest, in seconds."""

    silence_killed: float = 0.0
    silence_stopped: float = 0.0


class Replicas:
    """The processes, by their numbers, and who of them is on duty."""

    def __init__(self, folder: Path, api: str, crowd: Crowd, url: str) -> None:
        self._folder, self._api, self._crowd, self._url = folder, api, crowd, url
        self.alive: dict[int, asyncio.subprocess.Process] = {}
        self.logs: dict[int, Path] = {}

    async def start(self) -> None:
        folder = self._folder / str(len(self.logs))
        folder.mkdir()
        command = Command(folder, self._api, self._url)
        process = await command.run(self._crowd.clock)
        self.alive[process.pid], self.logs[process.pid] = process, command.log

    def on_duty(self) -> int | None:
        """Return the number of the process that holds the lease."""
        bot, plan = int(TOKEN.partition(":")[0]), self._crowd.plan
        nobody = Process(
            bot=bot, username="-", plan=plan, place="-", mark="-", session="-"
        )
        held = self._crowd.store.read_sync(lambda tx: duty.others(tx, nobody))
        return next((int(one.place.rpartition(":")[2]) for one in held), None)

    async def whole(self) -> None:
        """Wait until one is on duty and the other stands by."""
        await _soon(lambda: self.on_duty() and self._one_stands_by(), "not both up")

    def _one_stands_by(self) -> bool:
        said = [self.logs[number].read_text(encoding="utf-8") for number in self.alive]
        return any(one.rfind("Standing by") > one.rfind("On duty") for one in said)

    async def follower(self, of: int) -> None:
        """Wait until another than `of` is on duty."""
        await _soon(lambda: self.on_duty() not in {None, of}, f"nobody follows {of}")


async def failover(url: str, rounds: int, seed: int) -> Figures:
    """Strike so often, in turn by killing and by stopping; drain, and count."""
    figures, clock = Figures("PostgreSQL"), Clock()
    dice = Random(seed)  # noqa: S311 - the same moments for the same seed
    catalog = read(kill.CATALOG.read_bytes(), kill.CATALOG.name)
    store = Store(url)
    kill.load(store, catalog, clock)
    crowd = gathered(store, catalog, clock, dice, owners=8)
    strikes: list[float] = []
    with tempfile.TemporaryDirectory(prefix="duban-failover-") as folder:
        async with serve(crowd.world) as api:
            replicas = Replicas(Path(folder), api, crowd, url)
            with _ended(replicas):
                await replicas.start()
                await replicas.follower(of=0)
                await replicas.start()
                async with crowd.about():
                    for n in range(rounds):
                        await replicas.whole()
                        await _heard(crowd)
                        await asyncio.sleep(dice.uniform(*WORK))
                        began = crowd.world.ticks()
                        strikes.append(began)
                        await (_kill if n % 2 == 0 else _freeze)(replicas, figures)
                        figures.kills += 1
                    await _heard(crowd)
                figures.wrong += [f"unanswered: {one}" for one in crowd.unanswered]
                await kill.drained(crowd, figures)
                await replicas.whole()
                for process in replicas.alive.values():
                    if await stop(process) != 0:
                        figures.wrong.append("it does not stop when asked")
            figures.wrong += [
                line for log in replicas.logs.values() for line in kill.tracebacks(log)
            ]
    kill.counted(crowd, figures, strikes)
    store.close()
    return figures


async def _kill(replicas: Replicas, figures: Figures) -> None:
    """Kill the one on duty, and start a new one when the other is at work."""
    crowd = replicas._crowd
    struck, at = replicas.on_duty(), crowd.world.ticks()
    assert struck is not None
    await end(replicas.alive.pop(struck))
    await replicas.follower(of=struck)
    figures.silence_killed = max(figures.silence_killed, await _silence(crowd, at))
    await replicas.start()


async def _freeze(replicas: Replicas, figures: Figures) -> None:
    """Stop the one on duty in its tracks; wake it when the other is at work."""
    crowd = replicas._crowd
    struck, at = replicas.on_duty(), crowd.world.ticks()
    assert struck is not None
    replicas.alive[struck].send_signal(signal.SIGSTOP)
    await replicas.follower(of=struck)
    figures.silence_stopped = max(figures.silence_stopped, await _silence(crowd, at))
    replicas.alive[struck].send_signal(signal.SIGCONT)
    await asyncio.sleep(1)
    if replicas.on_duty() == struck:
        figures.wrong.append("a process that had been stopped took its duty back")


async def _silence(crowd: Crowd, struck: float) -> float:
    """Wait until somebody hears something again; return how long nobody did."""
    await _heard(crowd)
    around = [at for at in crowd.changes if at > struck - PATIENCE]
    ended = next(n for n, at in enumerate(around) if at > struck)
    return max(after - before for before, after in pairwise(around[ended - 1 :]))


async def _heard(crowd: Crowd) -> None:
    """Wait until the bot says something from now on."""
    now = crowd.world.ticks()
    await _soon(lambda: bool(crowd.changes) and crowd.changes[-1] > now, "silence")


async def _soon(seen: Callable[[], object], what: str) -> None:
    try:
        async with asyncio.timeout(PATIENCE):
            while not seen():
                await asyncio.sleep(0.02)
    except TimeoutError:
        raise TimeoutError(what) from None


@contextmanager
def _ended(replicas: Replicas) -> Iterator[None]:
    """Leave no process behind, whatever happens."""
    try:
        yield
    finally:
        for process in replicas.alive.values():
            if process.returncode is None:
                process.kill()


def main(rounds: int = 20, seed: int = 1) -> int:
    """Print the table; return how much is wrong."""
    with postgres_server() as server:
        found = asyncio.run(failover(server.create(), rounds, seed))
        found.wrong += kill.often(found)
    print_table(f"make failover ROUNDS={rounds} SEED={seed}", [found])
    return len(found.wrong)


if __name__ == "__main__":
    sys.exit(min(main(*map(int, sys.argv[1:3])), 1))
