"""One message about several tasks, and words that name their task."""

import pytest
from journeys.town import ANN, BO, ON_SQLITE, PLAN, Town, local

from store import reports

pytestmark = [pytest.mark.journey, ON_SQLITE]
WHICH = "这是哪一项的进展"
AWAY = "修改后的消息中没有读到进展"


def kept(town: Town, task: str) -> list[str]:
    found = town.store.read_sync(lambda tx: reports.history(tx, PLAN, task, 9))
    return [report.text for report in found]


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


async def test_a_mixed_bundle_is_answered_in_one_message_and_one_tap(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.to(local(3, 10))
        before = len(town.told(ANN))
        listed = await town.say(ANN, "2.1 正常，钢铁8家了，柴油车那个有点滞后")
        assert len(town.told(ANN)) == before + 1
        assert lines(listed)[0] == "共3项，请核对："
        heads = [line for line in lines(listed) if line[:2] in {"1.", "2.", "3."}]
        assert heads == ["1. 2.1 十百千治气", "2. 2.2 锅炉炉窑", "3. 2.3 柴油货车"]
        receipt = await town.tap(ANN, "全部确认（3）")
        assert receipt.startswith("3项已记 · 3月10日 08:30 · 安宁")
        assert "2.2 锅炉炉窑 · 钢铁企业超低排放改造 8/13家" in receipt
        assert len(town.told(ANN)) == before + 1
    assert [kept(town, f"02.{n}") for n in (1, 2, 3)] == [
        ["正常"],
        ["钢铁8家了"],
        ["柴油车那个有点滞后"],
    ]


async def test_all_confirmed_twice_is_kept_once(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "2.1 完成30%；2.3 正常推进")
        listed, data = town.button(ANN, "全部确认（2）")
        for _ in range(2):
            town.world.tap(ANN, listed.id, data)
        await town.settled()
        assert "未重复记录" in town.last(ANN).text
    assert kept(town, "02.1") == ["完成30%"]


async def test_one_of_several_is_put_right_by_itself_and_the_rest_confirmed(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "2.1 完成30%；2.2 钢铁8家；2.3 正常推进")
        card = await town.tap(ANN, "2.2 修改")
        assert card.startswith("2.2 锅炉炉窑，请核对")
        assert "9/13 家" in await town.say(ANN, "2.2 钢铁9家")
        await town.tap(ANN, "确认")
        listed, _ = town.button(ANN, "全部确认（3）")
        await town.tap(ANN, "全部确认（3）")
        now = town.world.messages(ANN)[listed.id - 1].text
        assert now.startswith("2项已记")
    assert kept(town, "02.2") == ["2.2 钢铁9家"]
    assert kept(town, "02.3") == ["正常推进"]


async def test_a_card_put_right_is_seen_in_the_list_before_it_counts(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "2.1 完成30%；2.2 钢铁8家")
        listed, data = town.button(ANN, "全部确认（2）")
        await town.tap(ANN, "2.2 修改")
        await town.tap(ANN, "修改")
        await town.tap(ANN, "进度")
        await town.say(ANN, "70%")
        town.world.tap(ANN, listed.id, data)
        await town.settled()
        assert "总体进度 70%" in town.world.messages(ANN)[listed.id - 1].text
        assert kept(town, "02.1") == []
        await town.tap(ANN, "全部确认（2）")
    assert kept(town, "02.1") == ["完成30%"]


async def test_a_list_of_another_day_is_read_again_before_it_counts(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "2.1 完成30%\n2.2 钢铁完成5家，预计下周五全部完成")
        assert "3月6日" in town.last(ANN).text
        town.now = local(3, 4)
        assert "3月13日" in await town.tap(ANN, "全部确认（2）")
        assert kept(town, "02.2") == []
        await town.tap(ANN, "全部确认（2）")
    assert kept(town, "02.2") == ["钢铁完成5家，预计下周五全部完成"]


async def test_lines_of_the_mornings_message_are_answered_by_their_numbers(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.to(local(3, 10))
        listed = await town.say(ANN, "1. 正常\n2、钢铁8家\n③滞后")
        assert "1. 2.1 十百千治气" in listed
        assert "3. 2.3 柴油货车" in listed
        await town.tap(ANN, "全部确认（3）")
    assert [kept(town, f"02.{n}") for n in (1, 2, 3)] == [
        ["正常"],
        ["钢铁8家"],
        ["滞后"],
    ]


async def test_a_reply_to_the_mornings_message_names_its_lines(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.to(local(3, 10))
        bundle = town.last(ANN)
        town.world.say(ANN, "第2项已完成8家", reply_to=bundle.id)
        await town.settled()
        assert town.last(ANN).text.startswith("2.2 锅炉炉窑，请核对")
        town.world.say(ANN, "3 完成20%", reply_to=bundle.id)
        await town.settled()
        assert town.last(ANN).text.startswith("2.3 柴油货车，请核对")
        town.world.say(ANN, "已完成30%", reply_to=bundle.id)
        await town.settled()
        assert WHICH in town.last(ANN).text
        asked = [one.text for row in town.last(ANN).buttons for one in row]
        assert asked == ["2.1 十百千治气", "2.2 锅炉炉窑", "2.3 柴油货车"]


async def test_the_rest_is_said_in_one_word(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.to(local(3, 10))
        await town.say(ANN, "2.2 钢铁8家，其余正常推进")
        receipt = await town.tap(ANN, "全部确认（3）")
        assert receipt.startswith("3项已记")
    assert kept(town, "02.1") == kept(town, "02.3") == ["正常推进"]


async def test_a_reply_to_a_card_or_a_receipt_is_about_its_task(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "2.2 钢铁完成5家")
        card = town.last(ANN)
        await town.tap(ANN, "确认")
        await town.say(ANN, "2.3 正常推进")
        town.world.say(ANN, "又完成1家", reply_to=card.id)
        await town.settled()
        told = town.last(ANN).text
        assert told.startswith("2.2 锅炉炉窑，请核对")
        assert "6/13 家" in told


async def test_what_fits_two_tasks_is_asked_and_nothing_is_guessed(town: Town):
    town.meet(BO)
    async with town.bot():
        asked = await town.say(BO, "零直排和饮用水总体进度60%")
        assert WHICH in asked
        assert [one.text for row in town.last(BO).buttons for one in row] == [
            "3.1 污水零直排",
            "3.2 饮用水水源",
        ]


async def test_what_is_said_of_two_tasks_at_once_is_kept_for_both(town: Town):
    town.meet(BO)
    async with town.bot():
        await town.say(BO, "零直排、饮用水都正常推进，长江有点滞后")
        assert (await town.tap(BO, "全部确认（3）")).startswith("3项已记")
    assert kept(town, "03.1") == kept(town, "03.2") == ["零直排、饮用水都正常推进"]


async def test_what_nobody_can_attribute_is_asked_and_the_rest_is_shown(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "已完成30%。2.2 钢铁8家。2.3 正常推进")
        listed, asked = town.told(ANN)[-2:]
        assert listed.text.startswith("共2项")
        assert WHICH in asked.text
        assert "已完成30%" in asked.text
        assert (await town.tap(ANN, "2.1 十百千治气")).startswith("2.1")
        await town.tap(ANN, "确认")
        await town.tap(ANN, "全部确认（2）")
    assert [kept(town, f"02.{n}") for n in (1, 2, 3)] == [
        ["已完成30%"],
        ["钢铁8家"],
        ["正常推进"],
    ]


async def test_a_greeting_hides_nothing_and_a_foreign_task_is_told_of(town: Town):
    town.meet(ANN)
    async with town.bot():
        listed = await town.say(ANN, "领导好，汇报如下：\n2.2 完成3家\n3.1 完成18个")
        assert "1. 2.2 锅炉炉窑" in listed
        assert "3.1 污水零直排 不由您所在单位承担，未作记录：“完成18个”" in listed
        assert len(town.told(ANN)) == 1
        await town.tap(ANN, "全部确认（1）")
    assert kept(town, "02.2") == ["完成3家"]


async def test_words_alone_find_their_task_and_a_wrong_one_is_moved(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.to(local(3, 10))
        assert (await town.say(ANN, "黑烟车那项总体进度60%")).startswith("2.3 柴油货车")
        assert WHICH in await town.tap(ANN, "不是这项")
        assert (await town.tap(ANN, "2.1 十百千治气")).startswith("2.1 十百千治气")
        await town.tap(ANN, "确认")
    assert kept(town, "02.3") == []
    assert kept(town, "02.1") == ["黑烟车那项总体进度60%"]


async def test_an_edited_message_of_several_replaces_what_it_said(town: Town):
    town.meet(ANN)
    async with town.bot():
        said = town.world.say(ANN, "2.1 完成30%\n2.2 钢铁8家")
        await town.settled()
        town.world.edit(ANN, said.id, "2.2 钢铁9家\n2.3 完成40%")
        await town.settled()
        listed = town.last(ANN).text
        assert "2.1" not in listed
        assert "9/13 家" in listed
        await town.tap(ANN, "全部确认（2）")
        town.world.edit(ANN, said.id, "2.2 钢铁7家\n2.3 完成40%")
        await town.settled()
        assert "（更正）" in town.last(ANN).text
        await town.tap(ANN, "全部确认（2）")
    assert kept(town, "02.1") == []
    assert kept(town, "02.2") == ["钢铁7家"]


async def test_what_says_nothing_but_doubts_is_not_kept_with_the_rest(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.to(local(3, 10))
        await town.say(ANN, "2.1 完成10%\n2.2 进度60%到70%")
        listed, data = town.button(ANN, "全部确认（1）")
        await town.tap(ANN, "全部确认（1）")
        receipts = town.world.messages(ANN)[listed.id - 1].text
        assert receipts.startswith("1项已记")
        assert "所指请点选" in town.last(ANN).text
        town.world.tap(ANN, listed.id, data)
        await town.settled()
        assert "未重复记录" in town.last(ANN).text
        assert town.world.messages(ANN)[listed.id - 1].text == receipts
        assert kept(town, "02.2") == []
        await town.tap(ANN, "总体进度70%")
        await town.tap(ANN, "确认")
    assert (kept(town, "02.1"), kept(town, "02.2")) == (["完成10%"], ["进度60%到70%"])


async def test_a_list_of_nothing_but_doubts_cannot_be_confirmed(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "2.1 进度60%到70%\n2.2 进度60%到70%")
        listed = town.last(ANN)
        labels = [one.text for row in listed.buttons for one in row]
        assert labels == ["2.1 修改", "2.2 修改"]
        first = listed.buttons[0][0].data.partition(":")[2]
        town.world.tap(ANN, listed.id, f"confirm_all:{first}")
        await town.settled()
    assert kept(town, "02.1") == kept(town, "02.2") == []


async def test_a_list_edited_away_is_put_aside(town: Town):
    town.meet(ANN)
    async with town.bot():
        said = town.world.say(ANN, "2.1 完成30%\n2.2 钢铁8家")
        await town.settled()
        listed, data = town.button(ANN, "全部确认（2）")
        town.world.edit(ANN, said.id, "2.1 先不报了\n2.2 先不报了")
        await town.settled()
        assert AWAY in town.last(ANN).text
        town.world.tap(ANN, listed.id, data)
        await town.settled()
    assert kept(town, "02.1") == kept(town, "02.2") == []


async def test_it_is_said_in_english_as_well(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "/language en")
        listed = await town.say(ANN, "2.1 60% done; 2.2 8 steel mills done")
        assert listed.startswith("2 tasks, please check:")
        assert (await town.tap(ANN, "Confirm all (2)")).startswith("2 reports recorded")


async def test_what_was_not_confirmed_is_reminded_of_once_for_all_of_it(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "2.1 完成30%；2.2 钢铁8家；2.3 正常推进")
        await town.to(local(2, 25, 12, 0))
        (reminder,) = [m for m in town.told(ANN) if "尚未确认" in m.text]
        assert "的3项回复尚未确认" in reminder.text
        await town.tap(ANN, "全部确认")
        now = town.world.messages(ANN)[reminder.id - 1].text
        assert now.startswith("3项已记")
    assert kept(town, "02.3") == ["正常推进"]
