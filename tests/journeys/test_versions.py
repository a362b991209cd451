"""A report corrected in time and too late; what is needed; what the digest says."""

import pytest
from journeys.town import (
    ANN,
    ASSISTANT,
    BO,
    COLLEAGUE,
    LEE,
    OBI,
    ON_SQLITE,
    PLAN,
    Town,
    local,
)

from store import plans, reports
from store.catalog import read

pytestmark = [pytest.mark.journey, ON_SQLITE]
OVER = "情况有变可随时重新填报"


def kept(town: Town, task: str = "02.2") -> list[str]:
    found = town.store.read_sync(lambda tx: reports.history(tx, PLAN, task, 9))
    return [report.text for report in found]


async def say_and_confirm(town: Town, who: int, text: str) -> None:
    await town.say(who, text)
    await town.tap(who, "确认")


async def test_an_edit_after_confirming_counts_within_the_days_of_the_policy(
    town: Town,
):
    town.meet(ANN)
    async with town.bot():
        said = town.world.say(ANN, "2.2 钢铁完成5家")
        await town.settled()
        await town.tap(ANN, "确认")
        town.now = local(2, 28, 17, 0)  # the third workday
        town.world.edit(ANN, said.id, "2.2 钢铁完成4家")
        await town.settled()
        assert "（更正）" in town.last(ANN).text
        assert "4/13家" in await town.tap(ANN, "确认")
        assert kept(town) == ["2.2 钢铁完成4家"]
        # The correction does not open the days anew.
        town.now = local(3, 2, 9, 0)
        town.world.edit(ANN, said.id, "2.2 钢铁完成3家")
        await town.settled()
        refused = town.last(ANN).text
        assert "2月25日的反馈可在3个工作日内更正，已于 2月28日（周五） 截止" in refused
        assert OVER in refused
        # And a new report can be made at any time.
        assert "3/13家" in await _said(town, "2.2 钢铁完成3家")
        assert kept(town) == ["2.2 钢铁完成3家", "2.2 钢铁完成4家"]


async def _said(town: Town, text: str) -> str:
    await town.say(ANN, text)
    return await town.tap(ANN, "确认")


async def test_a_card_made_in_time_is_not_confirmed_too_late(town: Town):
    town.meet(ANN)
    async with town.bot():
        await say_and_confirm(town, ANN, "2.2 钢铁完成5家")
        town.now = local(2, 28, 17, 0)
        await town.say(ANN, "/fix 2.2 4家")
        town.now = local(3, 2, 9, 0)
        assert OVER in await town.tap(ANN, "确认")
        assert OVER in await town.tap(ANN, "更正")
        assert OVER in await town.say(ANN, "/fix 2.2")
    assert kept(town) == ["2.2 钢铁完成5家"]


async def test_a_message_about_several_tasks_is_corrected_in_time_only(town: Town):
    town.meet(ANN)
    async with town.bot():
        said = town.world.say(ANN, "2.1 总体进度30%\n2.2 钢铁完成5家")
        await town.settled()
        await town.tap(ANN, "全部确认（2）")
        town.now = local(2, 28, 17, 0)
        late = "2.1 总体进度20%\n2.2 钢铁完成4家"
        town.world.edit(ANN, said.id, late)
        await town.settled()
        cards, confirm = town.button(ANN, "全部确认（2）")
        town.now = local(3, 2, 9, 0)
        town.world.tap(ANN, cards.id, confirm)
        await town.settled()
        assert kept(town, "02.1") == ["总体进度30%"]
        town.world.edit(ANN, said.id, f"{late}。")
        await town.settled()
        assert town.last(ANN).text.count("已过更正期，可重新填报") == 2
    assert kept(town) == ["钢铁完成5家"]


async def test_fix_with_words_shows_the_card_at_once(town: Town):
    town.meet(ANN)
    async with town.bot():
        await say_and_confirm(town, ANN, "2.2 新增2家钢铁企业完成改造")
        card = await town.say(ANN, "/fix 2.2 9家")
        assert card.startswith("2.2 锅炉炉窑（更正）")
        assert "9/13 家" in card
        assert "9/13家" in await town.tap(ANN, "确认")
    assert kept(town) == ["9家"]


async def test_fix_without_words_shows_what_was_said_and_asks(town: Town):
    town.meet(ANN)
    town.link(COLLEAGUE)
    town.world.open_chat(COLLEAGUE)
    async with town.bot():
        await say_and_confirm(town, ANN, "2.2 钢铁完成5家")
        asked = await town.say(COLLEAGUE, "/fix 2.2")  # of the same unit
        assert "2月25日 08:00 安宁报：“2.2 钢铁完成5家”" in asked
        assert "6/13 家" in await town.say(COLLEAGUE, "钢铁完成6家")
        await town.tap(COLLEAGUE, "确认")
        # Words that say nothing are asked for again.
        assert "请回一句话说明正确的情况" in await town.say(ANN, "/fix 2.2 好的")
    assert kept(town) == ["钢铁完成6家"]


async def test_fix_alone_offers_what_can_be_corrected(town: Town):
    town.meet(ANN)
    async with town.bot():
        assert "近期没有可以更正的反馈" in await town.say(ANN, "/fix")
        await say_and_confirm(town, ANN, "2.1 总体进度30%")
        town.now = local(2, 28, 9, 0)
        await say_and_confirm(town, ANN, "2.2 钢铁完成5家")
        town.now = local(3, 2, 9, 0)  # too late for the first
        await town.say(ANN, "/fix")
        offered = [one.text for row in town.last(ANN).buttons for one in row]
        assert offered == ["2.2 锅炉炉窑"]
        assert "钢铁完成5家" in await town.tap(ANN, "2.2 锅炉炉窑")
        assert "4/13 家" in await town.say(ANN, "钢铁完成4家")


async def test_fix_is_of_ones_own_branch_alone(town: Town):
    town.meet(ANN, BO, LEE)
    town.link(ASSISTANT)
    town.world.open_chat(ASSISTANT)
    async with town.bot():
        await say_and_confirm(town, ANN, "2.1 总体进度30%")
        assert "2.1 不由您所在单位承担" in await town.say(BO, "/fix 2.1 50%")
        assert "您的身份不能使用" in await town.say(LEE, "/fix 2.1 50%")
        # An assisting unit has said nothing there yet.
        assert "您所在单位还没有反馈" in await town.say(ASSISTANT, "/fix 2.1 50%")
        for wrong in ("/fix 99.9", "/fix 钢铁", "/fix <b>", f"/fix {'9' * 2000}"):
            assert "/task 2.2" in await town.say(ANN, wrong)
    assert kept(town, "02.1") == ["2.1 总体进度30%"]


async def test_a_policy_may_let_nothing_be_corrected(town: Town, catalog_text: str):
    town.meet(ANN)
    never = catalog_text.replace("corrections: 3", "corrections: 0")
    catalog = read(never.encode(), "edited.yaml")
    town.store.run_sync(
        lambda tx: plans.apply(
            tx, catalog, text=never, author="test", note="", now=town.now
        )
    )
    async with town.bot():
        said = town.world.say(ANN, "2.2 钢铁完成5家")
        await town.settled()
        await town.tap(ANN, "确认")
        town.world.edit(ANN, said.id, "2.2 钢铁完成4家")
        await town.settled()
        assert "按“半月报”规则，反馈确认后不能更正" in town.last(ANN).text
        assert "不能更正" in await town.tap(ANN, "更正")
        assert "不能更正" in await town.say(ANN, "/fix 2.2 4家")
    assert kept(town) == ["2.2 钢铁完成5家"]


async def test_the_digest_notes_what_was_corrected_of_what_it_had_shown(town: Town):
    town.meet(ANN, LEE)
    async with town.bot():
        await town.to(local(2, 28, 9, 0))
        await say_and_confirm(town, ANN, "2.2 钢铁完成12家")
        await town.to(local(3, 2))
        assert "更正" not in town.last(LEE).text
        await town.to(local(3, 3, 10, 0))
        await town.say(ANN, "/fix 2.2 8家")
        await town.tap(ANN, "确认")
        # What no digest had shown yet is corrected without a note.
        await say_and_confirm(town, ANN, "2.1 总体进度90%")
        await town.say(ANN, "/fix 2.1 总体进度30%")
        await town.tap(ANN, "确认")
        note = "更正（1）\n2.2 锅炉炉窑 钢铁企业超低排放改造 12→8家（3月3日）"
        assert note in await town.say(LEE, "/digest")
        await town.to(local(3, 9))
        assert note in town.last(LEE).text
        await town.to(local(3, 16))
        assert "更正" not in town.last(LEE).text


async def test_a_report_taken_back_is_noted_too(town: Town):
    town.meet(ANN, LEE)
    async with town.bot():
        await town.to(local(2, 28, 9, 0))
        await say_and_confirm(town, ANN, "2.2 钢铁完成12家")
        await town.to(local(3, 3, 10, 0))
        await town.tap(ANN, "撤回")
        shown = await town.say(LEE, "/digest")
        assert "更正（1）\n2.2 锅炉炉窑 撤回2月28日的报告（3月3日）" in shown


async def test_what_is_needed_stands_in_the_digest_with_whom_and_when(town: Town):
    town.meet(ANN, LEE, OBI)
    async with town.bot():
        await say_and_confirm(town, ANN, "2.3 总体进度10%，需要省财政厅协调补助资金")
        await say_and_confirm(town, ANN, "2.2 钢铁完成2家，请省发改委6月底前明确电价")
        await town.to(local(3, 16))
        shown = town.last(LEE).text
        price = "请：省发改委 · 事：明确电价 · 6月30日前 · 已提2周"
        money = "请：省财政厅 · 事：协调补助资金 · 已提2周"
        assert "需协调（2）" in shown
        assert shown.index(price) < shown.index(money)
        assert price in await town.say(OBI, "/digest")
        # Once a report needs nothing, nothing is asked for.
        await say_and_confirm(town, ANN, "2.2 钢铁完成3家，进展顺利")
        assert price not in await town.say(LEE, "/digest")
