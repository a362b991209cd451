"""Who gets in, who may do what, and what everybody else is told."""

from datetime import timedelta

import pytest
from journeys.town import (
    ADA,
    ANN,
    BO,
    HAN,
    LEE,
    OBI,
    ON_SQLITE,
    PLAN,
    STRANGER,
    Town,
    local,
)

from rules.people import Role
from store import people, reports

pytestmark = [pytest.mark.journey, ON_SQLITE]
POLITE = "您好，本机器人仅供内部督办使用。请向管理员索取邀请链接。"


def invite(town: Town, code: str, *, hours: int = 24) -> None:
    expires = town.now + timedelta(hours=hours)
    given = {"role": Role.LEADER, "unit": None, "expires": expires, "now": town.now}
    town.store.run_sync(lambda tx: people.invite(tx, PLAN, code, **given))


@pytest.mark.parametrize(
    "said",
    ["你好", "/start", "/mine", "/task 2.2", "/digest", "/status", "2.2 已完成8家"],
)
async def test_a_stranger_gets_one_polite_line_and_learns_nothing(town: Town, said):
    async with town.bot():
        assert await town.say(STRANGER, said) == POLITE
        assert len(town.told(STRANGER)) == 1
        assert town.menu(STRANGER) == [{"command": "help", "description": "能做什么"}]


async def test_a_strangers_tap_on_somebodys_button_does_nothing(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(STRANGER, "你好")
        await town.say(ANN, "2.2 钢铁完成3家")
        _, data = town.button(ANN, "确认")
        town.world.tap(STRANGER, town.last(STRANGER).id, data)
        await town.settled()
        assert town.last(STRANGER).text == POLITE
    assert town.store.read_sync(lambda tx: reports.count(tx, PLAN)) == 0


async def test_in_a_group_the_bot_is_silent_to_strangers(town: Town):
    group = -500
    town.world.add_group(group, "大气处群", [STRANGER], "group")
    async with town.bot():
        town.world.say(STRANGER, "/help", chat_id=group)
        await town.settled()
    assert town.told(group) == []


async def test_in_a_group_the_linked_are_asked_to_write_in_private(town: Town):
    group = -500
    town.meet(ADA)
    invite(town, "code")
    town.world.add_group(group, "督查群", [ADA, STRANGER], "group")
    async with town.bot():
        for said in ("/people", "/status", "/start code"):
            town.world.say(ADA, said, chat_id=group)
            await town.settled()
        told = [message.text for message in town.told(group)]
        assert told == ["群里不便显示，请私下发给我。"] * 3
        town.world.start(LEE, "code")  # the invite was not spent in the group
        await town.settled()
        assert "分管领导" in town.last(LEE).text


async def test_a_code_opens_once(town: Town):
    invite(town, "code")
    async with town.bot():
        town.world.start(LEE, "code")
        await town.settled()
        await town.tap(LEE, "确认")
        town.world.start(STRANGER, "code")
        await town.settled()
        assert town.last(STRANGER).text.startswith("邀请码已被使用，请向管理员")


async def test_a_code_expires_even_after_it_was_shown(town: Town):
    invite(town, "code", hours=1)
    async with town.bot():
        town.world.start(LEE, "code")
        await town.settled()
        town.now += timedelta(hours=2)
        assert "邀请码已过期" in await town.tap(LEE, "确认")
        assert await town.say(LEE, "/digest") == POLITE


async def test_a_wrong_code_is_refused(town: Town):
    async with town.bot():
        town.world.start(STRANGER, "guess")
        await town.settled()
        assert "邀请码无效" in town.last(STRANGER).text


async def test_who_links_sees_the_commands_of_their_role_in_their_language(town: Town):
    invite(town, "code")
    async with town.bot():
        town.world.start(LEE, "code")
        await town.settled()
        await town.tap(LEE, "确认")
        shown = town.menu(LEE)
        assert [one["command"] for one in shown] == [
            *("mine", "task", "area", "digest", "direct", "history", "why"),
            *("away", "back", "deputy", "hours", "snooze"),
            *("language", "help"),
        ]
        await town.say(LEE, "/language")
        await town.tap(LEE, "English")
        assert "Weekly digest" in (await town.say(LEE, "/digest")).splitlines()[0]
        shown = town.menu(LEE)
        assert "weekly digest" in str(shown)


REFUSED = "您的身份不能使用这项功能。可用功能见 /help。"


@pytest.mark.parametrize(
    ("user", "said"),
    [
        (ANN, "/digest"),
        (ANN, "/status"),
        (ANN, "/people"),
        (HAN, "/status"),
        (ANN, "/direct 2.3 6月30日前完成"),
        (ADA, "/direct 2.3 6月30日前完成"),
        (LEE, "/status"),
        (LEE, "/people"),
        (ADA, "/mine"),
        (OBI, "/mine"),
        (OBI, "/people"),
    ],
)
async def test_a_role_may_not_use_anothers_command(town: Town, user, said):
    town.meet(user)
    async with town.bot():
        assert await town.say(user, said) == REFUSED


async def test_leaders_words_are_not_taken_for_a_report(town: Town):
    town.meet(LEE)
    async with town.bot():
        assert "不需要填报" in await town.say(LEE, "钢铁完成8家")
        # What begins with a task's number is shown as a directive, not recorded.
        assert "批示，请核对" in await town.say(LEE, "2.2 钢铁完成8家")


async def test_another_units_task_is_not_theirs_to_report(town: Town):
    town.meet(BO)
    async with town.bot():
        assert "2.2 不由您所在单位承担" in await town.say(BO, "2.2 钢铁完成8家")


async def test_another_persons_card_and_obligation_cannot_be_tapped(town: Town):
    town.meet(ANN, BO)
    async with town.bot():
        await town.to(local(3, 10))
        await town.say(ANN, "2.2 钢铁完成3家")
        for name in ("确认", "2.1 正常"):
            _, data = town.button(ANN, name)
            town.world.tap(BO, town.told(BO)[0].id, data)
            await town.settled()
            assert "这个按钮已失效" in town.last(BO).text
    assert town.store.read_sync(lambda tx: reports.count(tx, PLAN)) == 0


@pytest.mark.parametrize(
    "data",
    [
        "confirm:999999",
        "confirm:x",
        "confirm:-1",
        "confirm:99999999999999999999999",
        "confirm:",
        "nonsense",
        "",
        "pick:1",
        "report:٣",
        "fix:1",
        "area:99",
        "task:<b>",
        "join:guess",
        "language:xx",
    ],
)
async def test_a_forged_button_changes_nothing_and_breaks_nothing(town: Town, data):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "/help")
        town.world.tap(ANN, town.last(ANN).id, data)
        await town.settled()
        assert "您是大气环境处的责任人" in await town.say(ANN, "/help")
    assert town.store.read_sync(lambda tx: reports.count(tx, PLAN)) == 0


async def test_hostile_text_stays_text(town: Town):
    town.meet(ANN, LEE)
    async with town.bot():
        hostile = "<b>&</b>\u202e<script>alert(1)</script>"
        await town.say(ANN, f"2.2 钢铁完成3家，问题：{hostile}")
        assert "<b>&</b>" in town.last(ANN).text
        await town.tap(ANN, "确认")
        assert "<script>" in await town.say(LEE, "/task 2.2")
        long = "2.2 钢铁完成4家 " + "很长" * 2000
        assert "请核对" in await town.say(ANN, long)


async def test_the_admin_sees_who_is_linked_and_which_units_have_nobody(town: Town):
    town.meet(ADA, ANN, HAN)
    async with town.bot():
        listed = await town.say(ADA, "/people")
    assert "大气环境处：韩处（处室负责人）、安宁（责任人）" in listed
    assert "水生态环境处" in listed.split("无人绑定的牵头单位")[1]
