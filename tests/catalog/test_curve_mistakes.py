"""Curves written wrongly: each way has its own line."""

# ruff: noqa: E501 - what people read is shown whole

import pytest
from catalog.small import SMALL, said

CASES = {
    "a_curve_without_its_points": (
        "baseline: 0}",
        "baseline: 0, curve: steps}",
        [
            "42:76　`2.1` 指标 steel 的 curve “steps” 缺少各点；写成 {steps: {2020-06-30: 40, 2020-12-31: 100}}。",
        ],
    ),
    "a_misspelt_curve": (
        "baseline: 0}",
        "baseline: 0, curve: liner}",
        [
            "42:76　`2.1` 指标 steel 的 curve “liner” 不可用；是否指 “linear”？",
        ],
    ),
    "a_curve_that_is_a_list": (
        "baseline: 0}",
        "baseline: 0, curve: [1, 2]}",
        [
            "42:76　`2.1` 指标 steel 的 curve 不是曲线；写 linear、front、back，或 {steps: …}、{milestones: …}、{seasonal: […]}。",
        ],
    ),
    "a_plain_curve_with_points": (
        "baseline: 0}",
        "baseline: 0, curve: {front: {2020-06-30: 40}}}",
        [
            "42:76　`2.1` 指标 steel 的 curve 中的 “front” 后面不写内容；写成 curve: front。",
        ],
    ),
    "an_unknown_kind_of_points": (
        "baseline: 0}",
        "baseline: 0, curve: {milestone: {2020-12-31: 100}}}",
        [
            "42:77　`2.1` 指标 steel 的 curve.milestone 不是可用的键；是否指 “milestones”？",
        ],
    ),
    "a_curve_of_no_kind_we_know": (
        "baseline: 0}",
        "baseline: 0, curve: {阶段: {2020-12-31: 100}}}",
        [
            "42:77　`2.1` 指标 steel 的 curve.阶段 不是可用的键；可写：steps, milestones, seasonal。",
        ],
    ),
    "steps_that_are_a_number": (
        "baseline: 0}",
        "baseline: 0, curve: {steps: 40}}",
        [
            "42:84　`2.1` 指标 steel 的 curve.steps 应是 键: 值；例如 steps: {2020-06-30: 40, 2020-12-31: 100}。",
        ],
    ),
    "steps_that_are_a_list": (
        "baseline: 0}",
        "baseline: 0, curve: {steps: [40, 100]}}",
        [
            "42:84　`2.1` 指标 steel 的 curve.steps 应是 键: 值；例如 steps: {2020-06-30: 40, 2020-12-31: 100}。",
        ],
    ),
    "a_step_on_no_such_day": (
        "baseline: 0}",
        "baseline: 0, curve: {steps: {2020-06-31: 40, 2020-12-31: 100}}}",
        [
            "42:85　`2.1` 指标 steel 的 curve.steps “2020-06-31” 不是有效日期；写成 2020-06-30 或更早。",
        ],
    ),
    "a_step_by_its_month": (
        "baseline: 0}",
        "baseline: 0, curve: {steps: {6月底: 40, 2020-12-31: 100}}}",
        [
            "42:85　`2.1` 指标 steel 的 curve.steps “6月底” 不是有效日期；写成 年-月-日，例如 2020-12-31。",
        ],
    ),
    "a_step_above_the_whole": (
        "baseline: 0}",
        "baseline: 0, curve: {steps: {2020-06-30: 140, 2020-12-31: 100}}}",
        [
            "42:97　`2.1` 指标 steel 的 curve.2020-06-30 140 超出范围；写 0 至 100 之间的整数。",
        ],
    ),
    "a_step_in_percent": (
        "baseline: 0}",
        "baseline: 0, curve: {steps: {2020-06-30: 40%, 2020-12-31: 100}}}",
        [
            "42:97　`2.1` 指标 steel 的 curve.2020-06-30 “40%” 不是整数；写 0 至 100 之间的整数。",
        ],
    ),
    "seasons_by_name": (
        "baseline: 0}",
        "baseline: 0, curve: {seasonal: {一月: 1}}}",
        [
            "42:87　`2.1` 指标 steel 的 curve.seasonal 应是列表；例如 seasonal: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]。",
        ],
    ),
    "a_season_below_nothing": (
        "baseline: 0}",
        "baseline: 0, curve: {seasonal: [-1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]}}",
        [
            "42:88　`2.1` 指标 steel 的 curve.seasonal -1 超出范围；写 0 至 1000 之间的整数。",
        ],
    ),
    "a_season_in_parts": (
        "baseline: 0}",
        "baseline: 0, curve: {seasonal: [0.5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]}}",
        [
            "42:88　`2.1` 指标 steel 的 curve.seasonal “0.5” 不是整数；写 0 至 1000 之间的整数。",
        ],
    ),
    "a_curve_of_a_target": (
        "kind: share}",
        "kind: share, curve: wave}",
        [
            "25:85　目标 `T1` 的 curve “wave” 不可用；可写：linear, front, back, steps, milestones, seasonal。",
        ],
    ),
    "a_step_of_a_task": (
        "        lead: water",
        "        lead: water\n        curve: {steps: {2020-06-30: 四成, 2020-12-31: 100}}",
        [
            "46:37　`2.2` 的 curve.2020-06-30 “四成” 不是整数；写 0 至 100 之间的整数。",
        ],
    ),
    "two_curves_at_once": (
        "baseline: 0}",
        "baseline: 0, curve: {steps: {2020-12-31: 100}, seasonal: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]}}",
        [
            "42:76　`2.1` 指标 steel 的 curve 应是一种曲线；只写其一：steps, milestones, seasonal。",
        ],
    ),
    "an_empty_curve": (
        "baseline: 0}",
        "baseline: 0, curve: {}}",
        [
            "42:76　`2.1` 指标 steel 的 curve 应是一种曲线；只写其一：steps, milestones, seasonal。",
        ],
    ),
    "a_kind_of_curve_with_nothing_behind": (
        "baseline: 0}",
        "baseline: 0, curve: {steps: }}",
        [
            "42:76　`2.1` 指标 steel 的 curve 应是一种曲线；只写其一：steps, milestones, seasonal。",
        ],
    ),
    "steps_without_a_point": (
        "baseline: 0}",
        "baseline: 0, curve: {steps: {}}}",
        [
            "42:84　`2.1` 指标 steel 的 curve.steps 没有写各点；例如 curve: {steps: {2020-06-30: 40, 2020-12-31: 100}}。",
        ],
    ),
    "a_point_without_a_percent": (
        "baseline: 0}",
        "baseline: 0, curve: {steps: {2020-06-30: , 2020-12-31: 100}}}",
        [
            "42:97　`2.1` 指标 steel 的 curve.2020-06-30 是空的；请填写，或删去这一行。",
        ],
    ),
    "a_point_before_the_year": (
        "baseline: 0}",
        "baseline: 0, curve: {steps: {2019-06-30: 40, 2020-12-31: 100}}}",
        [
            "42:85　`2.1` 指标 steel 的 curve.steps “2019-06-30” 在 2020-01-01 至 2020-12-31 之外；写成 2020-01-01。",
        ],
    ),
    "a_point_after_the_due_day": (
        "        due: 2020-12-31\n        measures:\n          - {id: a, text: 完成改造}\n          - {id: b, text: 完成验收, due: 2020-06-30}\n        indicators:\n          - {id: steel, name: 钢铁, target: 13, unit: 家, baseline: 0}",
        "        due: 2020-11-30\n        measures:\n          - {id: a, text: 完成改造}\n        indicators:\n          - {id: steel, name: 钢铁, target: 13, unit: 家, baseline: 0, curve: {milestones: {2020-06-30: 40, 2020-12-31: 100}}}",
        [
            "41:106　`2.1` 指标 steel 的 curve.milestones “2020-12-31” 在 2020-01-01 至 2020-11-30 之外；写成 2020-11-30。",
        ],
    ),
    "a_point_after_the_indicators_own_day": (
        "baseline: 0}",
        "baseline: 0, curve: {milestones: {2020-06-30: 40, 2020-12-31: 100}}, due: 2020-09-30}",
        [
            "42:106　`2.1` 指标 steel 的 curve.milestones “2020-12-31” 在 2020-01-01 至 2020-09-30 之外；写成 2020-09-30。",
        ],
    ),
    "a_point_before_the_task_starts": (
        "        lead: water",
        "        lead: water\n        starts: 2020-05-01\n        curve: {milestones: {2020-04-30: 40, 2020-12-31: 100}}",
        [
            "47:30　`2.2` 的 curve.milestones “2020-04-30” 在 2020-05-01 至 2020-12-31 之外；写成 2020-05-01。",
        ],
    ),
    "points_out_of_order": (
        "baseline: 0}",
        "baseline: 0, curve: {milestones: {2020-09-30: 60, 2020-06-30: 40, 2020-12-31: 100}}}",
        [
            "42:106　`2.1` 指标 steel 的 curve.milestones “2020-06-30” 不晚于上一点；由早到晚排：2020-06-30, 2020-09-30, 2020-12-31。",
        ],
    ),
    "a_point_twice": (
        "baseline: 0}",
        "baseline: 0, curve: {milestones: {2020-06-30: 40, 2020-06-30: 60, 2020-12-31: 100}}}",
        [
            "42:106　键 2020-06-30 写了两次，第 42 行已有；请合并成一处。",
        ],
    ),
    "points_that_fall": (
        "baseline: 0}",
        "baseline: 0, curve: {milestones: {2020-06-30: 60, 2020-09-30: 40, 2020-12-31: 100}}}",
        [
            "42:118　`2.1` 指标 steel 的 curve.2020-09-30 40 小于上一点的 60；写 60 或更大。",
        ],
    ),
    "points_short_of_the_whole": (
        "baseline: 0}",
        "baseline: 0, curve: {steps: {2020-06-30: 40, 2020-12-31: 90}}}",
        [
            "42:113　`2.1` 指标 steel 的 curve.2020-12-31 90：最后一点须是 100；写成 100。",
        ],
    ),
    "eleven_months": (
        "baseline: 0}",
        "baseline: 0, curve: {seasonal: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]}}",
        [
            "42:87　`2.1` 指标 steel 的 curve.seasonal 有 11 个数；写十二个数，一月在先。",
        ],
    ),
    "no_month_at_all": (
        "baseline: 0}",
        "baseline: 0, curve: {seasonal: []}}",
        [
            "42:87　`2.1` 指标 steel 的 curve.seasonal 有 0 个数；写十二个数，一月在先。",
        ],
    ),
    "months_of_nothing": (
        "baseline: 0}",
        "baseline: 0, curve: {seasonal: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]}}",
        [
            "42:87　`2.1` 指标 steel 的 curve.seasonal 在起止之间全是 0；至少一个月大于0。",
        ],
    ),
    "months_that_count_only_outside_the_span": (
        "        lead: water",
        "        lead: water\n        starts: 2020-05-01\n        curve: {seasonal: [5, 5, 5, 5, 0, 0, 0, 0, 0, 0, 0, 0]}",
        [
            "47:27　`2.2` 的 curve.seasonal 在起止之间全是 0；至少一个月大于0。",
        ],
    ),
    "a_point_of_a_target_outside_the_plan": (
        "kind: share}",
        "kind: share, curve: {steps: {2021-01-31: 100}}}",
        [
            "25:94　目标 `T1` 的 curve.steps “2021-01-31” 在 2020-01-01 至 2020-12-31 之外；写成 2020-12-31。",
        ],
    ),
}


@pytest.mark.parametrize(("old", "new", "lines"), CASES.values(), ids=CASES)
def test_curve_mistake_is_named_with_its_place_and_remedy(old, new, lines):
    assert old in SMALL
    assert said(SMALL.replace(old, new, 1)) == lines
