"""What becomes of a request or of its answer when a fault has struck."""

import asyncio
from collections.abc import AsyncIterator, Callable

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse

from sandbox import faults
from sandbox.faults import Fault
from sandbox.refusals import Refused
from sandbox.world import World

Drop = Callable[[Request], None]
"""Cuts a request's connection."""


async def before(
    world: World, request: Request, fault: Fault | None, chat: int | None, drop: Drop
) -> Response | None:
    """Let a fault happen; return what comes back when nothing is to be done."""
    if fault is None:
        return None
    await faults.before(fault)
    match fault.kind:
        case "hang" if await request.is_disconnected():
            raise Refused(502, "Bad Gateway")  # nobody is waiting; nothing is done
        case "reset":
            return await _cut(request, drop)
        case "503":
            return _gateway_page(503, "Service Unavailable")
        case "migrate" if chat is not None:
            _migrate(world, chat)
    return None


async def after(
    said: Response, request: Request, fault: Fault | None, drop: Drop
) -> Response:
    """Return what arrives of the answer to a request that is done."""
    if fault is None:
        return said
    match fault.kind:
        case "lost":
            return await _cut(request, drop)
        case "504":
            return _gateway_page(504, "Gateway Timeout")
        case "drip":
            return _trickling(said, fault.seconds)
        case _:
            return said


async def _cut(request: Request, drop: Drop) -> Response:
    """Break the connection; what is returned reaches nobody."""
    drop(request)
    await asyncio.sleep(0)
    return Response(status_code=499)


def _gateway_page(code: int, words: str) -> Response:
    """Answer as the web server in front of the Bot API does: without JSON."""
    page = f"<html><head><title>{code} {words}</title></head></html>"
    return HTMLResponse(page, status_code=code)


def _trickling(said: Response, seconds: float) -> Response:
    """Return the same answer, byte by byte over so many seconds."""
    whole = bytes(said.body)

    async def bytes_of_it() -> AsyncIterator[bytes]:
        for place in range(len(whole)):
            await asyncio.sleep(seconds / len(whole))
            yield whole[place : place + 1]

    return StreamingResponse(bytes_of_it(), media_type=said.media_type)


def _migrate(world: World, chat: int) -> None:
    found = world.chats.get(chat)
    if found and found.kind == "group" and found.migrated_to is None:
        world.upgrade(chat)
