"""A curve is said in one way, and its points or weights lead to the whole."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from rules.catalog import Shape
from store.catalog.curved import WRITTEN
from store.catalog.mistakes import Wrong
from store.catalog.scalars import whole
from store.catalog.sense.rows import KEY, Placed, Row, Sensed, rows, table, tasks, value
from store.catalog.tree import Data, Loc, Node, Table, Text, at
from store.catalog.when import day

_PERCENT, _WEIGHT = whole(0, 100), whole(0, 1000)
_POINTED = (Shape.STEPS.value, Shape.MILESTONES.value)
_MONTHS, _WHOLE = 12, 100
_Span = tuple[date, date] | None  # from where the pace counts to the due day


def check(plain: Data, root: Node) -> Sensed:
    for (loc, row), span in _holders(plain):
        curve, here = row.get("curve"), (*loc, "curve")
        if not isinstance(curve, dict):
            continue
        said = [shape for shape in WRITTEN if shape in curve]
        if not curve or len(said) > 1:
            choices = ", ".join(WRITTEN)
            yield here, Wrong("which_curve", "one_curve", choices=choices)
        for shape in said if len(said) == 1 else []:
            if shape in _POINTED:
                yield from _points(curve, (*here, shape), span, root)
            else:
                yield from _weights(curve, (*here, shape), span)


def _holders(plain: Data) -> Iterator[tuple[Placed, _Span]]:
    """Yield whatever may have a curve, with the span the curve runs over."""
    plan = table(plain, "plan")
    starts, ends = value(plan, "starts", day), value(plan, "ends", day)
    pace = value(plan, "pace_from", day)
    if starts is not None and "pace_from" not in plan:
        pace = date(starts.year, 1, 1)
    for placed in rows(plain, "targets"):
        yield placed, _span(pace, _own(placed[1], "due", ends))
    for loc, task in tasks(plain):
        own = _own(task, "starts", starts)
        begins = pace if own == starts else own
        due = _own(task, "due", ends)
        yield (loc, task), _span(begins, due)
        for placed in rows(task, "indicators", loc):
            yield placed, _span(begins, _own(placed[1], "due", due))


def _own(row: Row, key: str, otherwise: date | None) -> date | None:
    return value(row, key, day) if key in row else otherwise


def _span(begins: date | None, due: date | None) -> _Span:
    return (begins, due) if begins and due and begins <= due else None


def _points(curve: Row, loc: Loc, span: _Span, root: Node) -> Sensed:
    held, points = at(root, loc), table(curve, str(loc[-1]))
    if not isinstance(held, Table):
        return
    if not held.nodes:
        example = f"curve: {WRITTEN[str(loc[-1])]}"
        yield loc, Wrong("no_points", "add", example=example)
        return
    for key, node in held.nodes.items():
        if isinstance(node, Text) and node.value is None:
            yield (*loc, key), Wrong("blank", "fill_in")
    read = [
        (key, on, reached)
        for key in points
        if (on := value({KEY: key}, KEY, day)) is not None
        and (reached := value(points, key, _PERCENT)) is not None
    ]
    yield from _within(read, loc, span)
    yield from _rising(read, loc)
    if len(read) == len(points) and read and read[-1][2] != _WHOLE:
        key, _, reached = read[-1]
        yield (*loc, key), Wrong("not_whole", "write", value=reached, fix=_WHOLE)


_Read = list[tuple[str, date, int]]


def _within(read: _Read, loc: Loc, span: _Span) -> Sensed:
    for key, on, _ in read:
        if span and not span[0] <= on <= span[1]:
            fix = min(max(on, span[0]), span[1]).isoformat()
            facts = {"starts": span[0].isoformat(), "ends": span[1].isoformat()}
            named = {"key": str(loc[-1]), "value": key}
            wrong = Wrong("point_outside", "write", fix=fix, **named, **facts)
            yield (*loc, key, KEY), wrong


def _rising(read: _Read, loc: Loc) -> Sensed:
    order = ", ".join(on.isoformat() for on in sorted(on for _, on, _ in read))
    for (_, before, less), (key, on, more) in pairwise(read):
        if on <= before:
            named = {"key": str(loc[-1]), "value": key}
            wrong = Wrong("points_order", "order", order=order, **named)
            yield (*loc, key, KEY), wrong
        elif more < less:
            wrong = Wrong("point_falls", "at_least", before=less, least=less)
            yield (*loc, key), wrong


def _weights(curve: Row, loc: Loc, span: _Span) -> Sensed:
    said = curve.get(Shape.SEASONAL.value)
    if not isinstance(said, list):
        return
    weights = [value({KEY: one}, KEY, _WEIGHT) for one in said]
    if len(weights) != _MONTHS:
        yield loc, Wrong("not_twelve", "twelve", n=len(weights))
    elif None not in weights and not any(weights[m - 1] for m in _months(span)):
        yield loc, Wrong("no_weight", "some_weight")


def _months(span: _Span) -> set[int]:
    """Return the months a span touches; every one where the span is not known."""
    if span is None:
        return set(range(1, _MONTHS + 1))
    gone = min((span[1] - span[0]).days, 366)
    return {(span[0] + timedelta(days=n)).month for n in range(gone + 1)}
