"""What is owed besides reports: when it is due, and how it is chased."""

from datetime import timedelta

import pytest
from builders import a_policy, at, day, days, ladder
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.catalog import LADDER, Audience
from rules.ids import DirectiveId, RequestId, TaskId, UnitId
from rules.obligation import Owed
from rules.owing import (
    NO_UNIT,
    Owing,
    acknowledging,
    acting,
    deciding,
    finishing,
    hearing,
)

TASK, AIR = TaskId("02.2"), UnitId("air")
CALENDAR = days()
GIVEN, ENDS = day(5, 20), day(6, 30)
MAY_1 = day(5, 1)  # the first of five days off


def receipt(today=GIVEN, time=1, **policy) -> Owing:
    return acknowledging(
        a_policy(**policy), TASK, AIR, time=time, today=today, days=CALENDAR
    )


def an_end(due=ENDS, **policy) -> Owing:
    return finishing(a_policy(**policy), TASK, AIR, due=due, days=CALENDAR)


def heard(today=GIVEN) -> Owing:
    return hearing(a_policy(), TASK, AIR, DirectiveId(12), today=today, days=CALENDAR)


def acted(due=ENDS, time=1) -> Owing:
    return acting(
        a_policy(), TASK, AIR, DirectiveId(12), due=due, time=time, days=CALENDAR
    )


def decided(today=GIVEN, by=Audience.ADMIN, unit=NO_UNIT, **policy) -> Owing:
    return deciding(
        a_policy(**policy),
        TASK,
        "R21",
        RequestId(21),
        by=by,
        unit=unit,
        today=today,
        days=CALENDAR,
    )


def steps(owing: Owing) -> list[tuple[int, str]]:
    return [(rung.at, rung.to.value) for rung in owing.policy.ladder]


@pytest.mark.parametrize(
    ("owing", "kind", "period", "subject"),
    [
        pytest.param(receipt(), Owed.ACKNOWLEDGE, "issue-1", None, id="a task"),
        pytest.param(receipt(time=3), Owed.ACKNOWLEDGE, "issue-3", None, id="again"),
        pytest.param(an_end(), Owed.FINISH, "2020-06-30", None, id="its end"),
        pytest.param(heard(), Owed.ACKNOWLEDGE, "D12", 12, id="a directive"),
        pytest.param(acted(), Owed.DIRECTIVE, "D12", 12, id="what it asks"),
        pytest.param(acted(time=2), Owed.DIRECTIVE, "D12-2", 12, id="returned once"),
        pytest.param(decided(), Owed.DECIDE, "R21", 21, id="a request"),
    ],
)
def test_what_it_is_about(owing, kind, period, subject):
    assert (owing.kind, owing.period, owing.subject) == (kind, period, subject)
    assert owing.task == TASK


@pytest.mark.parametrize(
    ("owing", "due", "look"),
    [
        pytest.param(receipt(), day(5, 22), at(5, 20), id="two workdays to receive"),
        pytest.param(
            receipt(acknowledge=5), day(5, 27), at(5, 20), id="or as many as it says"
        ),
        pytest.param(receipt(MAY_1), day(5, 8), at(5, 6), id="counted in workdays"),
        pytest.param(receipt(day(4, 30)), day(5, 7), at(4, 30), id="over a holiday"),
        pytest.param(heard(), day(5, 21), at(5, 20), id="a directive by tomorrow"),
        pytest.param(heard(MAY_1), day(5, 7), at(5, 6), id="given on a day off"),
        pytest.param(acted(), day(6, 30), at(6, 24), id="what it asks by its day"),
        pytest.param(acted(MAY_1), day(5, 6), at(4, 28), id="moved off a day off"),
        pytest.param(an_end(), day(6, 30), at(6, 15), id="an end, ten before"),
        pytest.param(an_end(MAY_1), day(5, 6), at(4, 20), id="an end on a day off"),
        pytest.param(an_end(finish=2), day(6, 30), at(6, 28), id="two before"),
        pytest.param(decided(), day(5, 22), at(5, 20), id="two workdays to decide"),
        pytest.param(
            decided(decide=0), day(5, 20), at(5, 20), id="or the same day, if so said"
        ),
        pytest.param(decided(MAY_1), day(5, 8), at(5, 6), id="asked on a day off"),
    ],
)
def test_when_it_is_due_and_first_looked_at(owing, due, look):
    assert (owing.due, owing.look_at) == (due, look)


@pytest.mark.parametrize(
    ("owing", "rungs"),
    [
        pytest.param(
            receipt(),
            [(-2, "owner"), (0, "owner"), (1, "owner"), (3, "head"), (5, "admin")],
            id="a task handed out",
        ),
        pytest.param(
            heard(),
            [(-1, "owner"), (0, "owner"), (1, "owner"), (2, "head")],
            id="a directive",
        ),
        pytest.param(
            an_end(),
            [(-10, "owner"), *((rung.at, rung.to.value) for rung in LADDER)],
            id="an end: asked first in good time, then as any report",
        ),
        pytest.param(
            an_end(finish=1),
            [
                (-1, "owner"),
                (0, "owner"),
                (1, "owner"),
                (3, "head"),
                (5, "admin"),
                (8, "leader"),
            ],
            id="an end asked about late skips the rungs before",
        ),
        pytest.param(
            acted(),
            [(rung.at, rung.to.value) for rung in LADDER],
            id="what a directive asks",
        ),
        pytest.param(
            decided(),
            [(-2, "admin"), (0, "admin"), (2, "admin"), (4, "leader")],
            id="an admin",
        ),
        pytest.param(
            decided(by=Audience.LEADER),
            [(-2, "leader"), (0, "leader"), (2, "leader")],
            id="a leader, over whom is nobody",
        ),
        pytest.param(
            decided(by=Audience.OWNER, unit=AIR),
            [(-2, "owner"), (0, "owner"), (2, "owner"), (4, "head")],
            id="the owners a task is handed to",
        ),
        pytest.param(
            decided(decide=0),
            [(0, "admin"), (2, "admin"), (4, "leader")],
            id="two rungs of one day are one",
        ),
    ],
)
def test_how_it_is_chased(owing, rungs):
    assert steps(owing) == rungs


def test_the_policy_stays_but_for_its_ladder():
    own = a_policy(spare=True, ladder=ladder((0, "owner"), (2, "head")))
    end = finishing(own, TASK, AIR, due=day(6, 30), days=CALENDAR)
    assert end.policy.spare
    assert steps(end) == [(-10, "owner"), (0, "owner"), (2, "head")]
    assert steps(receipt(spare=True))[-1] == (5, "admin")


def test_whose_it_is():
    assert [one.unit for one in (receipt(), an_end(), heard(), acted())] == [AIR] * 4
    assert (decided().unit, decided(unit=AIR).unit) == (NO_UNIT, AIR)


@settings(max_examples=100, deadline=None)
@given(st.dates(day(1, 10), day(12, 20)), st.integers(1, 5))
def test_nothing_is_due_or_looked_at_before_today_or_on_a_day_off(today, span):
    found = [
        receipt(today, acknowledge=span),
        heard(today),
        decided(today, decide=span),
        decided(today, by=Audience.LEADER, decide=span),
        acted(today + timedelta(days=span)),
        an_end(today + timedelta(days=span), finish=span),
    ]
    for owing in found:
        assert owing.due >= today
        assert CALENDAR.worked(owing.due)
        assert CALENDAR.working(owing.look_at)
        rises = [rung.at for rung in owing.policy.ladder]
        assert rises == sorted(set(rises))
    for owing in found[:4]:
        assert CALENDAR.local(owing.look_at).date() >= today
