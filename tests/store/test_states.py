"""How every task stood at a moment, and when the next digest is due."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest

from rules.catalog import Audience
from rules.ids import PlanId, TaskId, UnitId
from rules.pace import Light
from rules.report import Said
from rules.understand import Status
from store import digests, obligations, plans, states

PLAN = PlanId("p1")
SHIPPED = PlanId("zj-2020")


def _states(store, as_of, tasks=None):
    def work(tx):
        return states.states(tx, plans.loaded(tx, PLAN), as_of, tasks)

    return {state.task.id: state for state in store.read_sync(work)}


def _lights(store, now):
    lines = store.read_sync(lambda tx: states.week(tx, plans.loaded(tx, PLAN), now))
    return {line.state.task.id: (line.before.light, line.now.light) for line in lines}


def _steel(total: int) -> Said:
    value = Decimal(total)
    return Said(indicator="steel", value=value, kind="total", total=value)


def test_a_task_nobody_spoke_of_stands_with_nothing_known(small, at):
    found = _states(small, at(3, 1))
    assert list(found) == ["01.1", "01.2"]
    bare = found["01.1"]
    assert (bare.area, bare.percent, bare.last_report, bare.missed) == (
        "01",
        None,
        None,
        0,
    )
    assert [(i.indicator.id, i.total) for i in bare.indicators] == [
        ("steel", None),
        ("kilns", None),
    ]
    assert bare.pace_from == date(2020, 1, 1)


def test_a_task_stands_as_its_lead_last_said(small, ann, say, at):
    say(
        ann,
        "01.1",
        at(3, 10),
        text="8家",
        percent=60,
        status=Status.BLOCKED,
        problem="缺钱",
        needs="请协调",
        expected=date(2020, 9, 30),
        readings=(_steel(8),),
    )
    say(ann, "01.1", at(3, 11), unit="law", percent=1)
    found = _states(small, at(3, 12), {TaskId("01.1")})
    assert list(found) == ["01.1"]
    state = found["01.1"]
    assert (state.percent, state.status, state.problem, state.needs) == (
        60,
        Status.BLOCKED,
        "缺钱",
        "请协调",
    )
    assert (state.expected_finish, state.last_report, state.last_text) == (
        date(2020, 9, 30),
        at(3, 10),
        "8家",
    )
    steel = state.indicators[0]
    assert (steel.total, steel.at) == (Decimal(8), at(3, 10))


def test_a_task_with_its_own_start_is_paced_from_it(
    small, small_text, put_in_force, at
):
    put_in_force(
        small_text.replace("lead: air", "lead: air\n        starts: 2020-04-01")
    )
    assert _states(small, at(5, 1))["01.1"].pace_from == date(2020, 4, 1)


def test_last_week_does_not_know_what_was_said_since(small, ann, say, open_up, at):
    open_up("standard", "2020-03", date(2020, 3, 25), now=at(3, 18))
    before = _states(small, at(3, 30))
    lights = _lights(small, at(3, 30))
    say(ann, "01.1", at(4, 1), percent=100, status=Status.DONE, readings=(_steel(13),))
    assert _states(small, at(3, 30)) == before
    assert _lights(small, at(3, 30)) == lights
    assert before["01.1"].missed == 1
    # A word closes nothing by itself: what is owed stays owed until it is answered.
    assert _lights(small, at(4, 6))["01.1"] == (Light.YELLOW, Light.YELLOW)
    small.run_sync(
        lambda tx: obligations.answer(tx, PLAN, TaskId("01.1"), UnitId("air"), at(4, 1))
    )
    assert _lights(small, at(4, 6))["01.1"] == (Light.YELLOW, Light.GREEN)


@pytest.mark.parametrize("n", [1, 39])
def test_the_states_of_one_task_or_of_all_cost_the_same(loaded, statements, at, n):
    def work(tx):
        plan = plans.loaded(tx, SHIPPED)
        wanted = [task.id for task in plan.catalog.tasks()][:n]
        statements.clear()
        return states.states(tx, plan, at(3, 10), wanted)

    assert len(loaded.read_sync(work)) == n
    # last moves, last reports, totals, measures done, missed periods
    assert len(statements) == 5


def test_a_digest_is_due_from_its_moment_until_the_next_is_set(small, at):
    def due(now):
        return small.run_sync(lambda tx: digests.due(tx, PLAN, now))

    monday = at(3, 2)
    assert due(monday - timedelta(seconds=1)) == []
    (found,) = due(monday)
    assert (found.audience, found.weekday, found.at, found.look_at) == (
        Audience.LEADER,
        1,
        time(8, 30),
        monday,
    )
    assert small.read_sync(lambda tx: digests.next_look(tx, PLAN)) == monday
    small.run_sync(lambda tx: digests.set_next(tx, PLAN, found, at(3, 9)))
    assert due(monday) == []
    assert small.read_sync(lambda tx: digests.next_look(tx, PLAN)) == at(3, 9)
    assert small.read_sync(lambda tx: digests.next_look(tx, PlanId("p2"))) is None
