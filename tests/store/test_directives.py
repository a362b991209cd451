"""Directives are kept, found by whom they concern, and taken a step at a time."""

from datetime import date, timedelta

import pytest

from rules.catalog import Audience
from rules.directive import DirectiveState
from rules.ids import DirectiveId, PlanId, TaskId, UnitId
from rules.owing import acting, deciding
from rules.people import Role
from store import directives, obligations, plans

PLAN = PlanId("p1")
AIR, WATER = UnitId("air"), UnitId("water")


@pytest.fixture
def lee(small, link):  # noqa: ARG001 - a person is of a plan
    return link(Role.LEADER)


@pytest.fixture
def give(small, lee, clock):
    """Give a directive, to air on 01.1 unless told."""

    def given(task="01.1", unit=AIR, due=date(2020, 6, 30), by=None) -> DirectiveId:
        return small.run_sync(
            lambda tx: directives.give(
                tx,
                PLAN,
                (by or lee).id,
                task=TaskId(task),
                unit=unit,
                text="全面恢复",
                due=due,
                now=clock(),
            )
        )

    return given


def ask(store, question):
    return store.read_sync(question)


def test_what_was_given_is_kept_word_for_word(small, give, lee, clock):
    number = give()
    found = small.run_sync(lambda tx: directives.one(tx, PLAN, number))
    assert (found.text, found.due, found.name) == (
        "全面恢复",
        date(2020, 6, 30),
        lee.name,
    )
    assert (found.task, found.unit, found.by) == ("01.1", "air", lee.id)
    assert (found.state, found.given_at) == (DirectiveState.GIVEN, clock())
    assert (found.told, found.answer, found.closed_at) == ("", "", None)


def test_there_is_none_by_another_number_or_of_another_plan(small, give):
    number = give()
    for plan, id_ in [(PLAN, DirectiveId(number + 1)), (PlanId("p2"), number)]:
        assert (
            small.run_sync(lambda tx, p=plan, i=id_: directives.one(tx, p, i)) is None
        )
        assert ask(small, lambda tx, p=plan, i=id_: directives.some(tx, p, [i])) == {}
    assert ask(small, lambda tx: directives.some(tx, PLAN, [])) == {}


def test_each_is_found_by_its_task_its_unit_and_who_gave_it(small, give, link, lee):
    other = link(Role.LEADER)
    late = give(due=date(2020, 7, 1))
    soon = give(due=date(2020, 6, 1))
    there = give("01.2", WATER, by=other)

    def ids(question):
        return [one.id for one in ask(small, question)]

    assert ids(lambda tx: directives.live_of_task(tx, PLAN, TaskId("01.1"))) == [
        soon,
        late,
    ]
    assert ids(lambda tx: directives.live_of_units(tx, PLAN, {WATER})) == [there]
    assert ids(lambda tx: directives.live_of_units(tx, PLAN, {WATER, AIR})) == [
        soon,
        there,
        late,
    ]
    assert ids(lambda tx: directives.live_by(tx, PLAN, lee.id)) == [soon, late]


def test_a_step_changes_what_it_says_and_nothing_else(small, give, clock):
    number = give()
    clock.forward(days=1)
    told_at = clock()

    def after(step):
        def work(tx):
            step(tx)
            return directives.one(tx, PLAN, number)

        return small.run_sync(work)

    state = DirectiveState
    found = after(lambda tx: directives.moved(tx, number, state.ACKNOWLEDGED, told_at))
    assert (found.state, found.closed_at) == (state.ACKNOWLEDGED, None)
    found = after(lambda tx: directives.reported(tx, number, "已恢复", told_at))
    assert (found.state, found.told, found.told_at) == (
        state.REPORTED,
        "已恢复",
        told_at,
    )
    found = after(
        lambda tx: directives.moved(
            tx,
            number,
            state.ACKNOWLEDGED,
            told_at,
            answer="附台账",
            due=date(2020, 7, 3),
        )
    )
    assert (found.answer, found.due, found.told) == (
        "附台账",
        date(2020, 7, 3),
        "已恢复",
    )
    found = after(lambda tx: directives.moved(tx, number, state.CLOSED, told_at))
    assert (found.state, found.closed_at, found.answer) == (
        state.CLOSED,
        told_at,
        "附台账",
    )


def test_a_digest_hears_of_the_live_and_of_those_closed_since(small, give, clock):
    began = clock()
    live, closed, former, withdrawn = (give() for _ in range(4))

    def end(number, state, moment):
        small.run_sync(lambda tx: directives.moved(tx, number, state, moment))

    end(closed, DirectiveState.CLOSED, began + timedelta(days=7))
    end(former, DirectiveState.CLOSED, began + timedelta(days=6))
    end(withdrawn, DirectiveState.WITHDRAWN, began + timedelta(days=8))
    since = began + timedelta(days=7)
    found = ask(small, lambda tx: directives.since(tx, PLAN, since))
    assert {one.id for one in found} == {live, closed}


def test_all_of_a_digests_directives_are_one_question(small, give, statements, clock):
    for _ in range(5):
        give()
    statements.clear()
    assert len(ask(small, lambda tx: directives.since(tx, PLAN, clock()))) == 5
    assert len([sql for sql in statements if "SELECT" in sql]) == 1


def test_times_counts_how_often_it_was_to_be_acted_on(small, give, clock):
    number, other = give(), give()

    def work(tx):
        plan = plans.loaded(tx, PLAN)
        policy, days = plan.catalog.policies["standard"], plan.days
        due, task = date(2020, 6, 30), TaskId("01.1")
        asked = {"by": Audience.LEADER, "today": due, "days": days}
        owing = [
            acting(policy, task, AIR, number, due=due, days=days),
            acting(policy, task, AIR, number, due=due, time=2, days=days),
            acting(policy, task, AIR, other, due=due, days=days),
            deciding(policy, task, f"D{number}", number, **asked),
        ]
        obligations.open_all(tx, PLAN, owing, clock())
        return [directives.times(tx, PLAN, one) for one in (number, other)]

    assert small.run_sync(work) == [2, 1]
