"""What a report covers, when it opens and when it is due."""

from datetime import date

import pytest
from builders import a_plan, a_policy, day, days

from rules.catalog import Cadence
from rules.periods import Period, next_opening, open_on

# The half-monthly reports of 2020: nominally the 10th and 25th, five workdays each.
# The ones on the 25th are the monthly reports too.
CAMPAIGN = (
    ("2020-03-1", day(3, 3), day(3, 10)),
    ("2020-03-2", day(3, 18), day(3, 25)),
    ("2020-04-1", day(4, 2), day(4, 10)),  # Qingming lies between
    ("2020-04-2", day(4, 20), day(4, 26)),  # the 25th is a Saturday, the 26th worked
    ("2020-05-1", day(4, 30), day(5, 11)),  # a Sunday; the 9th is worked
    ("2020-05-2", day(5, 18), day(5, 25)),
    ("2020-06-1", day(6, 3), day(6, 10)),
    ("2020-06-2", day(6, 18), day(6, 28)),  # Dragon Boat; Sunday the 28th is worked
    ("2020-07-1", day(7, 3), day(7, 10)),
    ("2020-07-2", day(7, 20), day(7, 27)),  # the 25th is a Saturday
    ("2020-08-1", day(8, 3), day(8, 10)),
    ("2020-08-2", day(8, 18), day(8, 25)),
    ("2020-09-1", day(9, 3), day(9, 10)),
    ("2020-09-2", day(9, 18), day(9, 25)),
    ("2020-10-1", day(9, 27), day(10, 10)),  # a worked Saturday after the holiday
    ("2020-10-2", day(10, 19), day(10, 26)),  # the 25th is a Sunday
    ("2020-11-1", day(11, 3), day(11, 10)),
    ("2020-11-2", day(11, 18), day(11, 25)),
    ("2020-12-1", day(12, 3), day(12, 10)),
    ("2020-12-2", day(12, 18), day(12, 25)),
)
LONG_AGO, FAR_OFF = date(2010, 1, 1), date(2030, 1, 1)


def all_of(policy, plan=None) -> tuple[Period, ...]:
    return open_on(policy, plan or a_plan(), days(), since=LONG_AGO, today=FAR_OFF)


def test_the_shipped_campaigns_report_days_are_exact(catalog):
    found = all_of(catalog.policies["campaign"], catalog.plan)
    assert [(p.key, p.opens, p.due) for p in found] == list(CAMPAIGN)


def test_the_shipped_monthly_report_days_are_exact(catalog):
    found = all_of(catalog.policies["standard"], catalog.plan)
    monthly = [(key[:-2], opens, due) for key, opens, due in CAMPAIGN[1::2]]
    assert [(p.key, p.opens, p.due) for p in found] == monthly


@pytest.mark.parametrize(
    ("cadence", "due", "keys", "first", "last"),
    [
        pytest.param(
            Cadence.WEEKLY,
            (5,),
            ("2020-W10", "2020-W53"),
            day(3, 6),
            date(2021, 1, 4),
            id="every Friday, and New Year's moves to Monday",
        ),
        pytest.param(
            Cadence.MONTHLY,
            (31,),
            ("2020-03", "2020-12"),
            day(3, 31),
            day(12, 31),
            id="the 31st is a month's last day",
        ),
        pytest.param(
            Cadence.QUARTERLY,
            (20,),
            ("2020-Q1", "2020-Q4"),
            day(3, 20),
            day(12, 21),
            id="the quarter's last month",
        ),
        pytest.param(
            Cadence.HALF_YEARLY,
            (20,),
            ("2020-H1", "2020-H2"),
            day(6, 22),
            day(12, 21),
            id="June and December",
        ),
        pytest.param(
            Cadence.ONCE,
            (),
            ("2020", "2020"),
            day(12, 31),
            day(12, 31),
            id="once, at the plan's end",
        ),
    ],
)
def test_each_cadence_has_its_keys_and_days(cadence, due, keys, first, last):
    found = all_of(a_policy(report=cadence, due=due))
    assert (found[0].key, found[-1].key) == keys
    assert (found[0].due, found[-1].due) == (first, last)


def test_a_short_month_ends_on_its_own_last_day():
    plan = a_plan(starts=day(2, 1), ends=day(4, 30))
    found = all_of(a_policy(due=(31,)), plan)
    assert [p.due for p in found] == [day(3, 2), day(3, 31), day(4, 30)]


def test_a_plan_that_ends_on_a_monday_has_its_last_week_too():
    plan = a_plan(ends=day(3, 23))
    found = all_of(a_policy(report=Cadence.WEEKLY, due=(1,)), plan)
    assert [p.due for p in found] == [day(3, 9), day(3, 16), day(3, 23)]


def test_a_plan_may_run_over_new_year():
    plan = a_plan(starts=day(11, 1), ends=date(2021, 2, 28))
    found = all_of(a_policy(), plan)
    assert [p.key for p in found] == ["2020-11", "2020-12", "2021-01", "2021-02"]


def test_a_period_that_had_opened_before_the_plan_began_is_not_asked():
    assert all_of(a_policy(opens=0))[0].due == day(2, 25)
    assert all_of(a_policy(opens=1))[0].due == day(3, 25)


@pytest.mark.parametrize(
    ("since", "today", "keys"),
    [
        pytest.param(day(2, 25), day(3, 17), [], id="the day before it opens"),
        pytest.param(day(2, 25), day(3, 18), ["2020-03"], id="the day it opens"),
        pytest.param(day(3, 25), day(3, 25), ["2020-03"], id="loaded on the due day"),
        pytest.param(day(3, 26), day(3, 26), [], id="loaded when it was over"),
        pytest.param(
            day(2, 25), day(4, 20), ["2020-03", "2020-04"], id="a month asleep"
        ),
    ],
)
def test_what_is_open_depends_on_the_day_and_on_when_the_plan_was_loaded(
    since, today, keys
):
    found = open_on(a_policy(), a_plan(), days(), since=since, today=today)
    assert [period.key for period in found] == keys


@pytest.mark.parametrize(
    ("today", "opening"),
    [
        pytest.param(day(3, 17), day(3, 18), id="tomorrow"),
        pytest.param(day(3, 18), day(4, 20), id="today's is open already"),
        pytest.param(day(12, 18), None, id="none is left"),
    ],
)
def test_the_next_opening_lies_after_today(today, opening):
    assert next_opening(a_policy(), a_plan(), days(), today) == opening
