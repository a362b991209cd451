"""Words go where they were meant, whatever question is open."""

import pytest
from journeys.test_groups import at, bind, gathered
from journeys.test_groups import say as say_in_group
from journeys.test_taps import RISK, exactly, kept, last, toast
from journeys.town import ANN, ON_SQLITE, Town, local

pytestmark = [pytest.mark.journey, ON_SQLITE]


async def answered(town: Town, text: str, to: int) -> str:
    """Reply to a message; return what is said back."""
    town.world.say(ANN, text, reply_to=to)
    await town.settled()
    return town.last(ANN).text


async def test_a_percent_that_replies_to_another_task_is_about_that_task(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.to(local(3, 10))
        await exactly(town, "2.1")
        first = town.last(ANN)
        await exactly(town, "2.2")
        card = await answered(town, "37%", first.id)
        assert card.startswith("2.1 十百千治气，请核对")
        await town.say(ANN, "/task 2.3")
        card = await answered(town, "60%", town.last(ANN).id)
        assert card.startswith("2.3 柴油货车，请核对")
        assert kept(town, "02.1") == kept(town, "02.2") == kept(town, "02.3") == []
        # Two cards are open now: which task is meant is asked, not guessed.
        assert "这是哪一项的进展" in await town.say(ANN, "45%")


async def test_the_morning_is_answered_by_line_though_a_risk_was_asked(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.to(local(3, 10))
        await toast(town, ANN, RISK, "2.1")
        listed = await town.say(ANN, "2. 完成10%\n3. 完成20%")
        assert listed.startswith("共2项，请核对")
        assert "2.2 锅炉炉窑" in listed
        assert "2.3 柴油货车" in listed
        await toast(town, ANN, RISK, "2.2")
        card = await town.say(ANN, "1. 资金不足\n2. 设备没到")
        assert card.startswith("2.2 锅炉炉窑")
        assert "设备没到" in card


async def test_a_percent_asked_yesterday_swallows_no_morning(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.to(local(3, 10, 15, 0))
        await exactly(town, "2.2")
        await town.to(local(3, 11))
        listed = await town.say(ANN, "1. 60%\n2. 50%\n3. 40%")
        assert listed.startswith("共3项，请核对")


async def test_the_risk_said_after_a_correction_leaves_the_numbers(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.to(local(3, 10))
        await town.say(ANN, "2.2 钢铁完成5家，预计9月底完成")
        await town.tap(ANN, "确认")
        await town.ring()
        await town.tap(ANN, "2.2 更正")
        await town.tap(ANN, RISK)
        card = await town.say(ANN, "改造资金不够")
        assert "5/13 家" in card
        await town.tap(ANN, "确认")
        now = last(town)
        assert (now.problem, now.expected) == ("改造资金不够", local(9, 30).date())
        assert "5/13家" in await town.say(ANN, "/task 2.2")


async def test_a_percent_edited_later_corrects_what_it_became(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.to(local(3, 10))
        await exactly(town, "2.2")
        said = town.world.say(ANN, "37%")
        await town.settled()
        town.world.edit(ANN, said.id, "73%")
        await town.settled()
        assert town.last(ANN).text.startswith("2.2 锅炉炉窑（更正），请核对")
        await town.tap(ANN, "确认")
        assert last(town).percent == 73


async def test_what_was_asked_in_private_is_not_answered_in_a_group(town: Town):
    gathered(town)
    async with town.bot():
        await bind(town, "大气处")
        await town.to(local(3, 10))
        await town.say(ANN, "2.2 钢铁完成5家")
        await town.tap(ANN, "确认")
        await town.say(ANN, "/fix 2.2")
        asked = await say_in_group(town, ANN, f"{at(town)} 已完成60%")
        assert asked is not None
        assert "这是哪一项的进展" in asked.text
        card = await town.say(ANN, "钢铁9家")
        assert card.startswith("2.2 锅炉炉窑（更正）")
