"""The form of a catalog: its keys, which must be there, and what each one means.

The JSON Schema that editors use is made from these; so are the examples that
mistakes show for a missing key. Defaults are not here: `rules.catalog` has them.
"""

from store.catalog.curved import Curve
from store.catalog.fields import (
    ADay,
    AWeek,
    Country,
    Day,
    Every,
    Hours,
    Id,
    Number,
    Reads,
    Ref,
    Rest,
    Sentence,
    Short,
    Sort,
    Title,
    Way,
    Zone,
)
from store.catalog.form import Form, may, must
from store.catalog.policy_forms import PolicyForm


class PlanForm(Form):
    id: Id = must("编号，勿改", "id, never changes", "zj-2020")
    title: Title = must("名称", "title", "2020年工作要点")
    timezone: Zone = must("时区", "time zone", "Asia/Shanghai")
    starts: Day = must("起始日", "first day", "2020-02-25")
    ends: Day = must("截止日", "last day", "2020-12-31")
    pace_from: Day | None = may(
        "序时进度从何日算起，默认当年1月1日",
        "the day the pace counts from, else 1 January",
        "2020-01-01",
    )
    policy: Ref = must("默认督办策略", "policy of tasks that name none", "standard")


class CalendarForm(Form):
    country: Country | None = may("按哪国节假日", "whose holidays", "CN")
    hours: Hours | None = may("工作时间", "working hours", "08:30-18:00")
    quiet: list[Rest] | None = may(
        "工作时间内不打扰的时段", "hours within them without letters", ["12:00-13:30"]
    )
    extra_days_off: list[Day] | None = may(
        "另加的休息日", "further days off", ["2020-10-09"]
    )
    extra_workdays: list[Day] | None = may(
        "另加的工作日", "further days worked", ["2020-10-10"]
    )


class UnitForm(Form):
    id: Id = must("编号，短英文", "id, short", "air")
    name: Title = must("单位名称", "name", "大气环境处")
    aliases: list[Short] | None = may("别名", "what people also say", ["大气处"])


class KindnessForm(Form):
    per_day: ADay | None = may("每人每日最多几条", "letters a person and day", "3")
    per_week: AWeek | None = may("每人每周最多几条", "letters a person and week", "10")


class DigestForm(Form):
    to: Reads = must("发给谁", "to whom", "leader")
    every: Every = must("每周何时", "weekday and hour", "monday 08:30")


class IndicatorForm(Form):
    id: Id = must("编号，勿改", "id, never changes", "steel")
    name: Title = must("名称", "name", "钢铁超低排放改造")
    aliases: list[Short] | None = may("别名", "what people also say", ["钢铁"])
    target: Number | None = may("目标值", "target", "13")
    unit: Short | None = may("计量单位", "unit of measure", "家")
    baseline: Number | None = may("起点", "where it starts", "0")
    direction: Way | None = may("上升还是下降为好", "which way is good", "up")
    kind: Sort | None = may("哪类数", "sort of number", "count")
    curve: Curve | None = may("序时进度曲线", "curve of the pace", "linear")
    due: Day | None = may("何日达到", "by when", "2020-12-31")
    test: Sentence | None = may(
        "无数字时如何判断", "how it is judged without a number", "以国家核定为准"
    )
    source: Short | None = may("出处", "source", "四（总）")


class MeasureForm(Form):
    id: Id = must("编号，勿改", "id, never changes", "a")
    text: Sentence = must("一项可核对的事", "one thing to check", "完成改造")
    due: Day | None = may("何日完成", "by when", "2020-06-30")


class TaskForm(Form):
    id: Id = must("编号：领域.序号，加引号", "id: area.number, quoted", "02.2")
    title: Title = must("任务", "title", "锅炉和炉窑整治")
    short: Short | None = may("人们怎么称呼它", "what people say", "锅炉炉窑")
    aliases: list[Short] | None = may("别名", "what people also say", ["钢铁"])
    lead: Ref = must("牵头单位", "lead unit", "air")
    assist: list[Ref] | None = may("配合单位", "assisting units", ["law"])
    starts: Day | None = may(
        "何日起，默认同 plan", "from, else the plan's", "2020-03-01"
    )
    due: Day | None = may("何日止，默认同 plan", "until, else the plan's", "2020-12-31")
    policy: Ref | None = may(
        "督办策略，默认随领域", "policy, else the area's", "standard"
    )
    source: Short | None = may("出处", "source", "四（二）二")
    measures: list[MeasureForm] = must(
        "举措", "measures", [{"id": "a", "text": "完成改造"}]
    )
    indicators: list[IndicatorForm] | None = may(
        "指标", "numbers to reach", [{"id": "steel", "name": "钢铁", "target": "13"}]
    )
    curve: Curve | None = may(
        "只报百分比时的序时进度曲线", "curve of a percent that is stated", "linear"
    )


class AreaForm(Form):
    id: Id = must("编号，加引号", "id, quoted", "02")
    title: Title = must("领域", "title", "打赢蓝天保卫战")
    short: Short | None = may("人们怎么称呼它", "what people say", "蓝天")
    leader: Short = must("分管领导", "its leader", "分管领导")
    policy: Ref | None = may(
        "督办策略，默认随 plan", "policy, else the plan's", "standard"
    )
    source: Short | None = may("出处", "source", "四（二）")
    tasks: list[TaskForm] = must("任务", "tasks", [{"id": "02.1", "title": "…"}])


class CatalogForm(Form):
    plan: PlanForm = must("工作要点", "the plan", {"id": "zj-2020", "title": "…"})
    calendar: CalendarForm | None = may("工作日历", "working days", {"country": "CN"})
    units: list[UnitForm] = must(
        "责任单位", "units", [{"id": "air", "name": "大气环境处"}]
    )
    policies: dict[Id, PolicyForm] = must(
        "督办策略",
        "policies",
        {"standard": {"name": "月报", "report": "monthly", "due": "25"}},
    )
    kindness: KindnessForm | None = may(
        "每人最多收几条", "how many letters a person gets", {"per_day": "3"}
    )
    digests: list[DigestForm] | None = may(
        "定时摘要", "digests", [{"to": "leader", "every": "monday 08:30"}]
    )
    targets: list[IndicatorForm] | None = may(
        "主要目标", "targets of the plan", [{"id": "T1", "name": "…", "target": "85"}]
    )
    areas: list[AreaForm] = must(
        "领域与任务", "areas and their tasks", [{"id": "02", "title": "…"}]
    )
