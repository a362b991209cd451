"""Pace, gap and light: how a task stands against the calendar (design §4).

Derived only, never stored: the same history gives the same lights.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from rules.catalog import Direction, Indicator, Lights, Task
from rules.ids import AreaId
from rules.understand import Status

_WHOLE = Decimal(100)
_MANY_MISSED = 2  # periods without an answer from which silence is red


class Light(StrEnum):
    NONE = "none"  # nothing reported yet, nothing overdue
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    DONE = "done"


class Why(StrEnum):
    """The one fact that decided a light."""

    NOT_STARTED = "not_started"
    SILENT_SO_FAR = "silent_so_far"
    ON_PACE = "on_pace"
    SLIGHTLY_BEHIND = "slightly_behind"
    BEHIND = "behind"
    FAR_BEHIND = "far_behind"
    AT_RISK = "at_risk"
    STALE = "stale"
    PAST_DUE = "past_due"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorState:
    """An indicator and the last total reported for it."""

    indicator: Indicator
    total: Decimal | None
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskState:
    """What is known of a task at one moment. `missed`: the lead's overdue periods."""

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
    last_report: datetime | None = None
    last_text: str = ""
    missed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A task against its pace. Points are percent of the whole task, 0–100."""

    progress: int | None
    stated: int | None
    expected: int
    gap: int | None
    light: Light
    why: Why


def expected(starts: date, due: date, today: date) -> int:
    """Return the linear pace in percent at the end of `today`."""
    if today >= due:
        return 100
    if today < starts:
        return 0
    return _points(Decimal((today - starts).days + 1) / ((due - starts).days + 1))


def achievement(state: IndicatorState) -> int | None:
    """Return how much of an indicator is reached, 0–100; None without a number."""
    indicator, total = state.indicator, state.total
    if total is None or indicator.target is None:
        return None
    target, baseline = indicator.target, indicator.baseline
    up = indicator.direction is Direction.UP
    if (total >= target) if up else (total <= target):
        return 100
    start = baseline if baseline is not None else Decimal(0)
    if (up and start >= target) or (not up and start <= target):
        return 0  # it began on the good side and has left it
    return _points(min(max((total - start) / (target - start), Decimal(0)), Decimal(1)))


def progress(state: TaskState) -> int | None:
    """Return a task's progress in percent.

    All its numbers, when every one has been reported; else what was stated; else
    those numbers there are.
    """
    if state.status is Status.DONE:
        return 100
    numbers = [one for one in state.indicators if one.indicator.target is not None]
    reached = [a for a in map(achievement, numbers) if a is not None]
    if state.percent is not None and len(reached) < len(numbers):
        return state.percent
    if reached:
        return _points(Decimal(sum(reached)) / (len(reached) * 100))
    return state.percent


def judge(state: TaskState, today: date) -> Standing:
    """Return how a task stands today, with the fact that decided its light."""
    pace = expected(state.pace_from, state.task.due, today)
    reached = progress(state)
    gap = None if reached is None else pace - reached
    light, why = _light(state, gap, today)
    return Standing(
        progress=reached,
        stated=state.percent,
        expected=pace,
        gap=gap,
        light=light,
        why=why,
    )


def _light(state: TaskState, gap: int | None, today: date) -> tuple[Light, Why]:
    if state.status is Status.DONE:
        return Light.DONE, Why.DONE
    if today > state.task.due:
        return Light.RED, Why.PAST_DUE
    if today < state.task.starts and state.last_report is None:
        return Light.NONE, Why.NOT_STARTED
    worst = [_by_gap(gap, state.lights), _by_silence(state), _by_word(state)]
    return max(worst, key=lambda found: _RANK[found[0]])


_RANK = {Light.NONE: 0, Light.GREEN: 1, Light.YELLOW: 2, Light.RED: 3}


def _by_gap(gap: int | None, lights: Lights) -> tuple[Light, Why]:
    if gap is None:
        return Light.NONE, Why.SILENT_SO_FAR
    if gap > lights.red:
        return Light.RED, Why.FAR_BEHIND
    if gap >= lights.yellow:
        return Light.YELLOW, Why.BEHIND
    if gap >= lights.note:
        return Light.GREEN, Why.SLIGHTLY_BEHIND
    return Light.GREEN, Why.ON_PACE


def _by_silence(state: TaskState) -> tuple[Light, Why]:
    """Silence is never green (design §4): one missed period yellow, two red."""
    if state.missed >= _MANY_MISSED:
        return Light.RED, Why.STALE
    if state.missed:
        return Light.YELLOW, Why.STALE
    return Light.NONE, Why.SILENT_SO_FAR


def _by_word(state: TaskState) -> tuple[Light, Why]:
    """Count an owner's own warning at once, whatever the numbers say."""
    if state.status in {Status.AT_RISK, Status.BLOCKED}:
        return Light.YELLOW, Why.AT_RISK
    return Light.NONE, Why.SILENT_SO_FAR


def _points(share: Decimal) -> int:
    return int((share * _WHOLE).quantize(Decimal(1), ROUND_HALF_UP))
