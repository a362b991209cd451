"""Typed names for the things of the house."""

from typing import NewType

PlanId = NewType("PlanId", str)
AreaId = NewType("AreaId", str)
TaskId = NewType("TaskId", str)  # as in the catalog: "02.2"
UnitId = NewType("UnitId", str)
IndicatorId = NewType("IndicatorId", str)  # unique within its task
PersonId = NewType("PersonId", int)
ObligationId = NewType("ObligationId", int)
CardId = NewType("CardId", int)
ReportId = NewType("ReportId", int)
LetterId = NewType("LetterId", int)
ChatId = NewType("ChatId", int)
RequestId = NewType("RequestId", int)
DirectiveId = NewType("DirectiveId", int)
LeaveId = NewType("LeaveId", int)
EvidenceId = NewType("EvidenceId", int)

LARGEST = 2**31 - 1
"""The largest number a thing of ours can have; PostgreSQL refuses to compare more."""
