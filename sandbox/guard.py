"""Who may talk to this server: only this machine, and no other web page."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_HERE = frozenset({"localhost", "127.0.0.1"})
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard:
    """Against DNS rebinding (Host) and other sites' scripts (Origin)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (why := _refused(scope)):
            await PlainTextResponse(why, status_code=403)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _refused(scope: Scope) -> str:
    headers = Headers(scope=scope)
    host = headers.get("host", "")
    if urlsplit(f"//{host}").hostname not in _HERE:
        return "this server answers only to localhost"
    if scope["method"] not in _SAFE and _foreign(headers, host):
        return "this server takes no orders from other sites"
    return ""


def _foreign(headers: Headers, host: str) -> bool:
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != host:
        return True
    return headers.get("sec-fetch-site") in {"cross-site", "same-site"}
