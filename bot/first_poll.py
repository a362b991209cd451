"""The first poll, sent while most of the program is still to be loaded.

It asks without an offset, so it confirms nothing, and without waiting: whatever
becomes of it, the polling that follows asks again. It goes by httpx, which python-
telegram-bot itself goes by, since that alone is loaded in a third of the time.
"""

import asyncio
from concurrent.futures import Future
from threading import Thread
from typing import Any

import httpx

BATCH = 100
WANTED = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update we ask Telegram for."""
PATIENCE = 5.0  # seconds


class FirstPoll:
    """Asks in a thread of its own, from now on. Only who is on duty may."""

    def __init__(self, token: str, api_url: str) -> None:
        self._url = f"{api_url}/bot{token}/getUpdates"
        self._found = Future[list[dict[str, Any]]]()
        self._found.set_running_or_notify_cancel()  # who stops waiting stops nothing
        self._taken = False
        # A daemon: nobody who ends the program waits for Telegram.
        Thread(target=self._ask, name="first-poll", daemon=True).start()

    async def updates(self) -> list[dict[str, Any]]:
        """Return the updates it brought; none when it failed, and the second time."""
        if self._taken:
            return []
        self._taken = True
        try:
            async with asyncio.timeout(PATIENCE):
                return await asyncio.wrap_future(self._found)
        except TimeoutError:
            return []

    def _ask(self) -> None:
        asked = {"timeout": 0, "limit": BATCH, "allowed_updates": list(WANTED)}
        try:
            answer = httpx.post(self._url, json=asked, timeout=PATIENCE)
            answer.raise_for_status()
            found = answer.json()["result"]
        except Exception:  # noqa: BLE001 - the next poll says what is wrong
            found = []
        self._found.set_result(found)
