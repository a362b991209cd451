"""The page's clock and its stream of events."""

import json
from collections.abc import AsyncIterator, Callable

from sse_starlette import EventSourceResponse
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox import views
from sandbox.control import Control
from sandbox.events import Subscription
from sandbox.model import Event
from sandbox.refusals import Impossible

_NO_CLOCK = JSONResponse({"error": "no clock"}, status_code=404)


def routes(at: Control, streams: set[Subscription]) -> list[BaseRoute]:
    """`streams` holds every open page, so that a closing server can end them."""

    async def clock(_request: Request) -> Response:
        shown = await at.clock()
        return JSONResponse(shown) if shown else _NO_CLOCK

    async def wind(request: Request) -> Response:
        if at.winder is None:
            return _NO_CLOCK
        try:
            body = await request.json()
            await at.winder.wind(str(body.get("action")), body.get("speed"))
        except (Impossible, ValueError, AttributeError):
            return JSONResponse({"error": "no such turn"}, status_code=409)
        at.world.events.publish(Event(kind="clock"))
        return JSONResponse(await at.clock())

    async def events(_request: Request) -> Response:
        subscription = at.world.listen()
        streams.add(subscription)
        return EventSourceResponse(_told(at, subscription, streams.discard))

    return [
        Route("/sandbox/clock", clock),
        Route("/sandbox/clock", wind, methods=["POST"]),
        Route("/sandbox/events", events),
    ]


async def _told(
    at: Control, subscription: Subscription, forget: Callable[[Subscription], None]
) -> AsyncIterator[dict[str, str]]:
    try:
        yield {"comment": "listening"}
        async for event in subscription:
            body = (
                await at.clock()
                if event.kind == "clock"
                else views.event(at.world, event)
            )
            yield {"event": event.kind, "data": json.dumps(body, ensure_ascii=False)}
    finally:
        subscription.close()
        forget(subscription)
