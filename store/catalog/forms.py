"""The form of a catalog: its keys, which must be there, and what each one means.

The JSON Schema that editors use is made from these; so are the examples that
mistakes show for a missing key. Defaults are not here: `rules.catalog` has them.
"""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from store.catalog.fields import (
    Country,
    Curve,
    Day,
    Due,
    Every,
    Hours,
    Id,
    Lead,
    Number,
    Points,
    Ref,
    Report,
    Rise,
    Sentence,
    Short,
    Sort,
    Title,
    To,
    Truth,
    Way,
    Zone,
)


def _must(zh: str, en: str, example: object) -> Any:  # noqa: ANN401 - as Field itself
    return Field(description=f"{zh} / {en}", examples=[example])


def _may(zh: str, en: str, example: object) -> Any:  # noqa: ANN401 - as Field itself
    return Field(None, description=f"{zh} / {en}", examples=[example])


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PlanForm(Form):
    id: Id = _must("编号，勿改", "id, never changes", "zj-2020")
    title: Title = _must("名称", "title", "2020年工作要点")
    timezone: Zone = _must("时区", "time zone", "Asia/Shanghai")
    starts: Day = _must("起始日", "first day", "2020-02-25")
    ends: Day = _must("截止日", "last day", "2020-12-31")
    pace_from: Day | None = _may(
        "序时进度从何日算起，默认当年1月1日",
        "the day the pace counts from, else 1 January",
        "2020-01-01",
    )
    policy: Ref = _must("默认督办策略", "policy of tasks that name none", "standard")


class CalendarForm(Form):
    country: Country | None = _may("按哪国节假日", "whose holidays", "CN")
    hours: Hours | None = _may("工作时间", "working hours", "08:30-18:00")
    extra_days_off: list[Day] | None = _may(
        "另加的休息日", "further days off", ["2020-10-09"]
    )
    extra_workdays: list[Day] | None = _may(
        "另加的工作日", "further days worked", ["2020-10-10"]
    )


class UnitForm(Form):
    id: Id = _must("编号，短英文", "id, short", "air")
    name: Title = _must("单位名称", "name", "大气环境处")
    aliases: list[Short] | None = _may("别名", "what people also say", ["大气处"])


class RungForm(Form):
    at: Rise = _must(
        "到期日后几个工作日，之前为负", "workdays after the due day, - before", "3"
    )
    to: To = _must("告知谁", "who is told", "head")


class LightsForm(Form):
    note: Points | None = _may("落后几个点起注明略滞后", "note from this gap", "5")
    yellow: Points | None = _may("几个点起黄灯", "yellow from this gap", "10")
    red: Points | None = _may("超过几个点红灯", "red above this gap", "30")


class PolicyForm(Form):
    name: Short = _must("人们怎么称呼它", "what people call it", "月报")
    report: Report = _must("多久报一次", "how often", "monthly")
    due: Due | None = _may(
        "几号截止，31 指月底；半月报写两个；周报写星期；once 不写",
        "due day, 31 is the last; two for half_monthly; a weekday for weekly",
        "25",
    )
    opens: Lead | None = _may("提前几个工作日开启", "opens workdays before", "5")
    ladder: list[RungForm] | None = _may(
        "催办阶梯，由早到晚",
        "steps of chasing, ascending",
        [{"at": "0", "to": "owner"}],
    )
    lights: LightsForm | None = _may(
        "亮灯的差距，单位：点", "gaps in points", {"note": "5", "yellow": "10"}
    )
    assist: Truth | None = _may(
        "配合单位是否各自报告", "do assisting units report too", "true"
    )


class DigestForm(Form):
    to: To = _must("发给谁", "to whom", "leader")
    every: Every = _must("每周何时", "weekday and hour", "monday 08:30")


class IndicatorForm(Form):
    id: Id = _must("编号，勿改", "id, never changes", "steel")
    name: Title = _must("名称", "name", "钢铁超低排放改造")
    aliases: list[Short] | None = _may("别名", "what people also say", ["钢铁"])
    target: Number | None = _may("目标值", "target", "13")
    unit: Short | None = _may("计量单位", "unit of measure", "家")
    baseline: Number | None = _may("起点", "where it starts", "0")
    direction: Way | None = _may("上升还是下降为好", "which way is good", "up")
    kind: Sort | None = _may("哪类数", "sort of number", "count")
    curve: Curve | None = _may("序时进度曲线", "curve of the pace", "linear")
    due: Day | None = _may("何日达到", "by when", "2020-12-31")
    test: Sentence | None = _may(
        "无数字时如何判断", "how it is judged without a number", "以国家核定为准"
    )
    source: Short | None = _may("出处", "source", "四（总）")


class MeasureForm(Form):
    id: Id = _must("编号，勿改", "id, never changes", "a")
    text: Sentence = _must("一项可核对的事", "one thing to check", "完成改造")
    due: Day | None = _may("何日完成", "by when", "2020-06-30")


class TaskForm(Form):
    id: Id = _must("编号：领域.序号，加引号", "id: area.number, quoted", "02.2")
    title: Title = _must("任务", "title", "锅炉和炉窑整治")
    short: Short | None = _may("人们怎么称呼它", "what people say", "锅炉炉窑")
    aliases: list[Short] | None = _may("别名", "what people also say", ["钢铁"])
    lead: Ref = _must("牵头单位", "lead unit", "air")
    assist: list[Ref] | None = _may("配合单位", "assisting units", ["law"])
    starts: Day | None = _may(
        "何日起，默认同 plan", "from, else the plan's", "2020-03-01"
    )
    due: Day | None = _may(
        "何日止，默认同 plan", "until, else the plan's", "2020-12-31"
    )
    policy: Ref | None = _may(
        "督办策略，默认随领域", "policy, else the area's", "standard"
    )
    source: Short | None = _may("出处", "source", "四（二）二")
    measures: list[MeasureForm] = _must(
        "举措", "measures", [{"id": "a", "text": "完成改造"}]
    )
    indicators: list[IndicatorForm] | None = _may(
        "指标", "numbers to reach", [{"id": "steel", "name": "钢铁", "target": "13"}]
    )


class AreaForm(Form):
    id: Id = _must("编号，加引号", "id, quoted", "02")
    title: Title = _must("领域", "title", "打赢蓝天保卫战")
    short: Short | None = _may("人们怎么称呼它", "what people say", "蓝天")
    leader: Short = _must("分管领导", "its leader", "分管领导")
    policy: Ref | None = _may(
        "督办策略，默认随 plan", "policy, else the plan's", "standard"
    )
    source: Short | None = _may("出处", "source", "四（二）")
    tasks: list[TaskForm] = _must("任务", "tasks", [{"id": "02.1", "title": "…"}])


class CatalogForm(Form):
    plan: PlanForm = _must("工作要点", "the plan", {"id": "zj-2020", "title": "…"})
    calendar: CalendarForm | None = _may("工作日历", "working days", {"country": "CN"})
    units: list[UnitForm] = _must(
        "责任单位", "units", [{"id": "air", "name": "大气环境处"}]
    )
    policies: dict[Id, PolicyForm] = _must(
        "督办策略",
        "policies",
        {"standard": {"name": "月报", "report": "monthly", "due": "25"}},
    )
    digests: list[DigestForm] | None = _may(
        "定时摘要", "digests", [{"to": "leader", "every": "monday 08:30"}]
    )
    targets: list[IndicatorForm] | None = _may(
        "主要目标", "targets of the plan", [{"id": "T1", "name": "…", "target": "85"}]
    )
    areas: list[AreaForm] = _must(
        "领域与任务", "areas and their tasks", [{"id": "02", "title": "…"}]
    )
