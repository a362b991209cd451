"""Which addresses Telegram takes, and how it writes them."""

import re
from urllib.parse import urlsplit

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_TAKEN = ("http", "https", "tg", "ton")


class WrongLink(Exception):
    """Telegram would not take this address; the text says why."""


def normal(url: str) -> str:
    """Return the address as Telegram keeps it, or raise WrongLink."""
    url = url.strip()
    scheme = _SCHEME.match(url)
    if scheme and not url[scheme.end() :][:1].isdigit():
        name = scheme[1].lower()
        if name not in _TAKEN:
            raise WrongLink("Unsupported URL protocol")
        if name in {"tg", "ton"}:
            return url
    else:
        url = f"http://{url}"
    return _web(url)


def _web(url: str) -> str:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise WrongLink("Wrong port number specified in the URL") from error
    if not host or ("." not in host and ":" not in host) or re.search(r"\s", url):
        raise WrongLink("Wrong HTTP URL")
    return parts._replace(scheme=parts.scheme.lower(), path=parts.path or "/").geturl()


def checked(url: str) -> str:
    """Return the normal address, or "" where Telegram would show plain text."""
    try:
        return normal(url) if url else ""
    except WrongLink:
        return ""
