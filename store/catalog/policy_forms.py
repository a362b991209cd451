"""The form of a policy: how a task is supervised."""

from store.catalog.fields import (
    Days,
    Due,
    Lead,
    Points,
    Report,
    Rise,
    Short,
    Times,
    To,
    Truth,
    Within,
)
from store.catalog.form import Form, may, must


class RungForm(Form):
    at: Rise = must(
        "到期日后几个工作日，之前为负", "workdays after the due day, - before", "3"
    )
    to: To = must("告知谁", "who is told", "head")


class LightsForm(Form):
    note: Points | None = may("落后几个点起注明略滞后", "note from this gap", "5")
    yellow: Points | None = may("几个点起黄灯", "yellow from this gap", "10")
    red: Points | None = may("超过几个点红灯", "red above this gap", "30")
    apart: Points | None = may(
        "自报与测算相差超过几个点时并列显示",
        "said and computed progress are both shown when further apart",
        "15",
    )


class ExtensionsForm(Form):
    most: Times | None = may(
        "管理员最多批几次延期", "extensions an admin may grant alone", "2"
    )
    longest: Days | None = may(
        "合计最多延几日，再多须分管领导同意",
        "days in all; a leader consents to more",
        "60",
    )


class PolicyForm(Form):
    name: Short = must("人们怎么称呼它", "what people call it", "月报")
    report: Report = must("多久报一次", "how often", "monthly")
    due: Due | None = may(
        "几号截止，31 指月底；半月报写两个；周报写星期；once 不写",
        "due day, 31 is the last; two for half_monthly; a weekday for weekly",
        "25",
    )
    opens: Lead | None = may("提前几个工作日开启", "opens workdays before", "5")
    ladder: list[RungForm] | None = may(
        "催办阶梯，由早到晚",
        "steps of chasing, ascending",
        [{"at": "0", "to": "owner"}],
    )
    lights: LightsForm | None = may(
        "亮灯的差距，单位：点", "gaps in points", {"note": "5", "yellow": "10"}
    )
    assist: Truth | None = may(
        "配合单位是否各自报告", "do assisting units report too", "true"
    )
    acknowledge: Lead | None = may(
        "交办后几个工作日内签收，0 不要求",
        "workdays to acknowledge a task, 0: not asked",
        "2",
    )
    finish: Lead | None = may(
        "到期前几个工作日起问办结，0 不问",
        "workdays before its end a task's completion is asked about, 0: never",
        "10",
    )
    decide: Within | None = may(
        "申请须几个工作日内答复", "workdays to decide a request", "2"
    )
    corrections: Lead | None = may(
        "报告后几个工作日内可以更正，0 确认后不能更正",
        "workdays in which a report may be corrected, 0: never once confirmed",
        "3",
    )
    spare: Truth | None = may(
        "刚报过且正常的任务是否免催", "leave fresh, on-pace tasks unasked", "false"
    )
    extensions: ExtensionsForm | None = may(
        "延期的限度", "limits of extensions", {"most": "2", "longest": "60"}
    )
