"""More time, completion and another lead: asked for, decided, told; through HTTP."""

import pytest
from journeys.town import (
    ADA,
    ANN,
    BO,
    HAN,
    LEE,
    ON_SQLITE,
    PLAN,
    Town,
    a_town,
    local,
)

from rules.ids import TaskId, UnitId
from store import obligations, plans
from store.catalog import read

pytestmark = [pytest.mark.journey, ON_SQLITE]
TASK = TaskId("02.2")


def task_of(town: Town):
    found = town.store.read_sync(lambda tx: plans.loaded(tx, PLAN))
    return next(task for task in found.catalog.tasks() if task.id == TASK)


def owed(town: Town, kind: str) -> set[tuple[str, str]]:
    found = town.store.read_sync(lambda tx: obligations.of_task(tx, PLAN, TASK))
    return {(one.unit, one.period) for one in found if one.kind == kind}


def heard(town: Town, user: int) -> str:
    return "\n".join(message.text for message in town.told(user))


async def posted(town: Town) -> None:
    assert town.house is not None
    while await town.house.post():
        pass
    await town.settled()


async def test_more_time_is_asked_for_granted_and_told_with_the_exact_date(town: Town):
    town.meet(ANN, ADA)
    async with town.bot():
        town.now = local(3, 10, 9)
        said = await town.say(ANN, "/extend 2.2 2021-01-31 环评公示期延长")
        assert "申请延期至 2021年1月31日（周日）" in said
        assert "批准前期限不变" in said
        assert task_of(town).due.isoformat() == "2020-12-31"
        card = await town.say(ADA, "/task 2.2")
        assert "延期申请待审批：延至2021年1月31日（周日）" in card
        decided = await town.tap(ADA, "同意延期")
        assert "期限由 2020年12月31日（周四） 改为 2021年1月31日（周日）" in decided
        await posted(town)
        assert "延期申请已批准" in town.last(ANN).text
        assert "2021年1月31日（周日）" in town.last(ANN).text
        assert task_of(town).due.isoformat() == "2021-01-31"
        assert "原定 2020年12月31日（周四）" in await town.say(ANN, "/task 2.2")
        assert owed(town, "decide") == set()


async def test_a_button_asks_for_what_a_request_lacks(town: Town):
    town.meet(ANN)
    async with town.bot():
        town.now = local(3, 10, 9)
        await town.say(ANN, "2.2 完成10%")
        await town.tap(ANN, "确认")
        await town.say(ANN, "/task 2.2")
        assert "请回复新期限和理由" in await town.tap(ANN, "申请延期")
        assert "新期限须在其后" in await town.say(ANN, "11月底，设备晚到")
        assert "请用一句话说明理由" in await town.say(ANN, "2021年2月底")
        said = await town.say(ANN, "设备要到9月底才到")
        assert "2021年2月28日" in said
        assert "理由：设备要到9月底才到" in said
        assert "已有延期申请待审批" in await town.say(ANN, "/extend 2.2 明年3月 再要")
        assert "延期申请已撤回" in await town.tap(ANN, "撤回申请")


async def test_a_refusal_takes_a_reason_and_is_told_once(town: Town):
    town.meet(ANN, ADA)
    async with town.bot():
        town.now = local(3, 10, 9)
        await town.say(ANN, "/extend 2.2 2021-01-31 公示期延长")
        await town.say(ADA, "/task 2.2")
        message, data = town.button(ADA, "不同意延期")
        assert "请用一句话说明不同意的理由" in await town.tap(ADA, "不同意延期")
        assert "延期申请未获批准" in await town.say(ADA, "年底须完成考核")
        await posted(town)
        assert "理由：年底须完成考核" in town.last(ANN).text
        town.world.tap(ADA, message.id, data)
        await town.settled()
        assert "这份申请已有结果" in town.last(ADA).text
        assert task_of(town).put_off_from is None


async def test_past_the_limits_a_leader_consents_as_well(town: Town):
    town.meet(ANN, ADA, LEE)
    async with town.bot():
        town.now = local(3, 10, 9)
        assert "还须分管领导同意" in await town.say(
            ANN, "/extend 2.2 2021-06-30 选址重来"
        )
        await town.say(ADA, "/task 2.2")
        assert "待分管领导审定" in await town.tap(ADA, "同意延期")
        assert task_of(town).put_off_from is None
        await town.say(LEE, "/task 2.2")
        assert "延期申请已批准" in await town.tap(LEE, "同意延期")
        assert task_of(town).due.isoformat() == "2021-06-30"


async def test_done_is_reviewed_returned_and_completed(town: Town):
    town.meet(ANN, ADA, LEE)
    async with town.bot():
        town.now = local(3, 10, 9)
        await town.say(ANN, "2.2 已全部完成")
        receipt = await town.tap(ANN, "确认")
        assert "已提交督查管理员审核办结" in receipt
        await town.say(ADA, "/task 2.2")
        await town.tap(ADA, "退回")
        await town.say(ADA, "缺两家的验收材料")
        await posted(town)
        assert "已退回，尚未办结" in heard(town, ANN)
        town.now = local(3, 11, 9)
        assert "已提交督查管理员审核办结" in await town.say(ANN, "/done 2.2 材料已补齐")
        await town.say(ADA, "/task 2.2")
        assert "已办结" in await town.tap(ADA, "办结")
        await posted(town)
        assert "2.2 锅炉炉窑：已办结" in town.last(ANN).text
        await town.say(ADA, "/task 2.2")
        assert "已销号" in await town.tap(ADA, "销号")


async def test_another_unit_accepts_and_leads_from_then_on(town: Town):
    town.meet(ANN, BO, ADA)
    async with town.bot():
        town.now = local(3, 10, 9)
        await town.say(ANN, "2.2 完成10%")
        await town.tap(ANN, "确认")
        assert "对方接收后生效" in await town.say(ANN, "/handover 2.2 水处 职责调整")
        await town.say(BO, "/task 2.2")
        assert "已改派" in await town.tap(BO, "接收")
        await posted(town)
        assert task_of(town).lead == UnitId("water")
        for user in (ANN, ADA):
            assert "牵头由大气环境处改为水生态环境处" in heard(town, user)
        assert "不由您所在单位承担" in await town.say(ANN, "2.2 完成20%")
        assert "请核对" in await town.say(BO, "2.2 完成20%")
        assert all(unit == "water" for unit, _ in owed(town, "report"))


async def test_a_leader_suspends_and_resumes_behind_one_button(town: Town):
    town.meet(ANN, LEE, ADA)
    async with town.bot():
        town.now = local(3, 10, 9)
        await town.ring()
        before = owed(town, "report")
        await town.say(LEE, "/task 2.2")
        assert "大气环境处（牵头）" in await town.tap(LEE, "更多")
        await town.tap(LEE, "暂停")
        assert "已暂停" in await town.say(LEE, "资金未到位")
        assert owed(town, "report") == set()
        await posted(town)
        assert "理由：资金未到位" in town.last(ANN).text
        town.now = local(3, 10, 10)
        await town.say(LEE, "/task 2.2")
        await town.tap(LEE, "更多")
        assert "已恢复" in await town.tap(LEE, "恢复")
        assert owed(town, "report") == before
        assert before


@pytest.fixture
async def handed_out(loaded, catalog_text):
    """Tell a story in which tasks are handed out to be acknowledged."""
    text = catalog_text.replace("acknowledge: 0", "acknowledge: 2")
    whole, now = read(text.encode(), "catalog"), local(2, 25, 8, 0)
    loaded.run_sync(
        lambda tx: plans.apply(tx, whole, text=text, author="", note="", now=now)
    )
    async with a_town(loaded, now) as made:
        yield made


async def test_a_task_handed_out_is_acknowledged_declined_and_handed_out_again(
    handed_out: Town,
):
    town = handed_out
    town.meet(ANN, ADA)
    async with town.bot():
        await town.to(local(2, 25, 9))
        assert ("air", "issue-1") in owed(town, "acknowledge")
        assert "待签收" in await town.say(ANN, "/task 2.1")
        assert "已签收" in await town.tap(ANN, "签收")
        await town.say(ANN, "/task 2.2")
        await town.tap(ANN, "退回交办")
        assert "退回交办" in await town.say(ANN, "应由监测处牵头")
        await posted(town)
        assert "理由：应由监测处牵头" in town.last(ADA).text
        assert owed(town, "acknowledge") == set()
        await town.say(ADA, "/task 2.2")
        assert "已重新交办，请签收" in await town.tap(ADA, "交办")
        assert owed(town, "acknowledge") == {("air", "issue-2")}
        said = await town.say(ANN, "2.3 完成10%")
        assert "请核对" in said
        await town.tap(ANN, "确认")
        assert "待签收" not in await town.say(ANN, "/task 2.3")
        town.world.tap(ANN, town.last(ANN).id, "ack_all")
        await town.settled()
        assert town.last(ANN).text.startswith("已签收1项")
        town.world.tap(ANN, town.last(ANN).id, "ack_all")
        await town.settled()
        assert "这一项已有反馈" in town.last(ANN).text
        assert owed(town, "acknowledge") == set()


@pytest.mark.parametrize(
    "data",
    [
        "move:approve:02.2:air",
        "move:waive:02.2:water",
        "move:suspend:02.2:",
        "move:fly:02.2:air",
        "move:",
        "grant:99",
        "refuse:x",
        "withdraw:99",
    ],
)
async def test_a_forged_button_does_nothing(town: Town, data):
    town.meet(LEE, HAN)
    async with town.bot():
        for user in (LEE, HAN):
            await town.say(user, "/help")
            town.world.tap(user, town.last(user).id, data)
            await town.settled()
            said = town.last(user).text
            assert any(no in said for no in ("已失效", "不能使用这项", "没有任务"))


async def test_who_may_not_is_refused(town: Town):
    town.meet(ANN, BO, HAN, LEE)
    async with town.bot():
        town.now = local(3, 10, 9)
        assert "不由您所在单位承担" in await town.say(BO, "/extend 2.2 2021-01-31 x")
        assert "您的身份不能使用" in await town.say(LEE, "/extend 2.2 2021-01-31 x")
        assert "没有单位“司法处”" in await town.say(ANN, "/handover 2.2 司法处 x")
        assert "无人可以接收" in await town.say(ANN, "/handover 2.2 法规处 x")
        assert "例如 /extend 2.1" in await town.say(HAN, "/extend")
        await town.say(ANN, "/extend 2.2 2021-01-31 公示")
        await town.say(HAN, "/task 2.2")
        with pytest.raises(LookupError):
            town.button(HAN, "同意延期")
