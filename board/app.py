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

from board.metrics import FORM
from store.session import DatabaseAway

HOOK = "/telegram"
LARGEST = 1_000_000  # bytes; Telegram's own updates are a few thousand
LARGEST_NUMBER = 2**63
_SECRET = "x-telegram-bot-api-secret-token"  # noqa: S105 - a header's name


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """Whether the house can work, and in words which part it has or why not."""

    able: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """`receive` stores one raw update; `ready` says whether the house can work.

    `metrics` gives what machines watch, as text. Without a `secret` the webhook's
    door does not exist.
    """

    ready: Callable[[], Awaitable[Ready]]
    receive: Callable[[Mapping[str, Any]], Awaitable[None]]
    secret: str | None = None
    metrics: Callable[[], Awaitable[bytes]] | None = None


def create(doors: Doors) -> Starlette:
    """Return the application."""

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(_: Request) -> Response:
        state = await doors.ready()
        return PlainTextResponse(state.words, status_code=200 if state.able else 503)

    async def hook(request: Request) -> Response:
        return await _hook(doors, request)

    routes = [Route("/healthz", healthz), Route("/readyz", readyz)]
    if doors.metrics is not None:
        routes.append(Route("/metrics", _metrics(doors.metrics)))
    if doors.secret is not None:
        routes.append(Route(HOOK, hook, methods=["POST"]))
    return Starlette(routes=routes)


def _metrics(figures: Callable[[], Awaitable[bytes]]) -> Callable[..., Any]:
    async def metrics(_: Request) -> Response:
        return Response(await figures(), media_type=FORM)

    return metrics


async def _hook(doors: Doors, request: Request) -> Response:
    """Store an update, then say 200: what is not stored Telegram brings again."""
    given = request.headers.get(_SECRET, "")
    if not hmac.compare_digest(given.encode(), (doors.secret or "").encode()):
        return PlainTextResponse("forbidden", status_code=403)
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST:
            return PlainTextResponse("too large", status_code=413)
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        return PlainTextResponse("not JSON", status_code=400)
    if not isinstance(raw, dict) or not _numbered(raw):
        return PlainTextResponse("not an update", status_code=400)
    try:
        await doors.receive(raw)
    except DatabaseAway:
        return PlainTextResponse("the database is away", status_code=503)
    return PlainTextResponse("ok")


def _numbered(raw: Mapping[str, Any]) -> bool:
    """Whether an update has a number, and one that a database can keep."""
    number = raw.get("update_id")
    return type(number) is int and 0 <= number < LARGEST_NUMBER
