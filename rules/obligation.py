"""An obligation: somebody owes an answer by a time."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from rules.catalog import Policy
from rules.ids import ObligationId, PlanId, TaskId, UnitId


class Owed(StrEnum):
    """What sort of answer is owed."""

    ACKNOWLEDGE = "acknowledge"
    REPORT = "report"
    FINISH = "finish"
    DIRECTIVE = "directive"
    DECIDE = "decide"


class ObligationState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    WAIVED = "waived"  # the task was retired or finished


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """`rung` is the last rung taken, in workdays after `due`; None before any."""

    id: ObligationId
    plan: PlanId
    kind: Owed
    task: TaskId
    unit: UnitId
    period: str
    due: date
    policy: Policy
    rung: int | None = None
    look_at: datetime | None = None
    state: ObligationState = ObligationState.OPEN
