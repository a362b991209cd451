"""Directives (批示): a leader's instruction with a deadline of its own."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from rules.ids import DirectiveId, PersonId, TaskId, UnitId


class DirectiveState(StrEnum):
    GIVEN = "given"  # 下达
    ACKNOWLEDGED = "acknowledged"  # 签收
    REPORTED = "reported"  # 报结, the leader has to close it
    CLOSED = "closed"  # 办结
    WITHDRAWN = "withdrawn"  # 撤回, by the leader


LIVE = frozenset(
    {DirectiveState.GIVEN, DirectiveState.ACKNOWLEDGED, DirectiveState.REPORTED}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Directive:
    """`told` is what the unit last reported of it, `answer` the leader's last word."""

    id: DirectiveId
    task: TaskId
    unit: UnitId
    by: PersonId
    name: str  # of the leader
    text: str
    due: date
    given_at: datetime
    state: DirectiveState
    told: str = ""
    told_at: datetime | None = None
    answer: str = ""
    closed_at: datetime | None = None
