"""Cutting a text that is too long for one message, and breaking nothing."""

import re

from telegram.constants import MessageLimit

LONGEST = MessageLimit.MAX_TEXT_LENGTH
# A tag, an entity, a short run of letters with what ends it: none is ever cut.
_TOKEN = re.compile(
    r"<[^>]*>|&[#\w]{1,16};|[^<&\s、，；。]{1,64}[\s、，；。]?|.", re.DOTALL
)


def pieces(html: str) -> list[str]:
    """Cut a text that is too long: between lines, or inside a line too long itself.

    Our tags never span lines. They are counted as well, though Telegram does not.
    """
    if _units(html) <= LONGEST:
        return [html]
    made = [""]
    for line in html.split("\n"):
        for part in _parts(f"{line}\n"):
            if _units(made[-1]) + _units(part) > LONGEST:
                made.append("")
            made[-1] += part
    return [piece.strip() for piece in made if piece.strip()]


def _parts(line: str) -> list[str]:
    """Cut one line to fit; tags open at a cut are closed and opened again."""
    if _units(line) <= LONGEST:
        return [line]
    made, opened = [""], list[str]()
    for token in _TOKEN.findall(line):
        after = _after(opened, token)
        if _units(made[-1] + token + _closing(after)) > LONGEST:
            made[-1] += _closing(opened)
            made.append("".join(opened))
        made[-1] += token
        opened = after
    return made


def _after(opened: list[str], token: str) -> list[str]:
    """Return the tags open after a token."""
    if token.startswith("</"):
        return opened[:-1]
    return [*opened, token] if token.startswith("<") else opened


def _closing(opened: list[str]) -> str:
    names = (tag.strip("<>").split()[0] for tag in reversed(opened))
    return "".join(f"</{name}>" for name in names)


def _units(text: str) -> int:
    """Return a text's length as Telegram counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
