"""The stand-in on a real port of this machine, inside the loop that is running."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, tzinfo

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request

from sandbox import botapi, control, live
from sandbox.control import Control
from sandbox.events import Subscription
from sandbox.guard import Guard
from sandbox.timepiece import NextEvent, Timepiece, Winder
from sandbox.world import World

_PATIENCE = 3  # seconds an answer under way may still take when closing


class _Server(uvicorn.Server):
    """Leaves the process's signals to whoever runs the loop, and closes at once."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.closing = asyncio.Event()

    async def main_loop(self) -> None:
        await self.on_tick(0)
        await self.closing.wait()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    def cut(self, request: Request) -> None:
        """Break a request's connection without an answer."""
        for connection in self.server_state.connections:
            if getattr(connection, "client", None) == request.scope["client"]:
                connection.transport.abort()


@asynccontextmanager
async def serve(
    world: World,
    port: int = 0,
    *,
    timepiece: Timepiece | None = None,
    next_event: NextEvent | None = None,
    hint: Sequence[str] = (),
    ends: datetime | None = None,
    zone: tzinfo | None = None,
) -> AsyncIterator[str]:
    """Serve `world` and yield its address, such as http://127.0.0.1:8081.

    `port` 0 takes a free one. Leaving ends long polls and open pages at once;
    the world itself lives on and can be served again.
    """
    winder = (
        Winder(timepiece=timepiece, next_event=next_event, ends=ends, zone=zone)
        if timepiece
        else None
    )
    streams: set[Subscription] = set()
    server = _server(Control(world=world, winder=winder, hint=hint), streams)
    with _listener(port) as listener:
        running = asyncio.create_task(server.serve(sockets=[listener]))
        await _started(server, running)
        world.updates.hurry(on=False)
        world.webhook.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.closing.set()
            world.webhook.stop()
            world.updates.hurry(on=True)
            for stream in tuple(streams):
                stream.close()
            await running


def _listener(port: int) -> socket.socket:
    """Bind with the protocol named.

    Otherwise asyncio leaves Nagle's delay on, and every answer takes 40 ms.
    """
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind(("127.0.0.1", port))
    except OSError:
        made.close()
        raise
    return made


def _server(at: Control, streams: set[Subscription]) -> _Server:
    app = Starlette(middleware=[Middleware(Guard)])
    server = _Server(
        uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            proxy_headers=False,
            lifespan="off",
            http="h11",
            ws="none",
            date_header=False,
            timeout_graceful_shutdown=_PATIENCE,
        )
    )
    app.router.routes += [
        *botapi.routes(at.world, server.cut),
        *live.routes(at, streams),
        *control.routes(at),
    ]
    return server


async def _started(server: _Server, running: asyncio.Task[None]) -> None:
    while not server.started:
        await asyncio.wait({running}, timeout=0.005)
        if running.done():
            running.result()
            raise OSError("the server stopped before it started")
