"""Everything a morning's letters are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from rules.catalog import Catalog
from rules.directive import Directive
from rules.ids import DirectiveId, ObligationId, ReportId, RequestId, TaskId
from rules.obligation import Obligation
from rules.pace import TaskState
from rules.people import Person
from rules.report import Answer
from rules.request import Request
from rules.workdays import Workdays


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning:
    """`owed`, and what it is about or was answered by: what the letters speak of."""

    catalog: Catalog
    days: Workdays
    people: Sequence[Person]
    states: Mapping[TaskId, TaskState]
    now: datetime
    owed: Mapping[ObligationId, Obligation] = field(default_factory=dict)
    requests: Mapping[RequestId, Request] = field(default_factory=dict)
    directives: Mapping[DirectiveId, Directive] = field(default_factory=dict)
    answers: Mapping[ReportId, Answer] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.days.local(self.now).date()
