"""Requests filed, decided and in force: in the rows, and in what is owed."""

from dataclasses import replace
from datetime import date

import pytest

from rules.catalog import Task
from rules.errors import CannotAsk, NotAllowed, OldButton
from rules.ids import PlanId, RequestId, TaskId, UnitId
from rules.lifecycle import Move, Stage
from rules.obligation import Owed
from rules.owing import acting, finishing
from rules.people import Role
from rules.request import RequestKind, RequestState
from rules.requests import Asked
from store import events, moves, obligations, plans, requests, states
from store import requesting as flow
from store.moving import make, mover
from store.tables import BranchRow, DirectiveRow, TaskRow

PLAN = PlanId("p1")
AIR, LAW, WATER = UnitId("air"), UnitId("law"), UnitId("water")
TASK, OTHER = TaskId("01.1"), TaskId("01.2")
END, NOVEMBER, LATER = date(2020, 12, 31), date(2021, 1, 31), date(2021, 2, 28)


@pytest.fixture
def admin(small, link):  # noqa: ARG001 - a person is of a plan
    return link(Role.ADMIN)


@pytest.fixture
def leader(small, link):  # noqa: ARG001 - a person is of a plan
    return link(Role.LEADER)


@pytest.fixture
def bo(small, link):  # noqa: ARG001 - a person is of a plan
    return link(Role.OWNER, "water")


def task_in(plan, id_: TaskId = TASK) -> Task:
    return next(one for one in plan.catalog.tasks() if one.id == id_)


@pytest.fixture
def task(small):
    return lambda id_=TASK: small.read_sync(
        lambda tx: task_in(plans.loaded(tx, PLAN), id_)
    )


@pytest.fixture
def ask(small):
    """Ask for more time, or for another lead where `to` is given."""

    def asked(person, now, until=NOVEMBER, to=None, id_=TASK):
        def work(tx):
            plan = plans.loaded(tx, PLAN)
            found = task_in(plan, id_)
            one = Asked(
                kind=RequestKind.HANDOVER if to else RequestKind.EXTENSION,
                task=found,
                branch=moves.branch(tx, plan, found, found.lead),
                mover=mover(person),
                extensions=plan.catalog.policies[found.policy].extensions,
                granted=requests.extended(tx, PLAN, id_),
                pending=frozenset(one.kind for one in requests.pending(tx, PLAN, id_)),
                reason="公示",
                until=None if to else until,
                to=to,
                hearers=1,
            )
            request, _ = flow.ask(tx, plan, one, person, now)
            return request.id

        return small.run_sync(work)

    return asked


@pytest.fixture
def decide(small):
    """Grant a request, refuse it with a reason, or take it back."""

    def decided(request, person, now, *, why="", back=False):
        def work(tx):
            plan = plans.loaded(tx, PLAN)
            one = requests.one(tx, PLAN, request)
            if back:
                return flow.withdraw(tx, plan, one, person=person, now=now)
            if why:
                return flow.refuse(tx, plan, one, person=person, why=why, now=now)
            return flow.grant(tx, plan, one, person=person, now=now)

        return small.run_sync(work)

    return decided


@pytest.fixture
def owed(small):
    def still(id_=TASK):
        found = small.read_sync(lambda tx: obligations.of_task(tx, PLAN, id_))
        return {(one.unit, one.kind.value, one.period) for one in found}

    return still


def row(small, table, *key):
    return small.read_sync(lambda tx: tx.get(table, ("p1", *key)))


def test_a_request_waits_for_an_admin_and_changes_nothing_yet(
    small, ann, ask, owed, task, at
):
    number = ask(ann, at(3, 2, 9))
    (found,) = small.read_sync(lambda tx: requests.pending(tx, PLAN, TASK))
    assert (found.id, found.name, found.reason) == (number, ann.name, "公示")
    assert (found.planned, found.was, found.until) == ("2020-12-31", END, NOVEMBER)
    assert (found.asked_at, found.late) == (at(3, 2, 9), False)
    assert owed() == {("", "decide", f"R{number}")}
    assert task().due == END
    assert requests.some(None, PLAN, []) == ()


def test_a_new_date_is_in_force_in_the_plan_and_in_its_rows(
    small, ann, admin, ask, decide, owed, task, at
):
    def owe_the_end(tx):
        plan = plans.loaded(tx, PLAN)
        policy = plan.catalog.policies["standard"]
        end = finishing(policy, TASK, AIR, due=END, days=plan.days)
        obligations.open_all(tx, PLAN, [end], at(3, 2))

    small.run_sync(owe_the_end)
    assert decide(ask(ann, at(3, 2)), admin, at(3, 3)).state is RequestState.GRANTED
    assert (task().due, task().put_off_from) == (NOVEMBER, END)
    assert row(small, TaskRow, "01.1").due == NOVEMBER
    assert owed() == set()
    number, filed = small.read_sync(lambda tx: plans.current(tx, PLAN))
    assert number == 1
    assert [one.due for one in filed.tasks()] == [END, END]


def test_what_was_known_before_it_was_granted_stays(small, ann, admin, ask, decide, at):
    decide(ask(ann, at(3, 2)), admin, at(3, 3))

    def due_at(when):
        def work(tx):
            plan = plans.loaded(tx, PLAN)
            (state,) = states.states(tx, plan, when, [TASK])
            return state.task.due

        return small.read_sync(work)

    assert (due_at(at(3, 2)), due_at(at(3, 3))) == (END, NOVEMBER)


def test_a_later_edit_wins_over_what_was_granted(
    small, small_text, put_in_force, ann, admin, ask, decide, task, clock, at
):
    decide(ask(ann, at(3, 2)), admin, at(3, 3))
    clock.now = at(3, 4)
    put_in_force(small_text.replace("short: 柴油货车", "short: 货车"))
    assert task().due == NOVEMBER
    assert row(small, TaskRow, "01.1").due == NOVEMBER
    put_in_force(small_text.replace("lead: air", "lead: air\n        due: 2020-10-31"))
    assert (task().due, task().put_off_from) == (date(2020, 10, 31), None)
    assert row(small, TaskRow, "01.1").due == date(2020, 10, 31)


def test_a_request_the_file_has_overtaken_cannot_be_granted(
    small_text, put_in_force, ann, admin, ask, decide, clock, at
):
    number = ask(ann, at(3, 2))
    clock.now = at(3, 3)
    put_in_force(small_text.replace("lead: air", "lead: air\n        due: 2020-10-31"))
    with pytest.raises(CannotAsk) as refused:
        decide(number, admin, at(3, 4))
    assert refused.value.facts["why"] == "edited"
    assert decide(number, admin, at(3, 5), why="已改").answer == "已改"


def test_past_the_limits_a_leader_consents(
    small, ann, admin, leader, ask, decide, owed, task, at
):
    number = ask(ann, at(3, 2), until=date(2021, 3, 15))
    with pytest.raises(NotAllowed):
        decide(number, leader, at(3, 3))
    assert decide(number, admin, at(3, 3)).state is RequestState.CONSENT
    assert owed() == {("", "decide", f"R{number}-2")}
    assert task().due == END
    with pytest.raises(NotAllowed):
        decide(number, admin, at(3, 4))
    assert decide(number, leader, at(3, 4)).state is RequestState.GRANTED
    assert owed() == set()
    assert task().due == date(2021, 3, 15)
    noted = small.read_sync(lambda tx: events.of_task(tx, PLAN, TASK))
    assert [(one.what, one.who) for one in noted] == [
        ("request_asked", ann.name),
        ("request_consented", admin.name),
        ("request_granted", leader.name),
    ]
    assert {one.subject for one in noted} == {number}
    assert noted[-1].facts["until"] == "2021-03-15"


def test_the_third_extension_asks_a_leader_however_short(ann, admin, ask, decide, at):
    for day, until in ((2, 5), (3, 6), (4, 7)):
        number = ask(ann, at(3, day), until=date(2021, 1, until))
        state = decide(number, admin, at(3, day, 9)).state
    assert state is RequestState.CONSENT


def test_what_is_decided_is_decided_once(small, ann, admin, ask, decide, task, at):
    number = ask(ann, at(3, 2))
    assert decide(number, admin, at(3, 3), why="不妥").state is RequestState.REFUSED
    with pytest.raises(OldButton) as refused:
        decide(number, admin, at(3, 4))
    assert refused.value.facts == {"why": "decided"}
    assert task().due == END
    assert small.read_sync(lambda tx: requests.one(tx, PLAN, RequestId(99))) is None


def test_a_request_is_taken_back(ann, bo, ask, decide, owed, at):
    number = ask(ann, at(3, 2))
    with pytest.raises(NotAllowed):
        decide(number, bo, at(3, 3), back=True)
    assert decide(number, ann, at(3, 3), back=True).state is RequestState.WITHDRAWN
    assert owed() == set()
    ask(ann, at(3, 4))
    with pytest.raises(CannotAsk):
        ask(ann, at(3, 5))


def test_a_completion_is_decided_as_a_move(small, ann, admin, decide, at):
    def apply(tx):
        plan = plans.loaded(tx, PLAN)
        branch = moves.branch(tx, plan, task_in(plan), AIR)
        make(tx, plan, branch, Move.APPLY, person=ann, now=at(3, 2))
        return requests.pending(tx, PLAN, TASK)[0].id

    def stage(tx):
        plan = plans.loaded(tx, PLAN)
        return moves.branch(tx, plan, task_in(plan), AIR).stage

    first = small.run_sync(apply)
    with pytest.raises(NotAllowed):
        decide(first, ann, at(3, 3))
    assert decide(first, admin, at(3, 3), why="缺").state is RequestState.REFUSED
    second = small.run_sync(apply)
    assert decide(second, ann, at(3, 4), back=True).state is RequestState.WITHDRAWN
    third = small.run_sync(apply)
    assert decide(third, admin, at(3, 5)).state is RequestState.GRANTED
    assert small.read_sync(stage) is Stage.COMPLETED
    for number in (first, second, third):
        with pytest.raises(OldButton):
            decide(number, admin, at(3, 6))


def directed(small, ann, at):
    """Owe the air unit a directive on its task."""

    def work(tx):
        plan = plans.loaded(tx, PLAN)
        given = DirectiveRow(
            plan="p1",
            task="01.1",
            unit="air",
            person=ann.id,
            text="查",
            due=date(2020, 3, 20),
            given_at=at(3, 2),
            state="given",
        )
        tx.add(given)
        tx.flush()
        policy = plan.catalog.policies["standard"]
        due = date(2020, 3, 20)
        acted = acting(policy, TASK, AIR, given.id, due=due, days=plan.days)
        obligations.open_all(tx, PLAN, [acted], at(3, 2))
        return given.id

    return small.run_sync(work)


def test_a_task_accepted_is_led_and_owed_by_the_new_unit(
    small, ann, bo, admin, ask, decide, owed, open_up, task, at
):
    open_up("standard", "2020-03", date(2020, 3, 25))
    open_up("standard", "2020-02", date(2020, 2, 28))
    given = directed(small, ann, at)
    number = ask(ann, at(3, 2), to=WATER)
    assert ("water", "decide", f"R{number}") in owed()
    with pytest.raises(NotAllowed):
        decide(number, admin, at(3, 3))
    assert decide(number, bo, at(3, 3)).state is RequestState.GRANTED
    assert (task().lead, task().handed_from, task().assist) == (WATER, AIR, (LAW,))
    assert owed() == {
        ("water", "report", "2020-03"),
        ("water", "directive", f"D{given}"),
    }
    assert row(small, BranchRow, "01.1", "water").part == "lead"
    assert row(small, BranchRow, "01.1", "air").retired_at == at(3, 3)
    made = small.read_sync(lambda tx: moves.of_task(tx, PLAN, TASK))
    assert [(one.moved.unit, one.moved.move, one.who) for one in made] == [
        ("water", Move.ISSUE, ""),
        ("water", Move.ACKNOWLEDGE, bo.name),
    ]
    moved = small.read_sync(lambda tx: tx.get(DirectiveRow, given))
    assert moved.unit == "water"


def test_who_assisted_and_was_waived_is_put_to_work_as_lead(
    small, link, bo, admin, ask, decide, at
):
    ann = link(Role.OWNER, "air")

    def waive(tx):
        plan = plans.loaded(tx, PLAN)
        branch = moves.branch(tx, plan, task_in(plan, OTHER), AIR)
        make(tx, plan, branch, Move.WAIVE, person=admin, why="无", now=at(3, 2))

    small.run_sync(waive)
    decide(ask(bo, at(3, 3), to=AIR, id_=OTHER), ann, at(3, 4))

    def lead(tx):
        plan = plans.loaded(tx, PLAN)
        return moves.branches(tx, plan, task_in(plan, OTHER))

    (only,) = small.read_sync(lead)
    assert (only.unit, only.lead, only.stage) == (AIR, True, Stage.IN_PROGRESS)


def test_a_task_handed_back_is_the_first_units_again(
    small, ann, bo, ask, decide, task, open_up, owed, at
):
    open_up("standard", "2020-03", date(2020, 3, 25))
    decide(ask(ann, at(3, 2), to=WATER), bo, at(3, 3))
    decide(ask(bo, at(3, 4), to=AIR), ann, at(3, 5))
    assert (task().lead, task().handed_from) == (AIR, None)
    assert owed() == {("air", "report", "2020-03")}
    assert row(small, BranchRow, "01.1", "air").retired_at is None


def test_a_directive_goes_along_however_late(small, ann, bo, ask, decide, owed, at):
    given = directed(small, ann, at)
    decide(ask(ann, at(3, 23), to=WATER), bo, at(3, 24))
    assert owed() == {("water", "directive", f"D{given}")}
    decide(ask(bo, at(3, 25), to=AIR), ann, at(3, 26))
    assert owed() == {("air", "directive", f"D{given}")}


def test_who_goes_on_assisting_owes_no_more_than_who_assists(
    small, link, ann, ask, decide, open_up, owed, at
):
    lou = link(Role.OWNER, "law")
    given = directed(small, ann, at)
    open_up("standard", "2020-03", date(2020, 3, 25))
    decide(ask(ann, at(3, 2), to=LAW), lou, at(3, 3))
    decide(ask(lou, at(3, 4), to=AIR), ann, at(3, 5))
    back = {("air", "report", "2020-03"), ("air", "directive", f"D{given}")}
    assert owed() == back
    decide(ask(ann, at(3, 6), to=LAW), lou, at(3, 9))
    assert owed() == {("law", kind, period) for _, kind, period in back}


def test_an_application_lapses_as_its_task_is_handed_over(
    small, ann, bo, admin, ask, decide, owed, at
):
    handed = ask(ann, at(3, 2), to=WATER)

    def apply(tx):
        plan = plans.loaded(tx, PLAN)
        branch = moves.branch(tx, plan, task_in(plan), AIR)
        make(tx, plan, branch, Move.APPLY, person=ann, now=at(3, 3))

    small.run_sync(apply)
    waiting = small.read_sync(lambda tx: requests.waiting(tx, PLAN))
    (applied,) = {one.id for one in waiting} - {handed}
    decide(handed, bo, at(3, 4))
    assert small.read_sync(lambda tx: requests.waiting(tx, PLAN)) == []
    assert owed() == set()
    with pytest.raises(OldButton):
        decide(applied, admin, at(3, 5))


@pytest.mark.parametrize("kind", [pytest.param("postgres", marks=pytest.mark.postgres)])
def test_two_granted_at_once_are_both_in_the_plan_s_rows(
    small, at_once, ann, bo, admin, ask, at
):
    asked = ask(ann, at(3, 2)), ask(bo, at(3, 2), id_=OTHER)

    def granting(number):
        def work(tx):
            plan, one = plans.loaded(tx, PLAN), requests.one(tx, PLAN, number)
            flow.grant(tx, plan, one, person=admin, now=at(3, 3))

        return work

    assert at_once(small, *map(granting, asked)) is None
    dues = {row(small, TaskRow, name).due for name in ("01.1", "01.2")}
    assert dues == {NOVEMBER}


def test_a_decision_about_a_task_that_left_the_plan_is_owed_no_more(
    small_text, put_in_force, bo, ask, owed, clock, at
):
    number = ask(bo, at(3, 2), id_=OTHER)
    handed = ask(bo, at(3, 2), id_=OTHER, to=LAW)
    clock.now = at(3, 3)
    put_in_force(small_text[: small_text.index('      - id: "01.2"')])
    assert owed(OTHER) == set()
    clock.now = at(3, 4)
    put_in_force(small_text)
    assert owed(OTHER) == {
        ("", "decide", f"R{number}"),
        ("law", "decide", f"R{handed}"),
    }


def test_reading_the_plan_asks_for_what_was_granted_in_one_question(
    small, ann, admin, ask, decide, statements, at
):
    def count():
        def work(tx):
            statements.clear()
            plans.loaded(tx, PLAN)
            return len([sql for sql in statements if "SELECT" in sql])

        return small.read_sync(work)

    before = count()
    decide(ask(ann, at(3, 2)), admin, at(3, 3))
    assert count() == before == 2


def test_kept_facts_are_whole(small, ann, ask, at):
    number = ask(ann, at(3, 2), to=WATER)
    (found,) = small.read_sync(lambda tx: requests.some(tx, PLAN, [number]))
    assert replace(found, id=number) == found
    assert (found.to, found.until, found.planned) == (WATER, None, "air")
    assert (found.kind, found.by, found.decided_by) == (
        RequestKind.HANDOVER,
        ann.id,
        None,
    )
    assert Owed.DECIDE.value == "decide"
