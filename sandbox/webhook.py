"""Pushing updates to a bot's own address: in order per chat, again until taken."""

import asyncio
import ssl
from dataclasses import dataclass, field
from functools import cache

import httpx

from sandbox.updates import Update, Updates

_LONGEST = 60.0
_TIMEOUT = 30.0


@dataclass(slots=True, kw_only=True)
class Hook:
    url: str = ""
    connections: int = 40
    error: str = ""
    failed: int = 0
    headers: dict[str, str] = field(default_factory=dict)


class Webhook:
    """`patience` is the wait after the second failure in a row; it then doubles."""

    def __init__(self, updates: Updates) -> None:
        self.hook = Hook()
        self.patience = 1.0
        self._updates = updates
        self._busy: dict[int, asyncio.Task[None]] = {}

    @property
    def active(self) -> bool:
        return bool(self.hook.url)

    def point(self, url: str, secret: str = "", connections: int = 40) -> None:
        """Push to `url` from now on; needs a running loop. "" stops it."""
        self.stop()
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        self.hook = Hook(url=url, connections=connections, headers=headers)
        self.start()

    def start(self) -> None:
        """Take up the work; also after a stop, when a server opens again."""
        if self.active:
            self._updates.on_arrival = self._look
            self._look()

    def stop(self) -> None:
        self._updates.on_arrival = lambda: None
        for task in self._busy.values():
            task.cancel()
        self._busy.clear()

    def _look(self) -> None:
        """Give every chat with something pending one carrier, up to the limit."""
        for update in self._updates.pending:
            if len(self._busy) >= self.hook.connections:
                return
            if update.chat_id not in self._busy:
                task = asyncio.get_running_loop().create_task(self._carry(update))
                self._busy[update.chat_id] = task

    async def _carry(self, update: Update) -> None:
        wait = 0.0
        async with _client() as client:
            while trouble := await self._push(client, update):
                self.hook.error, self.hook.failed = trouble, self.hook.failed + 1
                await asyncio.sleep(wait)
                wait = min(max(wait * 2, self.patience), _LONGEST)
        self._updates.drop(update)
        del self._busy[update.chat_id]
        self._look()

    async def _push(self, client: httpx.AsyncClient, update: Update) -> str:
        """Return what went wrong, or "" when the bot has taken it."""
        hook = self.hook
        try:
            said = await client.post(hook.url, json=update.wire(), headers=hook.headers)
        except httpx.HTTPError:
            return "Connection failed"
        if said.is_success:
            return ""
        return (
            f"Wrong response from the webhook: {said.status_code} {said.reason_phrase}"
        )


def _client() -> httpx.AsyncClient:
    return httpx.AsyncClient(timeout=_TIMEOUT, trust_env=False, verify=_trust())


@cache
def _trust() -> ssl.SSLContext:
    """Return one context for all: making it takes longer than a delivery."""
    return ssl.create_default_context()
