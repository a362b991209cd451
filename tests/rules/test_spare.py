"""Which tasks are left alone."""

from datetime import timedelta

import pytest
from builders import a_policy, a_state, an_obligation, at, days

from rules.catalog import Cadence
from rules.ids import UnitId
from rules.obligation import Owed
from rules.spare import spared
from rules.understand import Status

KIND = a_policy(spare=True)
NOW = at(5, 20)
# On 20 May 39 % of the year are gone: half done is well on pace.
FINE = {"last_report": at(4, 24), "percent": 50}


def left_alone(now=NOW, policy=KIND, owed=None, **state) -> bool:
    owed = an_obligation(policy=policy, **(owed or {}))
    return spared(owed, a_state(**FINE | state), days(), now)


def test_a_task_reported_lately_and_on_pace_is_left_alone():
    assert left_alone()


def test_a_task_is_left_alone_only_where_its_policy_says_so():
    assert not left_alone(policy=a_policy())


@pytest.mark.parametrize(
    "state",
    [
        pytest.param({"last_report": None}, id="never reported"),
        pytest.param({"problem": "锅炉尚余2台"}, id="a problem"),
        pytest.param({"needs": "请协调"}, id="a need"),
        pytest.param({"status": Status.AT_RISK}, id="its owner's own warning"),
        pytest.param({"percent": 34}, id="slightly behind"),
        pytest.param({"percent": 20}, id="behind"),
        pytest.param({"percent": None}, id="no progress told"),
        pytest.param({"status": Status.DONE}, id="done: it has an end of its own"),
    ],
)
def test_with_anything_the_matter_it_is_asked(state):
    assert not left_alone(**state)


@pytest.mark.parametrize(
    "owed",
    [
        pytest.param({"unit": UnitId("law")}, id="an assisting unit's report"),
        *(
            pytest.param({"kind": kind}, id=kind.value)
            for kind in Owed
            if kind is not Owed.REPORT
        ),
    ],
)
def test_only_the_leads_report_is_spared(owed):
    assert not left_alone(owed=owed)


def test_the_period_now_due_makes_nobody_stale():
    assert left_alone(missed=1)


@pytest.mark.parametrize(
    ("cadence", "fresh"),
    [
        (Cadence.WEEKLY, 14),
        (Cadence.HALF_MONTHLY, 23),
        (Cadence.MONTHLY, 38),
        (Cadence.QUARTERLY, 99),
        (Cadence.HALF_YEARLY, 191),
        (Cadence.ONCE, 0),
    ],
)
def test_a_report_is_fresh_for_its_period_and_a_week(cadence, fresh):
    policy, now = a_policy(spare=True, report=cadence), at(8, 3)
    last = now - timedelta(days=fresh)
    fine = {"percent": 90, "policy": policy, "now": now}
    assert left_alone(last_report=last, **fine)
    assert not left_alone(last_report=last - timedelta(minutes=1), **fine)
