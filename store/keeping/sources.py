"""The files of an export, as they are found: checked by name, size and checksum."""

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from store.keeping import shape
from store.keeping.exporting import Part
from store.keeping.trouble import BadFiles, Wrong

LONGEST_LINE = 16 * 2**20
_MANIFEST_SIZE = 32 * 2**20
# No text of ours packs better; a bomb does.
_RATIO, _HARMLESS = 400, 2**26
_CATALOG = re.compile(rf"{shape.CATALOGS}/[A-Za-z0-9._%~-]{{1,200}}/\d{{4,9}}\.yaml")
_COPY = re.compile(
    rf"{shape.EVIDENCE}/([0-9a-f]{{2}})/([0-9a-f]{{2}})/\1\2[0-9a-f]{{60}}"
)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_BROKEN = (OSError, zipfile.BadZipFile, zlib.error, EOFError)
_PACKED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What is there: the size of each file by its name, and how to open one."""

    sizes: Mapping[str, int]
    open: Callable[[str], IO[bytes]]


@contextmanager
def opened(path: Path) -> Iterator[Source]:
    """Open a folder or a zip. Raises BadFiles, also while it is read."""
    try:
        if path.is_dir():
            yield _folder(path)
        else:
            with zipfile.ZipFile(path) as found:
                yield _zip(found, path)
    except _BROKEN as error:
        raise BadFiles(Wrong.UNREADABLE, what=str(error) or path.name) from error


def parts(source: Source) -> dict[str, Part]:
    """Return what the manifest says, by name. Raises BadFiles if it is not so."""
    told = _manifest(source)
    found = {part.name: part for part in map(_part, told["files"])}
    for name, part in found.items():
        if name not in source.sizes:
            raise BadFiles(Wrong.MISSING, name)
        if source.sizes[name] != part.bytes:
            raise BadFiles(Wrong.CHANGED, name)
    for name in source.sizes:
        if name not in found and name != shape.MANIFEST:
            raise BadFiles(Wrong.FOREIGN, name)
    for table in shape.kept():
        if shape.file_of(table) not in found:
            raise BadFiles(Wrong.MISSING, shape.file_of(table))
    return found


def revision(source: Source) -> str:
    return str(_manifest(source)["revision"])


def lines(source: Source, part: Part) -> Iterator[tuple[int, bytes]]:
    """Yield a file's lines with their numbers, from 1; at the end it must be whole."""
    digest, number = hashlib.sha256(), 0
    with source.open(part.name) as file:
        while line := file.readline(LONGEST_LINE):
            number += 1
            digest.update(line)
            if not line.endswith(b"\n"):
                wrong = Wrong.TOO_BIG if len(line) == LONGEST_LINE else Wrong.CUT
                raise BadFiles(wrong, part.name, number)
            yield number, line
    if digest.hexdigest() != part.sha256 or number != part.rows:
        raise BadFiles(Wrong.CHANGED, part.name)


def unchanged(source: Source, part: Part) -> None:
    """Raise BadFiles when a file is not the one that was written."""
    digest = hashlib.sha256()
    with source.open(part.name) as file:
        while piece := file.read(2**20):
            digest.update(piece)
    if digest.hexdigest() != part.sha256:
        raise BadFiles(Wrong.CHANGED, part.name)


def _folder(path: Path) -> Source:
    sizes = {
        file.relative_to(path).as_posix(): file.stat().st_size
        for file in sorted(path.rglob("*"))
        if not file.is_dir()
    }
    for name in sizes:
        if not (path / name).is_file():
            raise BadFiles(Wrong.FOREIGN, name)
    return Source(sizes=sizes, open=lambda name: (path / name).open("rb"))


def _zip(found: zipfile.ZipFile, path: Path) -> Source:
    inside = [info for info in found.infolist() if not info.is_dir()]
    sizes = {info.filename: info.file_size for info in inside}
    if len(sizes) != len(inside):
        raise BadFiles(Wrong.MANIFEST, path.name)
    if sum(sizes.values()) > max(_HARMLESS, _RATIO * path.stat().st_size):
        raise BadFiles(Wrong.TOO_BIG, path.name)
    for info in inside:
        if info.flag_bits & 1 or info.compress_type not in _PACKED:
            raise BadFiles(Wrong.UNREADABLE, info.filename[:200])  # sealed, or exotic
    return Source(sizes=sizes, open=found.open)


def _manifest(source: Source) -> dict[str, Any]:
    name = shape.MANIFEST
    if name not in source.sizes:
        raise BadFiles(Wrong.NO_MANIFEST, name)
    with source.open(name) as file:
        data = file.read(_MANIFEST_SIZE)
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        raise BadFiles(Wrong.MANIFEST, name) from None
    if not isinstance(told, dict) or not isinstance(told.get("files"), list):
        raise BadFiles(Wrong.MANIFEST, name)
    if told.get("format") != shape.FORMAT:
        raise BadFiles(Wrong.FORMAT, name, what=str(told.get("format"))[:20])
    return told


def _part(told: object) -> Part:
    """Return what a manifest says of one file; names lead nowhere else."""
    match told:
        case {"name": str(name), "bytes": int(size), "sha256": str(sha), "rows": rows}:
            known = name in _tables() if rows is not None else _plain(name, sha)
            if known and _SHA256.fullmatch(sha) and isinstance(rows, int | None):
                return Part(name=name, bytes=size, sha256=sha, rows=rows)
            raise BadFiles(Wrong.FOREIGN, name[:200])
        case _:
            raise BadFiles(Wrong.MANIFEST, shape.MANIFEST)


def _plain(name: str, sha: str) -> bool:
    """Whether a file that is no table may have this name: a copy's is its checksum."""
    if _COPY.fullmatch(name):
        return name.endswith(sha)
    return _CATALOG.fullmatch(name) is not None


def _tables() -> set[str]:
    return {shape.file_of(table) for table in shape.kept()}
