"""What is never shown: secrets by their shape, and those this process was given."""

import json
import re
from urllib.parse import quote, unquote

from rules.invites import struck

# Shorter ones would strike out ordinary words; their shapes still hide them.
_SHORTEST = 6
_SHAPES = (
    # A bot token as Telegram makes them; httpx puts it into every address it logs.
    (re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}"), "[token]"),
    (re.compile(r"(://[^\s/:@]*:)[^\s/]+@"), r"\1***@"),
    (
        re.compile(
            r"(?i)\b((?:password|secret_token)['\"]?\s*[=:]\s*['\"]?)[^\s'\"&,]+"
        ),
        r"\1***",
    ),
)
_given: set[str] = set()


def hide(*secrets: str) -> None:
    """Show none of these from now on, however they are quoted."""
    for one in secrets:
        forms = {one, unquote(one), quote(one, safe=""), quote(one)}
        forms |= {repr(one)[1:-1], json.dumps(one)[1:-1]}
        _given.update(form for form in forms if len(form) >= _SHORTEST)


def redacted(text: str) -> str:
    for secret in sorted(_given, key=len, reverse=True):
        text = text.replace(secret, "***")
    for shape, shown in _SHAPES:
        text = shape.sub(shown, text)
    return struck(text)
