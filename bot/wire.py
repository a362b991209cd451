"""How requests go out to Telegram: a few at a time over connections kept open.

aiohttp in place of PTB's httpx, which took four times the processor time for each
request, and looked through all its connections at each.
"""

from collections.abc import Callable, Mapping
from functools import cache
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

PIECE = 256 * 1024  # bytes of a file at a time
DOWNLOAD_SECONDS = 30.0  # between two pieces of a file
AT_ONCE = 10  # 30 messages a second go through, if each takes a third of one


class NotSent(Exception):
    """The request never left, or nobody was there to hear it."""


class Wire(BaseRequest):
    """Carries `at_once` requests; the others wait, as long as it takes.

    `seconds`: for a connection, and for an answer that names no other time.
    """

    def __init__(self, at_once: int = AT_ONCE, seconds: float = 5.0) -> None:
        self._at_once = at_once
        self.seconds = seconds
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return self.seconds

    async def initialize(self) -> None:
        """Nothing is opened before the first request asks for it."""

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(  # noqa: PLR0917 - PTB's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401 - or a default
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401, ARG002 - PTB's
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401, ARG002 - PTB's
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401, ARG002 - PTB's
    ) -> tuple[int, bytes]:
        """Make one request. Raises TimedOut and NetworkError, from NotSent or not."""
        given = isinstance(read_timeout, int | float)
        patience = aiohttp.ClientTimeout(
            sock_connect=self.seconds,
            sock_read=read_timeout if given else self.seconds,
        )
        try:
            async with self._opened().request(
                method,
                url,
                data=_body(request_data),
                timeout=patience,
                proxy=_proxy_for(*urlsplit(url)[:2]),
            ) as answer:
                return answer.status, await answer.read()
        except (aiohttp.ClientConnectorError, aiohttp.InvalidURL) as error:
            raise NetworkError(_said(error)) from NotSent(error)
        except aiohttp.ConnectionTimeoutError as error:
            raise TimedOut(_said(error)) from NotSent(error)
        except TimeoutError as error:
            raise TimedOut(_said(error)) from error
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(_said(error)) from error

    async def download(self, url: str, take: Callable[[bytes], None]) -> int:
        """Give `take` a file piece by piece, if there is one; return the status.

        Raises TimedOut and NetworkError, also when it breaks off halfway.
        """
        patience = aiohttp.ClientTimeout(
            sock_connect=self.seconds, sock_read=DOWNLOAD_SECONDS
        )
        try:
            async with self._opened().get(
                url, timeout=patience, proxy=_proxy_for(*urlsplit(url)[:2])
            ) as answer:
                if answer.status == HTTPStatus.OK:
                    async for piece in answer.content.iter_chunked(PIECE):
                        take(piece)
                return answer.status
        except TimeoutError as error:
            raise TimedOut(_said(error)) from error
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(_said(error)) from error

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=self._at_once, use_dns_cache=False
                ),
                headers={"User-Agent": self.USER_AGENT},
            )
        return self._session


@cache
def _proxy_for(scheme: str, host: str) -> str | None:
    """Return the proxy that the environment names; aiohttp asks at each request."""
    return None if proxy_bypass(host) else getproxies().get(scheme)


def _body(asked: RequestData | None) -> Mapping[str, str] | aiohttp.FormData | None:
    if asked is None:
        return None
    if not asked.contains_files:
        return asked.json_parameters
    form = aiohttp.FormData(quote_fields=False)  # a Chinese name stays readable
    for name, value in asked.json_parameters.items():
        form.add_field(name, value)
    for name, (file, content, kind) in (asked.multipart_data or {}).items():
        form.add_field(name, content, filename=file, content_type=kind)
    return form


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
