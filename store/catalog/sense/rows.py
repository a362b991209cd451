"""Walk plain values that may have any shape, and meet only those with the right one."""

from collections.abc import Callable, Iterator
from typing import TypeAlias, TypeVar

from store.catalog.mistakes import Wrong
from store.catalog.tree import Data, Loc

T = TypeVar("T")
Row: TypeAlias = dict[str, Data]
Placed: TypeAlias = tuple[Loc, Row]
Sensed: TypeAlias = Iterator[tuple[Loc, Wrong]]
KEY = "[key]"
"""The last step of a way that leads to a key, not to its value."""


def table(plain: Data, key: str) -> Row:
    """Return the mapping under a key, empty when there is none."""
    found = plain.get(key) if isinstance(plain, dict) else None
    return found if isinstance(found, dict) else {}


def rows(plain: Data, key: str, loc: Loc = ()) -> Iterator[Placed]:
    """Yield the mappings of the list under a key, with their ways."""
    found = plain.get(key) if isinstance(plain, dict) else None
    for i, row in enumerate(found if isinstance(found, list) else []):
        if isinstance(row, dict):
            yield (*loc, key, i), row


def tasks(plain: Data) -> Iterator[Placed]:
    for loc, area in rows(plain, "areas"):
        yield from rows(area, "tasks", loc)


def indicators(plain: Data) -> Iterator[Placed]:
    """Yield the plan's targets and every task's indicators."""
    yield from rows(plain, "targets")
    for loc, task in tasks(plain):
        yield from rows(task, "indicators", loc)


def texts(row: Row, key: str, loc: Loc) -> Iterator[tuple[Loc, str]]:
    """Yield the texts of the list under a key, with their ways."""
    found = row.get(key)
    for i, said in enumerate(found if isinstance(found, list) else []):
        if isinstance(said, str):
            yield (*loc, key, i), said


def value(row: Row, key: str, read: Callable[[object], T]) -> T | None:
    """Return a value as it reads; None when it is absent or wrong by itself."""
    try:
        return read(row[key]) if key in row else None
    except Wrong:
        return None


def text(row: Row, key: str) -> str | None:
    found = row.get(key)
    return found if isinstance(found, str) else None
