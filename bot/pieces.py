"""Cutting a text that is too long for one message, and breaking nothing."""

import re

from telegram.constants import MessageLimit

LONGEST = MessageLimit.MAX_TEXT_LENGTH
# A tag, an entity, a short run of letters with what ends it: none is ever cut.
_TOKEN = re.compile(
    r"<[^>]*>|&[#\w]{1,16};|[^<&\s、，；。]{1,64}[\s、，；。]?|.", re.DOTALL
)
_TAG = re.compile(r"<[^>]*>")


def pieces(html: str) -> list[str]:
    """Cut a text that is too long: between lines, or inside a line too long itself.

    Tags open at a cut are closed and opened again. They are counted as well, though
    Telegram does not.
    """
    if _units(html) <= LONGEST:
        return [html]
    made, opened = [""], list[str]()
    for line in html.splitlines(keepends=True):
        after = _after_all(opened, line)
        if not _fits(made[-1], line, after):
            _cut(made, opened)
        parts = [line] if _fits(made[-1], line, after) else _TOKEN.findall(line)
        for part in parts:
            after = _after_all(opened, part)
            if not _fits(made[-1], part, after):
                _cut(made, opened)
            made[-1] += part
            opened = after
    return [piece.strip() for piece in made if _TAG.sub("", piece).strip()]


def _cut(made: list[str], opened: list[str]) -> None:
    """End a piece and begin the next one."""
    made[-1] += _closing(opened)
    made.append("".join(opened))


def _fits(piece: str, more: str, opened: list[str]) -> bool:
    return _units(piece) + _units(more) + _units(_closing(opened)) <= LONGEST


def _after_all(opened: list[str], text: str) -> list[str]:
    """Return the tags open after some text."""
    for tag in _TAG.findall(text):
        opened = opened[:-1] if tag.startswith("</") else [*opened, tag]
    return opened


def _closing(opened: list[str]) -> str:
    names = (tag.strip("<>").split()[0] for tag in reversed(opened))
    return "".join(f"</{name}>" for name in names)


def _units(text: str) -> int:
    """Return a text's length as Telegram counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
