"""An edit of the plan meets what is under way: directives, ends, requests."""

from datetime import date

import pytest

from rules.catalog import Audience
from rules.directive import DirectiveState
from rules.ids import PlanId, RequestId, TaskId, UnitId
from rules.lifecycle import Move
from rules.owing import acting, finishing, hearing
from rules.people import Role
from rules.request import Request, RequestKind, RequestState
from store import directives, moves, obligations, plans, requests
from store.moving import make

PLAN, TASK = PlanId("p1"), TaskId("01.1")
AIR, LAW, WATER = UnitId("air"), UnitId("law"), UnitId("water")
DUE = date(2020, 3, 20)
SOONER = ("short: 锅炉炉窑\n", "short: 锅炉炉窑\n        due: 2020-11-30\n")
LED_BY_WATER = ("lead: air", "lead: water")


@pytest.fixture
def edit(small_text, put_in_force, clock, at):
    """Put the plan in force with these changes, on a day of March."""

    def edited(day: int, *changes: tuple[str, str]) -> None:
        text = small_text
        for before, after in changes:
            assert before in text
            text = text.replace(before, after, 1)
        clock.now = at(3, day)
        put_in_force(text)

    return edited


@pytest.fixture
def owed(small):
    def still():
        found = small.read_sync(lambda tx: obligations.of_task(tx, PLAN, TASK))
        return {(one.unit, one.kind.value, one.period) for one in found}

    return still


@pytest.fixture
def direct(small, link, at):
    """Give a directive, owed as the chat owes it."""

    def given():
        lee = link(Role.LEADER)

        def work(tx):
            plan, now = plans.loaded(tx, PLAN), at(3, 2)
            given = directives.give(
                tx, PLAN, lee.id, task=TASK, unit=AIR, text="抓紧", due=DUE, now=now
            )
            policy, days = plan.catalog.policies["standard"], plan.days
            owed = [
                hearing(policy, TASK, AIR, given, today=date(2020, 3, 2), days=days),
                acting(policy, TASK, AIR, given, due=DUE, days=days),
            ]
            obligations.open_all(tx, PLAN, owed, now)
            return given

        return small.run_sync(work)

    return given


def test_a_directive_goes_to_the_lead_the_edit_names(small, edit, direct, owed):
    given = direct()
    both = {("acknowledge", f"D{given}"), ("directive", f"D{given}")}
    for day, lead in ((23, "water"), (24, "air"), (25, "water")):
        edit(day, ("lead: air", f"lead: {lead}"))
        assert owed() == {(lead, *one) for one in both}
        found = small.read_sync(lambda tx: directives.one(tx, PLAN, given))
        assert found.unit == lead


def test_only_a_live_directive_of_who_has_left_is_passed_on(small, edit, direct, at):
    given, closed = direct(), direct()
    to = DirectiveState.CLOSED
    small.run_sync(lambda tx: directives.moved(tx, closed, to, at(3, 3)))
    edit(4, SOONER)
    edit(5, LED_BY_WATER)
    found = small.read_sync(lambda tx: directives.some(tx, PLAN, [given, closed]))
    assert (found[given].unit, found[closed].unit) == (WATER, AIR)


def test_an_end_is_not_asked_for_by_a_day_that_is_planned_no_more(
    small, edit, owed, at
):
    def owe(tx):
        plan = plans.loaded(tx, PLAN)
        policy, due = plan.catalog.policies["standard"], date(2020, 12, 31)
        ends = [
            finishing(policy, TaskId(task), AIR, due=due, days=plan.days)
            for task in ("01.1", "01.2")
        ]
        obligations.open_all(tx, PLAN, ends, at(3, 2))

    small.run_sync(owe)
    assert owed() == {("air", "finish", "2020-12-31")}
    edit(4, SOONER)
    assert owed() == set()
    other = small.read_sync(lambda tx: obligations.of_task(tx, PLAN, TaskId("01.2")))
    assert [one.period for one in other] == ["2020-12-31"]


@pytest.fixture
def applied(small, ann, at):
    def work(tx):
        plan = plans.loaded(tx, PLAN)
        task = next(one for one in plan.catalog.tasks() if one.id == TASK)
        branch = moves.branch(tx, plan, task, AIR)
        make(tx, plan, branch, Move.APPLY, person=ann, now=at(3, 3))

    small.run_sync(work)
    (found,) = small.read_sync(lambda tx: requests.waiting(tx, PLAN))
    return found


def test_an_application_of_who_leads_no_more_lapses(small, edit, applied, owed):
    edit(4, SOONER)
    assert owed() == {("", "decide", f"R{applied.id}")}
    edit(5, LED_BY_WATER)
    assert owed() == set()
    found = small.read_sync(lambda tx: requests.one(tx, PLAN, applied.id))
    assert (found.state, found.decided_by) == (RequestState.WITHDRAWN, None)


def test_a_handover_to_a_unit_that_is_no_more_lapses(small, edit, ann, owed, at):
    asked = Request(
        id=RequestId(0),
        kind=RequestKind.HANDOVER,
        task=TASK,
        unit=AIR,
        by=ann.id,
        name=ann.name,
        reason="职责调整",
        asked_at=at(3, 2),
        state=RequestState.ASKED,
        planned="air",
        was=date(2020, 12, 31),
        to=LAW,
    )

    def file(tx):
        plan = plans.loaded(tx, PLAN)
        policy = plan.catalog.policies["standard"]
        requests.file(tx, PLAN, asked, by=Audience.OWNER, policy=policy, days=plan.days)

    small.run_sync(file)
    edit(4, SOONER)
    assert len(owed()) == 1
    edit(5, ("  - {id: law, name: 政策法规处}\n", ""), ("assist: [law]", "assist: []"))
    assert owed() == set()
