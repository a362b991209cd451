"""The scripted month: who says what when, played over HTTP as fast as it goes.

The clock stands still except when it jumps to the next thing to happen, so the
same conversation comes out every time.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from duban.demo import cast
from duban.demo.stage import Stage
from store import inbox
from templates import label, words

PATIENCE = 30.0  # real seconds for a step to settle before we call it stuck
STRANGER = 2001


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    at: datetime
    do: Callable[[], None]


async def play(stage: Stage, locale: str) -> None:
    """Play to the stage's end. Raises TimeoutError if the bot stops answering."""
    until = stage.ends or stage.clock()
    living = asyncio.create_task(stage.house.worker.run())
    polling = asyncio.create_task(stage.house.poll())
    try:
        acts = iter(_acts(stage, locale))
        act = next(acts, None)
        while True:
            coming = await stage.house.next_event()
            at = min((t for t in (coming, act and act.at) if t), default=until)
            if at > until:
                break
            stage.clock.jump(at)
            await _step(stage)
            while act and act.at <= stage.clock():
                act.do()
                await _step(stage)
                act = next(acts, None)
        stage.clock.jump(until)
        await _step(stage)
    finally:
        for task in (polling, living):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def _step(stage: Stage) -> None:
    """Let everything that follows from this moment happen."""
    house = stage.house
    async with asyncio.timeout(PATIENCE):
        await _answered(stage)
        await house.tick()
        while await house.post():
            pass
        await _answered(stage)


async def _answered(stage: Stage) -> None:
    house = stage.house
    while (  # noqa: ASYNC110 - three rooms come to rest; none has an event for it
        not stage.world.quiet()
        or await house.store.read(lambda tx: inbox.waiting(tx) > 0)
        or not house.worker.idle
    ):
        await asyncio.sleep(0.01)


def _acts(stage: Stage, locale: str) -> Iterator[Act]:
    said = words("demo", locale)["script"]
    players = Players(stage, locale)

    def on(month: int, day: int, hour: int, minute: int, do: Callable[[], None]) -> Act:
        year = stage.catalog.plan.starts.year
        at = datetime(year, month, day, hour, minute, tzinfo=stage.zone)
        return Act(at=at, do=do)

    def say(who: int, text: str) -> Callable[[], None]:
        return lambda: players.say(who, text)

    def tap(who: int, key: str, task: str = "") -> Callable[[], None]:
        return lambda: players.tap(who, key, task)

    yield on(2, 25, 9, 5, say(cast.LI, "/task 3.1"))
    yield on(3, 10, 9, 12, say(cast.WANG, said["steel"]))
    yield on(3, 10, 9, 13, tap(cast.WANG, "confirm"))
    yield on(3, 10, 9, 14, tap(cast.WANG, "report_task", "2.1"))
    yield on(3, 10, 9, 15, say(cast.WANG, said["projects"]))
    yield on(3, 10, 9, 16, tap(cast.WANG, "confirm"))
    yield on(3, 11, 10, 2, say(cast.LI, said["blocked"]))
    yield on(3, 11, 10, 3, tap(cast.LI, "confirm"))
    yield on(3, 13, 14, 30, say(cast.WANG, said["trucks"]))
    yield on(3, 13, 14, 31, tap(cast.WANG, "confirm"))
    yield on(3, 16, 8, 40, tap(cast.CHEN, "areas"))
    yield on(3, 16, 8, 41, tap(cast.CHEN, "number", "2"))
    yield on(3, 17, 11, 0, lambda: players.stranger(said["stranger"]))
    yield on(3, 18, 9, 0, say(cast.SUN, "/status"))
    yield on(3, 25, 9, 0, tap(cast.WANG, "unchanged_task", "2.3"))
    yield on(3, 25, 9, 5, say(cast.LI, "/mine"))


class Players:
    """Hands on the phones. A button is found by its words, as a person would."""

    def __init__(self, stage: Stage, locale: str) -> None:
        self._world, self._locale = stage.world, locale

    def say(self, who: int, text: str) -> None:
        self._world.say(who, text)

    def stranger(self, text: str) -> None:
        self._world.add_person(STRANGER, "路人")
        self._world.say(STRANGER, text)

    def tap(self, who: int, key: str, task: str = "") -> None:
        """Tap the newest button with this label."""
        facts = {"task": task} if "task" in key else {"number": task}
        wanted = label(f"buttons.{key}", self._locale, **(facts if task else {}))
        for message in reversed(self._world.messages(who)):
            for button in (button for row in message.buttons for button in row):
                if button.text == wanted and button.data:
                    self._world.tap(who, message.id, button.data)
                    return
        raise LookupError(wanted)
