"""One message a person and morning, with everything in it, however it came about."""

from datetime import date

import pytest

from rules.catalog import Audience
from rules.ids import DirectiveId, PlanId, RequestId, TaskId, UnitId
from rules.owing import acknowledging, acting, deciding, finishing, hearing
from rules.people import Role
from rules.request import Request, RequestKind, RequestState
from store import directives, obligations, plans, requests

PLAN = PlanId("zj-2020")
AIR = UnitId("air")
TODAY = date(2020, 3, 10)


@pytest.fixture
def directed(loaded):
    """Return how a leader asks something of a unit, to be acknowledged."""

    def give(leader, task: str, unit: UnitId, now) -> DirectiveId:
        def work(tx):
            found = plans.loaded(tx, PLAN)
            due, today = date(2020, 3, 20), found.days.local(now).date()
            named = directives.give(
                tx,
                PLAN,
                leader.id,
                task=TaskId(task),
                unit=unit,
                text="路检路查月底前全面恢复",
                due=due,
                now=now,
            )
            owing = hearing(
                found.catalog.policies["campaign"],
                TaskId(task),
                unit,
                named,
                today=today,
                days=found.days,
            )
            obligations.open_all(tx, PLAN, [owing], now)
            return named

        return loaded.run_sync(work)

    return give


@pytest.fixture
def asked(loaded):
    """Return how somebody asks for a new date, or to hand a task over."""

    def file(person, task: str, now, to: UnitId | None = None) -> Request:
        kind = RequestKind.HANDOVER if to else RequestKind.EXTENSION
        wish = Request(
            id=RequestId(0),
            kind=kind,
            task=TaskId(task),
            unit=person.unit,
            by=person.id,
            name=person.name,
            reason="环评公示",
            asked_at=now,
            state=RequestState.ASKED,
            planned="",
            was=date(2020, 12, 31),
            until=None if to else date(2021, 1, 31),
            to=to,
        )

        def work(tx):
            found = plans.loaded(tx, PLAN)
            policy, days = found.catalog.policies["campaign"], found.days
            by = Audience.OWNER if to else Audience.ADMIN
            return requests.file(tx, PLAN, wish, by=by, policy=policy, days=days)

        return loaded.run_sync(work)

    return file


async def test_whatever_somebody_owes_stands_in_one_message(
    ann, link, live, directed, asked, loaded, messenger, letters, at
):
    """A report, two parts of a directive, a handover, a receipt and a task's end."""
    leader, bob = link(Role.LEADER), link(Role.OWNER, "water")
    await live(at(3, 3))
    asked(bob, "03.1", at(3, 6, 19, 0), to=AIR)
    number = directed(leader, "02.3", AIR, at(3, 9, 19, 0))

    def owe_more(tx) -> None:
        found = plans.loaded(tx, PLAN)
        policy, days, today = found.catalog.policies["campaign"], found.days, TODAY
        owing = (
            acting(policy, TaskId("02.3"), AIR, number, due=today, days=days),
            finishing(policy, TaskId("02.2"), AIR, due=today, days=days),
            acknowledging(policy, TaskId("02.1"), AIR, time=1, today=today, days=days),
        )
        obligations.open_all(tx, PLAN, owing, at(3, 9, 19, 0))

    loaded.run_sync(owe_more)
    await live(at(3, 10))
    (html,) = messenger.to(ann)
    (kept,) = (one for one in letters() if one.person == ann.id)
    assert [(one["kind"], one["task"]) for one in kept.facts["asks"]] == [
        ("acknowledge", "2.3"),
        ("directive", "2.3"),
        ("decide", "3.1"),
        ("report", "2.1"),
        ("report", "2.2"),
        ("report", "2.3"),
        ("finish", "2.2"),
        ("acknowledge", "2.1"),
    ]
    assert "3月10日（周二） · 8项待办" in html
    for words in ("拟改派", "请签收", "批示：路检路查", "请办结或申请延期"):
        assert words in html, words


async def test_what_an_admin_decides_and_is_told_of_stands_in_one_message(
    link, live, asked, messenger, at
):
    """With no head linked the admins are told what a unit owes."""
    admin, bob = link(Role.ADMIN), link(Role.OWNER, "water")
    link(Role.OWNER, "air")
    for day in (3, 10, 11):
        await live(at(3, day))
    asked(bob, "03.1", at(3, 11, 19, 0))
    before = len(messenger.to(admin))
    await live(at(3, 13))
    (html,) = messenger.to(admin)[before:]
    assert "申请延期" in html
    assert "项逾期，请督促" in html
    assert "以上单位没有可告知的处室负责人" in html


@pytest.mark.parametrize("admins", [0, 1])
async def test_a_consent_with_no_leader_to_give_it_silences_nobody(
    ann, link, live, loaded, messenger, at, admins
):
    told = [link(Role.ADMIN) for _ in range(admins)]

    def owe(tx) -> None:
        found = plans.loaded(tx, PLAN)
        owing = deciding(
            found.catalog.policies["campaign"],
            TaskId("02.2"),
            "R1-2",
            RequestId(1),
            by=Audience.LEADER,
            today=TODAY,
            days=found.days,
        )
        obligations.open_all(tx, PLAN, [owing], at(3, 10))

    await live(at(3, 3))
    loaded.run_sync(owe)
    await live(at(3, 10))
    assert len(messenger.to(ann)) == 1
    said = [html for one in told for html in messenger.to(one)]
    assert sum("分管领导：2.2" in html for html in said) == admins


@pytest.mark.usefixtures("ann")
async def test_a_held_letter_and_the_next_mornings_own_are_one_message(
    tick, deliver, live, messenger, at
):
    await live(at(3, 3))
    await tick(at(3, 10, 17, 59))
    assert await deliver(at(3, 10, 18, 0)) == 0
    await live(at(3, 11))
    await live(at(3, 11, 8, 31))
    ((_, html),) = messenger.sent
    assert "3月11日（周三）" in html


async def test_what_was_merged_into_a_letter_that_is_held_is_not_lost(
    ann, tick, deliver, messenger, directed, link, at
):
    """The network is down by day; by night both letters are taken together."""
    leader = link(Role.LEADER)
    await tick(at(3, 3))
    await tick(at(3, 10))
    directed(leader, "02.1", AIR, at(3, 10, 10, 0))
    await tick(at(3, 10, 10, 0))
    assert await deliver(at(3, 10, 22, 0)) == 0
    assert await deliver(at(3, 11, 8, 31)) == 1
    ((chat, html),) = messenger.sent
    assert chat == ann.chat
    assert "请签收" in html
    assert "2.2" in html


@pytest.fixture
async def two_left(ann, live, promise, at):
    """Let ann have had her morning's message and two notices: the day's three."""
    await live(at(3, 3))
    await live(at(3, 10))
    for minute in (0, 1):
        promise(at(3, 10, 9, minute), ann)
        assert await live(at(3, 10, 9, minute)) == 1
    return ann


async def test_a_second_thing_on_the_same_day_is_said_while_there_is_room(
    ann, live, messenger, directed, link, at
):
    leader = link(Role.LEADER)
    await live(at(3, 3))
    await live(at(3, 10))
    directed(leader, "02.1", AIR, at(3, 10, 10, 0))
    assert await live(at(3, 10, 10, 0)) == 1
    morning, second = messenger.to(ann)
    assert "批示" not in morning
    assert "1项待办" in second
    assert "请签收" in second


async def test_one_too_many_waits_and_goes_with_the_next_morning_s(
    two_left, live, messenger, directed, letters, link, at
):
    leader = link(Role.LEADER)
    directed(leader, "02.1", AIR, at(3, 10, 10, 0))
    assert await live(at(3, 10, 10, 0)) == 0
    waits = letters()[-1]
    assert (waits.held, waits.send_at, waits.knocks) == ("budget", at(3, 11, 8, 31), 0)
    assert await live(at(3, 11)) == 1
    assert await live(at(3, 11, 8, 31)) == 0
    last = messenger.to(two_left)[-1]
    assert "请签收" in last
    assert "2.2" in last
    assert "顺延" not in last


async def test_what_is_held_is_named_in_the_next_message_and_goes_after_it(
    two_left, live, promise, messenger, at
):
    promise(at(3, 10, 9, 2), two_left)
    assert await live(at(3, 10, 9, 2)) == 0
    assert await live(at(3, 11)) == 1
    assert "另有1条消息因已达每日上限而顺延：通知（3月11日）" in messenger.sent[-1][1]
    assert await live(at(3, 11, 8, 31)) == 1
    assert "无人可催" in messenger.sent[-1][1]


async def test_what_is_held_in_the_same_breath_is_named(
    ann, tick, deliver, promise, messenger, at
):
    await tick(at(3, 3))
    for minute in (0, 1):
        promise(at(3, 10, 8, minute), ann)
    await tick(at(3, 10))
    promise(at(3, 10, 8, 31), ann)
    assert await deliver(at(3, 10, 8, 31)) == 3
    assert "顺延：通知（3月11日）" in messenger.sent[-1][1]


async def test_what_goes_in_the_same_breath_is_not_named_as_held(
    two_left, tick, deliver, promise, messenger, at
):
    promise(at(3, 10, 9, 2), two_left)
    assert await deliver(at(3, 10, 9, 2)) == 0
    await tick(at(3, 11))
    assert await deliver(at(3, 11, 8, 31)) == 2
    assert not any("顺延" in html for html in messenger.to(two_left))
