"""What the files hold: which tables, in which order, and how a value is written.

A table is a file of JSON lines, a row each, in the order of its key. The same data
gives the same bytes on every database.
"""

import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Integer,
    Table,
    Time,
)
from sqlmodel import SQLModel

from store import tables
from store.columns import Exact, Instant

FORMAT = 1
MANIFEST, CATALOGS, EVIDENCE = "manifest.json", "catalogs", "evidence"
# Who is on duty now is no data: a copy must not believe that somebody serves it.
_PASSING = frozenset({tables.LeaseRow.__tablename__})

_WHOLE = 2**53  # from here on a float is whole, and databases write it as they like
_SMALL, _BIG = 2**31, 2**63
_DECIMAL = re.compile(r"-?\d{1,400}(\.\d{1,400})?")
_UNKEEPABLE = re.compile(r"[\x00\ud800-\udfff]")  # PostgreSQL keeps neither


class BadValue(ValueError):
    """A value that its column cannot hold."""


def kept() -> list[Table]:
    """Return the tables that are kept, each after those it refers to."""
    every = SQLModel.metadata.sorted_tables
    return [table for table in every if table.name not in _PASSING]


def file_of(table: Table) -> str:
    return f"{table.name}.jsonl"


def written(column: Column[Any], value: Any) -> Any:  # noqa: ANN401 - any column's
    """Return a value as its JSON: text where JSON has no such thing."""
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
        case _ if isinstance(column.type, JSON):
            return _ordered(value)
        case _:
            return value


def _ordered(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return JSON in the one form that both databases give back unchanged."""
    match value:
        case Mapping():
            return {key: _ordered(value[key]) for key in sorted(value)}
        case list():
            return [_ordered(one) for one in value]
        case float() if math.isfinite(value) and abs(value) >= _WHOLE:
            return int(value)
        case float():
            return value or 0.0  # there is no -0.0 in PostgreSQL
        case _:
            return value


def reader(column: Column[Any]) -> Callable[[Any], Any]:
    """Return what makes the column's value of its JSON, or raises BadValue."""
    kind = column.type
    if isinstance(kind, JSON):
        return _json  # nothing, in JSON, is a value as well
    for known, read in _READERS:
        if isinstance(kind, known):
            return _or_nothing(read) if column.nullable else read
    return _or_nothing(_text) if column.nullable else _text


def is_text(column: Column[Any]) -> bool:
    """Whether it holds plain text; SQLModel's own type for it does not say so."""
    return not isinstance(column.type, (JSON, *(known for known, _ in _READERS)))


def _or_nothing(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else read(value)


def _json(value: object) -> object:
    match value:
        case str():
            return _text(value)
        case dict():
            for key, one in value.items():
                _text(key)
                _json(one)
        case list():
            for one in value:
                _json(one)
        case float() if not math.isfinite(value):
            raise BadValue
        case _:
            pass
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or _UNKEEPABLE.search(value):
        raise BadValue
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise BadValue
    return value


def _number(size: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise BadValue
        if not -size <= value < size:
            raise BadValue
        return value

    return read


def _exact(value: object) -> Decimal:
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
        raise BadValue
    return Decimal(value)


def _moment(value: object) -> datetime:
    try:
        return datetime.fromisoformat(_text(value)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadValue from None


def _day(value: object) -> date:
    try:
        return date.fromisoformat(_text(value))
    except ValueError:
        raise BadValue from None


def _hour(value: object) -> time:
    try:
        return time.fromisoformat(_text(value))
    except ValueError:
        raise BadValue from None


# The bigger number first: it is an Integer as well.
_READERS: tuple[tuple[type[Any], Callable[[Any], Any]], ...] = (
    (Instant, _moment),
    (Exact, _exact),
    (Boolean, _flag),
    (BigInteger, _number(_BIG)),
    (Integer, _number(_SMALL)),
    (Date, _day),
    (Time, _hour),
)
