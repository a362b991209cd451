"""Pace, gap and light: how a task stands against the calendar (design §4).

Derived only, never stored: the same history gives the same lights.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.catalog import Lights
from rules.lifecycle import Stage
from rules.progress import (
    IndicatorState,
    TaskState,
    achievement,
    computed,
    pace,
    progress,
    said_done,
)
from rules.understand import Status

__all__ = [
    "IndicatorState",
    "Light",
    "Standing",
    "TaskState",
    "Why",
    "achievement",
    "judge",
    "progress",
]

MANY_MISSED = 2
"""Periods without an answer from which silence is red."""


class Light(StrEnum):
    NONE = "none"  # nothing reported yet, nothing overdue
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    DONE = "done"
    OUT = "out"  # suspended or terminated: counted in no rate


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
    REPORTED_DONE = "reported_done"  # said to be done, completion not applied for
    REVIEW = "review"  # said to be done, completion under review
    DONE = "done"
    SUSPENDED = "suspended"
    TERMINATED = "terminated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A task against its pace. Points are percent of the whole task, 0–100.

    `computed` follows from numbers, else from measures done; `stated` is the owner's
    own word; `apart` when the two differ so much that both are shown.
    """

    progress: int | None
    stated: int | None
    expected: int
    gap: int | None
    light: Light
    why: Why
    computed: int | None = None
    apart: bool = False


_SETTLED = {
    Stage.COMPLETED: (Light.DONE, Why.DONE),
    Stage.CLOSED_OUT: (Light.DONE, Why.DONE),
    Stage.SUSPENDED: (Light.OUT, Why.SUSPENDED),
    Stage.TERMINATED: (Light.OUT, Why.TERMINATED),
    Stage.WAIVED: (Light.OUT, Why.TERMINATED),
}
"""The stages that decide a light by themselves."""


def judge(state: TaskState, today: date) -> Standing:
    """Return how a task stands today, with the fact that decided its light."""
    wanted, reached, counted = pace(state, today), progress(state), computed(state)
    stated = 100 if said_done(state) else state.percent
    gap = None if reached is None else wanted - reached
    light, why = _light(state, gap, today)
    return Standing(
        progress=reached,
        stated=stated,
        expected=wanted,
        gap=None if light is Light.OUT else gap,
        light=light,
        why=why,
        computed=counted,
        apart=light is not Light.DONE and _apart(counted, stated, state.lights),
    )


def _apart(counted: int | None, stated: int | None, lights: Lights) -> bool:
    if counted is None or stated is None:
        return False
    return abs(counted - stated) > lights.apart


def _light(state: TaskState, gap: int | None, today: date) -> tuple[Light, Why]:
    if state.stage in _SETTLED:
        return _SETTLED[state.stage]
    if said_done(state):
        review = state.stage is Stage.COMPLETION_REVIEW
        word = Light.GREEN, Why.REVIEW if review else Why.REPORTED_DONE
        return _worst(word, _by_silence(state))
    if today > state.task.due:
        return Light.RED, Why.PAST_DUE
    if today < state.task.starts and state.last_report is None:
        return Light.NONE, Why.NOT_STARTED
    return _worst(_by_gap(gap, state.lights), _by_silence(state), _by_word(state))


_RANK = {Light.NONE: 0, Light.GREEN: 1, Light.YELLOW: 2, Light.RED: 3}


def _worst(*found: tuple[Light, Why]) -> tuple[Light, Why]:
    return max(found, key=lambda one: _RANK[one[0]])


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
    if state.missed >= MANY_MISSED:
        return Light.RED, Why.STALE
    if state.missed:
        return Light.YELLOW, Why.STALE
    return Light.NONE, Why.SILENT_SO_FAR


def _by_word(state: TaskState) -> tuple[Light, Why]:
    """Count an owner's own warning at once, whatever the numbers say."""
    if state.status in {Status.AT_RISK, Status.BLOCKED}:
        return Light.YELLOW, Why.AT_RISK
    return Light.NONE, Why.SILENT_SO_FAR
