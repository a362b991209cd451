"""Keys and values wrong by themselves: each is named, with what to write."""

# ruff: noqa: E501 - what people read is shown whole

import pytest
from catalog.small import SMALL, said

CASES = {
    "an_unknown_key": (
        "short: 锅炉炉窑",
        "shrot: 锅炉炉窑",
        [
            "34:9　`2.1` 的 shrot 不是可用的键；是否指 “short”？",
        ],
    ),
    "an_unknown_key_like_no_other": (
        "short: 锅炉炉窑",
        "负责人: 王某",
        [
            "34:9　`2.1` 的 负责人 不是可用的键；可写：id, title, short, aliases, lead, assist, starts, due, policy, source, measures, indicators, curve。",
        ],
    ),
    "a_misspelt_key_that_must_be_there": (
        "        lead: water",
        "        leed: water",
        [
            "45:9　`2.2` 的 leed 不是可用的键；是否指 “lead”？",
        ],
    ),
    "a_missing_key": (
        "        lead: water\n",
        "",
        [
            "43:9　`2.2` 的 lead 没有写；例如 lead: air。",
        ],
    ),
    "a_key_with_nothing_behind_it": (
        "        lead: water\n",
        "        lead:\n",
        [
            "45:9　`2.2` 的 lead 没有写；例如 lead: air。",
        ],
    ),
    "a_missing_section": (
        "units:\n  - {id: air, name: 大气环境处, aliases: [大气处]}\n  - {id: water, name: 水生态环境处}\n  - {id: law, name: 政策法规处}\n",
        "",
        [
            "1:1　units 没有写；例如 units: [{id: air, name: 大气环境处}]。",
        ],
    ),
    "a_text_for_a_list": (
        "assist: [law]",
        "assist: law",
        [
            "36:17　`2.1` 的 assist 应是列表；例如 assist: [law]。",
        ],
    ),
    "a_text_for_a_map": (
        "lights: {note: 5, yellow: 10, red: 30}",
        "lights: 5",
        [
            "20:13　策略 campaign 的 lights 应是 键: 值；例如 lights: {note: 5, yellow: 10}。",
        ],
    ),
    "a_text_for_an_item": (
        "  - {id: law, name: 政策法规处}",
        "  - law",
        [
            "12:5　units #3 应是 键: 值；例如 units: [{id: air, name: 大气环境处}]。",
        ],
    ),
    "a_list_for_a_map": (
        "{name: 月报, report: monthly, due: 25}",
        "[月报, monthly]",
        [
            "14:13　standard 应是 键: 值；例如 policies: {standard: {name: 月报, report: monthly, due: 25}}。",
        ],
    ),
    "a_list_for_a_text": (
        "lead: water",
        "lead: [water]",
        [
            "45:15　`2.2` 的 lead 应是一个值；只写一个值，有特殊符号时加引号。",
        ],
    ),
    "nothing_in_a_list": (
        "aliases: [大气处]",
        "aliases: [大气处, ~]",
        [
            "10:43　单位 air 的 aliases #2 应是一个值；只写一个值，有特殊符号时加引号。",
        ],
    ),
    "a_word_for_a_whole_number": (
        "note: 5",
        "note: 五",
        [
            "20:20　策略 campaign 的 lights.note “五” 不是整数；写 0 至 100 之间的整数。",
        ],
    ),
    "points_out_of_range": (
        "red: 30",
        "red: 300",
        [
            "20:40　策略 campaign 的 lights.red 300 超出范围；写 0 至 100 之间的整数。",
        ],
    ),
    "a_yes": (
        "assist: false",
        "assist: no",
        [
            "21:13　策略 campaign 的 assist “no” 不是 true 或 false；写成 false。",
        ],
    ),
    "a_truth_shouted": (
        "assist: false",
        "assist: FALSE",
        [
            "21:13　策略 campaign 的 assist “FALSE” 不是 true 或 false；写成 false。",
        ],
    ),
    "a_word_for_a_truth": (
        "assist: false",
        "assist: maybe",
        [
            "21:13　策略 campaign 的 assist “maybe” 不是 true 或 false；可写：true, false。",
        ],
    ),
    "a_number_with_commas": (
        "target: 13",
        'target: "1,300"',
        [
            "42:43　`2.1` 指标 steel 的 target “1,300” 不是数字；写成 1300。",
        ],
    ),
    "a_number_in_words": (
        "target: 13",
        "target: 30万",
        [
            "42:43　`2.1` 指标 steel 的 target “30万” 不是数字；写成 300000。",
        ],
    ),
    "a_number_with_its_unit": (
        "target: 13",
        "target: 十三",
        [
            "42:43　`2.1` 指标 steel 的 target “十三” 不是数字；写成普通数字，例如 85 或 88.6。",
        ],
    ),
    "a_number_far_too_long": (
        "target: 13",
        "target: 1.2.3",
        [
            "42:43　`2.1` 指标 steel 的 target “1.2.3” 不是数字；写成普通数字，例如 85 或 88.6。",
        ],
    ),
    "not_a_number": (
        "target: 13",
        "target: .nan",
        [
            "42:43　`2.1` 指标 steel 的 target “.nan” 不是有限的数字；写成普通数字，例如 85 或 88.6。",
        ],
    ),
    "infinity": (
        "target: 13",
        "target: -.inf",
        [
            "42:43　`2.1` 指标 steel 的 target “-.inf” 不是有限的数字；写成普通数字，例如 85 或 88.6。",
        ],
    ),
    "a_blank_text": (
        "title: 柴油货车",
        'title: "  "',
        [
            "44:16　`2.2` 的 title 是空的；请填写，或删去这一行。",
        ],
    ),
    "a_title_too_long": (
        "title: 柴油货车",
        "title: " + "长" * 121,
        [
            "44:16　`2.2` 的 title 有121字，最多120字；请缩短到120字以内。",
        ],
    ),
    "a_measure_too_long": (
        "text: 完成改造",
        "text: " + "长" * 301,
        [
            "39:27　`2.1` 举措 a 的 text 有301字，最多300字；请缩短到300字以内。",
        ],
    ),
    "an_id_with_a_space": (
        "id: p1",
        "id: p 1",
        [
            "2:7　plan 的 id “p 1” 不能作编号；写成 p-1。",
        ],
    ),
    "an_id_in_chinese": (
        "id: air, name",
        "id: 大气, name",
        [
            "10:10　单位 大气 的 id “大气” 不能作编号；用字母、数字、点、横线，最多32个。",
            "35:15　`2.1` 的 lead “air” 不在 units 中；可写：大气, water, law。",
        ],
    ),
    "a_policy_id_in_chinese": (
        "  standard: {",
        "  月报: {",
        [
            "7:11　plan 的 policy “standard” 不在 policies 中；可写：月报, campaign。",
            "14:3　policies “月报” 不能作编号；用字母、数字、点、横线，最多32个。",
        ],
    ),
    "an_unknown_cadence": (
        "report: monthly",
        "report: montly",
        [
            "14:32　策略 standard 的 report “montly” 不可用；是否指 “monthly”？",
        ],
    ),
    "an_unknown_audience": (
        "to: leader",
        "to: everybody",
        [
            "23:10　摘要 #1 的 to “everybody” 不可用；可写：owner, head, admin, leader。",
        ],
    ),
    "an_unknown_curve": (
        "baseline: 0",
        "baseline: 0, curve: cubic",
        [
            "42:76　`2.1` 指标 steel 的 curve “cubic” 不可用；可写：linear, front, back, steps, milestones, seasonal。",
        ],
    ),
    "a_day_that_does_not_exist": (
        "due: 2020-06-30",
        "due: 2020-02-30",
        [
            "40:38　`2.1` 举措 b 的 due “2020-02-30” 不是有效日期；写成 2020-02-29 或更早。",
        ],
    ),
    "a_month_that_does_not_exist": (
        "due: 2020-06-30",
        "due: 2020-13-30",
        [
            "40:38　`2.1` 举措 b 的 due “2020-13-30” 不是有效日期；写成 2020-12-30。",
        ],
    ),
    "a_date_with_slashes": (
        "due: 2020-06-30",
        "due: 2020/6/30",
        [
            "40:38　`2.1` 举措 b 的 due “2020/6/30” 不是有效日期；写成 2020-06-30。",
        ],
    ),
    "a_date_in_chinese": (
        "due: 2020-06-30",
        "due: 2020年6月30日",
        [
            "40:38　`2.1` 举措 b 的 due “2020年6月30日” 不是有效日期；写成 2020-06-30。",
        ],
    ),
    "a_year_long_gone": (
        "due: 2020-06-30",
        "due: 1020-06-30",
        [
            "40:38　`2.1` 举措 b 的 due “1020-06-30” 不是有效日期；写成 2000-06-30。",
        ],
    ),
    "a_date_without_a_year": (
        "due: 2020-06-30",
        "due: 6月底",
        [
            "40:38　`2.1` 举措 b 的 due “6月底” 不是有效日期；写成 年-月-日，例如 2020-12-31。",
        ],
    ),
    "a_misspelt_zone": (
        "Asia/Shanghai",
        "Asia/Shangai",
        [
            "4:13　plan 的 timezone “Asia/Shangai” 不是时区；是否指 “Asia/Shanghai”？",
        ],
    ),
    "a_zone_by_another_name": (
        "Asia/Shanghai",
        "Asia/Beijing",
        [
            "4:13　plan 的 timezone “Asia/Beijing” 不是时区；是否指 “Asia/Shanghai”？",
        ],
    ),
    "a_zone_that_is_none": (
        "Asia/Shanghai",
        "月球",
        [
            "4:13　plan 的 timezone “月球” 不是时区；写成 Asia/Shanghai。",
        ],
    ),
    "a_country_by_name": (
        "country: CN",
        "country: China",
        [
            "8:21　calendar 的 country “China” 不是已知的国家代码；是否指 “CN”？",
        ],
    ),
    "a_country_that_is_none": (
        "country: CN",
        "country: 火星",
        [
            "8:21　calendar 的 country “火星” 不是已知的国家代码；写两个大写字母，例如 CN。",
        ],
    ),
    "hours_backwards": (
        "08:30-18:00",
        "18:00-08:30",
        [
            "8:32　calendar 的 hours “18:00-08:30” 先下班后上班；写成 08:30-18:00。",
        ],
    ),
    "hours_written_loosely": (
        "08:30-18:00",
        "8:30～18:00",
        [
            "8:32　calendar 的 hours “8:30～18:00” 不是有效时段；写成 08:30-18:00。",
        ],
    ),
    "hours_past_midnight": (
        "08:30-18:00",
        "08:30-25:00",
        [
            "8:32　calendar 的 hours “08:30-25:00” 不是有效时段；写成 08:30-18:00。",
        ],
    ),
    "a_misspelt_weekday": (
        "monday 08:30",
        "mondey 08:30",
        [
            "23:25　摘要 #1 的 every “mondey 08:30” 不是“星期 时:分”；写成 monday 08:30。",
        ],
    ),
    "a_chinese_weekday": (
        "monday 08:30",
        "周一 8:30",
        [
            "23:25　摘要 #1 的 every “周一 8:30” 不是“星期 时:分”；写成 monday 08:30。",
        ],
    ),
    "a_day_that_is_none": (
        "monday 08:30",
        "daily 08:30",
        [
            "23:25　摘要 #1 的 every “daily 08:30” 不是“星期 时:分”；写成 <星期> 时:分，例如 monday 08:30。",
        ],
    ),
    "a_cron_line_by_name": (
        "monday 08:30",
        '"30 8 * * mon"',
        [
            "23:25　摘要 #1 的 every “30 8 * * mon” 是 cron 写法，这里不用；写成 <星期> 时:分，例如 monday 08:30。",
        ],
    ),
    "an_hour_that_does_not_exist": (
        "monday 08:30",
        "monday 25:00",
        [
            "23:25　摘要 #1 的 every “monday 25:00” 不是“星期 时:分”；写成 <星期> 时:分，例如 monday 08:30。",
        ],
    ),
    "a_cron_line": (
        "monday 08:30",
        '"30 8 * * 5"',
        [
            "23:25　摘要 #1 的 every “30 8 * * 5” 是 cron 写法，这里不用；写成 <星期> 时:分，例如 friday 08:30。",
        ],
    ),
    "a_cron_line_with_no_such_hour": (
        "monday 08:30",
        '"0 25 * * *"',
        [
            "23:25　摘要 #1 的 every “0 25 * * *” 是 cron 写法，这里不用；写成 <星期> 时:分，例如 monday 08:30。",
        ],
    ),
}


@pytest.mark.parametrize(("old", "new", "lines"), CASES.values(), ids=CASES)
def test_form_mistake_is_named_with_its_place_and_remedy(old, new, lines):
    assert old in SMALL
    assert said(SMALL.replace(old, new, 1)) == lines
