"""What was written yesterday is judged again before it is sent today."""

import pytest
from journeys.town import ADA, ANN, HAN, LEE, ON_SQLITE, PLAN, Town, local

from sandbox.faults import Fault
from store import outbox

pytestmark = [pytest.mark.journey, ON_SQLITE]


async def answer_all(town: Town, *tasks: str) -> None:
    for task in tasks:
        await town.say(ANN, f"{task} 进度20%")
        await town.tap(ANN, "确认")


async def test_what_was_answered_in_the_night_is_not_asked_in_the_morning(town: Town):
    town.meet(ANN)
    async with town.bot() as house:
        await town.to(local(3, 9, 18, 0))
        town.now = local(3, 10, 17, 59)
        await house.tick()  # promised a minute before the offices close
        town.now = local(3, 10, 18, 0)
        await town.ring()
        assert town.told(ANN) == []
        await answer_all(town, "2.1", "2.2", "2.3")
        said = len(town.told(ANN))
        await town.to(local(3, 11, 9, 0))
        assert len(town.told(ANN)) == said
    left = town.store.read_sync(lambda tx: outbox.waiting(tx, PLAN))
    assert (left.letters, left.given_up) == (0, 0)


async def test_a_letter_that_waited_for_telegram_says_todays_date(town: Town):
    town.meet(ANN)
    async with town.bot() as house:
        await town.to(local(3, 9, 18, 0))
        town.world.faults.order(Fault(method="sendMessage", kind="502", times=1))
        town.now = local(3, 10, 17, 59)
        await house.tick()
        await house.post()  # Telegram is away, and then the day is over
        await answer_all(town, "2.1")
        town.now = local(3, 11)
        while await house.post():
            pass
        await town.settled()
        morning = town.last(ANN).text
        assert morning.startswith("3月11日（周三） · 2项待办，其中2项逾期")
        assert "今日到期" not in morning
        asked = [line for line in morning.splitlines() if line[:1].isdigit()]
        assert [line.split(" · ")[0] for line in asked[1:]] == [
            "1. ☑ 2.1 十百千治气",
            "2. 2.2 锅炉炉窑",
            "3. 2.3 柴油货车",
        ]
        assert "☑ 2.1 十百千治气 · 已报 20%" in morning


async def test_the_admin_hears_within_a_tick_who_blocked_the_bot(town: Town):
    town.meet(ANN, ADA)
    async with town.bot():
        town.now = local(3, 3, 10, 0)
        town.world.block(ANN)
        await town.settled()
        await town.ring()
        heard = town.last(ADA).text
        assert heard.startswith("无法送达：安宁（大气环境处，责任人）")
        assert "原因：已停用机器人。" in heard
        assert "2.1、2.2、2.3" in heard
        assert "（已停用机器人）" in await town.say(ADA, "/status")
        assert "无法送达：已停用机器人" in await town.say(ADA, "/people")


async def test_somebody_lost_is_not_taken_for_somebody_never_linked(town: Town):
    town.meet(ANN, ADA)
    async with town.bot():
        await town.to(local(3, 9, 10, 0))
        town.world.block(ANN)
        await town.settled()
        await town.to(local(3, 10, 9, 0))
        unwatched = next(m.text for m in town.told(ADA) if "无人可催" in m.text[:20])
        lines = unwatched.splitlines()
        assert any(
            line.startswith("大气环境处（已绑定的安宁无法送达）：") for line in lines
        )
        assert "其余单位尚无人绑定" in unwatched


async def test_the_leaders_screen_says_when_it_was_drawn_and_each_task_once(town: Town):
    town.meet(ANN, HAN, LEE)
    async with town.bot():
        await town.to(local(3, 4, 10, 0))
        await town.say(ANN, "2.2 钢铁完成1家，需要省能源局协调")
        await town.tap(ANN, "确认")
        await town.to(local(3, 11, 10, 0))
        screen = await town.say(LEE, "/digest")
        assert "截至 3月11日10:00，39项：" in screen
        assert "滞后1" not in screen.splitlines()[1]
        sections = screen.split("各领域")[0].splitlines()
        listed = [line.split()[0] for line in sections if line.startswith("2.2 ")]
        assert listed == ["2.2"]
        silent = next(line for line in sections if line.startswith("到期从未报告"))
        number = silent.partition("（")[2].rstrip("）")
        assert f"新增到期未报{number}项。" in screen
