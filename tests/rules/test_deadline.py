"""By when: what an instruction's own words say."""

import pytest
from builders import day, days

from rules.deadline import Bad, Deadline, deadline

MONDAY = day(5, 25)


def said(text, today=MONDAY):
    return deadline(text, today, days())


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("6月30日前把路检路查全面恢复", day(6, 30)),
        ("请在下周五前报送方案", day(6, 5)),
        ("本周五之前完成", day(5, 29)),
        ("两周内整改到位", day(6, 8)),
        ("三天内报结果", day(5, 28)),
        ("7月底前建成", day(7, 31)),
        ("整改，6月10日完成", day(6, 10)),
        ("今天下班前报来", day(5, 25)),
        ("6月5日开会研究，6月30日前落实", day(6, 30)),
        ("6月30日前落实，7月1日我去现场看", day(6, 30)),
        ("5月20日前报方案，6月30日前完成", day(6, 30)),
        ("3月1日通报的问题，两周内整改", day(6, 8)),
        ("6月5日报方案，6月12日再报一次", day(6, 12)),
        ("3月20日的材料补一份，6月5日给我", day(6, 5)),
        ("restore all checks within two weeks", day(6, 8)),
        ("restore all checks by 30 June", day(6, 30)),
        ("report before Friday", day(5, 29)),
    ],
)
def test_the_day_that_sounds_like_a_deadline_counts(text, due):
    assert said(text) == Deadline(day=due, said=due)


@pytest.mark.parametrize(
    ("text", "named", "due"),
    [
        ("6月27日前报方案", day(6, 27), day(6, 28)),  # a Saturday of the holiday
        ("5月31日前完成", day(5, 31), day(6, 1)),
        ("6月25日前完成", day(6, 25), day(6, 28)),  # 28 June is a make-up workday
    ],
)
def test_a_day_off_moves_to_the_next_workday(text, named, due):
    assert said(text) == Deadline(day=due, said=named)


@pytest.mark.parametrize(
    "text",
    ["请尽快恢复路检路查", "3月20日通报的问题要整改", "问题严重，认真研究", "抓紧"],
)
def test_without_a_day_there_are_five_workdays(text):
    assert said(text) == Deadline(day=day(6, 1), said=None)


def test_five_workdays_leave_the_holidays_out():
    assert said("抓紧", day(4, 29)) == Deadline(day=day(5, 9), said=None)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("3月1日前完成", Bad.PAST),
        ("昨天之前就该报", Bad.PAST),
        ("2022年1月1日前完成", Bad.FAR),
        ("明年12月底前完成", Bad.FAR),
        ("6月31日前完成", Bad.NO_DAY),
        ("2月30日前完成", Bad.NO_DAY),
    ],
)
def test_a_day_nobody_can_keep_is_refused_by_name(text, why):
    assert said(text) is why


def test_a_year_ahead_is_still_a_deadline():
    assert said("明年5月25日前完成") == Deadline(
        day=day(5, 25).replace(year=2021), said=day(5, 25).replace(year=2021)
    )
