"""The folder of evidence: each content once, by the hash of it; nothing else is inside.

Written beside, synced, renamed: what has its name is whole. Nothing in it is changed
or removed, so that an ordinary copy of the folder is a good one.
"""

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from store.keeping.places import private, synced

RESERVE = 500_000_000  # bytes of the disk that evidence leaves to the database
_DIGEST = re.compile(r"[0-9a-f]{64}")
_PART = ".part"
_FOLDER = 0o700


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What the folder holds, in files and bytes."""

    files: int
    bytes: int


class Draft:
    """A content on its way in: written piece by piece, then kept or forgotten."""

    def __init__(self, copies: "Copies", path: Path) -> None:
        self._copies, self._path = copies, path
        self._hash = hashlib.sha256()
        self._file = path.open("wb")
        self.size = 0

    def write(self, piece: bytes) -> None:
        self._file.write(piece)
        self._hash.update(piece)
        self.size += len(piece)

    def keep(self) -> str:
        """Put the content in its place, unless it is there; return its digest."""
        self._file.flush()
        os.fsync(self._file.fileno())
        digest = self._hash.hexdigest()
        place = self._copies.path(digest)
        if not place.is_file():
            for folder in (place.parent.parent, place.parent):
                folder.mkdir(_FOLDER, exist_ok=True)
                synced(folder.parent)
            self._path.rename(place)
            synced(place.parent)
        return digest

    def close(self) -> None:
        self._file.close()
        self._path.unlink(missing_ok=True)


class Copies:
    """`limit`: how many bytes the folder may hold. Everything here raises OSError."""

    def __init__(self, folder: Path, limit: int) -> None:
        self.folder, self.limit = folder, limit

    def path(self, digest: str) -> Path:
        """Return where a content is, or would be."""
        return self.folder / digest[:2] / digest[2:4] / digest

    @contextmanager
    def draft(self) -> Iterator[Draft]:
        """Begin a content; what was not kept by the end leaves nothing behind."""
        self.folder.mkdir(_FOLDER, parents=True, exist_ok=True)
        path = self.folder / f"{secrets.token_hex(16)}{_PART}"
        private(path)
        made = Draft(self, path)
        try:
            yield made
        finally:
            made.close()

    def room(self) -> int:
        """Return how many bytes may still come in; the disk is not filled up either."""
        self.folder.mkdir(_FOLDER, parents=True, exist_ok=True)
        free = shutil.disk_usage(self.folder).free - RESERVE
        return max(min(self.limit - self.use().bytes, free), 0)

    def use(self) -> Use:
        sizes = [path.stat().st_size for path in self.whole()]
        return Use(files=len(sizes), bytes=sum(sizes))

    def whole(self) -> Iterator[Path]:
        """Yield every content that is in its place."""
        for path in self.folder.glob("??/??/*"):
            if _DIGEST.fullmatch(path.name) and path == self.path(path.name):
                yield path

    def tidy(self) -> None:
        """Remove what a process that died was writing. Only while nobody writes."""
        for path in self.folder.glob(f"*{_PART}"):
            path.unlink(missing_ok=True)
