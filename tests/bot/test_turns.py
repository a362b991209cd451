"""Verbs met at an awkward moment: things have moved on since they were asked."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.answers import Say
from bot.desk import Act, Scene
from bot.said import Said
from bot.verbs import (
    heeding,
    reporting,
    requesting,
    taking_back,
    words,
)
from rules.errors import Refusal
from rules.ids import ChatId, PlanId, TaskId, UnitId
from rules.lifecycle import Move
from rules.people import Person, Role
from rules.periods import Period
from store import directives, moves, obligations, people, plans, reports
from store.moving import make

PLAN, TASK, AIR = PlanId("zj-2020"), TaskId("02.2"), UnitId("air")
NOW = datetime(2020, 6, 1, 1, 0, tzinfo=UTC)  # Monday, 09:00 in Shanghai
DUE = date(2020, 6, 5)


@pytest.fixture
def link(loaded):
    """Bring somebody in."""

    def bring(user: int, role: Role, unit: str | None = None) -> Person:
        def work(tx):
            code, later = f"c{user}", NOW + timedelta(days=1)
            there = {"role": role, "unit": UnitId(unit) if unit else None}
            people.invite(tx, PLAN, code, **there, expires=later, now=NOW)
            tx.flush()
            return people.link(
                tx,
                people.invite_of(tx, code),
                user=user,
                chat=ChatId(user),
                name=f"用户{user}",
                locale="zh",
                now=NOW,
            )

        return loaded.run_sync(work)

    return bring


@pytest.fixture
def ann(link) -> Person:
    return link(1, Role.OWNER, "air")


@pytest.fixture
def lee(link) -> Person:
    return link(2, Role.LEADER)


@pytest.fixture
def act(loaded):
    """Do one thing as somebody; return the templates said back."""

    def done(person, verb: Act, given="", now=NOW, plan=lambda found: found):
        def work(tx):
            said = Said(
                update=1,
                user=person.user,
                chat=person.user,
                private=True,
                name=person.name,
                language="zh",
                message=1,
            )
            scene = Scene(
                tx=tx,
                bot=1,
                plan=plan(plans.loaded(tx, PLAN)),
                now=now,
                said=said,
                person=people.by_user(tx, PLAN, person.user, DUE),
                locale="zh",
            )
            try:
                with tx.begin_nested():
                    verb(scene, given)
            except Refusal as refusal:
                return [refusal.name]
            return [one.template for one in scene.answers if isinstance(one, Say)]

        return loaded.run_sync(work)

    return done


@pytest.fixture
def owed(loaded):
    """Open June's report of the task; return how to read what its lead owes."""

    def work(tx):
        plan = plans.loaded(tx, PLAN)
        task = next(one for one in plan.catalog.tasks() if one.id == TASK)
        period = Period(key="2020-06", opens=DUE, due=DUE)
        policy = plan.catalog.policies[task.policy]
        obligations.open_period(tx, PLAN, policy, period, look=NOW, now=NOW)

    loaded.run_sync(work)

    def read() -> set[str]:
        found = loaded.read_sync(lambda tx: obligations.of_task(tx, PLAN, TASK))
        return {one.kind.value for one in found if one.unit == AIR}

    return read


def _given(loaded, lee: Person) -> int:
    return loaded.run_sync(
        lambda tx: directives.give(
            tx, PLAN, lee.id, task=TASK, unit=AIR, text="抓紧", due=DUE, now=NOW
        )
    )


def test_words_for_a_directive_taken_back_meanwhile_are_asked_for_no_more(
    loaded, ann, lee, act
):
    given = str(_given(loaded, lee))
    assert act(ann, heeding.told, given) == ["directive/words"]
    act(lee, heeding.recall, given)
    assert act(lee, words.words, "不再需要") == ["directive/receipt"]
    assert act(ann, words.words, "已完成整改") == ["refusal/oldbutton"]
    assert act(ann, words.words, "2.2 钢铁完成8家") == ["report/card"]


def test_a_leader_finds_the_directives_of_one_who_has_left(loaded, link, lee):
    given = _given(loaded, lee)
    successor = link(3, Role.LEADER)

    def here(tx):
        return [one.id for one in directives.live_by(tx, PLAN, successor.id)]

    assert loaded.read_sync(here) == []
    loaded.run_sync(lambda tx: people.retire(tx, PLAN, lee.id, NOW))
    assert loaded.read_sync(here) == [given]


def _reported(loaded, ann, act, owed) -> str:
    assert owed() == {"report"}
    act(ann, words.words, "2.2 钢铁完成8家")
    assert act(ann, reporting.confirm, "1", NOW + timedelta(minutes=1)) == [
        "report/receipt"
    ]
    assert owed() == set()
    last = loaded.read_sync(lambda tx: reports.of_branch(tx, PLAN, TASK, AIR))
    return str(last.id)


def test_what_is_taken_back_is_owed_again(loaded, ann, act, owed):
    report = _reported(loaded, ann, act, owed)
    later = NOW + timedelta(hours=1)
    assert act(ann, taking_back.take_back, report, later) == ["report/taken_back"]
    assert owed() == {"report"}


def test_taken_back_while_its_task_is_suspended_nothing_is_owed(
    loaded, ann, lee, act, owed
):
    report = _reported(loaded, ann, act, owed)

    def suspend(tx):
        plan = plans.loaded(tx, PLAN)
        task = next(one for one in plan.catalog.tasks() if one.id == TASK)
        branch = moves.branch(tx, plan, task, AIR)
        make(tx, plan, branch, Move.SUSPEND, person=lee, why="理由", now=NOW)

    loaded.run_sync(suspend)
    later = NOW + timedelta(hours=1)
    assert act(ann, taking_back.take_back, report, later) == ["report/taken_back"]
    assert owed() == set()


@pytest.mark.parametrize("units", [{"air"}, {"air", "law"}])
def test_how_to_ask_is_said_where_there_is_no_unit_besides_the_task_s(ann, act, units):
    def small(plan):
        here = tuple(one for one in plan.catalog.units if one.id in units)
        return replace(plan, catalog=replace(plan.catalog, units=here))

    assert act(ann, requesting.handover, "2.2", plan=small) == ["request/prompt"]
