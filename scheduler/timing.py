"""How long each bell's work took."""

import asyncio
from collections.abc import MutableMapping
from dataclasses import replace

from rules.durations import Durations
from scheduler.jobs import Bell


def timed(bell: Bell, took: MutableMapping[str, Durations]) -> Bell:
    """Return a bell that keeps in `took`, by its name, how long each ring took."""

    async def ring() -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            await bell.ring()
        finally:
            before = took.get(bell.name, Durations())
            took[bell.name] = before.plus(loop.time() - began)

    return replace(bell, ring=ring)
