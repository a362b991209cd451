"""Targets can be reached: sign, percent, baseline and direction agree."""

from decimal import Decimal

from rules.catalog import Kind
from store.catalog.mistakes import Wrong
from store.catalog.scalars import number
from store.catalog.sense.rows import Row, Sensed, indicators, text, value
from store.catalog.tree import Data, Loc, Node

_PERCENT = {"%", "％"}
_WHOLE = Decimal(100)
_COUNTED = {Kind.COUNT.value, Kind.CUMULATIVE.value}


def check(plain: Data, root: Node) -> Sensed:
    del root
    for loc, row in indicators(plain):
        yield from _signs(loc, row)
        yield from _percent(loc, row)
        yield from _way(loc, row)


def _signs(loc: Loc, row: Row) -> Sensed:
    target = value(row, "target", number)
    if target is not None and target < 0:
        fix = f"{-target:f}"
        yield (*loc, "target"), Wrong("negative_target", "write", fix=fix)
    if "target" not in row and "test" not in row:
        yield (*loc, "target"), Wrong("no_target", "target_or_test")


def _percent(loc: Loc, row: Row) -> Sensed:
    if text(row, "unit") not in _PERCENT:
        return
    for key in ("target", "baseline"):
        said = value(row, key, number)
        if said is not None and said > _WHOLE:
            yield (*loc, key), Wrong("over_100", "hundred")


def _way(loc: Loc, row: Row) -> Sensed:
    """Compare target and baseline; of levels and shares only equality is odd.

    A share may start above its target: "85 or more" holds with 88.6 last year.
    """
    target, baseline = value(row, "target", number), value(row, "baseline", number)
    if target is None or target < 0:
        return
    if target == (0 if baseline is None and _rises(row) else baseline):
        yield (*loc, "target"), Wrong("equal_baseline", "differ")
    elif baseline is not None and _counts(row):
        down = text(row, "direction") == "down"
        if (target < baseline) is not down:
            key = "direction" if "direction" in row else "target"
            facts = {"target": f"{target:f}", "baseline": f"{baseline:f}"}
            fix = "direction: up" if down else "direction: down"
            yield (*loc, key), Wrong("direction_against", "write", fix=fix, **facts)


def _rises(row: Row) -> bool:
    """Tell whether a number counts up from nothing, so that a target of 0 is none."""
    return _counts(row) and text(row, "direction") != "down"


def _counts(row: Row) -> bool:
    return "kind" not in row or text(row, "kind") in _COUNTED
