"""What should be reached by a day: the curve of an indicator or of a task."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

from rules.catalog import Curve, Point, Shape

_DAY = timedelta(days=1)


def expected(curve: Curve, starts: date, due: date, today: date) -> int:
    """Return what is expected at the end of `today`, in percent points.

    0 before `starts`, 100 from `due` on, never less than the day before. With s the
    share of the days gone by, front is 1 - (1 - s)^2 and back is s^2.
    """
    if today >= due:
        return 100
    if today < starts:
        return 0
    return _rounded(_reached(curve, starts, due, today))


def put_off(curve: Curve, planned: date, due: date) -> Curve:
    """Return the curve once its end moved from `planned` to `due`.

    What was to be reached on or after the planned end is now to be reached at `due`;
    a point that then stands behind the end falls away.
    """
    moved = tuple(
        Point(day=due if point.day >= planned else point.day, percent=point.percent)
        for point in curve.points
        if point.day < planned or point.percent == 100  # noqa: PLR2004 - the whole
    )
    return Curve(shape=curve.shape, points=moved, weights=curve.weights)


def _reached(curve: Curve, starts: date, due: date, today: date) -> Fraction:
    """Return the share of the whole expected within the span."""
    gone = Fraction((today - starts).days + 1, (due - starts).days + 1)
    match curve.shape:
        case Shape.FRONT:
            return 1 - (1 - gone) ** 2
        case Shape.BACK:
            return gone**2
        case Shape.STEPS:
            return _stepped(curve.points, today)
        case Shape.MILESTONES:
            return _between(curve.points, starts, due, today)
        case Shape.SEASONAL:
            whole = _weighed(curve.weights, starts, due)
            return _weighed(curve.weights, starts, today) / whole if whole else gone
        case _:
            return gone


def _stepped(points: Sequence[Point], today: date) -> Fraction:
    passed = [point.percent for point in points if point.day <= today]
    return Fraction(max(passed, default=0), 100)


def _between(points: Sequence[Point], starts: date, due: date, today: date) -> Fraction:
    """Return the place on the straight line between the points round `today`."""
    line = [(starts - _DAY, 0), *((point.day, point.percent) for point in points)]
    before = max(((day, reached) for day, reached in line if day <= today))
    after = min(
        ((day, reached) for day, reached in line if day > today), default=(due, 100)
    )
    share = Fraction((today - before[0]).days, (after[0] - before[0]).days)
    return Fraction(before[1], 100) + share * Fraction(after[1] - before[1], 100)


def _weighed(weights: Sequence[int], first: date, last: date) -> Fraction:
    """Return the sum of the months' weights over a span, part months in part."""
    return sum(
        (
            Fraction(weights[month - 1] * days, monthrange(year, month)[1])
            for year, month, days in _months(first, last)
        ),
        Fraction(0),
    )


def _months(first: date, last: date) -> Iterator[tuple[int, int, int]]:
    """Yield each month of a span with how many of its days lie within."""
    begins = first
    while begins <= last:
        length = monthrange(begins.year, begins.month)[1]
        ends = min(begins.replace(day=length), last)
        yield begins.year, begins.month, (ends - begins).days + 1
        begins = ends + _DAY


def _rounded(share: Fraction) -> int:
    """Return whole points, half a point up."""
    return int(share * 100 + Fraction(1, 2))
