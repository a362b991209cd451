"""How far a task is, and how far it should be: its numbers, its measures, its word.

Everything in percent points of the whole task, 0–100.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from rules.catalog import Direction, Indicator, Lights, Task
from rules.curves import expected, put_off
from rules.ids import AreaId, UnitId
from rules.lifecycle import ENDED, Stage
from rules.understand import Status

_WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorState:
    """An indicator and the last total reported for it."""

    indicator: Indicator
    total: Decimal | None
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskState:
    """What is known of a task at one moment. `missed`: the lead's overdue periods.

    `stage` is that of the lead's branch; `measures_done` are ids of the task's own
    measures; `put_off`: an extension moved its due day; `needing`: the branches that
    said what `needs` says.
    """

    area: AreaId
    task: Task
    pace_from: date
    lights: Lights
    indicators: tuple[IndicatorState, ...] = ()
    percent: int | None = None
    status: Status | None = None
    expected_finish: date | None = None
    problem: str = ""
    needs: str = ""
    needing: tuple[UnitId, ...] = ()
    last_report: datetime | None = None
    last_text: str = ""
    missed: int = 0
    stage: Stage = Stage.IN_PROGRESS
    measures_done: frozenset[str] = frozenset()
    put_off: bool = False


def achievement(state: IndicatorState) -> int | None:
    """Return how much of an indicator is reached, 0–100; None without a number.

    A number that stood on the good side of its target from the beginning (优良率
    88.6 last year, at least 85 this year) is wholly reached while it stays there,
    and not at all once it has left.
    """
    indicator, total = state.indicator, state.total
    if total is None or indicator.target is None:
        return None
    target, baseline = indicator.target, indicator.baseline
    up = indicator.direction is Direction.UP
    if (total >= target) if up else (total <= target):
        return 100
    start = baseline if baseline is not None else Decimal(0)
    if (up and start >= target) or (not up and start <= target):
        return 0
    return _points(min(max((total - start) / (target - start), Decimal(0)), Decimal(1)))


def computed(state: TaskState) -> int | None:
    """Return the progress that follows from facts: numbers, else measures done."""
    reached = [a for a in map(achievement, _told(state)) if a is not None]
    if reached:
        return _mean(reached)
    done = [m for m in state.task.measures if m.id in state.measures_done]
    return _mean([100] * len(done), of=len(state.task.measures)) if done else None


def progress(state: TaskState) -> int | None:
    """Return a task's progress in percent.

    All its numbers, when every one has been reported; else what was stated; else
    those numbers there are; else the share of its measures done.
    """
    if state.stage in ENDED or said_done(state):
        return 100
    if state.percent is None or (_told(state) and not _untold(state)):
        return computed(state)
    return state.percent


def pace(state: TaskState, today: date) -> int:
    """Return what is expected of a task at the end of `today`, in percent.

    Where its progress comes from numbers, the mean of what is expected of those,
    each by its own curve and due day; else what the task's own curve says.
    """
    numbers = _told(state)
    if not numbers or (state.percent is not None and _untold(state)):
        return _expected(state, state.task, state.task.due, today)
    return _mean(
        [
            _expected(state, one.indicator, one.indicator.due or state.task.due, today)
            for one in numbers
        ]
    )


def said_done(state: TaskState) -> bool:
    """Whether it was reported as done, by word or by applying for completion."""
    return state.status is Status.DONE or state.stage is Stage.COMPLETION_REVIEW


def _told(state: TaskState) -> list[IndicatorState]:
    """Return the numbers to reach that have been reported."""
    return [one for one in state.indicators if achievement(one) is not None]


def _untold(state: TaskState) -> list[IndicatorState]:
    return [
        one
        for one in state.indicators
        if one.indicator.target is not None and one.total is None
    ]


def _expected(state: TaskState, of: Task | Indicator, due: date, today: date) -> int:
    planned, curve = state.task.put_off_from, of.curve
    if planned is not None and due == state.task.due:
        curve = put_off(curve, planned, due)
    return expected(curve, state.pace_from, due, today)


def _mean(points: Sequence[int], *, of: int | None = None) -> int:
    return _points(Decimal(sum(points)) / ((of or len(points)) * 100))


def _points(share: Decimal) -> int:
    return int((share * _WHOLE).quantize(Decimal(1), ROUND_HALF_UP))
