"""An obligation: somebody owes an answer by a time."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from rules.catalog import Audience, Policy
from rules.ids import ObligationId, PlanId, ReportId, TaskId, UnitId


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
    """`rung` is the last rung taken, in workdays after `due`; None before any.

    `unit` is empty where an admin or a leader owes the answer. `period` is what
    the answer is for: a report's period; `issue` and a count for acknowledging a
    task; the due day for finishing it; `D12` for a directive, `R12` for a request
    and `R12-2` for the leader's consent to it. `subject` is the directive's or the
    request's number. `announced`: when a delivered letter told the debtors who
    hears of it next. `snoozed`: they asked not to be asked before this day.
    `answered_by`: the report that answered it, in its newest version.
    """

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
    subject: int | None = None
    announced: datetime | None = None
    snoozed: date | None = None
    answered_by: ReportId | None = None

    @property
    def open(self) -> bool:
        return self.state is ObligationState.OPEN

    @property
    def debtor(self) -> Audience:
        """Whose answer it is: the first audience of its ladder."""
        return self.policy.ladder[0].to if self.policy.ladder else Audience.OWNER
