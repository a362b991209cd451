"""Reads Telegram's HTML byte by byte: text, references, tags, and what is wrong.

Offsets in complaints are bytes of UTF-8, as Telegram's are.
"""

import re

from sandbox.refusals import Refused, bad

_NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
_REFERENCE = re.compile(rb"&(?:#x([0-9a-fA-F]{1,7})|#([0-9]{1,7})|([a-zA-Z]+));?")
_TEXT = re.compile(rb"[^<&]+")
_NAME = re.compile(rb"[^\s>]*")
_ATTRIBUTE = re.compile(rb"[^\s=>]*")
_TOKEN = re.compile(rb"[A-Za-z0-9.-]*")
_BLANK = re.compile(rb"\s*")
_SURROGATES = range(0xD800, 0xE000)
_CODES = range(1, 0x10FFFF)


def complaint(words: str) -> Refused:
    return bad(f"can't parse entities: {words}")


class Scanner:
    def __init__(self, source: bytes) -> None:
        self._source = source
        self.at = 0

    @property
    def ended(self) -> bool:
        return self.at >= len(self._source)

    def text(self) -> str:
        """Take plain text: up to a "<", or one reference, or a bare "&"."""
        if self._next() == b"&":
            return self._reference() or self._bare()
        return self._skip(_TEXT).decode()

    def at_tag(self) -> bool:
        return self._next() == b"<"

    def at_end_tag(self) -> bool:
        return self._source.startswith(b"</", self.at)

    def start_tag(self) -> tuple[str, dict[str, str]]:
        """Take a whole start tag and return its name and attributes."""
        begun, self.at = self.at, self.at + 1
        tag = self._skip(_NAME).decode().lower()
        if self.ended:
            raise complaint(f"Unclosed start tag at byte offset {begun}")
        if tag not in KNOWN:
            raise complaint(f'Unsupported start tag "{tag}" at byte offset {begun}')
        attributes: dict[str, str] = {}
        while self._more_attributes(begun):
            name = self._skip(_ATTRIBUTE).decode().lower()
            if not name:
                words = f'Empty attribute name in the tag "{tag}"'
                raise complaint(f"{words} at byte offset {begun}")
            attributes[name] = self._value(tag, begun)
        self.at += 1
        return tag, attributes

    def end_tag(self) -> str:
        """Take a whole end tag and return its name, which may be empty."""
        begun, self.at = self.at, self.at + 2
        tag = self._skip(_NAME).decode().lower()
        self._skip(_BLANK)
        if self._next() != b">":
            raise complaint(f"Unclosed end tag at byte offset {begun}")
        self.at += 1
        return tag

    def _next(self) -> bytes:
        return self._source[self.at : self.at + 1]

    def _skip(self, pattern: re.Pattern[bytes]) -> bytes:
        hit = pattern.match(self._source, self.at)
        taken = hit.group() if hit else b""
        self.at += len(taken)
        return taken

    def _bare(self) -> str:
        self.at += 1
        return "&"

    def _reference(self) -> str:
        """Return the character a reference names, or "" if it names none."""
        hit = _REFERENCE.match(self._source, self.at)
        if hit is None:
            return ""
        if hit[3] is not None:
            char = _NAMED.get(hit[3], "")
        else:
            char = _character(int(hit[1], 16) if hit[1] is not None else int(hit[2]))
        self.at = hit.end() if char else self.at
        return char

    def _more_attributes(self, begun: int) -> bool:
        self._skip(_BLANK)
        if self.ended:
            raise complaint(f"Unclosed start tag at byte offset {begun}")
        return self._next() != b">"

    def _value(self, tag: str, begun: int) -> str:
        self._skip(_BLANK)
        if self._next() != b"=":
            return ""
        self.at += 1
        self._skip(_BLANK)
        if self.ended:
            raise complaint(f'Unclosed start tag "{tag}" at byte offset {begun}')
        if self._next() in {b"'", b'"'}:
            return self._quoted(begun)
        token_at, token = self.at, self._skip(_TOKEN)
        if not (self._next() == b">" or self._next().isspace()):
            raise complaint(f"Unexpected end of name token at byte offset {token_at}")
        return token.decode().lower()

    def _quoted(self, begun: int) -> str:
        end = self._source.find(self._next(), self.at + 1)
        if end < 0 or end + 1 >= len(self._source):
            raise complaint(f"Unclosed start tag at byte offset {begun}")
        inner = Scanner(self._source[self.at + 1 : end].replace(b"<", b"&lt;"))
        self.at = end + 1
        pieces = []
        while not inner.ended:
            pieces.append(inner.text())
        return "".join(pieces)


def _character(code: int) -> str:
    if code in _SURROGATES:
        raise complaint(
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        )
    return chr(code) if code in _CODES else ""


KNOWN = frozenset(
    (
        *("b", "strong", "i", "em", "u", "ins", "s", "strike", "del"),
        *("tg-spoiler", "span", "a", "code", "pre", "blockquote"),
    )
)
