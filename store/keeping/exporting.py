"""The whole database as plain files, as it was at one moment."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import quote

from sqlalchemy import ColumnElement, Table, collate, func, select
from sqlmodel import SQLModel, col

from store import fetches, migrations
from store.copies import Copies
from store.keeping import places, shape
from store.session import Store, Tx
from store.tables import CatalogVersionRow

Progress: TypeAlias = Callable[[int, int], None]
"""Called with how much is done, and of how much; may raise to stop."""

_AT_A_TIME = 500
_PIECE = 2**20  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A file of an export. `rows` is None where it holds no table."""

    name: str
    bytes: int
    sha256: str
    rows: int | None = None


def export(
    store: Store, path: Path, progress: Progress, copies: Copies | None = None
) -> list[Part]:
    """Write everything to a new folder, or to a zip; return its files.

    With `copies`, those of them that the data refers to as well. Other processes may
    go on writing. Raises FileExistsError, OSError, DatabaseTrouble; then nothing is
    left behind.
    """
    with places.new(path) as opener:
        return store.snapshot_sync(lambda tx: _write(tx, opener, progress, copies))


def _write(
    tx: Tx, opener: places.Open, progress: Progress, copies: Copies | None
) -> list[Part]:
    tables = shape.kept()
    total, done = sum(_count(tx, table) for table in tables), 0

    def tick(rows: int) -> None:
        nonlocal done
        done += rows
        progress(done, total)

    parts = [
        _file(opener, shape.file_of(table), _lines(tx, table, tick), counted=True)
        for table in tables
    ]
    parts += [_file(opener, name, [text]) for name, text in _catalogs(tx)]
    if copies is not None:
        wanted = fetches.digests(tx)
        found = sorted(one for one in copies.whole() if one.name in wanted)
        parts += [_file(opener, _named(one), _pieces(one)) for one in found]
    manifest = {
        "format": shape.FORMAT,
        "revision": migrations.head(),
        "files": [asdict(part) for part in parts],
    }
    with opener(shape.MANIFEST) as file:
        file.write(json.dumps(manifest, ensure_ascii=False, indent=1).encode() + b"\n")
    return parts


def _file(
    opener: places.Open, name: str, pieces: Iterable[bytes], *, counted: bool = False
) -> Part:
    """Write a file piece by piece; return what the manifest says of it."""
    size = number = 0
    digest = hashlib.sha256()
    with opener(name) as file:
        for piece in pieces:
            file.write(piece)
            digest.update(piece)
            size += len(piece)
            number += 1
    rows = number if counted else None
    return Part(name=name, bytes=size, sha256=digest.hexdigest(), rows=rows)


def _lines(tx: Tx, table: Table, tick: Callable[[int], None]) -> Iterator[bytes]:
    columns = list(table.columns)
    found = tx.execute(
        select(*columns).order_by(*_key(tx, table)),
        execution_options={"yield_per": _AT_A_TIME},
    )
    for rows in found.partitions():
        for row in rows:
            pairs = zip(columns, row, strict=True)
            yield _line({c.name: shape.written(c, value) for c, value in pairs})
        tick(len(rows))


def _line(row: Mapping[str, Any]) -> bytes:
    plain = json.dumps(row, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return plain.encode() + b"\n"


def _key(tx: Tx, table: Table) -> list[ColumnElement[Any]]:
    """Return the key to sort by; text by its bytes, as SQLite does it anyway."""
    if tx.get_bind().dialect.name == "sqlite":
        return list(table.primary_key)
    return [
        collate(column, "C") if shape.is_text(column) else column
        for column in table.primary_key
    ]


def _count(tx: Tx, table: Table) -> int:
    return tx.scalar(select(func.count()).select_from(table)) or 0


def _named(copy: Path) -> str:
    """Return a copy's name in an export: its folders are those it has here."""
    return f"{shape.EVIDENCE}/{copy.parent.parent.name}/{copy.parent.name}/{copy.name}"


def _pieces(copy: Path) -> Iterator[bytes]:
    with copy.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def _catalogs(tx: Tx) -> Iterator[tuple[str, bytes]]:
    """Yield every version of every plan's catalog as the file it was, for people."""
    found = tx.execute(
        select(
            col(CatalogVersionRow.plan),
            col(CatalogVersionRow.number),
            col(CatalogVersionRow.text),
        ).order_by(*_key(tx, SQLModel.metadata.tables["catalog_version"])),
        execution_options={"yield_per": 1},
    )
    for plan, number, text in found:
        yield f"{shape.CATALOGS}/{quote(plan, safe='')}/{number:04}.yaml", text.encode()
