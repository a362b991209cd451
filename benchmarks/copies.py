"""A database filled with copies of the plan it holds, rows and all."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Integer,
    String,
    Table,
    func,
    insert,
    literal,
    select,
)
from sqlmodel import SQLModel

from store.session import Tx

_APART = 1_000_000  # between the numbers of one copy and the next
_REFERS = frozenset({"answered_by", "supersedes", "report"})  # by no foreign key
_NAMED = frozenset({"key", "code_hash", "name"})  # unique in all plans


def fill(tx: Tx, copies: int) -> None:
    """Add so many copies of everything, each under another plan's name."""
    numbers = select(literal(1).label("n")).cte("numbers", recursive=True)
    more = select(numbers.c.n + 1).where(numbers.c.n < copies)
    n = numbers.union_all(more)
    for table in SQLModel.metadata.sorted_tables:
        made = [_copied(column, n.c.n) for column in table.columns]
        rows = select(*made).select_from(table).join(n, literal(1) == 1)
        tx.execute(insert(table).from_select(list(table.columns), rows))


def _copied(column: Column[Any], n: ColumnElement[int]) -> ColumnElement[Any]:
    table = column.table
    named = column.name == "plan" or (str(table) == "plan" and column.name == "id")
    if named or (column.name in _NAMED and _alone(column)):
        return column + "-" + func.cast(n, String)
    return column + n * _APART if _number(column) else column


def _alone(column: Column[Any]) -> bool:
    """Whether a column's values are unique in the whole table."""
    table = column.table
    assert isinstance(table, Table)
    whole = column.primary_key and len(table.primary_key) == 1
    return bool(column.unique) or whole


def _number(column: Column[Any]) -> bool:
    """Whether a column numbers its rows, or those of another table."""
    if not isinstance(column.type, Integer | BigInteger):
        return False
    own = column.primary_key and column.name in {"id", "bot"}
    return own or bool(column.foreign_keys) or column.name in _REFERS
