"""What goes wrong for one person stays with that person, and is told."""

import pytest
from journeys.town import ADA, ANN, BO, ON_SQLITE, Town, local

from bot import voice
from templates import render

pytestmark = pytest.mark.journey


def spoken_as(monkeypatch: pytest.MonkeyPatch, name: str, text: str) -> None:
    """Let the message `name` read `text`, as an admin's slip in a template would."""

    def said(template: str, locale: str, /, **facts: object) -> str:
        return text if template == name else render(template, locale, **facts)

    monkeypatch.setattr(voice, "render", said)


async def test_a_character_no_database_keeps_holds_nobody_up(town: Town):
    town.meet(ANN, BO)
    async with town.bot():
        town.world.say(ANN, "2.2 钢铁完成3家\x00，一切正常")
        assert "您是水生态环境处的责任人" in await town.say(BO, "/help")
        assert town.last(ANN).text.startswith("2.2 锅炉炉窑，请核对：")
        assert "3/13" in town.last(ANN).text


@ON_SQLITE
async def test_an_answer_telegram_refuses_is_set_aside_told_and_does_not_mute_the_chat(
    town: Town, monkeypatch: pytest.MonkeyPatch
):
    spoken_as(monkeypatch, "help", "<b>没有收尾")
    town.meet(ANN, ADA)
    async with town.bot():
        town.world.say(ANN, "/help")
        assert "2.2 锅炉炉窑" in await town.say(ANN, "2.2 钢铁完成3家")
        await town.to(local(2, 25, 9, 0))
        assert "已搁置" in town.last(ADA).text
        assert "entities" in town.last(ADA).text
    assert sum(call.status == 400 for call in town.world.calls) == 1


@ON_SQLITE
async def test_an_answer_of_one_endless_line_arrives_whole(
    town: Town, monkeypatch: pytest.MonkeyPatch
):
    names = "、".join(f"安宁&amp;{n}" for n in range(900))
    spoken_as(monkeypatch, "help", f"<b>{names}</b>")
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "/help")
    told = [message.text for message in town.told(ANN)]
    assert len(told) > 1
    assert "".join(told) == names.replace("&amp;", "&")
