"""What holds for every policy, every plan and every day."""

from datetime import date, timedelta

from builders import a_plan, a_policy, days
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.catalog import Cadence
from rules.periods import next_opening, open_on

LONG_AGO, FAR_OFF = date(2010, 1, 1), date(2030, 1, 1)
_month_day = st.integers(1, 31)
_DUE = {
    Cadence.ONCE: st.just(()),
    Cadence.WEEKLY: st.tuples(st.integers(1, 7)),
    Cadence.HALF_MONTHLY: st.lists(_month_day, min_size=2, max_size=2, unique=True).map(
        lambda pair: tuple(sorted(pair))
    ),
}


@st.composite
def policies(draw):
    cadence = draw(st.sampled_from(Cadence))
    due = draw(_DUE.get(cadence, st.tuples(_month_day)))
    return a_policy(report=cadence, due=due, opens=draw(st.integers(0, 20)))


@st.composite
def plans(draw):
    starts = draw(st.dates(date(2019, 1, 1), date(2021, 12, 31)))
    return a_plan(starts=starts, ends=starts + timedelta(draw(st.integers(0, 500))))


@settings(max_examples=40, deadline=None)
@given(policies(), plans())
def test_every_period_opens_in_the_plan_and_falls_due_on_a_workday(policy, plan):
    calendar = days()
    found = open_on(policy, plan, calendar, since=LONG_AGO, today=FAR_OFF)
    assert all(calendar.worked(period.due) for period in found)
    assert all(plan.starts <= period.opens <= period.due for period in found)
    assert len({period.key for period in found}) == len(found)
    assert [p.due for p in found] == sorted(p.due for p in found)


@settings(max_examples=40, deadline=None)
@given(policies(), plans(), st.integers(0, 500), st.integers(0, 60))
def test_what_is_open_today_is_open_tomorrow(policy, plan, since, later):
    loaded = plan.starts + timedelta(since)
    today = loaded + timedelta(later)
    then, tomorrow = (
        set(open_on(policy, plan, days(), since=loaded, today=when))
        for when in (today, today + timedelta(1))
    )
    assert then <= tomorrow
    opened = tomorrow - then
    following = next_opening(policy, plan, days(), today)
    assert not opened or following == today + timedelta(1)
