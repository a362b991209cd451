"""The scripted month, played over HTTP as fast as it goes.

The clock stands still except when it jumps to the next thing to happen, so the
same conversation comes out every time.
"""

import asyncio
from contextlib import suppress

from duban.demo.month import acts
from duban.demo.stage import Stage
from store import inbox

PATIENCE = 30.0  # real seconds for a step to settle before we call it stuck


async def play(stage: Stage, locale: str) -> None:
    """Play to the stage's end. Raises TimeoutError if the bot stops answering."""
    until = stage.ends or stage.clock()
    await stage.house.take_over()
    await stage.house.greet()
    living = asyncio.create_task(stage.house.worker.run())
    polling = asyncio.create_task(stage.house.poll())
    try:
        script = acts(stage, locale)
        act = next(script, None)
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
                act = next(script, None)
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
