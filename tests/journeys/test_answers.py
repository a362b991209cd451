"""An answer by tap or by words, changed, moved, repeated, mistaken."""

import pytest
from journeys.town import (
    ANN,
    ASSISTANT,
    BO,
    COLLEAGUE,
    LEE,
    ON_SQLITE,
    PLAN,
    Town,
    local,
)

from store import reports

pytestmark = [pytest.mark.journey, ON_SQLITE]
STALE = "这个按钮已失效"
THERE = "这一项已有反馈，未重复记录"


def kept(town: Town) -> list[str]:
    found = town.store.read_sync(lambda tx: reports.history(tx, PLAN, "02.2", 9))
    return [report.text for report in found]


async def test_a_card_changed_before_it_is_confirmed_counts_once(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "2.2 钢铁完成5家")
        assert "改哪一项" in await town.tap(ANN, "修改")
        assert "6/13 家" in await town.say(ANN, "钢铁完成6家")
        await town.tap(ANN, "确认")
    assert kept(town) == ["钢铁完成6家"]


async def test_newer_words_put_the_older_card_aside(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "2.2 钢铁完成5家")
        old, data = town.button(ANN, "确认")
        await town.say(ANN, "2.2 钢铁完成6家")
        town.world.tap(ANN, old.id, data)
        await town.settled()
        assert STALE in town.last(ANN).text
        await town.tap(ANN, "确认")
    assert kept(town) == ["2.2 钢铁完成6家"]


async def test_a_message_edited_before_confirming_is_read_again(town: Town):
    town.meet(ANN)
    async with town.bot():
        said = town.world.say(ANN, "2.2 钢铁完成5家")
        await town.settled()
        town.world.edit(ANN, said.id, "2.2 钢铁完成7家")
        await town.settled()
        assert "7/13 家" in town.last(ANN).text
        await town.tap(ANN, "确认")
    assert kept(town) == ["2.2 钢铁完成7家"]


async def test_confirmed_twice_is_kept_once(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "2.2 钢铁完成5家")
        card, data = town.button(ANN, "确认")
        town.world.tap(ANN, card.id, data)
        town.world.tap(ANN, card.id, data)
        await town.settled()
        assert THERE in town.last(ANN).text
    assert kept(town) == ["2.2 钢铁完成5家"]


async def test_not_this_task_moves_the_words_to_the_one_chosen(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "2.1 总体完成30%")
        assert "这是哪一项的进展" in await town.tap(ANN, "不是这项")
        card = await town.tap(ANN, "2.3 柴油货车")
        assert card.startswith("2.3 柴油货车，请核对")
        await town.tap(ANN, "确认")
    found = town.store.read_sync(lambda tx: reports.history(tx, PLAN, "02.3", 9))
    assert [report.percent for report in found] == [30]


async def test_words_that_name_no_task_are_asked_about(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.to(local(3, 10))
        assert "这是哪一项的进展" in await town.say(ANN, "已完成30%")
        assert "30%" in await town.tap(ANN, "2.1 十百千治气")


async def test_the_only_thing_owed_needs_no_name(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.to(local(3, 10))
        for task in ("2.1", "2.2"):
            await town.say(ANN, f"{task} 完成20%")
            await town.tap(ANN, "确认")
        assert (await town.say(ANN, "完成30%")).startswith("2.3 柴油货车，请核对")


async def test_a_task_is_known_by_its_own_words(town: Town):
    town.meet(ANN)
    async with town.bot():
        assert "2.2 锅炉炉窑" in await town.say(ANN, "钢铁超低排放已完成8家")


async def test_several_tasks_in_one_message_are_listed_in_one(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "2.1 完成30%\n2.2 钢铁完成5家\n2.3 按计划推进")
        (listed,) = town.told(ANN)
    heads = [line for line in listed.text.splitlines() if not line.startswith(" ")]
    assert heads == [
        "共3项，请核对：",
        "1. 2.1 十百千治气",
        "2. 2.2 锅炉炉窑",
        "3. 2.3 柴油货车",
    ]


async def test_no_change_is_one_tap_and_only_one(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "2.2 钢铁完成5家")
        await town.tap(ANN, "确认")
        await town.to(local(3, 10))
        await town.tap(ANN, "更多", "2.2")
        message, data = town.button(ANN, "无变化")
        assert "已记" in await town.tap(ANN, "无变化")
        town.world.tap(ANN, message.id, data)
        await town.settled()
        assert THERE in town.last(ANN).text
    assert kept(town) == ["无变化", "2.2 钢铁完成5家"]


async def test_a_prompt_can_be_cancelled(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.to(local(3, 10))
        await town.tap(ANN, "更多", "2.1")
        await town.tap(ANN, "填报")
        assert "未记录任何内容" in await town.tap(ANN, "取消")
        assert "这是哪一项的进展" in await town.say(ANN, "已完成30%")


async def test_a_report_can_be_made_from_the_tasks_own_card(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "/task 2.2")
        assert "钢铁企业超低排放改造：尚无数字" in await town.tap(ANN, "填报")
        assert "5/13 家" in await town.say(ANN, "完成5家")


@pytest.mark.parametrize("said", ["收到", "谢谢", "下周三开会讨论吗？", "👍", "。"])
async def test_what_says_nothing_is_not_taken_for_a_report(town: Town, said):
    town.meet(ANN)
    async with town.bot():
        await town.to(local(3, 10))
        assert "没有读到进度" in await town.say(ANN, said)
    assert kept(town) == []


async def test_a_picture_without_words_is_not_silently_swallowed(town: Town):
    town.meet(ANN)
    async with town.bot():
        town.world.send_file(ANN, "a.png", b"\x89PNG\r\n\x1a\n", "image/png")
        await town.settled()
        assert "这是哪一项的材料" in town.last(ANN).text
        town.world.send_file(
            ANN, "a.png", b"\x89PNG\r\n\x1a\n", "image/png", caption="2.2 钢铁完成5家"
        )
        await town.settled()
        assert "5/13 家" in town.last(ANN).text


async def test_a_command_we_do_not_have_says_where_to_look(town: Town):
    town.meet(ANN)
    async with town.bot():
        assert await town.say(ANN, "/deadline") == "没有这个命令。可用功能见 /help。"


@pytest.mark.parametrize("given", ["99.9", "2", "<b>", "2.2.2"])
async def test_a_task_that_is_not_there_says_how_to_write_it(town: Town, given):
    town.meet(ANN)
    async with town.bot():
        assert "/task 2.2" in await town.say(ANN, f"/task {given}")


async def test_an_older_receipt_cannot_undo_newer_words(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "2.2 钢铁完成5家")
        await town.tap(ANN, "确认")
        receipt, data = town.button(ANN, "更正")
        await town.say(ANN, "2.2 钢铁完成8家")
        await town.tap(ANN, "确认")
        town.world.tap(ANN, receipt.id, data)
        await town.settled()
        assert "已有更新的版本" in town.last(ANN).text


async def test_two_people_of_a_unit_each_see_what_the_other_answered(town: Town):
    town.meet(ANN, BO)
    async with town.bot():
        await town.say(ANN, "3.1 完成5个园区")
        assert "3.1 不由您所在单位承担" in town.last(ANN).text
        assert "5/100 个" in await town.say(BO, "3.1 完成5个园区")
        await town.tap(BO, "确认")
        assert "完成5个园区" in await town.say(ANN, "/task 3.1")


async def test_a_correction_may_begin_with_the_tasks_number(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "2.2 新增2家钢铁企业完成改造")
        await town.tap(ANN, "确认")
        await town.tap(ANN, "更正")
        assert "3/13 家" in await town.say(ANN, "2.2 新增3家钢铁企业完成改造")


async def test_editing_a_confirmed_message_corrects_it_and_counts_it_once(town: Town):
    town.meet(ANN)
    async with town.bot():
        said = town.world.say(ANN, "2.2 新增2家钢铁企业完成改造")
        await town.settled()
        await town.tap(ANN, "确认")
        town.world.edit(ANN, said.id, "2.2 新增3家钢铁企业完成改造")
        await town.settled()
        assert "3/13 家" in town.last(ANN).text
        assert "3/13家" in await town.tap(ANN, "确认")
        town.world.edit(ANN, said.id, "/task 2.2")
        await town.settled()
        assert "3/13家" in town.last(ANN).text


async def test_a_correction_never_undoes_what_a_colleague_said_meanwhile(town: Town):
    town.meet(ANN)
    town.link(COLLEAGUE)
    town.world.open_chat(COLLEAGUE)
    async with town.bot():
        await town.say(ANN, "2.3 进度10%")
        await town.tap(ANN, "确认")
        await town.tap(ANN, "更正")
        await town.say(ANN, "进度12%")
        town.now = local(2, 25, 8, 1)
        await town.say(COLLEAGUE, "2.3 进度50%")
        await town.tap(COLLEAGUE, "确认")
        assert "已有更新的版本" in await town.tap(ANN, "确认")
        assert "已达 50%" in await town.say(ANN, "/task 2.3")


async def test_a_question_of_yesterday_is_forgotten(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "2.2 钢铁完成5家")
        await town.tap(ANN, "确认")
        await town.tap(ANN, "更正")
        town.now = local(2, 27)
        assert "这是哪一项" in await town.say(ANN, "已完成30%")


async def test_a_task_named_outright_is_not_the_one_asked_about(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.to(local(3, 10))
        await town.tap(ANN, "更多", "2.2")
        await town.tap(ANN, "填报")
        card = await town.say(ANN, "柴油货车总体进度30%")
        assert card.startswith("2.3 柴油货车")


async def test_an_assisting_unit_reports_its_own_part_and_is_heard(town: Town):
    town.meet(ANN, LEE)
    town.link(ASSISTANT)
    town.world.open_chat(ASSISTANT)
    async with town.bot():
        await town.say(ANN, "2.1 总体进度30%")
        await town.tap(ANN, "确认")
        await town.say(ASSISTANT, "2.1 总体进度80%，需要财政厅协调")
        assert "80%" in await town.tap(ASSISTANT, "确认")
        assert "已达 30%" in await town.say(ANN, "/task 2.1")
        assert "请：财政厅 · 事：协调" in await town.say(LEE, "/digest")


async def test_a_card_of_another_day_is_read_again_before_it_counts(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "2.2 钢铁完成5家，预计下周五全部完成")
        assert "3月6日" in town.last(ANN).text
        town.now = local(3, 4)
        fresh = await town.tap(ANN, "确认")
        assert "请核对" in fresh
        assert "3月13日" in fresh
        assert kept(town) == []
        await town.tap(ANN, "确认")
    assert kept(town) == ["2.2 钢铁完成5家，预计下周五全部完成"]


async def test_two_increments_side_by_side_are_each_seen_as_they_will_count(town: Town):
    town.meet(ANN)
    town.link(COLLEAGUE)
    town.world.open_chat(COLLEAGUE)
    async with town.bot():
        await town.say(ANN, "2.2 新增1家钢铁企业完成改造")
        await town.say(COLLEAGUE, "2.2 新增2家钢铁企业完成改造")
        town.now = local(2, 25, 8, 1)
        await town.tap(ANN, "确认")
        assert "3/13 家" in await town.tap(COLLEAGUE, "确认")
        assert "3/13家" in await town.tap(COLLEAGUE, "确认")


async def test_a_foreign_task_in_a_message_hides_no_other(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "2.2 完成3家\n3.1 完成18个\n2.3 进度10%")
        (listed,) = town.told(ANN)
    heads = [line for line in listed.text.splitlines() if line[:1].strip()]
    assert heads == [
        "共2项，请核对：",
        "1. 2.2 锅炉炉窑",
        "2. 2.3 柴油货车",
        "3.1 污水零直排 不由您所在单位承担，未作记录：“完成18个”",
    ]


async def test_what_is_owed_stands_in_the_plans_order(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.to(local(3, 10))
        listed = await town.say(ANN, "/mine")
    owed = listed.split("任务")[0]
    assert owed.index("2.1") < owed.index("2.2") < owed.index("2.3")


async def test_the_menus_bare_commands_lead_somewhere(town: Town):
    town.meet(ANN, LEE)
    async with town.bot():
        assert "待办" in await town.say(ANN, "/task")
        assert "蓝天" in await town.say(LEE, "/task")
        assert "蓝天" in await town.say(LEE, "/area")
