"""A card put right by a tap and a word, asked about, reminded of once."""

from dataclasses import replace

import pytest
from journeys.town import ANN, COLLEAGUE, ON_SQLITE, PLAN, Town, local
from sqlmodel import select

from rules.ids import ReportId
from rules.understand.said import Doubt, Option
from store import frozen, plans, reports
from store.catalog import read
from store.misread import misread
from store.tables import CardRow, LetterRow, ReadingRow, ReportRow

pytestmark = [pytest.mark.journey, ON_SQLITE]
PNG = b"\x89PNG\r\n\x1a\n"
AWAY = "修改后的消息中没有读到进展"
STALE, THERE = "这个按钮已失效", "这一项已有反馈，未重复记录"
SAID = "2.2 钢铁完成8家，预计9月底全部完成"


def kept(town: Town) -> list[dict[str, object]]:
    """Return what was reported on the task, the oldest first."""

    def work(tx):
        told = tx.scalars(select(ReportRow).order_by(ReportRow.id)).all()
        return [
            {
                "status": row.status,
                "expected": row.expected and row.expected.isoformat(),
                "problem": row.problem,
                "needs": row.needs,
                "percent": row.percent,
                "measures": row.measures,
                "numbers": {
                    one.indicator: str(one.total)
                    for one in tx.scalars(
                        select(ReadingRow).where(ReadingRow.report == row.id)
                    )
                },
            }
            for row in told
        ]

    return town.store.read_sync(work)


def faults(town: Town) -> list[tuple[str, dict[str, object]]]:
    found = town.store.read_sync(lambda tx: misread(tx, PLAN))
    return [(one.fault, dict(one.meant)) for one in found]


async def mend(town: Town, field: str, word: str, user: int = ANN) -> str:
    """Put one field right: 修改, the field, and a word."""
    await town.tap(user, "修改")
    await town.tap(user, field)
    return await town.say(user, word)


async def test_a_number_a_day_and_words_are_put_right_one_by_one(town: Town):
    town.meet(ANN)
    async with town.bot():
        card = await town.say(ANN, SAID)
        assert "8/13 家 = 62%，应达" in card
        assert "改哪一项" in await town.tap(ANN, "修改")
        asked = await town.tap(ANN, "钢铁企业超低排放改造")
        assert "现记 8家" in asked
        card = await town.say(ANN, "9")
        assert "9/13 家" in card
        assert "预计完成 9月30日" in card
        assert "预计完成 10月15日" in await mend(town, "预计完成", "10.15")
        assert "问题：锅炉尚余2台" in await mend(town, "问题", "锅炉尚余2台")
        assert "协调事项：请财政厅落实资金" in await mend(
            town, "需协调", "请财政厅落实资金"
        )
        assert "总体进度 60%" in await mend(town, "进度", "六成")
        assert "已记" in await town.tap(ANN, "确认")
    assert kept(town) == [
        {
            "status": None,
            "expected": "2020-10-15",
            "problem": "锅炉尚余2台",
            "needs": "请财政厅落实资金",
            "percent": 60,
            "measures": [],
            "numbers": {"steel": "9"},
        }
    ]
    ((fault, meant),) = faults(town)
    assert fault == "fixed"
    assert meant["reading:steel"] == {"value": "9", "kind": "total"}


async def test_an_increment_and_nothing_are_said_in_a_word_too(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "2.2 钢铁完成5家")
        await town.tap(ANN, "确认")
        town.now = local(2, 25, 8, 1)
        await town.say(ANN, SAID)
        assert "7/13 家" in await mend(town, "钢铁企业超低排放改造", "+2")
        assert "预计完成" not in await mend(town, "预计完成", "无")
        await town.tap(ANN, "确认")
    assert kept(town)[-1]["numbers"] == {"steel": "7"}
    assert kept(town)[-1]["expected"] is None


async def test_a_status_is_chosen_and_measures_are_ticked_by_taps(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, SAID)
        await town.tap(ANN, "修改")
        assert "请点选" in await town.tap(ANN, "状态")
        assert "状态：有风险" in await town.tap(ANN, "有风险")
        await town.tap(ANN, "修改")
        await town.tap(ANN, "举措")
        message = town.last(ANN)
        await town.tap(ANN, "☐ 3")
        assert "超低排放改造 · 已选" in await town.tap(ANN, "☐ 1")
        await town.tap(ANN, "☑ 1")
        card = await town.tap(ANN, "返回")
        assert "已完成举措：实施13家钢铁企业超低排放改造" in card
        assert town.last(ANN).id == message.id  # all in one place
        await town.tap(ANN, "确认")
    assert (kept(town)[-1]["status"], kept(town)[-1]["measures"]) == ("at_risk", ["c"])


async def test_what_cannot_be_read_is_asked_again_and_changes_nothing(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, SAID)
        assert "没有从“差不多了”读出" in await mend(
            town, "钢铁企业超低排放改造", "差不多了"
        )
        assert "9/13 家" in await town.say(ANN, "9家")
        assert "没有从“101”读出百分数" in await mend(town, "进度", "101")
        prompt, _ = town.button(ANN, "返回")
        await town.tap(ANN, "返回")
        card = next(one.text for one in town.told(ANN) if one.id == prompt.id)
        assert "9/13 家" in card
        assert "总体进度" not in card
        assert "没有读到进度" in await town.say(ANN, "谢谢")


async def test_words_on_another_task_are_no_word_for_the_field(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, SAID)
        card = await mend(town, "问题", "2.3 总体进度50%")
        assert card.startswith("2.3 柴油货车，请核对")
        assert await mend(town, "进度", "2.3 55%") == town.last(ANN).text
        assert "2.3" in town.last(ANN).text


async def test_all_can_be_said_anew_with_or_without_a_tap(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "2.2 钢铁完成5家")
        await town.tap(ANN, "修改")
        assert "锅炉和工业炉窑" in await town.tap(ANN, "全部重说")
        assert "6/13 家" in await town.say(ANN, "钢铁完成6家")
        await town.tap(ANN, "修改")
        assert "7/13 家" in await town.say(ANN, "钢铁完成7家")
        await town.tap(ANN, "确认")
    assert [one["numbers"] for one in kept(town)] == [{"steel": "7"}]
    assert faults(town) == [
        ("again", {"text": "钢铁完成6家"}),
        ("again", {"text": "钢铁完成7家"}),
    ]


async def test_another_task_is_kept_as_misread(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "2.1 总体完成30%")
        await town.tap(ANN, "不是这项")
        await town.tap(ANN, "2.3 柴油货车")
        await town.tap(ANN, "确认")
    assert faults(town) == [("other_task", {"task": "02.3"})]


async def test_a_button_that_saw_less_does_not_confirm_more(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, SAID)
        old, data = town.button(ANN, "确认")
        await mend(town, "钢铁企业超低排放改造", "9")
        town.world.tap(ANN, old.id, data)
        await town.settled()
        assert kept(town) == []
        fresh, data = town.button(ANN, "确认")
        town.world.tap(ANN, fresh.id, data)
        town.world.tap(ANN, fresh.id, data)
        await town.settled()
        assert THERE in town.last(ANN).text
    assert [one["numbers"] for one in kept(town)] == [{"steel": "9"}]


async def test_what_was_put_right_survives_a_new_day_and_a_colleague(town: Town):
    town.meet(ANN, COLLEAGUE)
    async with town.bot():
        await town.say(ANN, "2.2 钢铁完成8家，预计下周五全部完成")
        await mend(town, "钢铁企业超低排放改造", "+2")
        town.now = local(2, 26, 9, 0)
        fresh = await town.tap(ANN, "确认")
        assert "2/13 家" in fresh
        assert "3月6日" in fresh
        town.now = local(2, 26, 9, 1)
        await town.say(COLLEAGUE, "2.2 钢铁完成3家")
        await town.tap(COLLEAGUE, "确认")
        fresh = await town.tap(ANN, "确认")
        assert "5/13 家（上次3，+2）" in fresh
        await town.tap(ANN, "确认")
    assert [one["numbers"] for one in kept(town)] == [{"steel": "3"}, {"steel": "5"}]
    assert [fault for fault, _ in faults(town)] == ["fixed"]


async def test_a_field_put_right_on_another_day_reads_the_rest_anew(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "2.2 钢铁完成8家，预计下周五全部完成")
        await town.tap(ANN, "修改")
        await town.tap(ANN, "钢铁企业超低排放改造")
        town.now = local(3, 4)
        await town.tap(ANN, "返回")
        card = await mend(town, "钢铁企业超低排放改造", "9")
        assert "9/13 家" in card
        assert "3月13日" in card


async def doubted(town: Town, *options: Option, words: str = "还差两台") -> str:
    """Let a doubt about words be found in Ann's last reply, and show its card."""

    def work(tx):
        row = tx.scalars(select(CardRow).order_by(CardRow.id.desc())).first()
        start = row.text.index(words)
        doubt = Doubt(span=(start, start + len(words)), options=options)
        found = frozen.found(row.found)
        row.found = frozen.found_json(replace(found, doubts=(*found.doubts, doubt)))

    town.store.run_sync(work)
    await town.tap(ANN, "修改")
    return await town.tap(ANN, "返回")


async def test_a_doubt_is_settled_in_one_tap_in_place(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "2.2 钢铁完成8家，炉子还差两台")
        card = await doubted(town, Option(percent=70), Option(percent=80))
        assert "“还差两台”所指请点选" in card
        assert "未点选的不记入" in card
        message, data = town.button(ANN, "总体进度70%")
        fresh = await town.tap(ANN, "总体进度80%")
        assert "总体进度 80%" in fresh
        assert "请点选" not in fresh
        town.world.tap(ANN, message.id, data)  # too late: it is answered
        await town.settled()
        assert "总体进度 80%" in town.last(ANN).text
        assert len(town.told(ANN)) == 1
        await town.tap(ANN, "确认")
    assert kept(town)[0]["percent"] == 80
    assert [fault for fault, _ in faults(town)] == ["doubt"]


async def test_what_stays_doubtful_is_left_out(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "2.2 钢铁完成8家，炉子还差两台")
        await doubted(town, Option(percent=70))
        await town.tap(ANN, "确认")
    assert (kept(town)[0]["percent"], kept(town)[0]["numbers"]) == (
        None,
        {"steel": "8"},
    )


async def test_of_none_that_is_meant_nothing_is_kept(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "2.2 钢铁完成8家，炉子还差两台")
        await doubted(town, Option(percent=70))
        assert "总体进度" not in await town.tap(ANN, "都不是")
        await mend(town, "钢铁企业超低排放改造", "无")
        with pytest.raises(LookupError):
            town.button(ANN, "总体进度70%")


async def test_a_second_look_is_asked_for_politely(town: Town):
    town.meet(ANN, COLLEAGUE)
    async with town.bot():
        await town.say(ANN, "2.2 钢铁完成8家")
        await town.tap(ANN, "确认")
        town.now = local(2, 25, 8, 1)
        assert "少于上次的8家，是否如此" in await town.say(ANN, "2.2 钢铁完成6家")
        assert "超过目标13家" in await town.say(ANN, "2.2 钢铁完成14家")
        assert "进度由62%变为100%" in await town.say(ANN, "2.2 钢铁13家都已完成")
        assert "文字与您2月25日的反馈相同" in await town.say(ANN, "2.2 钢铁完成8家")
        assert "文字与安宁2月25日" in await town.say(COLLEAGUE, "2.2 钢铁完成8家")
        late = await town.say(ANN, "2.2 钢铁完成8家，预计2021年1月底全部完成")
        assert "晚于期限12月31日" in late
        assert "理由" in await town.tap(ANN, "申请延期")


async def test_a_report_once_confirmed_is_corrected_by_the_same_buttons(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, SAID)
        await town.tap(ANN, "确认")
        await town.tap(ANN, "更正")
        await town.say(ANN, "钢铁完成9家")
        assert "10/13 家" in await mend(town, "钢铁企业超低排放改造", "10")
        await town.tap(ANN, "确认")
    assert [one["numbers"] for one in kept(town)] == [{"steel": "8"}, {"steel": "10"}]
    second = town.store.read_sync(lambda tx: reports.superseded(tx, ReportId(1)))
    assert second is True


def reminders(town: Town, user: int = ANN) -> list[str]:
    return [one.text for one in town.told(user) if "尚未确认" in one.text]


async def test_an_unconfirmed_card_is_reminded_of_once_and_not_counted(town: Town):
    town.meet(ANN)
    async with town.bot():
        town.now = local(2, 26, 9, 0)
        await town.say(ANN, SAID)
        await town.to(local(2, 26, 10, 59))
        assert reminders(town) == []
        await town.to(local(2, 26, 11, 0))
        (reminder,) = reminders(town)
        assert (
            reminder == f"2.2 锅炉炉窑 2月26日 09:00 的回复尚未确认，未计入：\n“{SAID}”"
        )
        await town.to(local(2, 28, 18, 0))
        assert len(reminders(town)) == 1
        assert kept(town) == []
        assert "请核对" in await town.tap(ANN, "确认")  # it is of another day
        await town.to(local(3, 2, 18, 0))
        assert reminders(town) == []  # the reminder has become the card


async def test_the_reminders_buttons_work_on_the_card(town: Town):
    town.meet(ANN)
    async with town.bot():
        town.now = local(2, 26, 9, 0)
        await town.say(ANN, SAID)
        await town.to(local(2, 26, 11, 0))
        assert "9/13 家" in await mend(town, "钢铁企业超低排放改造", "9")
        await town.tap(ANN, "确认")
    assert [one["numbers"] for one in kept(town)] == [{"steel": "9"}]


async def test_nobody_is_reminded_of_what_is_settled(town: Town):
    town.meet(ANN, COLLEAGUE)
    async with town.bot():
        town.now = local(2, 26, 9, 0)
        await town.say(ANN, SAID)
        await town.tap(ANN, "确认")
        await town.say(ANN, "2.3 总体进度10%")
        await town.say(ANN, "2.3 总体进度20%")
        await town.tap(ANN, "修改")
        await town.tap(ANN, "全部重说")
        await town.say(ANN, "2.1 总体进度10%")
        town.now = local(2, 26, 9, 30)
        await town.say(COLLEAGUE, "2.1 总体进度11%")
        await town.tap(COLLEAGUE, "确认")
        await town.to(local(2, 27, 18, 0))
        assert reminders(town) == []


async def test_at_night_it_waits_for_the_morning_and_goes_with_its_message(town: Town):
    town.meet(ANN)
    async with town.bot():
        town.now = local(3, 9, 20, 0)
        await town.say(ANN, SAID)
        await town.say(ANN, "2.4 总体进度10%")
        await town.to(local(3, 10, 18, 0))
        letters = town.store.read_sync(
            lambda tx: tx.scalars(select(LetterRow.template)).all()
        )
        assert "chase/bundle" in letters
        # That morning's message asks for 2.2 again: it is heard once. 2.4 is not owed.
        assert [one[:3] for one in reminders(town)] == ["2.4"]


async def test_words_that_were_edited_away_are_neither_kept_nor_reminded_of(town: Town):
    town.meet(ANN)
    async with town.bot():
        town.now = local(2, 26, 9, 0)
        said = town.world.say(ANN, SAID)
        await town.settled()
        card, data = town.button(ANN, "确认")
        town.world.edit(ANN, said.id, "2.2 先不报了")
        await town.settled()
        assert AWAY in town.last(ANN).text
        town.world.tap(ANN, card.id, data)
        await town.settled()
        assert STALE in town.last(ANN).text
        await town.to(local(2, 26, 18, 0))
        assert reminders(town) == []
        assert kept(town) == []


async def test_of_what_was_confirmed_an_edit_to_nothing_changes_nothing(town: Town):
    town.meet(ANN)
    async with town.bot():
        said = town.world.say(ANN, SAID)
        await town.settled()
        await town.tap(ANN, "确认")
        town.world.edit(ANN, said.id, "2.2 先不报了")
        await town.settled()
        assert "没有读到进度" in town.last(ANN).text
    assert [one["numbers"] for one in kept(town)] == [{"steel": "8"}]


async def test_a_number_put_right_whose_indicator_is_gone_is_not_dropped_unseen(
    town: Town, catalog_text: str
):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "2.2 进展正常")
        assert "5/13 家" in await mend(town, "钢铁企业超低排放改造", "5")
        text = catalog_text.replace("{id: steel,", "{id: mills,")
        town.store.run_sync(
            lambda tx: plans.apply(
                tx,
                read(text.encode(), "edited.yaml"),
                text=text,
                author="test",
                note="",
                now=town.now,
            )
        )
        assert "5/13 家" not in await town.tap(ANN, "确认")
        assert kept(town) == []
        assert "已记" in await town.tap(ANN, "确认")
    assert kept(town)[0]["status"] == "on_track"


async def test_a_caption_that_was_removed_is_put_aside_like_other_words(town: Town):
    town.meet(ANN)
    async with town.bot():
        said = town.world.send_file(ANN, "p.png", PNG, "image/png", caption=SAID)
        await town.settled()
        card, data = town.button(ANN, "确认")
        town.world.edit(ANN, said.id, "")
        await town.settled()
        assert AWAY in town.last(ANN).text
        town.world.tap(ANN, card.id, data)
        await town.settled()
        assert kept(town) == []
