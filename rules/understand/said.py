"""What goes in and what comes out: the subject of a reply, and what it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from rules.catalog import Task
from rules.ids import IndicatorId


class Status(StrEnum):
    """How the person says the task stands; the light is another matter."""

    DONE = "done"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The task a reply is about, and what was last known of it."""

    task: Task
    totals: Mapping[IndicatorId, Decimal]
    percent: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One number for one indicator; `span` points into the reply as written."""

    indicator: IndicatorId
    value: Decimal
    kind: Literal["total", "increment"]
    span: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    percent: int | None = None
    readings: tuple[Reading, ...] = ()
    status: Status | None = None
    expected: date | None = None
    problem: str = ""
    needs: str = ""
    unchanged: bool = False
    done_measures: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether the reply holds nothing that could be reported."""
        return self == Understanding()
