"""The whole way: invited, linked, asked, answered, reported."""

from datetime import timedelta

import pytest
from journeys.town import (
    ADA,
    ANN,
    BO,
    HAN,
    LEE,
    ON_SQLITE,
    PLAN,
    SHANGHAI,
    Town,
    a_town,
    local,
)

from rules.people import Role
from rules.understand import Status
from sandbox.model import Message
from store import history, people, plans, reports, states
from store.catalog import read
from store.plans import loaded as load
from store.session import Store

pytestmark = pytest.mark.journey
EVERYBODY = (ANN, HAN, LEE, ADA, BO)
HOLIDAYS = {
    *((4, day) for day in (4, 5, 6)),
    *((5, day) for day in (1, 2, 3, 4, 5)),
}


def a_code(town: Town, role: Role, unit: str | None) -> str:
    expires = town.now + timedelta(days=7)
    town.store.run_sync(
        lambda tx: people.invite(
            tx, PLAN, "code-1", role=role, unit=unit, expires=expires, now=town.now
        )
    )
    return "code-1"


def answers_to(task: str) -> list[str]:
    """What can be said of one line in one tap."""
    return [f"{task} 正常", "有风险", "已完成", "更多"]


async def test_invited_linked_asked_answered_by_words_and_by_tap_and_in_the_digest(
    town: Town,
):
    town.meet(LEE)
    code = a_code(town, Role.OWNER, "air")
    async with town.bot():
        town.world.start(ANN, code)
        await town.settled()
        assert "大气环境处 责任人" in town.last(ANN).text
        assert "安宁，您已绑定为大气环境处 责任人" in await town.tap(ANN, "确认")

        await town.to(local(3, 10))
        asked = town.last(ANN)
        assert asked.text.startswith("3月10日（周二） · 3项待办")
        assert [b.text for row in asked.buttons for b in row] == [
            *(text for task in ("2.1", "2.2", "2.3") for text in answers_to(task)),
            "稍后",
            "为何催我",
        ]

        card = await town.say(ANN, "2.2 钢铁13家已完成2家，预计9月底全部完成")
        assert "2/13 家" in card
        assert "预计完成 9月30日" in card
        assert reports_kept(town) == 0  # an unconfirmed card is never counted
        receipt = await town.tap(ANN, "确认")
        assert receipt.startswith("2.2 锅炉炉窑 已记")
        assert "今日还有2项待报" in receipt

        await town.tap(ANN, "更多", "2.1")
        assert "推进“十百千”工业治气行动" in await town.tap(ANN, "填报")
        await town.say(ANN, "废气治理项目完成160个")
        await town.tap(ANN, "确认")
        await town.say(ANN, "2.3 总体进度15%，按计划推进")
        await town.tap(ANN, "确认")
        assert "目前没有待办事项" in await town.say(ANN, "/mine")

        await town.to(local(3, 16))
        digest = town.last(LEE)
        assert digest.text.startswith("督办周报 第3期（3月9日—3月15日）")
        assert "39项：🟢正常3" in digest.text
        assert "2 蓝天 🟢3 ⚪1" in digest.text
        assert "固体废物与化学品处：5.1、5.2、5.3" in digest.text
        assert len(digest.text) < 4096

        await town.to(local(3, 25))
        again = town.last(ANN)
        assert "上次 3月10日 钢铁企业超低排放改造 2/13家" in again.text
        await town.tap(ANN, "更多", "2.2")
        assert "已记" in await town.tap(ANN, "无变化")
    state = the_state(town, "02.2")
    assert [str(one.total) for one in state.indicators if one.total] == ["2"]


async def test_the_silent_are_reminded_once_and_then_their_head_is_told(town: Town):
    town.meet(ANN, HAN)
    async with town.bot():
        await town.to(local(3, 11))
        assert days_told(town, ANN) == ["3月10日", "3月11日"]
        reminded = town.last(ANN).text
        assert "其中3项逾期" in reminded
        assert "如到 3月13日（周五）08:30 仍无答复，将告知处室负责人" in reminded
        assert town.told(HAN) == []
        await town.to(local(3, 13))
        assert "3月13日（周五） · 3项逾期，请督促" in town.last(HAN).text
        assert "大气环境处（安宁）" in town.last(HAN).text
        # A head answers for the unit by the same buttons.
        assert town.button(HAN, "2.3 正常")
        await town.to(local(3, 24, 20, 0))
        assert len(town.told(ANN)) == 2
        assert len(town.told(HAN)) == 1


async def test_a_plan_is_handed_out_on_its_first_morning_and_received_by_one_tap(
    store: Store, shipped_text: str
):
    """On the shipped plan as it is, by its whole ladder."""
    catalog, now = read(shipped_text.encode(), "tasks_catalog.yaml"), local(2, 25, 8, 0)
    given = {"text": shipped_text, "author": "test", "note": "", "now": now}
    store.run_sync(lambda tx: plans.apply(tx, catalog, **given))
    async with a_town(store, now) as town, town.bot():
        town.meet(ANN, HAN)
        await town.to(local(2, 25, 9, 0))
        handed = town.last(ANN)
        assert handed.text.startswith("2月25日（周二） · 3项待办")
        assert "2.1 十百千治气 · 交办，请于2月27日前签收" in handed.text
        assert "2.1 十百千治气 · 签收 · 2月27日到期" in await town.say(ANN, "/mine")
        await town.tap(ANN, "全部签收（3）")
        await town.ring()
        assert "3项均已答复" in now_says(town, handed)
        assert "目前没有待办事项" in await town.say(ANN, "/mine")

        said = len(town.told(ANN))
        await town.to(local(3, 11))
        asked = ["3月5日", "3月9日", "3月10日", "3月11日"]
        assert days_told(town, ANN, said) == asked
        await town.say(ANN, "2.2 钢铁完成2家")
        await town.tap(ANN, "确认")
        await town.ring()
        # What an older morning says by now is dated, not of another day's today.
        older = now_says(town, town.told(ANN)[said])
        assert older.startswith("3月5日（周四） · 2项待办，其中2项逾期")
        assert "今日" not in older
        assert town.told(HAN) == []


async def test_a_unit_without_a_head_is_told_who_will_really_hear_of_it(town: Town):
    town.meet(BO, ADA)
    async with town.bot():
        await town.to(local(3, 11))
        assert "将告知督查管理员" in town.last(BO).text
        await town.to(local(3, 13))
        assert "水生态环境处（博文）" in town.last(ADA).text


async def test_an_answer_stops_the_ladder(town: Town):
    town.meet(BO, HAN)
    async with town.bot():
        await town.to(local(3, 10))
        for task in ("3.1", "3.2", "3.3"):
            await town.say(BO, f"{task} 进度20%")
            await town.tap(BO, "确认")
        said = len(town.told(BO))
        await town.to(local(3, 24))
        assert len(town.told(BO)) == said


async def test_the_admin_hears_once_of_a_unit_with_nobody_and_who_links_is_asked(
    town: Town,
):
    town.meet(ADA)
    async with town.bot():
        await town.to(local(3, 12, 12, 0))
        unwatched = [m.text for m in town.told(ADA)]
        assert len(unwatched) == 1
        assert "大气环境处：2.1、2.2、2.3" in unwatched[0]
        town.world.start(ANN, a_code(town, Role.OWNER, "air"))
        await town.settled()
        await town.tap(ANN, "确认")
        await town.ring()
        assert "3项待办，其中3项逾期" in town.last(ANN).text


@ON_SQLITE
async def test_nobody_is_bothered_at_night_or_on_a_holiday(town: Town):
    town.meet(*EVERYBODY)
    async with town.bot():
        await town.to(local(5, 12, 23, 0))
        assert await town.audited() == []
    told = [message for user in EVERYBODY for message in town.told(user)]
    assert len(told) > 25
    for at in (message.date.astimezone(SHANGHAI) for message in told):
        assert 8 <= at.hour < 18
        assert (at.month, at.day) not in HOLIDAYS
        weekend = at.weekday() >= 5
        assert not weekend or (at.month, at.day) in {(4, 26), (5, 9)}


async def test_corrected_words_replace_what_was_said_and_nothing_is_lost(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "2.2 钢铁完成5家")
        await town.tap(ANN, "确认")
        assert "更正 2.2" in await town.tap(ANN, "更正")
        assert "4/13 家" in await town.say(ANN, "钢铁完成4家")
        await town.tap(ANN, "确认")
    totals = [one.total for one in the_state(town, "02.2").indicators]
    assert [str(total) for total in totals if total] == ["4"]
    stands = town.store.read_sync(lambda tx: reports.history(tx, PLAN, "02.2", 9))
    assert [one.text for one in stands] == ["钢铁完成4家"]
    said = town.store.read_sync(lambda tx: history.of(tx, PLAN, "02.2"))
    assert [one.facts["text"] for one in said if "text" in one.facts] == [
        "2.2 钢铁完成5家",
        "钢铁完成4家",
    ]


async def test_a_red_word_counts_at_once_and_asks_the_leader_for_help(town: Town):
    town.meet(BO, LEE)
    async with town.bot():
        await town.say(BO, "3.1 已完成25个园区，但有风险，需要经信厅协调")
        await town.tap(BO, "确认")
        digest = await town.say(LEE, "/digest")
    assert "需协调（1）" in digest
    assert "请：经信厅 · 事：协调" in digest
    assert the_state(town, "03.1").status in {Status.AT_RISK, Status.BLOCKED, None}


def now_says(town: Town, message: Message) -> str:
    """What a message says by now, edited or not."""
    return next(m.text for m in town.told(message.chat_id) if m.id == message.id)


def days_told(town: Town, user: int, since: int = 0) -> list[str]:
    """The days that head the mornings somebody was sent, after the first `since`."""
    return [message.text.partition("（")[0] for message in town.told(user)[since:]]


def reports_kept(town: Town) -> int:
    return town.store.read_sync(lambda tx: reports.count(tx, PLAN))


def the_state(town: Town, task: str):
    def work(tx):
        (found,) = states.states(tx, load(tx, PLAN), town.now, [task])
        return found

    return town.store.read_sync(work)
