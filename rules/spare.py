"""Which tasks are left alone: reported lately, on pace, and nothing the matter."""

from dataclasses import replace
from datetime import datetime, timedelta

from rules.catalog import Cadence
from rules.obligation import Obligation, Owed
from rules.pace import Light, TaskState, Why, judge
from rules.workdays import Workdays

# A report is fresh for its own period, and a week more.
_FRESH = {
    Cadence.WEEKLY: timedelta(days=14),
    Cadence.HALF_MONTHLY: timedelta(days=23),
    Cadence.MONTHLY: timedelta(days=38),
    Cadence.QUARTERLY: timedelta(days=99),
    Cadence.HALF_YEARLY: timedelta(days=191),
    Cadence.ONCE: timedelta(days=0),
}


def spared(owed: Obligation, state: TaskState, days: Workdays, now: datetime) -> bool:
    """Whether a report need not be asked for (design §4, where the policy says so)."""
    ours = owed.kind is Owed.REPORT and owed.unit == state.task.lead
    if not (owed.policy.spare and ours and state.last_report):
        return False
    if now - state.last_report > _FRESH[owed.policy.report]:
        return False
    if state.problem or state.needs:
        return False
    standing = judge(replace(state, missed=0), days.local(now).date())
    return standing.light is Light.GREEN and standing.why is Why.ON_PACE
