"""The web application: what it needs comes in as plain functions."""

import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

HOOK = "/telegram"
LARGEST = 1_000_000  # bytes; Telegram's own updates are a few thousand
_SECRET = "x-telegram-bot-api-secret-token"  # noqa: S105 - a header's name


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """`receive` stores one raw update; `ready` says whether the house can work.

    Without a `secret` the webhook's door does not exist.
    """

    ready: Callable[[], Awaitable[bool]]
    receive: Callable[[Mapping[str, Any]], Awaitable[None]]
    secret: str | None = None


def create(doors: Doors) -> Starlette:
    """Return the application."""

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(_: Request) -> Response:
        if await doors.ready():
            return PlainTextResponse("ready")
        return PlainTextResponse("not ready", status_code=503)

    async def hook(request: Request) -> Response:
        return await _hook(doors, request)

    routes = [Route("/healthz", healthz), Route("/readyz", readyz)]
    if doors.secret is not None:
        routes.append(Route(HOOK, hook, methods=["POST"]))
    return Starlette(routes=routes)


async def _hook(doors: Doors, request: Request) -> Response:
    """Store an update, then say 200: what is not stored Telegram sends again."""
    given = request.headers.get(_SECRET, "")
    if not hmac.compare_digest(given.encode(), (doors.secret or "").encode()):
        return PlainTextResponse("forbidden", status_code=403)
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST:
            return PlainTextResponse("too large", status_code=413)
    try:
        raw = json.loads(body)
    except ValueError:
        return PlainTextResponse("not JSON", status_code=400)
    if not isinstance(raw, dict) or not isinstance(raw.get("update_id"), int):
        return PlainTextResponse("not an update", status_code=400)
    await doors.receive(raw)
    return PlainTextResponse("ok")
