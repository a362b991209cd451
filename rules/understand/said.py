"""What goes in and what comes out: the subject of a reply, and what it says."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
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


class What(StrEnum):
    """What can be found in a reply."""

    PERCENT = "percent"
    READING = "reading"  # `which` is the indicator
    STATUS = "status"
    EXPECTED = "expected"
    PROBLEM = "problem"
    NEEDS = "needs"
    UNCHANGED = "unchanged"
    MEASURE = "measure"  # `which` is the measure


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where in the reply, as written, a finding stands, and how sure it is.

    `confidence`: how many of a hundred such findings are right, as measured.
    """

    what: What
    span: tuple[int, int]
    confidence: int
    which: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One way to take doubtful words: exactly one of these is set."""

    percent: int | None = None
    reading: Reading | None = None
    status: Status | None = None
    expected: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Words below the confidence to be taken as said: to be asked about in one tap."""

    span: tuple[int, int]
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """What a reply says. What it does not say is absent or empty.

    `sources`: one for each finding; none where it was tapped and not written.
    """

    percent: int | None = None
    readings: tuple[Reading, ...] = ()
    status: Status | None = None
    expected: date | None = None
    problem: str = ""
    needs: str = ""
    unchanged: bool = False
    done_measures: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether the reply holds nothing that could be reported."""
        return replace(self, sources=(), doubts=()) == Understanding()

    @property
    def silent(self) -> bool:
        """Whether there is nothing to report and nothing to ask about either."""
        return self.nothing and not self.doubts
