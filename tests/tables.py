"""Tables of cases tried in one test.

A test of its own costs a hundred times what a line of a table says. Like
`pytest.mark.parametrize`, but every line is tried, and all that fail are told, each
by its line. For functions that keep nothing from one line to the next.
"""

import inspect
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any


def each(names: str | tuple[str, ...], lines: Iterable[Any]) -> Callable[..., Any]:
    """Try a test with each line: a value for each name, or one for a single name."""
    named = (names,) if isinstance(names, str) else names
    table = [(line,) if isinstance(names, str) else tuple(line) for line in lines]
    assert table, "no line: nothing would be tried"

    def over(test: Callable[..., None]) -> Callable[..., None]:
        @wraps(test)
        def whole(**fixtures: object) -> None:
            wrong = []
            for line in table:
                try:
                    test(**fixtures, **dict(zip(named, line, strict=True)))
                except Exception as error:  # noqa: BLE001 - told below, with its line
                    error.add_note("in the line " + ", ".join(map(repr, line)))
                    wrong.append(error)
            if wrong:
                told = f"{len(wrong)} of {len(table)} lines"
                raise ExceptionGroup(told, wrong)

        asked = inspect.signature(test).parameters.values()
        others = [one for one in asked if one.name not in named]
        whole.__signature__ = inspect.Signature(others)  # what pytest is to provide
        return whole

    return over
