"""Requests: to put a date off, to call a task done, to hand it over (design §4)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from rules.ids import PersonId, RequestId, TaskId, UnitId


class RequestKind(StrEnum):
    EXTENSION = "extension"  # 延期
    COMPLETION = "completion"  # 办结
    HANDOVER = "handover"  # 改派


class RequestState(StrEnum):
    ASKED = "asked"  # an admin (for a handover the new unit) has to decide
    CONSENT = "consent"  # the admin agreed; a leader has to consent
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


PENDING = frozenset({RequestState.ASKED, RequestState.CONSENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """`until` is an extension's new date, `to` a handover's new lead.

    `planned` is what the catalog said when it was asked (the due day as an ISO
    date, or the lead): an edit of the catalog since then wins over what was
    granted. `late`: an extension asked after the due day counts as late.
    """

    id: RequestId
    kind: RequestKind
    task: TaskId
    unit: UnitId
    by: PersonId
    name: str  # of who asked
    reason: str
    asked_at: datetime
    state: RequestState
    planned: str
    was: date  # the due day in force when it was asked
    until: date | None = None
    to: UnitId | None = None
    late: bool = False
    decided_by: PersonId | None = None
    decided_at: datetime | None = None
    answer: str = ""  # the reason given with the decision
