"""What a person said of a task, once confirmed."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from rules.ids import CardId, IndicatorId, PersonId, ReportId, TaskId, UnitId
from rules.understand import Status, Understanding


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One reading as it will be kept: what was said and the total it makes."""

    indicator: IndicatorId
    value: Decimal
    kind: str  # "total" or "increment"
    total: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A confirmed answer. Append-only: a correction `supersedes` the one before."""

    task: TaskId
    person: PersonId
    text: str
    percent: int | None
    status: Status | None
    expected: date | None
    problem: str
    needs: str
    unchanged: bool
    readings: tuple[Said, ...] = ()
    measures: tuple[str, ...] = ()  # those it names as done, by id
    supersedes: ReportId | None = None


class CardState:
    """The life of a card."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What was understood and awaits the person's 确认."""

    id: CardId
    person: PersonId
    task: TaskId | None
    text: str
    found: Understanding | None
    supersedes: ReportId | None
    message: int  # the words, in the person's chat
    report: ReportId | None  # what it became, once confirmed
    state: str
    made: datetime
    unit: UnitId | None = None  # the branch it was asked for, if it says
