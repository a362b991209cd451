"""The plan changes under people's hands: leads, indicators, tasks."""

import pytest
from journeys.town import ANN, BO, LEE, ON_SQLITE, Town, local

from rules.catalog import Catalog
from store import plans
from store.catalog import read

pytestmark = [pytest.mark.journey, ON_SQLITE]


def apply(town: Town, text: str) -> Catalog:
    catalog = read(text.encode(), "edited.yaml")
    town.store.run_sync(
        lambda tx: plans.apply(
            tx, catalog, text=text, author="test", note="", now=town.now
        )
    )
    return catalog


def lead(text: str, task: str, unit: str) -> str:
    """Give a task another lead, as an admin would edit the file."""
    head, tail = text.split(f'- id: "{task}"', 1)
    before, after = tail.split("lead: ", 1)
    rest = after.split("\n", 1)[1]
    return f'{head}- id: "{task}"{before}lead: {unit}\n{rest}'


async def test_a_new_lead_begins_with_what_the_former_one_reported(
    town: Town, catalog_text: str
):
    town.meet(ANN, BO, LEE)
    async with town.bot():
        await town.say(ANN, "2.3 总体进度60%")
        await town.tap(ANN, "确认")
        apply(town, lead(catalog_text, "02.3", "water"))
        assert "已达 60%" in await town.say(BO, "/task 2.3")
        await town.to(local(3, 16))
        assert "2.3" not in town.last(LEE).text.split("从未报告")[1].split("各领域")[0]


async def test_words_asked_for_a_task_no_longer_theirs_do_not_trap_a_person(
    town: Town, catalog_text: str
):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "/task 2.3")
        await town.tap(ANN, "填报")
        apply(town, lead(catalog_text, "02.3", "water"))
        assert "2.2 锅炉炉窑，请核对" in await town.say(ANN, "钢铁完成3家")


async def test_a_card_whose_indicator_is_gone_is_shown_again_not_silently_cut(
    town: Town, catalog_text: str
):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "2.2 钢铁完成3家")
        apply(town, catalog_text.replace("{id: steel,", "{id: mills,"))
        assert "请核对" in await town.tap(ANN, "确认")
        assert "3/13家" in await town.tap(ANN, "确认")


async def test_a_retired_task_is_no_longer_chased_and_comes_back_with_its_history(
    town: Town, catalog_text: str
):
    town.meet(ANN)
    start = catalog_text.index('      - id: "02.3"')
    end = catalog_text.index('      - id: "02.4"')
    async with town.bot():
        await town.say(ANN, "2.3 总体进度20%")
        await town.tap(ANN, "确认")
        apply(town, catalog_text[:start] + catalog_text[end:])
        await town.to(local(3, 10))
        assert "2项待办" in town.last(ANN).text
        assert "没有任务" in await town.say(ANN, "/task 2.3")
        apply(town, catalog_text)
        assert "总体进度20%" in await town.say(ANN, "/task 2.3")
