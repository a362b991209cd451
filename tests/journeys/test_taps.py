"""Answers by tap: a bundle in as many taps as it has lines, and all of 更多."""

from datetime import timedelta

import pytest
from journeys.town import (
    ANN,
    ASSISTANT,
    COLLEAGUE,
    HAN,
    ON_SQLITE,
    PLAN,
    Town,
    local,
)

from rules.ids import TaskId
from store import plans, reports
from store.catalog import read

pytestmark = [pytest.mark.journey, ON_SQLITE]
THERE = "这一项已有反馈，未重复记录"
FINE, RISK, DONE, MORE = "正常推进", "有风险", "已完成", "更多"


def kept(town: Town, task: str = "02.2") -> list[str]:
    found = town.store.read_sync(lambda tx: reports.history(tx, PLAN, TaskId(task), 9))
    return [report.text for report in found]


def last(town: Town, task: str = "02.2") -> reports.Kept:
    found = town.store.read_sync(lambda tx: reports.history(tx, PLAN, TaskId(task), 1))
    return found[0]


def rows(message) -> list[str]:
    return [" ".join(button.text for button in row) for row in message.buttons]


def bundle(town: Town, user: int = ANN):
    """The newest morning's message in somebody's chat, as it reads now."""
    return next(one for one in reversed(town.told(user)) if "（周" in one.text[:12])


async def tapped(town: Town, user: int, message: int, data: str) -> str:
    """Tap something once seen; return the line that fades."""
    tap = town.world.taps[town.world.tap(user, message, data)]
    await town.settled()
    return tap.toast.text if tap.toast else ""


async def toast(town: Town, user: int, name: str, row: str = "") -> str:
    message, data = town.button(user, name, row)
    return await tapped(town, user, message.id, data)


async def exactly(town: Town, task: str) -> None:
    """Go to where a percent can be written."""
    for button, row in ((MORE, task), ("进度", ""), ("其他数字", "")):
        await town.tap(ANN, button, row)


def changed_plan(town: Town, text: str, *changes: tuple[str, str]) -> None:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    catalog = read(text.encode(), "tasks_catalog.yaml")
    given = {"text": text, "author": "test", "note": "", "now": town.now}
    town.store.run_sync(lambda tx: plans.apply(tx, catalog, **given))


async def test_a_bundle_of_five_is_answered_in_five_taps(town: Town, catalog_text: str):
    whole = catalog_text.replace("        lead: water\n", "        lead: air\n", 2)
    changed_plan(town, whole)
    town.meet(ANN)
    async with town.bot():
        await town.to(local(3, 10))
        asked = town.last(ANN)
        assert asked.text.startswith("3月10日（周二） · 5项待办")
        assert rows(asked) == [
            *(
                f"{task} 正常 {RISK} {DONE} {MORE}"
                for task in ("2.1", "2.2", "2.3", "3.1", "3.2")
            ),
            "稍后 为何催我",
        ]
        for task in ("2.1", "2.2", "2.3", "3.1"):
            assert await toast(town, ANN, f"{task} 正常") == f"已记 {task} {FINE}"
        await town.ring()
        four = town.last(ANN)
        assert four.id == asked.id  # nothing was said besides
        assert "2. ☑ 2.2 锅炉炉窑 · 已报 正常推进" in four.text
        assert "5. 3.2" in four.text
        assert rows(four) == [
            *(f"{task} 更正" for task in ("2.1", "2.2", "2.3", "3.1")),
            f"3.2 正常 {RISK} {DONE} {MORE}",
            "稍后 为何催我",
        ]
        assert await toast(town, ANN, DONE, "3.2") == f"已记 3.2 {DONE}"
        await town.ring()
        assert town.last(ANN).id == asked.id
        assert "5项均已答复" in town.last(ANN).text
    assert kept(town, "03.1") == [FINE]
    assert last(town, "03.2").status == "done"


async def test_seven_lines_open_each_its_own_answers(town: Town, catalog_text: str):
    whole = catalog_text.replace("        lead: water\n", "        lead: air\n")
    changed_plan(town, whole.replace("        lead: soil\n", "        lead: air\n", 1))
    town.meet(ANN)
    async with town.bot():
        await town.to(local(3, 10))
        await town.to(local(3, 25))
        shown = rows(bundle(town))
        assert shown[0] == "2.1 答复 2.2 答复 2.3 答复"
        menu = await town.tap(ANN, "2.2 答复")
        assert menu.startswith("2.2 锅炉炉窑")
        assert rows(town.last(ANN)) == [
            f"{FINE} {RISK} {DONE}",
            "进度 举措清单",
            "填报 明天再催",
            "申请延期 转交",
        ]
        receipt = await town.tap(ANN, FINE)
        assert receipt.startswith("2.2 锅炉炉窑 已记 · 正常推进")
        await town.ring()
        assert rows(bundle(town))[0] == "2.1 答复 2.2 更正 2.3 答复"


async def test_the_numbers_stand_and_the_trouble_ends_when_all_is_well(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "2.2 钢铁完成5家，锅炉卡住，需要财政厅协调，预计9月底完成")
        await town.tap(ANN, "确认")
        await town.to(local(3, 10))
        await toast(town, ANN, RISK, "2.2")
        assert last(town).status == "at_risk"
        assert "财政厅协调" in last(town).needs  # what was known of it stays known
        await town.ring()
        await town.tap(ANN, "2.2 更正")
        assert await town.tap(ANN, FINE) != ""
        await town.ring()
        assert "☑ 2.2 锅炉炉窑 · 已报 正常推进" in bundle(town).text
    said = last(town)
    assert (said.status, said.problem, said.needs) == ("on_track", "", "")
    assert said.expected.isoformat() == "2020-09-30"
    assert kept(town)[:1] == [FINE]
    assert "5/13家" in bundle(town).text


async def test_a_risk_is_kept_at_once_and_its_words_become_a_newer_version(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.to(local(3, 10))
        assert await toast(town, ANN, RISK, "2.3") == f"已记 2.3 {RISK}"
        assert "请回一句话：是什么问题" in town.last(ANN).text
        assert last(town, "02.3").status == "at_risk"
        card = await town.say(ANN, "路检人手不够")
        assert "问题：路检人手不够" in card
        assert "状态：有风险" in card
        await town.tap(ANN, "确认")
        said = last(town, "02.3")
        assert (said.status, said.problem) == ("at_risk", "路检人手不够")
        assert kept(town, "02.3") == ["路检人手不够"]  # a version, not another report
        await town.ring()
        assert "2.3 更正" in rows(bundle(town))


async def test_after_a_risk_words_about_another_task_are_read_as_such(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.to(local(3, 10))
        await toast(town, ANN, RISK, "2.3")
        assert "5/13 家" in await town.say(ANN, "2.2 钢铁完成5家")
        await town.tap(ANN, "确认")
        await toast(town, ANN, RISK, "2.1")
        await town.say(ANN, "2.1 钱不够")
        assert "问题：钱不够" in town.last(ANN).text


async def test_a_percent_by_keypad_or_exactly_and_a_leap_is_asked_about(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.to(local(3, 10))
        await town.tap(ANN, MORE, "2.3")
        menu = town.last(ANN)
        assert "总体进度" in await town.tap(ANN, "进度")
        assert rows(town.last(ANN))[0] == "0% 10% 20% 30%"
        await town.tap(ANN, "返回")
        await town.tap(ANN, "进度")
        assert "已记 · 20%" in await town.tap(ANN, "20%")
        assert town.last(ANN).id == menu.id  # one message, from step to step
        await town.ring()
        assert "☑ 2.3 柴油货车 · 已报 20%" in bundle(town).text

        await town.tap(ANN, MORE, "2.1")
        await town.tap(ANN, "进度")
        assert "请回一个百分数" in await town.tap(ANN, "其他数字")
        assert "已记 · 37%" in await town.say(ANN, "３７")

        await town.to(local(3, 25))
        await town.tap(ANN, MORE, "2.3")
        await town.tap(ANN, "进度")
        assert "请核对" in await town.tap(ANN, "70%")
        assert last(town, "02.3").percent == 20
        assert "已记 · 70%" in await town.tap(ANN, "确认")
    assert last(town, "02.3").percent == 70
    assert kept(town, "02.1") == ["37%"]


async def test_other_words_than_a_percent_are_read_as_a_report(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.to(local(3, 10))
        await exactly(town, "2.2")
        assert "5/13 家" in await town.say(ANN, "钢铁完成5家")
        await exactly(town, "2.2")
        assert "没有读到进度" in await town.say(ANN, "收到")
        await exactly(town, "2.2")
        assert (await town.say(ANN, "2.3 完成30%")).startswith("2.3 柴油货车，请核对")
        await exactly(town, "2.2")
        await toast(town, ANN, "2.2 正常")
        assert (await town.say(ANN, "2.1 完成10%")).startswith("2.1 十百千治气，请核对")


async def test_a_list_is_ticked_submitted_and_fixed_the_next_time(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.to(local(3, 10))
        await town.tap(ANN, MORE, "2.3")
        assert "☐ 1. 严格新车环保装置检验" in await town.tap(ANN, "举措清单")
        first, tick = town.button(ANN, "☐ 1 严格新车环保装置检验")
        other = town.button(ANN, "☐ 4 基本消除冒黑烟现象")[1]
        town.world.tap(ANN, first.id, tick)
        town.world.tap(ANN, first.id, other)  # before the list was drawn anew
        town.world.tap(ANN, first.id, tick)  # a double tap
        await town.settled()
        text = town.last(ANN).text
        assert "☑ 1. 严格新车" in text
        assert "☑ 4. 基本消除" in text
        await town.tap(ANN, "☑ 4 基本消除冒黑烟现象")
        assert "☐ 4. 基本消除" in town.last(ANN).text
        _, submit = town.button(ANN, "提交（1）")
        receipt = await town.tap(ANN, "提交（1）")
        assert receipt.startswith("2.3 柴油货车 已记")
        town.world.tap(ANN, first.id, submit)
        await town.settled()
        assert THERE in town.last(ANN).text
        assert kept(town, "02.3") == ["已完成举措：严格新车环保装置检验"]

        await town.to(local(3, 25))
        await town.tap(ANN, MORE, "2.3")
        text = await town.tap(ANN, "举措清单")
        assert "☑ 1. 严格新车环保装置检验（已报完成）" in text
        assert not any("☑" in row for row in rows(town.last(ANN)))
        await town.tap(ANN, "返回")
        assert rows(town.last(ANN))[0] == f"{FINE} {RISK} {DONE}"


async def test_a_list_that_leaps_and_a_percent_that_falls_are_to_be_confirmed(
    town: Town,
):
    town.meet(ANN)
    async with town.bot():
        await town.to(local(3, 10))
        for ticks, button in ((1, "提交（1）"), (4, "提交（4）")):
            await town.tap(ANN, MORE, "2.3")
            await town.tap(ANN, "举措清单")
            for _ in range(ticks):
                (first, *_) = (row for row in rows(town.last(ANN)) if "☐" in row)
                await town.tap(ANN, first)
            said = await town.tap(ANN, button)
            await town.to(local(3, 25))
        assert "请核对" in said
        assert len(kept(town, "02.3")) == 1
        assert "已记" in await town.tap(ANN, "确认")
        found = town.store.read_sync(
            lambda tx: reports.measures_done(tx, PLAN, town.now, [TaskId("02.3")])
        )
        assert found[TaskId("02.3")] == set("abcde")

        await town.to(local(4, 10))
        await toast(town, ANN, "2.1 正常")
        await town.tap(ANN, MORE, "2.3")
        await town.tap(ANN, "进度")
        await town.tap(ANN, "60%")
        await town.to(local(4, 26))
        await town.tap(ANN, MORE, "2.3")
        await town.tap(ANN, "进度")
        assert "请核对" in await town.tap(ANN, "50%")
        assert last(town, "02.3").percent == 60


async def test_a_button_of_a_period_gone_by_says_so_and_changes_nothing(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.to(local(3, 10))
        old = town.last(ANN)
        held = {
            one.text: one.data
            for row in old.buttons
            for one in row
            if one.text[0] == "2"
        }
        more = town.button(ANN, MORE, "2.2")[1]
        await toast(town, ANN, "2.2 正常")
        await town.ring()
        correct = town.button(ANN, "2.2 更正")[1]
        await town.to(local(3, 25))
        for data in (held["2.2 正常"], more, correct):
            town.world.tap(ANN, old.id, data)
            await town.settled()
            assert "这是往期的按钮" in town.last(ANN).text
            assert "本期报告3月25日到期" in town.last(ANN).text
        assert kept(town) == [FINE]
        # What is still owed of a period gone by can be answered there.
        assert await tapped(town, ANN, old.id, held["2.1 正常"]) == "已记 2.1 正常推进"


async def test_two_people_tap_the_same_line(town: Town):
    town.meet(ANN, COLLEAGUE)
    async with town.bot():
        await town.to(local(3, 10))
        mine, data = town.button(ANN, "2.2 正常")
        theirs, risk = town.button(COLLEAGUE, RISK, "2.2")
        town.world.tap(ANN, mine.id, data)
        town.world.tap(COLLEAGUE, theirs.id, risk)
        town.world.tap(ANN, mine.id, data)
        await town.settled()
        assert len(kept(town)) == 1
        await town.ring()
        for user in (ANN, COLLEAGUE):
            assert "☑ 2.2 锅炉炉窑 · 已报" in bundle(town, user).text
            assert "2.2 更正" in rows(bundle(town, user))
        corrected = town.button(COLLEAGUE, "2.2 更正")
        await town.tap(ANN, "2.2 更正")
        await town.tap(ANN, "2.2 更正")
        stale, again = town.button(ANN, DONE)
        await tapped(town, ANN, stale.id, again)
        await tapped(town, ANN, stale.id, again)
        assert "已有更新的版本" in town.last(ANN).text
        # The bundle's own button goes by the debt, not by a version of the report.
        assert "请选更正后的情况" in (
            await tapped(town, COLLEAGUE, corrected[0].id, corrected[1])
            or town.last(COLLEAGUE).text
        )
        assert last(town).status == "done"


async def test_asked_again_tomorrow(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.to(local(3, 10))
        await town.tap(ANN, MORE, "2.2")
        assert "3月11日（周三）前不再提醒" in await town.tap(ANN, "明天再催")
        await town.to(local(3, 11))
        assert "2.2 锅炉炉窑" in bundle(town).text
        assert bundle(town).text.startswith("3月11日")


async def test_a_head_and_an_assisting_unit_answer_by_tap(
    town: Town, catalog_text: str
):
    changed_plan(town, catalog_text.replace("assist: false", "assist: true"))
    town.meet(ASSISTANT, HAN)
    async with town.bot():
        await town.to(local(3, 13))
        await town.tap(ASSISTANT, MORE, "2.2")
        assert "申请延期 转交" not in rows(town.last(ASSISTANT))  # they do not lead it
        assert await toast(town, ASSISTANT, FINE) == "已记 2.2 正常推进"
        assert await toast(town, HAN, RISK, "2.2") == "已记 2.2 有风险"
    found = town.store.read_sync(lambda tx: reports.history(tx, PLAN, "02.2", 9))
    assert {(one.unit, one.status) for one in found} == {
        ("eia", "on_track"),
        ("air", "at_risk"),
    }


@pytest.mark.parametrize(
    ("mine", "theirs", "stands"),
    [
        ("钢铁完成5家", "钢铁完成8家", "8/13家"),
        ("钢铁完成5家", "钢铁新增2家", "7/13家"),
        ("钢铁新增5家", "钢铁完成8家", "8/13家"),
    ],
)
async def test_a_tapped_correction_leaves_the_newer_number_of_another_unit(
    town: Town, catalog_text: str, mine, theirs, stands
):
    changed_plan(town, catalog_text.replace("assist: false", "assist: true"))
    town.meet(ANN, ASSISTANT)
    async with town.bot():
        await town.to(local(3, 13))
        for user, words in ((ANN, mine), (ASSISTANT, theirs)):
            await town.say(user, f"2.2 {words}")
            await town.tap(user, "确认")
            town.now += timedelta(minutes=5)
        await town.ring()
        for _ in range(2):  # the correction of a correction as well
            await town.tap(ANN, "2.2 更正")
            assert stands in await town.tap(ANN, FINE)
            await town.ring()
        assert f"钢铁企业超低排放改造 {stands}" in await town.say(ANN, "/task 2.2")


async def test_whose_task_it_no_longer_is_changes_nothing(
    town: Town, catalog_text: str
):
    town.meet(ANN)
    async with town.bot():
        await town.to(local(3, 10))
        message, data = town.button(ANN, "2.2 正常")
        await town.tap(ANN, MORE, "2.3")
        await town.tap(ANN, "举措清单")
        listed, tick = town.button(ANN, "☐ 1 严格新车环保装置检验")
        gone = "          - {id: a, text: 严格新车环保装置检验}\n"
        text = catalog_text.replace(gone, "", 1)
        changed_plan(
            town,
            text,
            (
                "lead: air\n        assist: [eia, enforcement]",
                "lead: water\n        assist: [eia, enforcement]",
            ),
        )
        await tapped(town, ANN, message.id, data)
        assert "未作" in town.last(ANN).text
        await tapped(town, ANN, listed.id, tick)
        assert "这个按钮已失效" in town.last(ANN).text
    assert kept(town) == []


async def test_in_english(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "/language")
        await town.tap(ANN, "English")
        await town.to(local(3, 10))
        asked = town.last(ANN)
        assert rows(asked)[0] == "2.1 on track At risk Done More"
        assert await toast(town, ANN, "2.2 on track") == "Recorded: 2.2 on track"
        await town.tap(ANN, "More", "2.3")
        await town.tap(ANN, "Progress")
        assert "20%" in await town.tap(ANN, "20%")
        await town.ring()
        (now,) = [one for one in town.told(ANN) if one.id == asked.id]
        assert "☑ 2.2 锅炉炉窑 · reported: on track" in now.text
