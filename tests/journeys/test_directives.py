"""A leader's instruction from its first word to its end, and what is kept of it."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from journeys.town import (
    ADA,
    ANN,
    BO,
    COLLEAGUE,
    HAN,
    LEE,
    OBI,
    ON_SQLITE,
    PLAN,
    Town,
    local,
)
from sqlmodel import select

from rules.directive import DirectiveState
from rules.ids import DirectiveId, TaskId, UnitId
from rules.lifecycle import Move, Moved, Stage
from rules.obligation import ObligationState, Owed
from store import directives, history, moves
from store.tables import DirectiveRow, EventRow, ObligationRow, ReportRow

pytestmark = [pytest.mark.journey, ON_SQLITE]
TASK = TaskId("02.3")  # its lead is `air`
WORDS = "6月30日前把路检路查全面恢复"
REFUSED = "您的身份不能使用这项功能"


@pytest.fixture
async def hall(town: Town) -> AsyncIterator[Town]:
    """The bot on the plan's first day at 10:00, with the leader and air's owner."""
    town.now = local(2, 25, 10, 0)
    town.meet(LEE, ANN)
    async with town.bot():
        yield town


async def given(town: Town, words: str = WORDS) -> None:
    await town.say(LEE, f"/direct 2.3 {words}")
    await town.tap(LEE, "下达")
    await town.ring()


def one(town: Town, number: int = 1):
    return town.store.read_sync(
        lambda tx: directives.some(tx, PLAN, [DirectiveId(number)])[number]
    )


def count(town: Town) -> int:
    return len(town.store.read_sync(lambda tx: tx.scalars(select(DirectiveRow)).all()))


def owed(town: Town) -> dict[tuple[Owed, str], ObligationState]:
    """What is owed about directives, and how it stands."""
    rows = town.store.read_sync(lambda tx: tx.scalars(select(ObligationRow)).all())
    return {
        (Owed(row.kind), row.period): ObligationState(row.state)
        for row in rows
        if row.period.startswith("D")
    }


def told(town: Town, user: int) -> list[str]:
    return [message.text for message in town.told(user)]


OPEN, ANSWERED, WAIVED = ObligationState
ACK, ACT, DECIDE = Owed.ACKNOWLEDGE, Owed.DIRECTIVE, Owed.DECIDE


async def test_nothing_is_given_before_the_leader_has_seen_it_as_read(hall: Town):
    card = await hall.say(LEE, f"/direct 2.3 {WORDS}")
    assert "责任单位 大气环境处" in card
    assert f"内容：{WORDS}" in card
    assert "期限 6月30日（周二）" in card
    await hall.ring()
    assert count(hall) == 0
    assert told(hall, ANN) == []


async def test_a_directive_from_its_first_word_to_its_end(hall: Town):
    await given(hall)
    assert hall.last(LEE).text.startswith("2.3 柴油货车 · 批示已下达")
    assert "安宁" in hall.last(LEE).text
    assert hall.last(ANN).text.startswith("李厅批示 · 期限 6月30日（周二）")
    assert owed(hall) == {(ACK, "D1"): OPEN, (ACT, "D1"): OPEN}

    await hall.tap(ANN, "签收")
    assert "批示已签收" in hall.last(ANN).text
    assert one(hall).state is DirectiveState.ACKNOWLEDGED
    assert owed(hall) == {(ACK, "D1"): ANSWERED, (ACT, "D1"): OPEN}

    assert "请写办理结果" in await hall.tap(ANN, "报结")
    assert "批示已报结" in await hall.say(ANN, "路检路查已全面恢复，查车412辆")
    assert one(hall).told == "路检路查已全面恢复，查车412辆"
    assert owed(hall)[ACT, "D1"] is ANSWERED
    assert owed(hall)[DECIDE, "D1"] is OPEN
    await hall.ring()
    assert "结果：路检路查已全面恢复，查车412辆" in hall.last(LEE).text

    assert "请写退回的意见" in await hall.tap(LEE, "退回")
    assert "批示已退回" in await hall.say(LEE, "请附检查台账")
    assert one(hall).state is DirectiveState.ACKNOWLEDGED
    assert one(hall).due == local(6, 30).date()
    assert owed(hall)[ACT, "D1-2"] is OPEN
    await hall.ring()
    assert "意见：请附检查台账" in hall.last(ANN).text

    await hall.tap(ANN, "报结")
    await hall.say(ANN, "台账已附")
    assert owed(hall)[DECIDE, "D1-2"] is OPEN
    await hall.ring()
    assert "批示已办结" in await hall.tap(LEE, "办结")
    await hall.ring()
    assert "批示已办结" in hall.last(ANN).text
    assert one(hall).state is DirectiveState.CLOSED
    assert OPEN not in owed(hall).values()


async def test_a_tap_twice_gives_it_once(hall: Town):
    await hall.say(LEE, f"/direct 2.3 {WORDS}")
    message, data = hall.button(LEE, "下达")
    for _ in range(2):
        hall.world.tap(LEE, message.id, data)
    await hall.settled()
    assert count(hall) == 1
    assert "未重复下达" in hall.last(LEE).text
    await hall.ring()
    assert len(told(hall, ANN)) == 1


async def test_a_draft_survives_a_restart(town: Town):
    town.now = local(2, 25, 10, 0)
    town.meet(LEE, ANN)
    async with town.bot():
        await town.say(LEE, f"/direct 2.3 {WORDS}")
    async with town.bot():
        await town.say(LEE, "谢谢")
        await town.tap(LEE, "下达")
    assert count(town) == 1


async def test_a_draft_of_another_day_is_read_again(hall: Town):
    assert "3月6日" in await hall.say(LEE, "/direct 2.3 下周五前报方案")
    hall.now = local(3, 2, 9, 0)
    assert "期限 3月13日（周五）" in await hall.tap(LEE, "下达")
    assert count(hall) == 0
    await hall.tap(LEE, "下达")
    assert one(hall).due == local(3, 13).date()


async def test_what_was_read_can_be_written_again_or_dropped(hall: Town):
    await hall.say(LEE, f"/direct 2.3 {WORDS}")
    old, data = hall.button(LEE, "下达")
    assert "请写批示内容和期限" in await hall.tap(LEE, "修改")
    assert "期限 6月15日（周一）" in await hall.say(LEE, "6月15日前恢复")
    hall.world.tap(LEE, old.id, data)
    await hall.settled()
    assert "按钮已失效" in hall.last(LEE).text
    await hall.tap(LEE, "取消")  # changes the draft where it stands
    assert "已取消，未记录任何内容。" in told(hall, LEE)
    assert count(hall) == 0


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("2.3 请抓紧恢复，6月30日前", "期限 6月30日（周二）"),
        ("2.3 within two weeks restore all checks", "期限 3月10日（周二）"),
        ("02.3 抓紧", "期限 3月3日（周二）（未写期限，按5个工作日）"),
        ("2.3 6月27日前报方案", "期限 6月28日（周日）（6月27日为休息日，顺延）"),
    ],
)
async def test_a_leaders_plain_words_that_begin_with_a_number(hall: Town, said, due):
    assert due in await hall.say(LEE, said)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("/direct 2.3 1月5日前完成", "期限已经过去"),
        ("/direct 2.3 2022年1月1日前完成", "期限超过一年"),
        ("/direct 2.3 6月31日前完成", "没有这一天"),
        ("/direct 2.3 " + "长" * 501, "内容超过500字"),
        ("/direct 2.9 抓紧", "没有任务“2.9”"),
    ],
)
async def test_what_cannot_be_given_is_refused_with_the_reason(hall: Town, said, why):
    assert why in await hall.say(LEE, said)
    assert count(hall) == 0


async def test_a_reply_to_the_digest_names_the_task_by_its_words(hall: Town):
    await hall.say(LEE, "/digest")
    digest = hall.last(LEE).id
    hall.world.say(LEE, "柴油货车路检请6月30日前恢复", reply_to=digest)
    await hall.settled()
    assert "任务 2.3" in hall.last(LEE).text


async def test_a_reply_to_a_tasks_card_is_about_that_task(hall: Town):
    await hall.say(LEE, "/task 2.3")
    hall.world.say(LEE, "请6月30日前恢复", reply_to=hall.last(LEE).id)
    await hall.settled()
    assert "任务 2.3" in hall.last(LEE).text


async def test_a_reply_that_names_no_task_is_asked_which_and_keeps_its_words(
    hall: Town,
):
    await hall.say(LEE, "/digest")
    hall.world.say(LEE, "请两周内报方案", reply_to=hall.last(LEE).id)
    await hall.settled()
    assert "“请两周内报方案”是对哪项任务的批示" in hall.last(LEE).text
    await hall.tap(LEE, "2")
    await hall.tap(LEE, "2.3")
    assert "内容：请两周内报方案" in hall.last(LEE).text
    assert "期限 3月10日（周二）" in hall.last(LEE).text


async def test_thanks_in_reply_is_no_directive(hall: Town):
    await hall.say(LEE, "/digest")
    hall.world.say(LEE, "谢谢", reply_to=hall.last(LEE).id)
    await hall.settled()
    assert "未作记录" in hall.last(LEE).text


async def test_the_button_asks_which_task_and_then_the_words(hall: Town):
    await hall.say(LEE, "/digest")
    assert "对哪项任务作批示" in await hall.tap(LEE, "批示")
    await hall.tap(LEE, "2")
    assert "请写批示内容和期限" in await hall.tap(LEE, "2.3")
    assert "期限 6月30日" in await hall.say(LEE, WORDS)
    await hall.tap(LEE, "下达")
    assert one(hall).text == WORDS


async def test_the_button_on_a_card_knows_the_task(hall: Town):
    await hall.say(LEE, "/task 2.3")
    assert "请写批示内容和期限" in await hall.tap(LEE, "批示")
    refused = await hall.say(LEE, "1月5日前恢复")
    assert "期限已经过去" in refused
    assert "期限 6月30日" in await hall.say(LEE, WORDS)  # it still waits for the words


async def test_an_edited_instruction_replaces_its_draft(hall: Town):
    said = hall.world.say(LEE, f"2.3 {WORDS}")
    await hall.settled()
    old, data = hall.button(LEE, "下达")
    hall.world.edit(LEE, said.id, "2.3 7月10日前把路检路查全面恢复")
    await hall.settled()
    assert "期限 7月10日" in hall.last(LEE).text
    hall.world.tap(LEE, old.id, data)
    await hall.settled()
    assert "按钮已失效" in hall.last(LEE).text
    await hall.tap(LEE, "下达")
    hall.world.edit(LEE, said.id, "2.3 8月10日前")
    await hall.settled()
    assert "未重复下达" in hall.last(LEE).text
    assert count(hall) == 1
    assert one(hall).due == local(7, 10).date()


@pytest.mark.parametrize("user", [ANN, HAN, ADA, OBI])
async def test_only_a_leader_may_direct(town: Town, user):
    town.meet(user)
    async with town.bot():
        assert REFUSED in await town.say(user, f"/direct 2.3 {WORDS}")
    assert count(town) == 0


async def test_each_step_is_somebodys_and_old_buttons_are_refused(hall: Town):
    hall.meet(BO, ADA, OBI, COLLEAGUE)
    await given(hall)
    letter = hall.last(ANN)

    async def tapped(user, data):
        message = hall.last(user) if hall.told(user) else None
        if message is None:
            await hall.say(user, "/language")
            message = hall.last(user)
        hall.world.tap(user, message.id, data)
        await hall.settled()
        return hall.last(user).text

    assert "不由您所在单位承担" in await tapped(BO, "hear:1")
    assert "不由您所在单位承担" in await tapped(BO, "told:1")
    assert REFUSED in await tapped(ADA, "recall:1")
    assert REFUSED in await tapped(OBI, "hear:1")
    assert REFUSED in await tapped(LEE, "hear:1")
    assert REFUSED in await tapped(ANN, "close:1")
    assert "按钮已失效" in await tapped(LEE, "close:1")  # nothing is reported yet
    assert "按钮已失效" in await tapped(ANN, "hear:99")
    assert "按钮已失效" in await tapped(ANN, "hear:x")
    assert "批示已签收" in await tapped(COLLEAGUE, "hear:1")  # of the same unit
    hall.world.tap(ANN, letter.id, "hear:1")
    await hall.settled()
    assert "按钮已失效" in hall.last(ANN).text
    assert one(hall).state is DirectiveState.ACKNOWLEDGED


async def test_a_result_says_it_was_received_as_well(hall: Town):
    await given(hall)
    await hall.tap(ANN, "报结")
    await hall.say(ANN, "已恢复")
    assert owed(hall)[ACK, "D1"] is ANSWERED
    assert one(hall).state is DirectiveState.REPORTED


async def test_words_for_a_directive_that_is_over_are_refused(hall: Town):
    await given(hall)
    await hall.tap(ANN, "报结")
    await hall.tap(LEE, "撤回")
    await hall.say(LEE, "与厅务会要求重复")
    assert "按钮已失效" in await hall.say(ANN, "已恢复")
    assert one(hall).told == ""


async def test_a_withdrawn_directive_is_owed_no_more_and_its_owners_hear(hall: Town):
    await given(hall)
    assert "请写撤回的原因" in await hall.tap(LEE, "撤回")
    assert one(hall).state is DirectiveState.GIVEN
    assert "批示已撤回" in await hall.say(LEE, "与厅务会要求重复")
    assert set(owed(hall).values()) == {WAIVED}
    await hall.ring()
    assert "原因：与厅务会要求重复" in hall.last(ANN).text
    await hall.to(local(3, 2, 9, 0))
    assert not any("路检路查" in text for text in told(hall, ANN)[2:])


async def test_it_is_said_once_on_its_day_and_chased_from_the_next(hall: Town):
    await given(hall)
    await hall.to(local(2, 25, 17, 59))
    assert len([text for text in told(hall, ANN) if "路检路查" in text]) == 1
    await hall.to(local(2, 26, 9, 0))
    assert "路检路查" in hall.last(ANN).text
    assert len([text for text in told(hall, ANN) if "路检路查" in text]) == 2


async def test_an_ended_task_takes_no_directive_a_suspended_one_does(hall: Town):
    def move(wanted: Move, of: Stage, to: Stage) -> None:
        made = Moved(
            task=TASK,
            unit=UnitId("air"),
            move=wanted,
            of=of,
            to=to,
            by=None,
            at=hall.now,
            why="",
        )
        hall.store.run_sync(lambda tx: moves.add(tx, PLAN, [made]))

    move(Move.SUSPEND, Stage.IN_PROGRESS, Stage.SUSPENDED)
    assert "请核对" in await hall.say(LEE, f"/direct 2.3 {WORDS}")
    move(Move.APPROVE, Stage.COMPLETION_REVIEW, Stage.COMPLETED)
    assert "请先重启" in await hall.tap(LEE, "下达")
    assert "请先重启" in await hall.say(LEE, f"/direct 2.3 {WORDS}")
    assert count(hall) == 0


async def test_it_stands_on_the_card_in_mine_and_in_the_digest(hall: Town):
    hall.meet(BO)
    await given(hall)
    await given(hall, "6月5日前报送方案")
    assert "李厅批示：6月5日前报送方案（6月5日前，未签收）" in await hall.say(
        ANN, "/task 2.3"
    )
    mine = await hall.say(ANN, "/mine")
    assert "批示 2件" in mine
    assert "批示" not in await hall.say(BO, "/mine")
    await hall.tap(ANN, "2.3 报结")  # the first row: the most urgent
    await hall.say(ANN, "方案已报")
    theirs = await hall.say(LEE, "/mine")
    assert "我的批示：2件在办" in theirs
    assert theirs.index("方案已报") < theirs.index(WORDS)
    await hall.tap(LEE, "2.3 办结")
    digest = await hall.say(LEE, "/digest")
    assert "批示落实（2）办结1、在办1" in digest
    hall.now += timedelta(days=150)
    assert "办结0、在办0、逾期1" in await hall.say(LEE, "/digest")


async def test_history_tells_who_did_what_and_pages_back(hall: Town):
    await given(hall)
    await hall.tap(ANN, "签收")
    for n in range(1, 13):
        hall.now += timedelta(minutes=1)
        await hall.say(ANN, f"2.3 已完成{n}%")
        await hall.tap(ANN, "确认")
    newest = await hall.say(ANN, "/history 2.3")
    lines = newest.splitlines()
    assert lines[0].startswith("2.3 柴油货车 · 历史")
    assert lines[-1].endswith("安宁 反馈：2.3 已完成12%")
    assert len(lines) <= 17
    older = await hall.tap(ANN, "更早")
    assert "（往前第1页）" in older.splitlines()[0]
    assert "2月25日10:00 李厅 批示：6月30日前把路检路查全面恢复（6月30日前）" in older
    assert "安宁 签收批示" in older + newest
    assert await hall.tap(ANN, "较新") == newest


@pytest.mark.parametrize(
    ("data", "said"),
    [("history:02.3:x", "按钮已失效"), ("history:99.9", "没有任务")],
)
async def test_a_forged_page_is_refused(hall: Town, data, said):
    await hall.say(ANN, "/language")
    hall.world.tap(ANN, hall.last(ANN).id, data)
    await hall.settled()
    assert said in hall.last(ANN).text


async def test_nothing_kept_is_ever_changed(hall: Town):
    """Whatever is done, the time line only grows."""

    def kept() -> list[str]:
        def work(tx):
            rows = [
                {k: str(v) for k, v in row.model_dump().items()}
                for table in (EventRow, ReportRow)
                for row in tx.scalars(select(table).order_by(table.id))
            ]
            return [json.dumps(row, sort_keys=True) for row in rows]

        return hall.store.read_sync(work)

    def line() -> list[object]:
        return hall.store.read_sync(lambda tx: history.of(tx, PLAN, TASK))

    before, entries = kept(), line()
    steps = [
        (LEE, f"/direct 2.3 {WORDS}", "下达"),
        (ANN, "/mine", "2.3 签收"),
        (ANN, "2.3 已完成30%", "确认"),
        (ANN, "/mine", "2.3 报结"),
        (ANN, "已恢复", None),
        (LEE, "/mine", "2.3 退回"),
        (LEE, "请附台账", None),
        (ANN, "/mine", "2.3 报结"),
        (ANN, "台账已附", None),
        (LEE, "/mine", "2.3 办结"),
        (LEE, f"/direct 2.3 {WORDS}", "下达"),
        (LEE, "/mine", "2.3 撤回"),
        (LEE, "重复", None),
    ]
    for user, said, button in steps:
        hall.now += timedelta(minutes=1)
        await hall.say(user, said)
        if button:
            await hall.tap(user, button)
        now, grown = kept(), line()
        assert set(before) <= set(now)
        assert grown[: len(entries)] == entries
        before, entries = now, grown
    codes = [entry.what for entry in entries]
    assert codes.count("directive_given") == 2
    assert codes.count("directive_withdrawn") == 1
