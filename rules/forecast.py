"""Where a number is heading: at its present speed, what by its due day (design §4).

The present speed is that of the last eight weeks reported: from the oldest reading
in them that is two weeks older than the last one, else from the reading before, else
from where the number began. What has been counted is not undone, so a count that
fell stands still; a share may fall; a level goes nowhere by itself and is taken to
stay. After eight weeks of silence nothing is said.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import TypeAlias

from rules.catalog import Direction, Indicator, Kind
from rules.ids import IndicatorId

Rounding: TypeAlias = Callable[[Fraction], int]
WINDOW = timedelta(weeks=8)
_APART = timedelta(weeks=2)  # closer readings say more of chance than of speed
_WEEK = 7
_COUNTED = frozenset({Kind.COUNT, Kind.CUMULATIVE})
_PERCENT = Indicator(
    id=IndicatorId(""),
    name="",
    target=Decimal(100),
    unit="%",
    baseline=Decimal(0),
    kind=Kind.SHARE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedTotal:
    """A total and the day it was reported."""

    on: date
    total: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """`by_due`: the total reached then at `speed`, which is per week.

    `needed`: the weekly speed that would still make it; None for a level, and for a
    number that stands on the good side already. Rounded so that none promises more.
    """

    due: date
    by_due: Decimal
    speed: Decimal
    needed: Decimal | None
    misses: bool


def forecast(
    indicator: Indicator,
    readings: Sequence[DatedTotal],
    *,
    starts: date,
    due: date,
    today: date,
) -> Forecast | None:
    """Return where an indicator is heading; None when nothing can be said.

    `readings` are its totals, the oldest first; `starts` is the day its pace counts
    from. Of two on one day the later counts.
    """
    target = indicator.target
    known = list({one.on: one for one in readings if one.on <= today}.values())
    if target is None or not known or today >= due or today - known[-1].on > WINDOW:
        return None
    speed = _speed(indicator, known, starts)
    if speed is None:
        return None
    last, up = known[-1], indicator.direction is Direction.UP
    reached = Fraction(last.total) + speed * (due - last.on).days
    if indicator.kind is Kind.SHARE:
        reached = min(max(reached, Fraction(0)), Fraction(100))
    missing = Fraction(target) - Fraction(last.total)
    needed = None
    if indicator.kind is not Kind.LEVEL and ((missing > 0) if up else (missing < 0)):
        needed = _rate(missing * _WEEK / (due - today).days, ceil if up else floor)
    return Forecast(
        due=due,
        by_due=_worse(indicator, reached),
        speed=_rate(speed * _WEEK, _nearest),
        needed=needed,
        misses=(reached < target) if up else (reached > target),
    )


def forecast_percent(
    readings: Sequence[DatedTotal], *, starts: date, due: date, today: date
) -> Forecast | None:
    """Return where a stated percent is heading; its whole is 100."""
    return forecast(_PERCENT, readings, starts=starts, due=due, today=today)


def _speed(
    indicator: Indicator, known: Sequence[DatedTotal], starts: date
) -> Fraction | None:
    """Return the present speed a day."""
    if indicator.kind is Kind.LEVEL:
        return Fraction(0)
    last, begin = known[-1], _begin(indicator, known, starts)
    if begin is None or begin.on >= last.on:
        return None
    speed = Fraction(last.total - begin.total) / (last.on - begin.on).days
    if indicator.kind not in _COUNTED:
        return speed
    up = indicator.direction is Direction.UP
    return max(speed, Fraction(0)) if up else min(speed, Fraction(0))


def _begin(
    indicator: Indicator, known: Sequence[DatedTotal], starts: date
) -> DatedTotal | None:
    last = known[-1]
    before = [one for one in known if last.on - one.on >= _APART]
    recent = [one for one in before if last.on - one.on <= WINDOW]
    if before:
        return recent[0] if recent else before[-1]
    baseline = indicator.baseline
    if baseline is None and indicator.kind not in _COUNTED:
        return None
    return DatedTotal(on=starts - timedelta(days=1), total=baseline or Decimal(0))


def _rate(speed: Fraction, rounded: Rounding) -> Decimal:
    """Return a weekly speed: in tenths, a slow one in hundredths."""
    return _decimal(speed, Decimal("0.1" if abs(speed) >= 1 else "0.01"), rounded)


def _worse(indicator: Indicator, reached: Fraction) -> Decimal:
    """Return what will be reached, no better than it will be."""
    step = Decimal(1) if indicator.kind is Kind.COUNT else Decimal("0.1")
    up = indicator.direction is Direction.UP
    return _decimal(reached, step, floor if up else ceil)


def _nearest(steps: Fraction) -> int:
    return floor(steps + Fraction(1, 2))


def _decimal(value: Fraction, step: Decimal, rounded: Rounding) -> Decimal:
    return rounded(value / Fraction(step)) * step
