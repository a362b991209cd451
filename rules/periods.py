"""Report periods: what span a report covers, when it opens, when it is due.

A due day on a day off moves to the next workday (节假日顺延); a period opens the
policy's number of workdays before it is due.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rules.catalog import Cadence, Plan, Policy
from rules.workdays import Workdays

_MONTHS_IN = {
    Cadence.MONTHLY: 1,
    Cadence.QUARTERLY: 3,
    Cadence.HALF_YEARLY: 6,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """`key` is stable: 2020-05, 2020-05-1 (half), 2020-W22, 2020-Q2, 2020-H1."""

    key: str
    opens: date
    due: date


def open_on(
    policy: Policy, plan: Plan, days: Workdays, *, since: date, today: date
) -> tuple[Period, ...]:
    """Return the periods to be open by `today`, of those not over by `since`.

    `since` is the day the plan was loaded: what was due before is not asked, and
    neither is a period that had opened before the plan began.
    """
    return tuple(
        period
        for period in _of_plan(policy, plan, days)
        if period.opens <= today and period.due >= since
    )


def next_opening(
    policy: Policy, plan: Plan, days: Workdays, today: date
) -> date | None:
    """Return the first day after `today` on which a period opens, if any."""
    after = (p.opens for p in _of_plan(policy, plan, days) if p.opens > today)
    return min(after, default=None)


def nominal_due(policy: Policy, plan: Plan, key: str) -> date | None:
    """Return the due day of a period before holidays moved it, or None."""
    return next((day for name, day in _nominal(policy, plan) if name == key), None)


def _of_plan(policy: Policy, plan: Plan, days: Workdays) -> Iterator[Period]:
    for key, nominal in _nominal(policy, plan):
        due = days.on_or_after(nominal)
        opens = days.shift(due, -policy.opens)
        if opens >= plan.starts:
            yield Period(key=key, opens=opens, due=due)


def _nominal(policy: Policy, plan: Plan) -> Iterator[tuple[str, date]]:
    """Yield each period's key and its due day before holidays move it."""
    match policy.report:
        case Cadence.ONCE:
            yield str(plan.ends.year), plan.ends
        case Cadence.WEEKLY:
            yield from _weeks(policy, plan)
        case Cadence.HALF_MONTHLY:
            for year, month in _months(plan):
                for half, day in enumerate(policy.due, 1):
                    yield f"{year}-{month:02}-{half}", _day(year, month, day)
        case cadence:
            span = _MONTHS_IN[cadence]
            for year, month in _months(plan):
                if month % span == 0:
                    yield _key(cadence, year, month), _day(year, month, policy.due[0])


def _weeks(policy: Policy, plan: Plan) -> Iterator[tuple[str, date]]:
    monday = plan.starts - timedelta(days=plan.starts.weekday())
    while monday <= plan.ends:
        year, week, _ = monday.isocalendar()
        yield f"{year}-W{week:02}", monday + timedelta(days=policy.due[0] - 1)
        monday += timedelta(days=7)


def _months(plan: Plan) -> Iterator[tuple[int, int]]:
    year, month = plan.starts.year, plan.starts.month
    while (year, month) <= (plan.ends.year, plan.ends.month):
        yield year, month
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)  # noqa: PLR2004 - December


def _key(cadence: Cadence, year: int, month: int) -> str:
    match cadence:
        case Cadence.QUARTERLY:
            return f"{year}-Q{month // 3}"
        case Cadence.HALF_YEARLY:
            return f"{year}-H{month // 6}"
        case _:
            return f"{year}-{month:02}"


def _day(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))
