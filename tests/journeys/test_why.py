"""为何催我: by the button, by /why, with the dates and the names that are true."""

import pytest
from journeys.town import ANN, BO, HAN, LEE, OBI, ON_SQLITE, STRANGER, Town, local

pytestmark = [pytest.mark.journey, ON_SQLITE]


async def to_the_tenth(town: Town) -> None:
    """Let the first half-monthly report come due: 10 March."""
    await town.to(local(3, 10, 9, 0))


async def test_the_button_opens_what_is_asked_and_each_item_its_reason(town: Town):
    town.meet(ANN, HAN)
    async with town.bot():
        await to_the_tenth(town)
        listed = await town.tap(ANN, "为何催我")
        assert "为何催您" in listed
        assert "2.2 锅炉炉窑 · 3月第1期报告 · 3月10日到期" in listed
        place = next(
            line.split(".")[0]
            for line in listed.splitlines()
            if "2.2 锅炉炉窑 · 3月第1期报告" in line
        )
        said = await town.tap(ANN, place)
        assert "按“半月报”规则，每月10日、25日报告（目录第" in said
        assert "3月10日 08:30 提醒责任人（安宁），到期当日" in said
        assert "信件：" in said
        assert "安宁 3月10日 08:3" in said
        assert "3月11日（周三）08:30 提醒责任人（安宁）" in said
        assert "告知处室负责人（韩处）" in said
        assert "请假可发 /away，暂缓可发 /snooze 2.2，延期可发 /extend 2.2。" in said


async def test_why_a_task_is_left_alone_on_a_day_off(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.to(local(5, 2, 10, 0))
        await town.say(ANN, "/why 2.2")
        assert "今天是劳动节，5月6日（周三）08:30 再看" in town.last(ANN).text


async def test_an_answer_is_named_as_the_reason_for_silence(town: Town):
    town.meet(ANN)
    async with town.bot():
        await to_the_tenth(town)
        _, data = town.button(ANN, "2.2 正常")
        number = data.partition(":")[2]
        await town.say(ANN, "2.2 钢铁完成5家")
        await town.tap(ANN, "确认")
        town.world.tap(ANN, town.last(ANN).id, f"why:{number}")
        await town.settled()
        said = town.last(ANN).text
        assert "安宁已于3月10日 09:00 答复，不再催" in said
        assert "之后：" not in said


async def test_everybody_who_may_see_the_task_may_ask_why(town: Town):
    town.meet(OBI, LEE, BO)
    async with town.bot():
        for user in (OBI, LEE, BO):
            said = await town.say(user, "/why 2.2")
            assert "锅炉炉窑：为何催办" in said
            assert "/snooze" not in said  # not theirs to put off


async def test_what_cannot_be_explained_is_refused(town: Town):
    town.meet(ANN)
    async with town.bot():
        assert "99.9" in await town.say(ANN, "/why 99.9")
        await town.say(ANN, "/help")
        for forged in ("why:999999", "why:x", "why:2.2"):
            town.world.tap(ANN, town.last(ANN).id, forged)
            await town.settled()
            assert "这个按钮已失效" in town.last(ANN).text
        assert "内部督办" in await town.say(STRANGER, "/why 2.2")


async def test_nothing_owed_is_said_so(town: Town):
    town.meet(LEE)
    async with town.bot():
        assert await town.say(LEE, "/why") == "目前没有催您的事项。"
