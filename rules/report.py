"""What a person said of a task, once confirmed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from rules.fixes import Fixes
from rules.ids import CardId, ChatId, IndicatorId, PersonId, ReportId, TaskId, UnitId
from rules.understand import Status, Understanding


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One reading as it will be kept: what was said and the total it makes.

    `at`: when it was first said, of one that a correction leaves as it was.
    """

    indicator: IndicatorId
    value: Decimal
    kind: str  # "total" or "increment"
    total: Decimal
    at: datetime | None = None


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


def carried(readings: Iterable[Said], before: Iterable[Said]) -> tuple[Said, ...]:
    """Return the readings of a correction; what it leaves as `before` is no newer.

    Such a reading keeps its moment and total, so that a later one stands.
    """
    known = {(one.indicator, one.value, one.kind): one for one in before}
    return tuple(
        known.get((one.indicator, one.value, one.kind), one) for one in readings
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a line of a message says of the report that answered it."""

    report: ReportId
    status: Status | None
    percent: int | None
    unchanged: bool
    measures: tuple[str, ...] = ()


class CardState:
    """The life of a card."""

    LIST = "list"  # measures being ticked, until they are submitted
    PENDING = "pending"
    CONFIRMED = "confirmed"
    DROPPED = "dropped"


class Fault:
    """How a card was put aside or mended: what was read was not what was meant."""

    FIXED = "fixed"  # a field was put right
    AGAIN = "again"  # all was said anew
    OTHER_TASK = "other_task"  # it was another task's
    DOUBT = "doubt"  # what was not sure was asked about


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
    chat: ChatId | None = None  # where the words were said, when in a group
    fixed: Fixes = field(default_factory=dict)  # what was put right, by field
    fault: str = ""  # a Fault: how it was put aside or mended
    remind_at: datetime | None = None  # when it is to be reminded of, once
