"""Answers in a group that an admin bound; everywhere else in groups, silence."""

import pytest
from journeys.town import (
    ADA,
    ANN,
    ASSISTANT,
    BO,
    COLLEAGUE,
    LEE,
    OBI,
    ON_SQLITE,
    PLAN,
    STRANGER,
    Town,
    local,
)

from rules.ids import ChatId
from sandbox.model import Message
from store import bound, reports

pytestmark = [pytest.mark.journey, ON_SQLITE]
GROUP = -77
MEMBERS = [ANN, ASSISTANT, BO, COLLEAGUE, LEE, ADA, OBI, STRANGER]
PRIVATE = "群里不便显示，请私下发给我。"


def kept(town: Town, task: str) -> list[tuple[str, str]]:
    found = town.store.read_sync(lambda tx: reports.history(tx, PLAN, task, 9))
    return [(report.who, report.text) for report in found]


def heard(town: Town) -> list[Message]:
    """What the bot said in the group."""
    return [m for m in town.world.chats[GROUP].messages.values() if m.from_bot]


def gathered(town: Town) -> None:
    town.meet(ANN, BO, COLLEAGUE, LEE, ADA, OBI)
    town.world.add_group(GROUP, "大气处工作群", MEMBERS)


async def say(
    town: Town, user: int, text: str, reply_to: Message | None = None
) -> Message | None:
    """Say something in the group; return the bot's answer, if there was one."""
    before = len(heard(town))
    number = reply_to.id if reply_to else None
    town.world.say(user, text, reply_to=number, chat_id=GROUP)
    await town.settled()
    return heard(town)[-1] if len(heard(town)) > before else None


async def tap(town: Town, user: int, message: Message, name: str) -> str | None:
    """Tap a button in the group; return the line that fades, if there was one."""
    (data,) = (b.data for row in message.buttons for b in row if b.text == name)
    tapped = town.world.tap(user, message.id, data, chat_id=GROUP)
    await town.settled()
    toast = town.world.taps[tapped].toast
    return toast.text if toast else None


def at(town: Town) -> str:
    return f"@{town.world.bot_username}"


async def bind(town: Town, rest: str = "") -> Message:
    answer = await say(town, ADA, f"/bind{at(town)} {rest}".strip())
    assert answer is not None
    return answer


async def test_in_a_bound_group_words_to_the_bot_are_their_authors_report(town: Town):
    gathered(town)
    async with town.bot():
        assert "本群已绑定（大气环境处）" in (await bind(town, "大气处")).text
        card = await say(town, ANN, f"{at(town)} 2.2 钢铁完成5家")
        assert card is not None
        assert card.text.startswith("2.2 锅炉炉窑，请核对")
        said = town.world.chats[GROUP].messages[card.reply_to]
        assert said.sender == ANN
        await tap(town, ANN, card, "确认")
        receipt = town.world.chats[GROUP].messages[card.id]
        assert "2.2 锅炉炉窑 已记 · 钢铁企业超低排放改造 5/13家" in receipt.text
        assert "安宁" in receipt.text
        assert town.told(ANN) == []
        # Another unit's owner may say it there as well; a reply is enough.
        theirs = await say(town, BO, "3.1 完成18个园区", reply_to=receipt)
        assert theirs is not None
        assert theirs.text.startswith("3.1 污水零直排，请核对")
        await tap(town, BO, theirs, "确认")
    assert kept(town, "02.2") == [("安宁", "2.2 钢铁完成5家")]
    assert kept(town, "03.1") == [("博文", "3.1 完成18个园区")]


async def test_who_only_talks_in_the_group_hears_nothing(town: Town):
    gathered(town)
    async with town.bot():
        rule = await bind(town)
        assert await say(town, ANN, "2.2 钢铁完成5家") is None
        for user in (STRANGER, OBI, LEE, ADA):
            words = f"{at(town)} 2.2 钢铁完成5家"
            assert await say(town, user, words, reply_to=rule) is None
        assert await say(town, ANN, "收到", reply_to=rule) is None
        assert await say(town, STRANGER, "/mine") is None
        named = await say(town, ANN, f"{at(town)} 收到")
        assert named is not None
        assert "没有读到进度" in named.text
    assert kept(town, "02.2") == []


async def test_only_the_author_taps_a_card(town: Town):
    gathered(town)
    async with town.bot():
        await bind(town)
        card = await say(town, ANN, f"2.2 钢铁完成5家 {at(town)}")
        assert card is not None
        for user in (COLLEAGUE, BO, ADA, STRANGER):
            for name in ("确认", "修改", "不是这项"):
                assert await tap(town, user, card, name) == "仅填报人本人可以操作"
        assert heard(town)[-1].text == card.text
        assert kept(town, "02.2") == []
        await tap(town, ANN, card, "不是这项")
        which = town.world.chats[GROUP].messages[card.id]
        assert await tap(town, BO, which, "2.3 柴油货车") == "仅填报人本人可以操作"
        await tap(town, ANN, which, "2.3 柴油货车")
        assert heard(town)[-1].text.startswith("2.3")


async def test_two_people_in_a_group_answer_side_by_side(town: Town):
    gathered(town)
    async with town.bot():
        await bind(town, "大气处")
        mine = await say(town, ANN, f"{at(town)} 2.1 完成30%，柴油车正常推进")
        theirs = await say(town, COLLEAGUE, f"{at(town)} 2.2 钢铁完成6家")
        assert mine is not None
        assert theirs is not None
        assert mine.text.startswith("共2项，请核对")
        assert await tap(town, COLLEAGUE, mine, "全部确认（2）") == (
            "仅填报人本人可以操作"
        )
        await tap(town, COLLEAGUE, theirs, "确认")
        await tap(town, ANN, mine, "全部确认（2）")
    assert kept(town, "02.1") == [("安宁", "完成30%")]
    assert kept(town, "02.2") == [("同事", "2.2 钢铁完成6家")]
    assert kept(town, "02.3") == [("安宁", "柴油车正常推进")]


async def test_a_correction_and_an_edit_stay_in_the_group(town: Town):
    gathered(town)
    async with town.bot():
        await bind(town)
        said = town.world.say(ANN, f"{at(town)} 2.2 钢铁完成5家", chat_id=GROUP)
        await town.settled()
        await tap(town, ANN, heard(town)[-1], "确认")
        words = f"{at(town)} 2.2 钢铁完成7家"
        town.world.edit(ANN, said.id, words, chat_id=GROUP)
        await town.settled()
        assert "（更正）" in heard(town)[-1].text
        await tap(town, ANN, heard(town)[-1], "确认")
        await tap(town, ANN, heard(town)[-1], "更正")
        prompt = heard(town)[-1]
        card = await say(town, ANN, "钢铁完成8家", reply_to=prompt)
        assert card is not None
        assert "8/13 家" in card.text
        await tap(town, ANN, card, "确认")
    assert kept(town, "02.2")[0] == ("安宁", "钢铁完成8家")


async def test_what_is_private_stays_private_in_a_bound_group(town: Town):
    gathered(town)
    async with town.bot():
        await bind(town)
        for command in ("/mine", "/why 2.2", "/task 2.2", "/history 2.2", "/nothing"):
            answer = await say(town, ANN, command)
            assert answer is not None
            assert PRIVATE in answer.text
        card = await say(town, ANN, f"{at(town)} 2.2 钢铁完成5家")
        assert card is not None
        town.world.tap(ANN, card.id, "task:02.2", chat_id=GROUP)  # a forged button
        await town.settled()
        assert PRIVATE in heard(town)[-1].text


async def test_a_question_asked_in_private_is_not_answered_in_a_group(town: Town):
    gathered(town)
    async with town.bot():
        await bind(town)
        await town.to(local(3, 10))
        await town.say(ANN, "/extend 2.2")
        card = await say(town, ANN, f"{at(town)} 2.2 钢铁完成5家")
        assert card is not None
        assert card.text.startswith("2.2 锅炉炉窑，请核对")


async def test_only_an_admin_binds_a_group_and_only_for_a_unit_there_is(town: Town):
    gathered(town)
    async with town.bot():
        assert await say(town, STRANGER, f"/bind{at(town)}") is None
        for user in (ANN, LEE, OBI):
            answer = await say(town, user, f"/bind{at(town)}")
            assert answer is not None
            assert "已绑定" not in answer.text
        assert "司法处" in (await bind(town, "司法处")).text
        answer = await say(town, ANN, f"{at(town)} 2.2 钢铁完成5家")
        assert answer is not None
        assert PRIVATE in answer.text  # unbound: all stays as it is
        assert "请在要绑定的群里" in await town.say(ADA, "/bind")
        unbound = await say(town, ADA, f"/unbind{at(town)}")
        assert unbound is not None
        assert unbound.text == "本群没有绑定。"


async def test_an_unbound_group_is_left_alone_again(town: Town):
    gathered(town)
    async with town.bot():
        await bind(town)
        answer = await say(town, ADA, f"/unbind{at(town)}")
        assert answer is not None
        assert "已解除绑定" in answer.text
        refused = await say(town, ANN, f"{at(town)} 2.2 钢铁完成5家")
        assert refused is not None
        assert PRIVATE in refused.text
    assert kept(town, "02.2") == []


def bound_as(town: Town, chat: int) -> str | None:
    found = town.store.read_sync(lambda tx: bound.of(tx, PLAN, ChatId(chat)))
    return found.title if found else None


async def test_a_group_that_puts_the_bot_out_is_bound_no_more(town: Town):
    gathered(town)
    async with town.bot():
        await bind(town, "大气处")
        assert bound_as(town, GROUP) == "大气处工作群"
        town.world.kick(STRANGER, GROUP)
        await town.settled()
    assert bound_as(town, GROUP) is None


async def test_a_group_that_moved_stays_bound_with_its_cards(town: Town):
    gathered(town)
    async with town.bot():
        await bind(town)
        await say(town, ANN, f"{at(town)} 2.2 钢铁完成5家")
        new = town.world.upgrade(GROUP)
        await town.settled()
        assert bound_as(town, GROUP) is None
        assert bound_as(town, new) == "大气处工作群"
        town.world.say(ANN, f"{at(town)} 2.3 正常推进", chat_id=new)
        await town.settled()
        told = [m for m in town.world.chats[new].messages.values() if m.from_bot]
        assert told[-1].text.startswith("2.3 柴油货车，请核对")


async def test_a_picture_in_reply_to_the_bot_goes_with_the_answer(town: Town):
    gathered(town)
    async with town.bot():
        await say(town, ADA, "/bind air")
        await say(town, ANN, "@duban_bot 2.2 钢铁完成5家")
        picture = ("p.png", b"\x89PNG\r\n\x1a\n", "image/png")
        before = len(heard(town))
        town.world.send_file(ANN, *picture, chat_id=GROUP)
        await town.settled()
        assert len(heard(town)) == before  # said to nobody: the bot is silent
        caption = "@duban_bot 2.2 现场"
        town.world.send_file(ANN, *picture, caption, chat_id=GROUP)
        await town.settled()
        assert "收到附件1件，附于待确认的反馈" in heard(town)[-1].text
        await tap(town, ANN, heard(town)[-1], "确认")
        assert "附件 1" in heard(town)[-1].text


async def test_who_stands_in_speaks_for_the_unit_whose_group_it_is(town: Town):
    gathered(town)
    town.meet(ASSISTANT)
    async with town.bot():
        await bind(town, "大气处")
        await town.say(ANN, "/away 2.25-2.26 @配合")
        card = await say(town, ASSISTANT, f"{at(town)} 2.1 总体进度30%")
        assert card is not None
        await tap(town, ASSISTANT, card, "确认")
        await town.say(ASSISTANT, "2.1 总体进度40%")
        await town.tap(ASSISTANT, "确认")
    found = town.store.read_sync(lambda tx: reports.history(tx, PLAN, "02.1", 9))
    assert [(one.unit, one.percent) for one in found] == [("eia", 40), ("air", 30)]
