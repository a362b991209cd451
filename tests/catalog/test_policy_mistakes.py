"""Policies, rests and budgets written wrongly."""

# ruff: noqa: E501 - what people read is shown whole

import pytest
from catalog.small import SMALL, said

CASES = {
    "more_days_to_acknowledge_than_there_are": (
        "  standard: {name: 月报, report: monthly, due: 25}",
        "  standard: {name: 月报, report: monthly, due: 25, acknowledge: 61}",
        [
            "14:63　策略 standard 的 acknowledge 61 超出范围；写 0 至 60 之间的整数。",
        ],
    ),
    "days_to_finish_in_words": (
        "  standard: {name: 月报, report: monthly, due: 25}",
        "  standard: {name: 月报, report: monthly, due: 25, finish: 十天}",
        [
            "14:58　策略 standard 的 finish “十天” 不是整数；写 0 至 60 之间的整数。",
        ],
    ),
    "no_days_to_decide": (
        "  standard: {name: 月报, report: monthly, due: 25}",
        "  standard: {name: 月报, report: monthly, due: 25, decide: 0}",
        [
            "14:58　策略 standard 的 decide 0 超出范围；写 1 至 30 之间的整数。",
        ],
    ),
    "corrections_without_end": (
        "  standard: {name: 月报, report: monthly, due: 25}",
        "  standard: {name: 月报, report: monthly, due: 25, corrections: 一直}",
        [
            "14:63　策略 standard 的 corrections “一直” 不是整数；写 0 至 60 之间的整数。",
        ],
    ),
    "spare_neither_way": (
        "  standard: {name: 月报, report: monthly, due: 25}",
        "  standard: {name: 月报, report: monthly, due: 25, spare: 看情况}",
        [
            "14:57　策略 standard 的 spare “看情况” 不是 true 或 false；可写：true, false。",
        ],
    ),
    "extensions_that_are_a_number": (
        "  standard: {name: 月报, report: monthly, due: 25}",
        "  standard: {name: 月报, report: monthly, due: 25, extensions: 2}",
        [
            "14:62　策略 standard 的 extensions 应是 键: 值；例如 extensions: {most: 2, longest: 60}。",
        ],
    ),
    "an_unknown_limit_of_extensions": (
        "  standard: {name: 月报, report: monthly, due: 25}",
        "  standard: {name: 月报, report: monthly, due: 25, extensions: {max: 2}}",
        [
            "14:63　策略 standard 的 extensions.max 不是可用的键；可写：most, longest。",
        ],
    ),
    "extensions_beyond_a_year": (
        "  standard: {name: 月报, report: monthly, due: 25}",
        "  standard: {name: 月报, report: monthly, due: 25, extensions: {most: 2, longest: 366}}",
        [
            "14:81　策略 standard 的 extensions.longest 366 超出范围；写 0 至 365 之间的整数。",
        ],
    ),
    "apart_beyond_the_whole": (
        "  standard: {name: 月报, report: monthly, due: 25}",
        "  standard: {name: 月报, report: monthly, due: 25, lights: {apart: 101}}",
        [
            "14:66　策略 standard 的 lights.apart 101 超出范围；写 0 至 100 之间的整数。",
        ],
    ),
    "a_rest_backwards": (
        "extra_days_off: [2020-10-09]",
        'quiet: ["13:30-12:00"]',
        [
            "8:55　calendar 的 quiet “13:30-12:00” 止早于起；写成 12:00-13:30。",
        ],
    ),
    "a_rest_written_loosely": (
        "extra_days_off: [2020-10-09]",
        'quiet: ["12点00～13:30"]',
        [
            "8:55　calendar 的 quiet “12点00～13:30” 不是有效时段；写成 12:00-13:30。",
        ],
    ),
    "a_rest_in_words": (
        "extra_days_off: [2020-10-09]",
        "quiet: [中午]",
        [
            "8:55　calendar 的 quiet “中午” 不是有效时段；写成 12:00-13:30。",
        ],
    ),
    "a_rest_that_is_no_list": (
        "extra_days_off: [2020-10-09]",
        'quiet: "12:00-13:30"',
        [
            "8:54　calendar 的 quiet 应是列表；例如 quiet: [12:00-13:30]。",
        ],
    ),
    "no_letters_at_all": (
        "digests:\n",
        "kindness: {per_day: 0}\ndigests:\n",
        [
            "22:21　kindness 的 per_day 0 超出范围；写 1 至 20 之间的整数。",
        ],
    ),
    "letters_without_end": (
        "digests:\n",
        "kindness: {per_day: 3, per_week: 101}\ndigests:\n",
        [
            "22:34　kindness 的 per_week 101 超出范围；写 1 至 100 之间的整数。",
        ],
    ),
    "a_misspelt_budget": (
        "digests:\n",
        "kindness: {perday: 3}\ndigests:\n",
        [
            "22:12　kindness 的 perday 不是可用的键；是否指 “per_day”？",
        ],
    ),
    "a_budget_for_months": (
        "digests:\n",
        "kindness: {monthly: 30}\ndigests:\n",
        [
            "22:12　kindness 的 monthly 不是可用的键；可写：per_day, per_week。",
        ],
    ),
    "a_digest_for_deputies": (
        "to: leader",
        "to: deputy",
        [
            "23:10　摘要 #1 的 to “deputy” 不可用；可写：owner, head, admin, leader。",
        ],
    ),
    "a_rung_to_nobody_known": (
        "to: head}]",
        "to: boss}]",
        [
            "19:46　策略 campaign 阶梯第2级的 to “boss” 不可用；可写：owner, deputy, head, admin, leader。",
        ],
    ),
    "a_ladder_that_begins_with_the_head": (
        "{at: 0, to: owner}, {at: 3",
        "{at: 0, to: head}, {at: 3",
        [
            "19:26　策略 campaign 阶梯第1级的 to “head”：阶梯第一级须告诉责任人；写成 owner。",
        ],
    ),
    "a_ladder_that_begins_with_the_deputy": (
        "{at: 0, to: owner}, {at: 3",
        "{at: 0, to: deputy}, {at: 3",
        [
            "19:26　策略 campaign 阶梯第1级的 to “deputy”：阶梯第一级须告诉责任人；写成 owner。",
        ],
    ),
    "a_rung_before_the_period_opens": (
        "[{at: 0, to: owner}",
        "[{at: -6, to: owner}",
        [
            "19:19　策略 campaign 阶梯第1级的 at -6 早于报告期开启（opens: 5）；写 -5 或更晚，或把 opens 改为 6 以上。",
        ],
    ),
    "a_rung_before_a_later_opening": (
        "    ladder: [{at: 0, to: owner}",
        "    opens: 1\n    ladder: [{at: -3, to: owner}, {at: -1, to: owner}",
        [
            "20:19　策略 campaign 阶梯第1级的 at -3 早于报告期开启（opens: 1）；写 -1 或更晚，或把 opens 改为 3 以上。",
        ],
    ),
    "an_opening_after_the_usual_ladder_begins": (
        "  standard: {name: 月报, report: monthly, due: 25}",
        "  standard: {name: 月报, report: monthly, due: 25, opens: 2}",
        [
            "14:57　策略 standard 的 opens 2 晚于阶梯的第一级；写 3 或更大。",
        ],
    ),
    "a_rest_outside_working_hours": (
        "extra_days_off: [2020-10-09]",
        'quiet: ["17:30-19:00"]',
        [
            "8:55　calendar 的 quiet 中的 “17:30-19:00” 不在工作时间内；写在 08:30-18:00 之内。",
        ],
    ),
    "a_rest_of_the_whole_day": (
        "extra_days_off: [2020-10-09]",
        'quiet: ["08:30-18:00"]',
        [
            "8:55　calendar 的 quiet 中的 “08:30-18:00” 占满工作时间；请缩短，否则整日不能发消息。",
        ],
    ),
    "rests_that_overlap": (
        "extra_days_off: [2020-10-09]",
        'quiet: ["12:00-13:30", "13:00-14:00"]',
        [
            "8:70　calendar 的 quiet 中的 “13:00-14:00” 与上一段重叠或早于它；各段由早到晚，互不重叠。",
        ],
    ),
    "a_rest_outside_the_usual_hours": (
        'hours: "08:30-18:00", extra_days_off: [2020-10-09]',
        'quiet: ["07:00-08:45"]',
        [
            "8:33　calendar 的 quiet 中的 “07:00-08:45” 不在工作时间内；写在 08:30-18:00 之内。",
        ],
    ),
    "a_week_smaller_than_a_day": (
        "digests:\n",
        "kindness: {per_day: 5, per_week: 4}\ndigests:\n",
        [
            "22:34　kindness 的 per_week 4 小于每日的 5；写 5 或更大。",
        ],
    ),
    "a_day_larger_than_the_usual_week": (
        "digests:\n",
        "kindness: {per_day: 11}\ndigests:\n",
        [
            "22:21　kindness 的 per_day 11 大于每周的 10；例如 per_week: 33。",
        ],
    ),
    "a_week_smaller_than_the_usual_day": (
        "digests:\n",
        "kindness: {per_week: 2}\ndigests:\n",
        [
            "22:22　kindness 的 per_week 2 小于每日的 3；写 3 或更大。",
        ],
    ),
}


@pytest.mark.parametrize(("old", "new", "lines"), CASES.values(), ids=CASES)
def test_policy_mistake_is_named_with_its_place_and_remedy(old, new, lines):
    assert old in SMALL
    assert said(SMALL.replace(old, new, 1)) == lines
