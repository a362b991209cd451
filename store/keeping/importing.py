"""Plain files into an empty database: all of them, or nothing.

Everything is read and checked first; only then is anything written.
"""

import json
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import JSON, Column, MetaData, Table, func, insert, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError

from store import away, migrations
from store.copies import Copies
from store.keeping import shape, sources
from store.keeping.exporting import Part, Progress
from store.keeping.sources import Source
from store.keeping.trouble import BadFiles, Wrong
from store.session import Store, Tx

Row: TypeAlias = dict[str, Any]
Keys: TypeAlias = dict[str, list[Any]]
"""The keys of the tables that others refer to, in order, by table."""

_AT_A_TIME = 500
_PIECE = 2**20  # bytes
_LONGEST = 300  # characters told of what a database or a value says


def import_(
    store: Store, path: Path, progress: Progress, copies: Copies | None = None
) -> dict[str, int]:
    """Fill an empty database of the present shape; return the rows by table.

    With `copies`, the evidence is put back first. Raises BadFiles, with the place,
    DatabaseTrouble or OSError; then no row was changed.
    """
    if filled := store.read_sync(_filled):
        raise BadFiles(Wrong.NOT_EMPTY, what=filled)
    with sources.opened(path) as source:
        made_for = sources.revision(source)
        if made_for != migrations.head():
            raise BadFiles(Wrong.REVISION, shape.MANIFEST, what=made_for[:20])
        parts = sources.parts(source)
        total = 2 * sum(part.rows or 0 for part in parts.values())
        tick = _ticking(progress, total)
        _check(source, parts, tick)
        if copies is not None:
            _put_back(source, parts, copies)
        return store.run_sync(lambda tx: _fill(tx, source, parts, tick))


def _filled(tx: Tx) -> str:
    """Return the name of a table that has rows; nothing if all are empty."""
    there = (
        table.name
        for table in shape.kept()
        if tx.scalar(
            select(func.count()).select_from(select(table).limit(1).subquery())
        )
    )
    return next(there, "")


def _ticking(progress: Progress, total: int) -> Callable[[int], None]:
    done = 0

    def tick(rows: int) -> None:
        nonlocal done
        done += rows
        progress(done, total)

    return tick


def _check(
    source: Source, parts: Mapping[str, Part], tick: Callable[[int], None]
) -> None:
    """Read every file to its end; raise BadFiles at the first thing wrong."""
    for part in parts.values():
        sources.unchanged(source, part)  # first: it says most of what went wrong
    keys: Keys = {}
    for table in shape.kept():
        for rows in _batches(_rows(source, parts, table, keys)):
            tick(len(rows))


def _put_back(source: Source, parts: Mapping[str, Part], copies: Copies) -> None:
    """Put the copies of evidence in their places; what is there already stays."""
    for name in parts:
        if name.startswith(f"{shape.EVIDENCE}/"):
            with source.open(name) as file, copies.draft() as draft:
                while piece := file.read(_PIECE):
                    draft.write(piece)
                draft.keep()


def _fill(
    tx: Tx,
    source: Source,
    parts: Mapping[str, Part],
    tick: Callable[[int], None],
) -> dict[str, int]:
    if filled := _filled(tx):
        raise BadFiles(Wrong.NOT_EMPTY, what=filled)  # somebody was faster
    counts, keys = dict[str, int](), Keys()
    for table in shape.kept():
        counts[table.name] = 0
        faithful = _faithful(table)
        for rows in _batches(_rows(source, parts, table, keys)):
            _put(tx, faithful, rows, counts[table.name])
            counts[table.name] += len(rows)
            tick(len(rows))
    _count_on(tx)
    return counts


def _put(tx: Tx, table: Table, rows: Sequence[Row], before: int) -> None:
    try:
        tx.connection().execute(insert(table), rows)
    except DBAPIError as error:
        url = tx.get_bind().engine.url
        if away.trouble(error, url):
            raise
        said, name = away.why(error, url)[:_LONGEST], shape.file_of(table)
        raise BadFiles(Wrong.REFUSED, name, before + 1, said) from error


def _faithful(table: Table) -> Table:
    """Return the table with JSON columns that keep nothing as nothing at all."""
    columns: list[Column[Any]] = []
    for column in table.columns:
        kind: Any = column.type
        if isinstance(kind, JSON):
            none = bool(column.nullable)
            kind = JSON(none_as_null=none).with_variant(
                JSONB(none_as_null=none), "postgresql"
            )
        columns.append(Column(column.name, kind))
    return Table(table.name, MetaData(), *columns)


def _count_on(tx: Tx) -> None:
    """Let PostgreSQL number what comes next after what is there."""
    if tx.get_bind().dialect.name != "postgresql":
        return
    for table in shape.kept():
        column = table.autoincrement_column
        if column is None:
            continue
        name = f'"{table.name}"'
        last = f"max({column.name})"
        tx.execute(
            text(
                f"SELECT setval(pg_get_serial_sequence('{name}', '{column.name}'),"  # noqa: S608 - both names are ours
                f" greatest({last}, 1)) FROM {name} HAVING {last} IS NOT NULL"
            )
        )


def _rows(
    source: Source, parts: Mapping[str, Part], table: Table, keys: Keys
) -> Iterator[Row]:
    """Yield a table's rows, each checked by itself and against those before it."""
    name = shape.file_of(table)
    readers = {column.name: shape.reader(column) for column in table.columns}
    key = [column.name for column in table.primary_key]
    refers = {
        one.parent.name: keys[one.column.table.name] for one in table.foreign_keys
    }
    keys[table.name] = own = []
    last: tuple[Any, ...] | None = None
    for number, line in sources.lines(source, parts[name]):
        row = _row(line, readers, name, number)
        at = tuple(_comparable(row[one]) for one in key)
        if last is not None and at <= last:
            raise BadFiles(Wrong.ORDER, name, number, ", ".join(key))
        last = at
        for column, known in refers.items():
            if row[column] is not None and not _among(known, row[column]):
                raise BadFiles(Wrong.REFERENCE, name, number, column)
        if len(key) == 1:
            own.append(row[key[0]])
        yield row


def _row(
    line: bytes, readers: Mapping[str, Callable[[Any], Any]], name: str, number: int
) -> Row:
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        raise BadFiles(Wrong.JSON, name, number) from None
    if not isinstance(told, dict):
        raise BadFiles(Wrong.JSON, name, number)
    for column in told:
        if column not in readers:
            raise BadFiles(Wrong.UNKNOWN_COLUMN, name, number, column[:_LONGEST])
    row = {}
    for column, read in readers.items():
        if column not in told:
            raise BadFiles(Wrong.ABSENT_COLUMN, name, number, column)
        try:
            row[column] = read(told[column])
        except (shape.BadValue, RecursionError):
            raise BadFiles(Wrong.VALUE, name, number, column) from None
    return row


def _comparable(value: Any) -> Any:  # noqa: ANN401 - any key
    """Return a key as databases order it: text by its bytes."""
    return value.encode() if isinstance(value, str) else value


def _among(known: Sequence[Any], value: Any) -> bool:  # noqa: ANN401 - any key
    place = bisect_left(known, _comparable(value), key=_comparable)
    return place < len(known) and known[place] == value


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, _AT_A_TIME)):
        yield batch
