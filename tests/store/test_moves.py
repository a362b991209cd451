"""Moves as they are kept, and everything that follows from one."""

from datetime import UTC, date, datetime

import pytest

from rules.errors import CannotMove, NotAllowed, NotYours
from rules.ids import PlanId, TaskId, UnitId
from rules.lifecycle import Move, Moved, Stage
from rules.obligation import Owed
from rules.owing import acknowledging, acting, finishing
from rules.people import Role
from rules.request import RequestState
from rules.understand import Status
from store import moves, obligations, outbox, plans, requests, states
from store.moving import make

PLAN = PlanId("p1")
AIR, LAW, WATER = UnitId("air"), UnitId("law"), UnitId("water")
FAR = datetime(2021, 1, 1, tzinfo=UTC)
ALONE, SHARED = TaskId("01.1"), TaskId("01.2")  # its assisting unit owes, in 01.2


@pytest.fixture
def admin(small, link):  # noqa: ARG001 - a person is of a plan
    return link(Role.ADMIN)


@pytest.fixture
def leader(small, link):  # noqa: ARG001 - a person is of a plan
    return link(Role.LEADER)


@pytest.fixture
def bo(small, link):  # noqa: ARG001 - a person is of a plan
    return link(Role.OWNER, "water")


@pytest.fixture
def go(small):
    """Make one move of a branch, in a transaction of its own."""

    def moved(task, unit, wanted, person, now, why="理由"):
        def work(tx):
            plan = plans.loaded(tx, PLAN)
            found = next(one for one in plan.catalog.tasks() if one.id == task)
            branch = moves.branch(tx, plan, found, unit)
            return make(tx, plan, branch, wanted, person=person, why=why, now=now)

        return small.run_sync(work)

    return moved


@pytest.fixture
def stage(small):
    def standing(task, unit):
        def work(tx):
            plan = plans.loaded(tx, PLAN)
            found = next(one for one in plan.catalog.tasks() if one.id == task)
            return moves.branch(tx, plan, found, unit).stage

        return small.read_sync(work)

    return standing


@pytest.fixture
def due_by(small_text, put_in_force, clock):
    """Edit the plan: its first task is due on another day."""

    def edited(day: str, now: datetime) -> None:
        clock.now = now
        short = "short: 锅炉炉窑\n"
        put_in_force(small_text.replace(short, f"{short}        due: {day}\n"))

    return edited


@pytest.fixture
def owe(small, at):
    """Owe what the scheduler opens: a receipt, the end of a task, a directive."""

    def owing(task, unit, due=date(2020, 3, 20)):
        def work(tx):
            plan = plans.loaded(tx, PLAN)
            policy, days = plan.catalog.policies["standard"], plan.days
            today = date(2020, 3, 2)
            end = next(one.due for one in plan.catalog.tasks() if one.id == task)
            owed = [
                acknowledging(policy, task, unit, time=1, today=today, days=days),
                finishing(policy, task, unit, due=end, days=days),
                acting(policy, task, unit, 5, due=due, days=days),
            ]
            obligations.open_all(tx, PLAN, owed, at(3, 2))

        small.run_sync(work)

    return owing


@pytest.fixture
def owed(small):
    def still(task, unit=AIR):
        found = small.read_sync(lambda tx: obligations.of_task(tx, PLAN, task))
        return {one.kind.value for one in found if one.unit == unit}

    return still


def issued(task, unit, when):
    return Moved(
        task=task,
        unit=unit,
        move=Move.ISSUE,
        of=Stage.DRAFT,
        to=Stage.PENDING_ACK,
        by=None,
        at=when,
        why="",
    )


def told(small):
    found = small.run_sync(lambda tx: outbox.claim(tx, PLAN, FAR, readers=100))
    return {(one.to, one.template, one.facts.get("move")) for one in found}


def test_the_last_move_of_each_branch_is_one_question(small, statements, at):
    def plant(tx):
        moves.add(
            tx, PLAN, [issued(ALONE, AIR, at(3, 2)), issued(SHARED, AIR, at(3, 2))]
        )
        acknowledged = Moved(
            task=ALONE,
            unit=AIR,
            move=Move.ACKNOWLEDGE,
            of=Stage.PENDING_ACK,
            to=Stage.IN_PROGRESS,
            by=None,
            at=at(3, 4),
            why="",
        )
        moves.add(tx, PLAN, [acknowledged])

    small.run_sync(plant)

    def ask(tx, when):
        statements.clear()
        return {key: moved.to for key, moved in moves.stages(tx, PLAN, when).items()}

    now = small.read_sync(lambda tx: ask(tx, at(3, 4)))
    assert len([sql for sql in statements if "SELECT" in sql]) == 1
    assert now == {
        (ALONE, AIR): Stage.IN_PROGRESS,
        (SHARED, AIR): Stage.PENDING_ACK,
    }
    before = small.read_sync(lambda tx: ask(tx, at(3, 3)))
    assert before[ALONE, AIR] is Stage.PENDING_ACK
    assert small.read_sync(lambda tx: moves.stages(tx, PlanId("p2"), at(3, 9))) == {}


def test_a_task_stands_where_its_lead_branch_does(small, go, leader, at):
    go(ALONE, AIR, Move.SUSPEND, leader, at(3, 5))

    def stage_at(when):
        def work(tx):
            plan = plans.loaded(tx, PLAN)
            (state,) = states.states(tx, plan, when, [ALONE])
            return state.stage

        return small.read_sync(work)

    assert stage_at(at(3, 4)) is Stage.IN_PROGRESS
    assert stage_at(at(3, 5)) is Stage.SUSPENDED


def test_acknowledging_closes_the_receipt_of_the_task_and_no_directives(
    small, go, owe, owed, ann, at
):
    small.run_sync(lambda tx: moves.add(tx, PLAN, [issued(ALONE, AIR, at(3, 2))]))
    owe(ALONE, AIR)
    go(ALONE, AIR, Move.ACKNOWLEDGE, ann, at(3, 3))
    assert owed(ALONE) == {"finish", "directive"}
    kept = small.read_sync(lambda tx: moves.of_task(tx, PLAN, ALONE))
    assert [(one.moved.move, one.who) for one in kept] == [
        (Move.ISSUE, ""),
        (Move.ACKNOWLEDGE, ann.name),
    ]


def test_a_task_declined_is_the_admins_to_hand_out_again(
    small, go, owe, owed, ann, admin, stage, at
):
    small.run_sync(lambda tx: moves.add(tx, PLAN, [issued(ALONE, AIR, at(3, 2))]))
    owe(ALONE, AIR)
    go(ALONE, AIR, Move.DECLINE, ann, at(3, 3), "应由水处牵头")
    assert stage(ALONE, AIR) is Stage.DRAFT
    assert owed(ALONE) == {"directive"}
    assert told(small) == {(admin.id, "move/told", "decline")}
    go(ALONE, AIR, Move.ISSUE, admin, at(3, 4))
    assert stage(ALONE, AIR) is Stage.PENDING_ACK
    found = small.read_sync(lambda tx: obligations.of_task(tx, PLAN, ALONE))
    periods = [one.period for one in found if one.kind is Owed.ACKNOWLEDGE]
    assert periods == ["issue-2"]


def test_an_application_answers_the_end_and_a_return_owes_it_again(
    small, go, owe, owed, open_up, say, ann, admin, stage, at
):
    open_up("standard", "2020-03", date(2020, 3, 25))
    owe(ALONE, AIR)
    say(ann, "01.1", at(3, 4), text="全部完成", status=Status.DONE)
    go(ALONE, AIR, Move.APPLY, ann, at(3, 5), "")
    assert owed(ALONE) == {"acknowledge", "directive"}
    (request,) = small.read_sync(lambda tx: requests.pending(tx, PLAN, ALONE))
    assert (request.reason, request.by, request.state) == (
        "全部完成",
        ann.id,
        RequestState.ASKED,
    )
    assert owed(ALONE, UnitId("")) == {"decide"}
    go(ALONE, AIR, Move.RETURN, admin, at(3, 6), "缺材料")
    assert stage(ALONE, AIR) is Stage.IN_PROGRESS
    assert owed(ALONE) == {"acknowledge", "directive", "finish"}
    assert owed(ALONE, UnitId("")) == set()
    settled = small.read_sync(lambda tx: requests.some(tx, PLAN, [request.id]))
    assert [(one.state, one.answer) for one in settled] == [
        (RequestState.REFUSED, "缺材料")
    ]
    assert told(small) == {(ann.id, "move/told", "return")}


def test_a_task_returned_is_asked_about_again_though_it_was_called_done(
    go, open_up, owed, say, ann, admin, at
):
    say(ann, "01.1", at(3, 4), status=Status.DONE)
    go(ALONE, AIR, Move.APPLY, ann, at(3, 4))
    open_up("standard", "2020-03", date(2020, 3, 25))
    assert owed(ALONE) == set()
    go(ALONE, AIR, Move.RETURN, admin, at(3, 6), "缺材料")
    open_up("standard", "2020-04", date(2020, 4, 26))
    assert owed(ALONE) == {"report"}


def test_a_task_returned_after_it_was_completed_owes_its_end_again(
    go, owe, owed, ann, admin, stage, due_by, at
):
    due_by("2020-03-04", at(3, 2))
    owe(ALONE, AIR)
    go(ALONE, AIR, Move.APPLY, ann, at(3, 5))
    go(ALONE, AIR, Move.APPROVE, admin, at(3, 6))
    assert stage(ALONE, AIR) is Stage.COMPLETED
    assert owed(ALONE) == {"directive"}
    go(ALONE, AIR, Move.RETURN, admin, at(3, 9), "核查不实")
    assert owed(ALONE) == {"directive", "finish"}


def test_taking_an_application_back_owes_reports_again_though_it_was_called_done(
    go, open_up, owed, say, ann, at
):
    say(ann, "01.1", at(3, 4), status=Status.DONE)
    go(ALONE, AIR, Move.APPLY, ann, at(3, 5))
    go(ALONE, AIR, Move.WITHDRAW, ann, at(3, 6))
    open_up("standard", "2020-03", date(2020, 3, 25))
    assert owed(ALONE) == {"report"}


def test_taking_an_application_back_owes_the_end_again(go, owe, owed, ann, at):
    owe(ALONE, AIR)
    go(ALONE, AIR, Move.APPLY, ann, at(3, 5))
    go(ALONE, AIR, Move.WITHDRAW, ann, at(3, 6))
    assert "finish" in owed(ALONE)
    assert owed(ALONE, UnitId("")) == set()


def test_the_lead_waits_for_those_who_owe_with_it(go, ann, bo, admin, stage, at, small):
    with pytest.raises(CannotMove) as refused:
        go(SHARED, WATER, Move.APPLY, bo, at(3, 5))
    assert refused.value.facts == {
        "task": "1.2",
        "move": "apply",
        "stage": "in_progress",
        "why": "assists",
        "undone": 1,
    }
    go(SHARED, AIR, Move.WAIVE, admin, at(3, 5), "无相关事项")
    go(SHARED, WATER, Move.APPLY, bo, at(3, 6))
    assert stage(SHARED, WATER) is Stage.COMPLETION_REVIEW
    assert (ann.id, "move/told", "waive") in told(small)


def test_suspending_the_lead_puts_the_whole_task_down_and_resuming_takes_it_up(
    small, go, owe, owed, open_up, ann, bo, leader, admin, stage, at
):
    owe(SHARED, WATER)
    open_up("campaign", "2020-03-1", date(2020, 3, 10))
    open_up("campaign", "2020-03-2", date(2020, 3, 25))
    go(SHARED, WATER, Move.SUSPEND, leader, at(3, 5), "资金未到位")
    assert stage(SHARED, AIR) is stage(SHARED, WATER) is Stage.SUSPENDED
    assert owed(SHARED, AIR) == owed(SHARED, WATER) == set()
    hears = {(who.id, "move/told", "suspend") for who in (ann, bo, admin)}
    assert told(small) == hears
    go(SHARED, WATER, Move.RESUME, leader, at(3, 12))
    assert stage(SHARED, AIR) is stage(SHARED, WATER) is Stage.IN_PROGRESS
    found = small.read_sync(lambda tx: obligations.of_task(tx, PLAN, SHARED))
    left = {(one.unit, one.period) for one in found if one.kind is Owed.REPORT}
    assert left == {("water", "2020-03-2"), ("air", "2020-03-2")}


def test_what_was_waived_by_itself_stays_so_when_its_task_is_taken_up(
    go, leader, admin, stage, at
):
    go(SHARED, AIR, Move.WAIVE, admin, at(3, 4), "无相关事项")
    go(SHARED, WATER, Move.TERMINATE, leader, at(3, 5), "已取消")
    assert stage(SHARED, AIR) is Stage.WAIVED
    go(SHARED, WATER, Move.REOPEN, leader, at(3, 6), "又要做")
    assert (stage(SHARED, WATER), stage(SHARED, AIR)) == (
        Stage.IN_PROGRESS,
        Stage.WAIVED,
    )


def test_an_application_lapses_with_its_task_suspended(
    small, go, ann, leader, stage, owed, at
):
    go(ALONE, AIR, Move.APPLY, ann, at(3, 5))
    go(ALONE, AIR, Move.SUSPEND, leader, at(3, 6), "资金未到位")
    assert small.read_sync(lambda tx: requests.pending(tx, PLAN, ALONE)) == []
    assert owed(ALONE, UnitId("")) == set()
    go(ALONE, AIR, Move.RESUME, leader, at(3, 7))
    assert stage(ALONE, AIR) is Stage.IN_PROGRESS


def test_completed_is_closed_out_and_can_be_opened_again(
    go, ann, admin, leader, stage, at
):
    go(ALONE, AIR, Move.APPLY, ann, at(3, 5))
    go(ALONE, AIR, Move.APPROVE, admin, at(3, 6))
    go(ALONE, AIR, Move.CLOSE_OUT, admin, at(3, 9))
    assert stage(ALONE, AIR) is Stage.CLOSED_OUT
    go(ALONE, AIR, Move.REOPEN, leader, at(3, 10), "反弹")
    assert stage(ALONE, AIR) is Stage.IN_PROGRESS


def test_what_is_opened_again_owes_its_end_again(go, owe, owed, ann, admin, leader, at):
    owe(ALONE, AIR)
    go(ALONE, AIR, Move.APPLY, ann, at(3, 5))
    go(ALONE, AIR, Move.APPROVE, admin, at(3, 6))
    go(ALONE, AIR, Move.CLOSE_OUT, admin, at(3, 9))
    assert "finish" not in owed(ALONE)
    go(ALONE, AIR, Move.REOPEN, leader, at(3, 10), "反弹")
    assert "finish" in owed(ALONE)


def test_ended_while_it_was_suspended_it_owes_its_end_again_all_the_same(
    go, owe, owed, leader, at
):
    owe(ALONE, AIR)
    go(ALONE, AIR, Move.SUSPEND, leader, at(3, 9), "资金未到位")
    go(ALONE, AIR, Move.TERMINATE, leader, at(3, 10), "取消")
    go(ALONE, AIR, Move.REOPEN, leader, at(3, 11), "又要做")
    assert "finish" in owed(ALONE)


def test_resumed_past_its_days_it_owes_all_but_the_reports_gone_by(
    go, owe, owed, open_up, leader, due_by, at
):
    due_by("2020-03-20", at(3, 2))
    owe(ALONE, AIR)
    open_up("standard", "2020-03", date(2020, 3, 25))
    go(ALONE, AIR, Move.SUSPEND, leader, at(3, 10), "资金未到位")
    go(ALONE, AIR, Move.RESUME, leader, at(3, 26))
    assert owed(ALONE) == {"acknowledge", "directive", "finish"}


def test_the_end_owed_again_is_by_the_day_now_in_force(
    small, go, owe, ann, admin, due_by, at
):
    owe(ALONE, AIR)
    go(ALONE, AIR, Move.APPLY, ann, at(3, 5))
    due_by("2020-11-30", at(3, 6))
    go(ALONE, AIR, Move.RETURN, admin, at(3, 9), "11月底前补齐")
    found = small.read_sync(lambda tx: obligations.of_task(tx, PLAN, ALONE))
    assert [one.period for one in found if one.kind is Owed.FINISH] == []


def test_handed_out_again_a_task_owes_the_report_still_to_come(
    small, go, open_up, owed, ann, admin, at
):
    small.run_sync(lambda tx: moves.add(tx, PLAN, [issued(ALONE, AIR, at(3, 2))]))
    open_up("standard", "2020-03", date(2020, 3, 25))
    go(ALONE, AIR, Move.DECLINE, ann, at(3, 18), "不属我处职责")
    assert owed(ALONE) == set()
    go(ALONE, AIR, Move.ISSUE, admin, at(3, 19))
    assert owed(ALONE) == {"acknowledge", "report"}


def test_a_clock_put_back_an_hour_loses_nothing(go, owe, owed, leader, at):
    owe(ALONE, AIR)
    go(ALONE, AIR, Move.SUSPEND, leader, at(3, 10, 10), "资金未到位")
    go(ALONE, AIR, Move.RESUME, leader, at(3, 10, 9, 30))
    assert owed(ALONE) == {"acknowledge", "directive", "finish"}


@pytest.mark.parametrize("kind", [pytest.param("postgres", marks=pytest.mark.postgres)])
def test_of_two_moves_at_once_the_slower_meets_the_faster_one_s(
    small, at_once, ann, leader, stage, at
):
    def moving(wanted, person):
        def work(tx):
            plan = plans.loaded(tx, PLAN)
            found = next(one for one in plan.catalog.tasks() if one.id == ALONE)
            branch = moves.branch(tx, plan, found, AIR)
            make(tx, plan, branch, wanted, person=person, why="理由", now=at(3, 5))

        return work

    slower = at_once(small, moving(Move.SUSPEND, leader), moving(Move.APPLY, ann))
    assert isinstance(slower, CannotMove)
    assert stage(ALONE, AIR) is Stage.SUSPENDED
    assert small.read_sync(lambda tx: requests.pending(tx, PLAN, ALONE)) == []


def test_what_is_barred_changes_nothing(small, go, ann, bo, leader, at):
    for wanted, who, refusal in (
        (Move.SUSPEND, ann, NotAllowed),
        (Move.APPLY, bo, NotYours),
        (Move.ACKNOWLEDGE, ann, CannotMove),
    ):
        with pytest.raises(refusal):
            go(ALONE, AIR, wanted, who, at(3, 5))
    with pytest.raises(CannotMove) as refused:
        go(ALONE, AIR, Move.SUSPEND, leader, at(3, 5), " ")
    assert refused.value.facts["why"] == "reason"
    assert small.read_sync(lambda tx: moves.of_task(tx, PLAN, ALONE)) == []
    assert told(small) == set()


def test_the_same_letter_is_promised_once_and_the_mover_hears_nothing(
    small, go, ann, admin, at
):
    go(ALONE, AIR, Move.APPLY, ann, at(3, 5))
    go(ALONE, AIR, Move.APPROVE, admin, at(3, 6))
    assert told(small) == {(ann.id, "move/told", "approve")}
