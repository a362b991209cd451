"""What no single value can tell: ids, people, dates, numbers, policies."""

# ruff: noqa: E501 - what people read is shown whole

import pytest
from catalog.small import SMALL, said

CASES = {
    "a_repeated_unit": (
        "id: law, name",
        "id: air, name",
        [
            "12:10　单位 air 的 id “air” 重复，第 10 行已用；写成 air-2。",
            "36:18　`2.1` 的 assist “law” 不在 units 中；可写：air, water。",
        ],
    ),
    "a_tenth_measure": (
        "measures: [{id: a, text: 淘汰老旧货车}]",
        "measures: [{id: z, text: 甲}, {id: z, text: 乙}]",
        [
            "46:43　`2.2` 举措 z 的 id “z” 重复，第 46 行已用；写成 z-2。",
        ],
    ),
    "a_repeated_task": (
        'id: "02.2"',
        'id: "02.1"',
        [
            "43:13　`2.1` 的 id “02.1” 重复，第 32 行已用；写成 02.2。",
        ],
    ),
    "a_repeated_measure": (
        "id: b, text",
        "id: a, text",
        [
            "40:18　`2.1` 举措 a 的 id “a” 重复，第 39 行已用；写成 b。",
        ],
    ),
    "a_repeated_indicator": (
        "          - {id: steel, name: 钢铁, target: 13, unit: 家, baseline: 0}\n",
        "          - {id: steel, name: 钢铁, target: 13}\n          - {id: steel, name: 水泥, target: 3}\n",
        [
            "43:18　`2.1` 指标 steel 的 id “steel” 重复，第 42 行已用；写成 steel-2。",
        ],
    ),
    "a_repeated_target": (
        "areas:\n",
        "  - {id: T1, name: 断面, target: 88}\nareas:\n",
        [
            "26:10　目标 `T1` 的 id “T1” 重复，第 25 行已用；写成 T2。",
        ],
    ),
    "a_repeated_area": (
        "areas:\n",
        'areas:\n  - {id: "02", title: 蓝天, leader: 某, tasks: [{id: "02.9", title: 车, lead: air, measures: [{id: a, text: 事}]}]}\n',
        [
            "28:9　领域 `02` 的 id “02” 重复，第 27 行已用；写成 03。",
        ],
    ),
    "a_task_under_the_wrong_area": (
        'id: "02.2"',
        'id: "03.2"',
        [
            "43:13　`3.2` 的 id “03.2” 不在领域 02 之下；写成 02.2。",
        ],
    ),
    "a_unit_typed_in_a_hurry": (
        "lead: water",
        "lead: dqc",
        [
            "45:15　`2.2` 的 lead “dqc” 不在 units 中；是否指 “air”（大气环境处）？",
        ],
    ),
    "a_unit_by_its_name": (
        "assist: [law]",
        "assist: [政策法规处]",
        [
            "36:18　`2.1` 的 assist “政策法规处” 不在 units 中；是否指 “law”（政策法规处）？",
        ],
    ),
    "a_unit_like_no_other": (
        "lead: water",
        "lead: zzzz",
        [
            "45:15　`2.2` 的 lead “zzzz” 不在 units 中；可写：air, water, law。",
        ],
    ),
    "an_unknown_policy": (
        "    policy: campaign",
        "    policy: campain",
        [
            "30:13　领域 `02` 的 policy “campain” 不在 policies 中；是否指 “campaign”（半月报）？",
        ],
    ),
    "an_unknown_policy_of_the_plan": (
        "  policy: standard",
        "  policy: 周报",
        [
            "7:11　plan 的 policy “周报” 不在 policies 中；可写：standard, campaign。",
        ],
    ),
    "a_lead_that_also_assists": (
        "assist: [law]",
        "assist: [law, air]",
        [
            "36:23　`2.1` 的 assist 中的 “air” 已是牵头单位；请删去。",
        ],
    ),
    "a_unit_that_assists_twice": (
        "assist: [law]",
        "assist: [law, law]",
        [
            "36:23　`2.1` 的 assist 中的 “law” 写了两次；请删去。",
        ],
    ),
    "a_date_outside_the_plan": (
        "due: 2020-06-30",
        "due: 2021-06-30",
        [
            "40:38　`2.1` 举措 b 的 due “2021-06-30” 在计划 2020-02-25 至 2020-12-31 之外；写成 2020-12-31。",
        ],
    ),
    "a_start_before_the_plan": (
        "        due: 2020-12-31",
        "        starts: 2020-01-01",
        [
            "37:17　`2.1` 的 starts “2020-01-01” 在计划 2020-02-25 至 2020-12-31 之外；写成 2020-02-25。",
        ],
    ),
    "a_task_that_ends_before_it_starts": (
        "        due: 2020-12-31",
        "        starts: 2020-06-01\n        due: 2020-05-01",
        [
            "38:14　`2.1` 的 due “2020-05-01” 早于起始日 2020-06-01；写成 2020-06-01 或更晚。",
        ],
    ),
    "a_plan_that_ends_before_it_starts": (
        "  ends: 2020-12-31",
        "  ends: 2019-12-31",
        [
            "6:9　plan 的 ends “2019-12-31” 早于起始日 2020-02-25；写成 2020-02-25 或更晚。",
        ],
    ),
    "a_plan_of_a_century": (
        "  ends: 2020-12-31",
        "  ends: 2099-12-31",
        [
            "6:9　plan 的 ends “2099-12-31” 离起始日超过十年；请核对年份。",
        ],
    ),
    "a_pace_from_after_the_plan": (
        "  ends: 2020-12-31",
        "  ends: 2020-12-31\n  pace_from: 2021-01-01",
        [
            "7:14　plan 的 pace_from “2021-01-01” 晚于计划结束；写成 2020-02-25。",
        ],
    ),
    "a_day_both_off_and_worked": (
        "extra_days_off: [2020-10-09]",
        "extra_days_off: [2020-10-09], extra_workdays: [2020-10-09]",
        [
            "8:94　calendar 的 extra_workdays 中的 “2020-10-09” 也在 extra_days_off 中；只留一处。",
        ],
    ),
    "a_negative_target": (
        "target: 13",
        "target: -13",
        [
            "42:43　`2.1` 指标 steel 的 target -13 是负数；写成 13。",
        ],
    ),
    "a_target_equal_to_its_baseline": (
        "baseline: 0",
        "baseline: 13",
        [
            "42:43　`2.1` 指标 steel 的 target 13 与起点相同，无从衡量；改目标；如只求保持，删去 baseline，或用 test 说明。",
        ],
    ),
    "a_target_of_nothing": (
        "target: 13, unit: 家, baseline: 0",
        "target: 0, unit: 家",
        [
            "42:43　`2.1` 指标 steel 的 target 0 与起点相同，无从衡量；改目标；如只求保持，删去 baseline，或用 test 说明。",
        ],
    ),
    "an_indicator_without_target_or_test": (
        "target: 13, unit: 家, baseline: 0",
        "unit: 家",
        [
            "42:13　`2.1` 指标 steel 的 target 与 test 都没有写；写 target: 数字，或 test: 一句话。",
        ],
    ),
    "a_count_that_must_fall": (
        "baseline: 0",
        "baseline: 20",
        [
            "42:43　`2.1` 指标 steel 的 target 与数字相反：起点 20，目标 13；写成 direction: down。",
        ],
    ),
    "a_count_that_cannot_fall": (
        "baseline: 0",
        "baseline: 0, direction: down",
        [
            "42:80　`2.1` 指标 steel 的 direction 与数字相反：起点 0，目标 13；写成 direction: up。",
        ],
    ),
    "more_than_all": (
        "target: 85",
        "target: 850",
        [
            "25:34　目标 `T1` 的 target 850 超过 100%；写 100 以内的数。",
        ],
    ),
    "no_measures": (
        "        measures: [{id: a, text: 淘汰老旧货车}]\n",
        "",
        [
            "43:9　`2.2` 的 measures 没有写，任务没有举措；例如 measures: [{id: a, text: 完成改造}]。",
        ],
    ),
    "an_empty_list_of_measures": (
        "measures: [{id: a, text: 淘汰老旧货车}]",
        "measures: []",
        [
            "46:19　`2.2` 的 measures 没有写，任务没有举措；例如 measures: [{id: a, text: 完成改造}]。",
        ],
    ),
    "a_due_day_0": (
        "due: 25",
        "due: 0",
        [
            "14:46　策略 standard 的 due 0 超出范围；写 1 至 31 之间的整数。",
        ],
    ),
    "a_due_day_32": (
        "due: [10, 25]",
        "due: [10, 32]",
        [
            "18:10　策略 campaign 的 due 32 超出范围；写 1 至 31 之间的整数。",
        ],
    ),
    "one_due_day_for_half_months": (
        "due: [10, 25]",
        "due: 25",
        [
            "18:10　策略 campaign 的 due 与 report: half_monthly 不合；写成 [10, 25]。",
        ],
    ),
    "half_months_backwards": (
        "due: [10, 25]",
        "due: [25, 10]",
        [
            "18:10　策略 campaign 的 due 与 report: half_monthly 不合；写成 [10, 25]。",
        ],
    ),
    "two_due_days_for_a_month": (
        "due: 25}",
        "due: [5, 25]}",
        [
            "14:46　策略 standard 的 due 与 report: monthly 不合；写成 25。",
        ],
    ),
    "a_weekday_for_a_month": (
        "due: 25}",
        "due: friday}",
        [
            "14:46　策略 standard 的 due 与 report: monthly 不合；写成 25。",
        ],
    ),
    "a_day_of_the_month_for_a_week": (
        "report: monthly",
        "report: weekly",
        [
            "14:45　策略 standard 的 due 与 report: weekly 不合；写成 friday。",
        ],
    ),
    "a_weekday_that_is_none": (
        "report: monthly, due: 25",
        "report: weekly, due: 每周",
        [
            "14:45　策略 standard 的 due “每周” 不是星期；写英文星期，例如 friday。",
        ],
    ),
    "a_chinese_due_day": (
        "report: monthly, due: 25",
        "report: weekly, due: 星期五",
        [
            "14:45　策略 standard 的 due “星期五” 不是星期；写成 friday。",
        ],
    ),
    "a_short_weekday": (
        "report: monthly, due: 25",
        "report: weekly, due: fri",
        [
            "14:45　策略 standard 的 due “fri” 不是星期；写成 friday。",
        ],
    ),
    "no_due_day": (
        ", due: 25}",
        "}",
        [
            "14:13　策略 standard 的 due 没有写；例如 due: 25。",
        ],
    ),
    "an_empty_ladder": (
        "ladder: [{at: 0, to: owner}, {at: 3, to: head}]",
        "ladder: []",
        [
            "19:13　策略 campaign 的 ladder 是空的；例如 ladder: [{at: 0, to: owner}]。",
        ],
    ),
    "a_ladder_that_goes_back": (
        "{at: 3, to: head}",
        "{at: 3, to: head}, {at: 1, to: admin}",
        [
            "19:58　策略 campaign 阶梯第3级的 at 1 早于上一级；由早到晚排：0, 1, 3。",
        ],
    ),
    "a_rung_twice": (
        "{at: 3, to: head}",
        "{at: 0, to: owner}",
        [
            "19:39　策略 campaign 阶梯第2级的 at 0 与上一级相同；请删去。",
        ],
    ),
    "lights_that_do_not_ascend": (
        "yellow: 10",
        "yellow: 40",
        [
            "20:13　策略 campaign 的 lights 不是由小到大：5, 40, 30；写成 note < yellow < red，例如 5、10、30。",
        ],
    ),
    "lights_against_their_defaults": (
        "lights: {note: 5, yellow: 10, red: 30}",
        "lights: {red: 8}",
        [
            "20:13　策略 campaign 的 lights 不是由小到大：5, 10, 8；写成 note < yellow < red，例如 5、10、30。",
        ],
    ),
    "a_digest_twice": (
        "every: monday 08:30}",
        "every: monday 08:30}\n  - {to: leader, every: monday 08:30}",
        [
            "24:25　摘要 #2 的 every “monday 08:30” 与前面的相同；请删去。",
        ],
    ),
    "a_unit_written_as_text_and_used": (
        "  - {id: law, name: 政策法规处}",
        "  - law\n  - {id: 法}",
        [
            "12:5　units #3 应是 键: 值；例如 units: [{id: air, name: 大气环境处}]。",
            "13:5　单位 法 的 name 没有写；例如 name: 大气环境处。",
            "13:10　单位 法 的 id “法” 不能作编号；用字母、数字、点、横线，最多32个。",
        ],
    ),
    "a_unit_close_to_one_without_a_name": (
        "{id: water, name: 水生态环境处}",
        "{id: watr}",
        [
            "11:5　单位 watr 的 name 没有写；例如 name: 大气环境处。",
            "45:15　`2.2` 的 lead “water” 不在 units 中；是否指 “watr”？",
        ],
    ),
    "a_unit_without_a_name": (
        ", name: 水生态环境处",
        "",
        [
            "11:5　单位 water 的 name 没有写；例如 name: 大气环境处。",
        ],
    ),
    "a_policy_without_a_name_misspelt": (
        "policy: campaign",
        "policy: compaign",
        [
            "30:13　领域 `02` 的 policy “compaign” 不在 policies 中；是否指 “campaign”（半月报）？",
        ],
    ),
    "a_task_number_already_taken": (
        "areas:\n",
        'areas:\n  - {id: "01", title: 蓝, leader: 某, tasks: [{id: "01.1", title: 车, lead: air, measures: [{id: a, text: 事}]}, {id: "02.3", title: 车, lead: air, measures: [{id: a, text: 事}]}, {id: "05.1", title: 车, lead: air, measures: [{id: a, text: 事}]}]}\n',
        [
            "27:115　`2.3` 的 id “02.3” 不在领域 01 之下；写成 01.3。",
            "27:180　`5.1` 的 id “05.1” 不在领域 01 之下；写成 01.2。",
        ],
    ),
    "no_areas_at_all": (
        SMALL[SMALL.index("areas:") :],
        "areas: []\n",
        [
            "26:8　areas 是空的；至少写一项。",
        ],
    ),
}


@pytest.mark.parametrize(("old", "new", "lines"), CASES.values(), ids=CASES)
def test_sense_mistake_is_named_with_its_place_and_remedy(old, new, lines):
    assert old in SMALL
    assert said(SMALL.replace(old, new, 1)) == lines
