"""Files in both directions: kept whole in memory, checked as Telegram checks them."""

import secrets
import struct
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from sandbox.model import FileKind, StoredFile
from sandbox.refusals import Refused, bad

PHOTO_LIMIT = 10 * 1024 * 1024
UPLOAD_LIMIT = 50 * 1024 * 1024
DOWNLOAD_LIMIT = 20 * 1024 * 1024
_SIDES = 10_000  # width and height of a photo together
_RATIO = 20
_KINDS: Mapping[str, FileKind] = {"audio": "audio", "video": "video"}
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def stored(kind: FileKind, name: str, mime: str, content: bytes) -> StoredFile:
    key = secrets.token_urlsafe(18)
    suffix = PurePosixPath(name).suffix
    width, height = size_of(content) if kind == "photo" else (0, 0)
    return StoredFile(
        id=f"{kind[0].upper()}g{key}",
        kind=kind,
        name=PurePosixPath(name.replace("\\", "/")).name or "file",
        mime=mime or "application/octet-stream",
        content=content,
        path=f"{kind}s/{key}{suffix}",
        width=width,
        height=height,
    )


def upload(kind: FileKind, name: str, mime: str, content: bytes) -> StoredFile:
    """Return a bot's upload, or refuse it for its size or shape."""
    if not content:
        raise bad("file must be non-empty")
    if len(content) > UPLOAD_LIMIT:
        raise Refused(413, "Request Entity Too Large")
    if kind == "photo":
        _check_photo(content)
    return stored(kind, name, mime, content)


def _check_photo(content: bytes) -> None:
    if len(content) > PHOTO_LIMIT:
        size = f"{len(content)} bytes"
        raise bad(
            f"file of size {size} is too big for a photo; the maximum size is 10 MB"
        )
    width, height = size_of(content)
    if not width or not height:
        raise bad("IMAGE_PROCESS_FAILED")
    long, short = max(width, height), min(width, height)
    if width + height > _SIDES or long > _RATIO * short:
        raise bad("PHOTO_INVALID_DIMENSIONS")


def size_of(content: bytes) -> tuple[int, int]:
    """Return width and height of a PNG, GIF or JPEG; (0, 0) of anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:  # noqa: PLR2004 - IHDR
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content[:3] == b"GIF" and len(content) >= 10:  # noqa: PLR2004 - screen size
        width, height = struct.unpack("<HH", content[6:10])
        return width, height
    if content.startswith(b"\xff\xd8"):
        return _jpeg_size(content)
    return 0, 0


def _jpeg_size(content: bytes) -> tuple[int, int]:
    for marker, at in _segments(content):
        if marker in _FRAMES and at + 7 <= len(content):
            height, width = struct.unpack(">HH", content[at + 3 : at + 7])
            return width, height
    return 0, 0


def _segments(content: bytes) -> Iterator[tuple[int, int]]:
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:  # noqa: PLR2004 - JPEG marker
        yield content[at + 1], at + 2
        (length,) = struct.unpack(">H", content[at + 2 : at + 4])
        at += 2 + length


def kind_of(mime: str) -> FileKind:
    """Return how a person's app would send a file of this type."""
    if mime in {"image/png", "image/jpeg"}:
        return "photo"
    if mime in {"audio/ogg", "audio/opus"}:
        return "voice"
    return _KINDS.get(mime.partition("/")[0], "document")
