"""From bytes to text: the size, the encoding, and characters nobody sees."""

import re
from collections.abc import Iterator

from store.catalog.mistakes import Wrong

MAX_BYTES = 2 * 1024 * 1024
_MB = 1024 * 1024
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_FOREIGN = {
    b"PK\x03\x04": "xlsx/docx/zip",
    b"%PDF": "PDF",
    b"\xd0\xcf\x11\xe0": "xls/doc",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
}
# What YAML forbids, other line breaks, and marks that reorder or hide text.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u2069"
    "\ufeff\ufffe\uffff]"
)

Place = tuple[int, int]


def sized(length: int) -> Wrong | None:
    """Refuse a file that cannot be a plan, before anything reads it."""
    if length <= MAX_BYTES:
        return None
    size = f"{length / _MB:.1f} MB"
    return Wrong("too_big", "smaller", size=size, limit=f"{MAX_BYTES // _MB} MB")


def decoded(data: bytes) -> str | tuple[Place, Wrong]:
    """Return the text, or the first bad place and what is wrong there."""
    for magic, kind in _FOREIGN.items():
        if data.startswith(magic):
            return (1, 1), Wrong("not_text", "send_yaml", kind=kind)
    if data.startswith(_UTF16) or b"\x00" in data[:4]:
        return (1, 1), Wrong("encoding", "save_utf8", kind="UTF-16")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig")
        line = before.count("\n") + 1
        return (line, len(before) - before.rfind("\n")), _other_encoding(data)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _other_encoding(data: bytes) -> Wrong:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return Wrong("encoding_unknown", "save_utf8")
    return Wrong("encoding", "save_utf8", kind="GBK")


def unseen(text: str) -> Iterator[tuple[Place, Wrong]]:
    """Yield each place with a character nobody sees; one a line is enough."""
    for number, line in enumerate(text.split("\n"), 1):
        if found := _UNSEEN.search(line):
            yield (number, found.start() + 1), unseen_character(found[0], "unseen")


def unseen_character(character: str, code: str = "control") -> Wrong:
    return Wrong(code, "delete_it", value=f"U+{ord(character):04X}")


def first_unseen(text: str) -> str | None:
    found = _UNSEEN.search(text)
    return found[0] if found else None


def cleared(text: str) -> str:
    """Return the text with a blank for each such character, so reading goes on."""
    return _UNSEEN.sub(" ", text)
