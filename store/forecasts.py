"""Where a task is heading, from every total and percent that stands."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from rules.forecast import DatedTotal, Forecast, forecast, forecast_percent
from rules.ids import IndicatorId
from rules.lifecycle import Stage
from rules.progress import TaskState, said_done
from store import reports
from store.plans import Loaded
from store.session import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What can be said: of each number, or, where there is none, of the percent."""

    numbers: dict[IndicatorId, Forecast] = field(default_factory=dict)
    percent: Forecast | None = None


def heading(tx: Tx, plan: Loaded, state: TaskState, as_of: datetime) -> Heading:
    """Return where a task that goes on is heading, in two questions."""
    if state.stage is not Stage.IN_PROGRESS or said_done(state):
        return Heading()
    task, id_, days = state.task, plan.catalog.plan.id, plan.days
    today = days.local(as_of).date()
    told: dict[IndicatorId, list[DatedTotal]] = defaultdict(list)
    for one in reports.dated(tx, id_, task.id, as_of):
        told[one.indicator].append(
            DatedTotal(on=days.local(one.at).date(), total=one.total)
        )
    found = {
        indicator.id: seen
        for indicator in task.indicators
        if (
            seen := forecast(
                indicator,
                told[indicator.id],
                starts=state.pace_from,
                due=indicator.due or task.due,
                today=today,
            )
        )
    }
    if found:
        return Heading(numbers=found)
    stated = [
        DatedTotal(on=days.local(at).date(), total=Decimal(percent))
        for at, percent in reports.percents(tx, id_, task, as_of)
    ]
    percent = forecast_percent(
        stated, starts=state.pace_from, due=task.due, today=today
    )
    return Heading(percent=percent)
