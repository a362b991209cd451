"""Our bot in a process of its own: the real house, on a database that is planted."""

import asyncio
from contextlib import suppress
from datetime import datetime

from benchmarks.known import TOKEN
from benchmarks.planted import PLAN
from benchmarks.processes import given, obey
from duban import clock
from duban.house import House, open_house
from duban.running import settle
from rules.clock import PlanClock
from store import inbox
from store.session import Store


class _Bot:
    """The orders a bench can give."""

    def __init__(self, house: House, clock: PlanClock) -> None:
        self._house, self._clock = house, clock
        self._living = asyncio.create_task(house.live())

    async def morning(self, at: str) -> None:
        """Let it be `at`: what was held for the night goes out."""
        self._clock.jump(datetime.fromisoformat(at))

    async def left(self) -> int:
        """Return how many updates are still in hand."""
        house = self._house
        return await house.store.read(lambda tx: inbox.waiting(tx, house.app.bot.id))

    async def stop(self) -> None:
        self._living.cancel()
        with suppress(asyncio.CancelledError):
            await self._living


async def main(database: str, api: str, at: str, ease: float) -> None:
    """Serve until told to stop. `ease`: how far the limits are eased."""
    timepiece = PlanClock(clock.now, datetime.fromisoformat(at))
    store = Store(database)
    try:
        async with open_house(
            store, PLAN, timepiece, token=TOKEN, api_url=api, locale="zh", ease=ease
        ) as house:
            settle()  # as `duban run` does
            bot = _Bot(house, timepiece)
            await obey({"morning": bot.morning, "left": bot.left})
            await bot.stop()
    finally:
        store.close()


if __name__ == "__main__":
    asyncio.run(main(**given()))
