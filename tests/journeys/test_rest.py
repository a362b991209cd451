"""Leave and deputies, a person's own hours, and putting off: over real HTTP."""

import pytest
from journeys.town import (
    ADA,
    ANN,
    ASSISTANT,
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
from sqlalchemy import text

from rules.ids import UnitId
from store import events, leaves, obligations, people, reports

pytestmark = [pytest.mark.journey]


def since(town: Town, user: int, seen: int) -> list[str]:
    """Return what the bot has said to somebody since then."""
    return [message.text for message in town.told(user)[seen:]]


async def test_a_deputy_of_another_unit_is_asked_answers_and_hands_back(town: Town):
    town.meet(ANN, BO)
    async with town.bot():
        said = await town.say(ANN, "/away 3.9-3.10 @博文")
        assert said.splitlines()[:3] == [
            "已设休假：3月9日（周一）—3月10日（周二），2个工作日",
            "期间由博文代为答复，3月9日（周一）08:30告知。",
            "3月11日（周三）起恢复向您提醒；提前回来请发 /back。",
        ]
        await town.to(local(3, 6, 17, 0))
        ann, bo = len(town.told(ANN)), len(town.told(BO))
        await town.to(local(3, 9, 8, 31))
        told = since(town, BO, bo)
        stands = next(text for text in told if "休假，由您代为答复" in text)
        assert stands.startswith("安宁（大气环境处）")
        assert "2.2 锅炉炉窑 · 3月10日到期" in stands
        await town.to(local(3, 10, 8, 31))
        assert "2.2 锅炉炉窑 · 今日到期" in town.last(BO).text
        mine = await town.say(BO, "/mine")
        assert "2.2 锅炉炉窑（代安宁） · 3月10日到期" in mine
        assert "3.1 污水零直排 · 3月10日到期" in mine

        await town.tap(BO, "2.2 填报")
        await town.say(BO, "钢铁完成5家")
        assert "2.2 锅炉炉窑 已记" in await town.tap(BO, "确认")
        assert since(town, ANN, ann) == []
        (kept,) = town.store.read_sync(lambda tx: reports.history(tx, PLAN, "02.2", 9))
        assert (kept.who, kept.unit) == ("博文", "air")
        owed = town.store.read_sync(
            lambda tx: obligations.mine(tx, PLAN, UnitId("air"))
        )
        assert "02.2" not in {one.task for one in owed if one.kind == "report"}

        bo = len(town.told(BO))
        await town.to(local(3, 11, 8, 31))
        (back, *_) = [t for t in since(town, ANN, ann) if t.startswith("休假已结束")]
        assert "博文不再代您答复" in back
        assert "期间已答复" in back
        assert "2.2" in back
        assert "2.1 十百千治气 · 3月10日到期，逾期1个工作日" in back
        assert any("安宁（大气环境处）已回" in text for text in since(town, BO, bo))
        asked = [t for t in since(town, ANN, ann) if "2.1 十百千治气" in t]
        assert len(asked) == 2  # the return, and the morning's question
        assert "2.1 不由您所在单位承担" in await town.say(BO, "2.1 完成30%")


@ON_SQLITE
async def test_with_nobody_named_the_standing_deputy_stands_in(town: Town):
    town.meet(ANN, BO)
    async with town.bot():
        assert "没有设B角" in await town.say(ANN, "/deputy")
        assert (await town.say(ANN, "/deputy 博文")).startswith("已设B角：博文")
        assert (await town.say(ANN, "/deputy")).startswith("您的B角：博文")
        said = await town.say(ANN, "/away 明天")
        assert "由博文（您的B角）代为答复" in said
        alone = await town.tap(ANN, "不设代理")
        assert "未设代理" in alone
        assert "撤回休假" in await town.tap(ANN, "撤回")
        assert "已取消B角" in await town.say(ANN, "/deputy 无")
        assert "未设代理" in await town.say(ANN, "/away 明天")


@ON_SQLITE
async def test_of_two_who_fit_one_is_chosen(town: Town):
    town.meet(ANN, BO, COLLEAGUE)
    async with town.bot():
        rename(town, COLLEAGUE, "博闻")
        asked = await town.say(ANN, "/away 3.9 博")
        assert "有多人可以代理，请选择" in asked
        assert "由博闻代为答复" in await town.tap(ANN, "由博闻代")
        assert "不止一人" in await town.say(ANN, "/deputy 博")
        assert "已设B角：博文" in await town.tap(ANN, "由博文代")


def rename(town: Town, user: int, name: str) -> None:
    town.store.run_sync(
        lambda tx: tx.execute(
            text("UPDATE person SET name = :name WHERE telegram_user = :user"),
            {"name": name, "user": user},
        )
    )


@ON_SQLITE
async def test_a_telegram_name_finds_its_person(town: Town):
    town.world.people[BO].username = "bowen"
    town.meet(ANN, BO)
    async with town.bot():
        assert "没有找到" in await town.say(ANN, "/away 3.9 @bowen")
        await town.say(BO, "/help")
        assert "由博文代为答复" in await town.say(ANN, "/away 3.9 @BoWen")


@ON_SQLITE
@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("/away 休息", "没有读到休假的日期"),
        ("/away 2.24", "已经过去"),
        ("/away 3.10-3.9", "早于第一天"),
        ("/away 2020-03-09 2021-03-10", "超过一年"),
        ("/away 3.9 @没有", "没有找到叫“没有”的人"),
        ("/away 3.9 @安宁", "不能由本人代理本人"),
        ("/away 3.9 @艾达", "艾达与您的身份不同"),
        ("/away 3.9 @博文", "博文同期也休假：3月5日（周四）—3月9日（周一）"),
        ("/deputy 没有", "没有找到"),
        ("/deputy 安宁", "不能由本人代理本人"),
        ("/hours 朝九晚五", "没有读懂"),
        ("/hours 9:00-17:30 Asia/Hangzhou", "没有“Asia/Hangzhou”这个时区"),
        ("/hours 17:30-9:00", "不足一小时"),
        ("/snooze 99.9 明天", "/task 2.2"),
        ("/snooze 2.2 改天", "没有读到日期“改天”"),
        ("/snooze 2.2 今天", "只能暂缓到今天以后"),
        ("/snooze 2.2 6.1", "最多暂缓10个工作日"),
        ("/snooze 3.1 明天", "3.1 不由您所在单位承担"),
    ],
)
async def test_what_cannot_be_is_refused_and_changes_nothing(town: Town, said, answer):
    town.meet(ANN, BO, ADA)
    async with town.bot():
        await town.say(BO, "/away 3.5-3.9")
        await town.to(local(3, 3, 9, 0))
        before = state(town)
        assert answer in await town.say(ANN, said)
        assert state(town) == before


def state(town: Town):
    day = local(2, 25).date()

    def read(tx):
        return (
            leaves.coming(tx, PLAN, day),
            [(p.hours, p.deputy) for p in people.linked(tx, PLAN)],
            obligations.mine(tx, PLAN, UnitId("air")),
        )

    return town.store.read_sync(read)


@ON_SQLITE
async def test_a_newer_leave_takes_the_days_in_common(town: Town):
    town.meet(ANN, BO)
    async with town.bot():
        await town.say(ANN, "/away 3.2-3.13 @博文")
        said = await town.say(ANN, "/away 3.9-3.10")
        assert "原定3月2日（周一）—3月13日（周五）的休假，重叠的日子以这次为准" in said
        listed = await town.say(ANN, "/away")
    assert listed.splitlines()[1:4] == [
        "3月2日（周一）—3月8日（周日） · 博文代",
        "3月9日（周一）—3月10日（周二） · 未设代理",
        "3月11日（周三）—3月13日（周五） · 博文代",
    ]


@ON_SQLITE
async def test_a_deputy_who_goes_away_is_told_for_whom_they_stood_in(town: Town):
    town.meet(ANN, BO)
    async with town.bot():
        await town.say(ANN, "/away 3.9-3.10 @博文")
        assert "您同期还代安宁" in await town.say(BO, "/away 3.10")


@ON_SQLITE
async def test_back_early_is_asked_again_at_once(town: Town):
    town.meet(ANN, BO)
    async with town.bot():
        assert "没有设过休假" in await town.say(ANN, "/back")
        await town.say(ANN, "/away 今天-3.20 @博文")
        await town.to(local(3, 9, 9, 0))
        assert any("由您代为答复" in text for text in since(town, BO, 0))
        ann, bo = len(town.told(ANN)), len(town.told(BO))
        assert "今天起恢复向您提醒" in await town.say(ANN, "/back")
        await town.ring()
        assert "不再由您代为答复" in since(town, BO, bo)[0]
        await town.to(local(3, 10))
        asked = since(town, ANN, ann + 1)
        assert any("2.2 锅炉炉窑" in text for text in asked)
        assert "没有设过休假" in await town.say(ANN, "/back")
    kept = text("SELECT what FROM event WHERE what IN ('away', 'back') ORDER BY id")
    noted = town.store.read_sync(lambda tx: tx.scalars(kept).all())
    assert noted == ["away", "back"]


@ON_SQLITE
async def test_another_deputy_takes_over_in_the_middle_of_a_leave(town: Town):
    town.meet(ANN, BO, COLLEAGUE)
    async with town.bot():
        await town.say(ANN, "/away 今天-3.20 @博文")
        await town.to(local(3, 2, 9, 0))
        bo, other = len(town.told(BO)), len(town.told(COLLEAGUE))
        await town.say(ANN, "/away 今天-3.20 @同事")
        await town.to(local(3, 2, 9, 10))
        assert "的休假不再由您代为答复" in since(town, BO, bo)[0]
        assert any("由您代为答复" in text for text in since(town, COLLEAGUE, other))


@ON_SQLITE
async def test_a_leave_withdrawn_before_it_begins_is_never_told(town: Town):
    town.meet(ANN, BO)
    async with town.bot():
        await town.say(ANN, "/away 3.9 @博文")
        message, data = town.button(ANN, "撤回")
        assert "已撤回休假：3月9日（周一）" in await town.tap(ANN, "撤回")
        town.world.tap(ANN, message.id, data)
        await town.settled()
        assert "这个按钮已失效" in town.last(ANN).text
        await town.to(local(3, 9, 9, 0))
        assert not any("代为答复" in text for text in since(town, BO, 0))


@ON_SQLITE
async def test_nobody_ends_or_changes_anothers_leave(town: Town):
    town.meet(ANN, BO)
    async with town.bot():
        await town.say(ANN, "/away 3.9 @博文")
        _, data = town.button(ANN, "撤回")
        await town.say(BO, "/away 3.20")
        mine, _ = town.button(BO, "撤回")
        number = data.partition(":")[2]
        for forged in (data, f"stand:{number}:0", f"stand:{number}:2", "stand:x:y"):
            town.world.tap(BO, mine.id, forged)
            await town.settled()
            assert "这个按钮已失效" in town.last(BO).text
        assert "博文代" in await town.say(ANN, "/away")


@ON_SQLITE
async def test_a_leader_is_stood_for_by_a_leader_and_an_observer_by_nobody(town: Town):
    town.meet(LEE, OBI, ANN)
    async with town.bot():
        assert "身份不同" in await town.say(LEE, "/away 3.9 @安宁")
        assert "未设代理" in await town.say(LEE, "/away 3.9")
        for command in ("/away 3.9", "/back", "/deputy", "/hours", "/snooze 2.2"):
            assert "不能使用这项功能" in await town.say(OBI, command)


@ON_SQLITE
async def test_a_button_answers_for_the_branch_it_was_about(town: Town):
    """A deputy whose own unit assists the task owes for both."""
    town.meet(ANN, ASSISTANT)
    task = "02.2"
    async with town.bot():
        await town.say(ANN, "/away 今天-3.20 @配合")
        await town.to(local(3, 10))

        def owing(tx):
            found = obligations.of_task(tx, PLAN, task)
            return {one.unit for one in found if one.kind == "report"}

        before = town.store.read_sync(owing)
        await town.tap(ASSISTANT, "更多", "2.2")
        await town.tap(ASSISTANT, "填报")
        await town.say(ASSISTANT, "钢铁完成5家")
        await town.tap(ASSISTANT, "确认")
        assert before - town.store.read_sync(owing) == {"air"}
        message, data = town.button(ASSISTANT, "更正")
        town.world.tap(ASSISTANT, message.id, data)
        await town.settled()
        await town.say(ASSISTANT, "钢铁完成6家")
        await town.tap(ASSISTANT, "确认")
        kept = town.store.read_sync(lambda tx: reports.history(tx, PLAN, task, 9))
        assert {(one.text, one.unit) for one in kept[:1]} == {("钢铁完成6家", "air")}


@ON_SQLITE
async def test_ones_own_hours_are_kept_and_kept_to(town: Town):
    town.meet(ANN, COLLEAGUE)
    async with town.bot():
        assert "目前在工作日 08:30—18:00" in await town.say(ANN, "/hours")
        said = await town.say(ANN, "/hours 10:00-17:00")
        assert "已改为在工作日 10:00—17:00" in said
        await town.to(local(3, 9, 18, 0))
        ann, other = len(town.told(ANN)), len(town.told(COLLEAGUE))
        await town.to(local(3, 10, 9, 59))
        assert since(town, ANN, ann) == []
        assert since(town, COLLEAGUE, other) != []
        await town.to(local(3, 10, 10, 5))
        assert "2.2 锅炉炉窑" in since(town, ANN, ann)[0]
        assert "08:30—18:00" in await town.say(ANN, "/hours 默认")


@ON_SQLITE
async def test_a_morning_put_off_comes_back_on_the_day_and_not_before(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.to(local(3, 10))
        said = await town.say(ANN, "/snooze 2.2 3.12")
        assert said.startswith("2.2 锅炉炉窑：3月12日（周四）前不再提醒")
        seen = len(town.told(ANN))
        await town.to(local(3, 11, 17, 0))
        assert not any("2.2 锅炉炉窑" in text for text in since(town, ANN, seen))
        assert any("2.1 十百千治气" in text for text in since(town, ANN, seen))
        await town.to(local(3, 12, 8, 31))
        assert any("2.2 锅炉炉窑" in text for text in since(town, ANN, seen))
    noted = town.store.read_sync(lambda tx: events.of_task(tx, PLAN, "02.2"))
    assert [(one.what, one.who) for one in noted if one.what == "snoozed"] == [
        ("snoozed", "安宁")
    ]


@ON_SQLITE
async def test_later_puts_off_all_of_the_morning_then_one_of_it_further(town: Town):
    town.meet(ANN, HAN)
    async with town.bot():
        await town.to(local(3, 10))
        said = await town.tap(ANN, "稍后")
        assert "3月11日（周三）前不再提醒" in said
        assert "2.1 十百千治气" in said
        assert "暂缓提醒到哪一天" in await town.tap(ANN, "2.2 暂缓")
        asked = await town.tap(ANN, "另选日期")
        assert "请写一个日期" in asked
        told = await town.say(ANN, "3.16")
        assert "2.2 锅炉炉窑：3月16日（周一）前不再提醒" in told
        assert "将告知处室负责人，暂缓提醒不改变这一点" in told
        assert "没有读到日期" not in told
        await town.tap(ANN, "2.3 暂缓")
        assert "3月16日（周一）前不再提醒" in await town.tap(ANN, "下周一")


@ON_SQLITE
async def test_the_head_is_told_when_the_snooze_said_so(town: Town):
    town.meet(ANN, HAN)
    async with town.bot():
        await town.to(local(3, 11, 9, 0))
        said = await town.say(ANN, "/snooze 2.2 3.16")
        assert "如到 3月13日（周五）08:30 仍无答复，将告知处室负责人" in said
        await town.to(local(3, 12, 18, 0))
        seen = len(town.told(HAN))
        await town.to(local(3, 13, 8, 31))
        assert any("2.2 锅炉炉窑" in text for text in since(town, HAN, seen))


@ON_SQLITE
async def test_only_the_debtors_put_off_and_only_what_is_theirs(town: Town):
    town.meet(ANN, HAN, BO, ADA)
    async with town.bot():
        await town.to(local(3, 10))
        await town.tap(ANN, "稍后")
        message, data = town.button(ANN, "2.2 暂缓")
        for user in (HAN, BO, ADA):
            await town.say(user, "/hours")
            last = town.last(user)
            for forged in (data, data.replace("snooze", "later") + ":2020-03-11"):
                town.world.tap(user, last.id, forged)
                await town.settled()
                assert "这个按钮已失效" in town.last(user).text
        assert "无需暂缓" in await town.say(ADA, "/snooze")
        assert "暂缓哪一项" in await town.say(ANN, "/snooze")
        town.world.tap(ANN, message.id, data.replace("snooze", "later") + ":20-3")
        await town.settled()
        assert "这个按钮已失效" in town.last(ANN).text
