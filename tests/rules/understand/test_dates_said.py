"""What day a wording means, said on Monday 25 May 2020."""

from datetime import date

from tables import each

from rules.understand.dates import mask_dates

MONDAY = date(2020, 5, 25)


def days(text, today=MONDAY):
    return [one.day.isoformat() for one in mask_dates(text, today)[1]]


@each(
    ("text", "day"),
    [
        ("6月底", "2020-06-30"),
        ("六月底前", "2020-06-30"),
        ("6月30日", "2020-06-30"),
        ("十二月三十一日", "2020-12-31"),
        ("2020年9月15日", "2020-09-15"),
        ("2020-09-15", "2020-09-15"),
        ("2020/9/15", "2020-09-15"),
        ("2021.3.1", "2021-03-01"),
        ("9.15前", "2020-09-15"),
        ("9/15前", "2020-09-15"),
        ("9.15完成", "2020-09-15"),
        ("预计9.15", "2020-09-15"),
        ("10月1前", "2020-10-01"),
        ("6月上旬", "2020-06-10"),
        ("6月中旬", "2020-06-20"),
        ("6月下旬", "2020-06-30"),
        ("9月中下旬", "2020-09-30"),
        ("6月初", "2020-06-10"),
        ("6月中", "2020-06-15"),
        ("6月", "2020-06-30"),
        ("上旬", "2020-06-10"),
        ("下旬", "2020-05-31"),
        ("9月10日至20日", "2020-09-20"),
        ("9月10日至9月20日", "2020-09-20"),
        ("9-10月", "2020-10-31"),
        ("1月底", "2020-01-31"),
        ("明年1月底", "2021-01-31"),
        ("今年9月", "2020-09-30"),
        ("月底", "2020-05-31"),
        ("本月20日", "2020-05-20"),
        ("下个月15号", "2020-06-15"),
        ("下月上旬", "2020-06-10"),
        ("下月底", "2020-06-30"),
        ("上月", "2020-04-30"),
        ("15号", "2020-06-15"),
        ("28日", "2020-05-28"),
        ("31号", "2020-05-31"),
        ("年内", "2020-12-31"),
        ("年底前", "2020-12-31"),
        ("今年年底", "2020-12-31"),
        ("明年底", "2021-12-31"),
        ("2021年底", "2021-12-31"),
        ("明年", "2021-12-31"),
        ("2020年", "2020-12-31"),
        ("上半年", "2020-06-30"),
        ("下半年", "2020-12-31"),
        ("三季度末", "2020-09-30"),
        ("第3季度", "2020-09-30"),
        ("Q4", "2020-12-31"),
        ("明年一季度", "2021-03-31"),
        ("季末", "2020-06-30"),
        ("本季度", "2020-06-30"),
        ("下季度末", "2020-09-30"),
        ("本周五", "2020-05-29"),
        ("周五前", "2020-05-29"),
        ("周一", "2020-05-25"),
        ("周末", "2020-05-31"),
        ("下周三", "2020-06-03"),
        ("下周天", "2020-06-07"),
        ("下下周一", "2020-06-08"),
        ("下周", "2020-06-07"),
        ("本周内", "2020-05-31"),
        ("两周内", "2020-06-08"),
        ("3个星期后", "2020-06-15"),
        ("10天内", "2020-06-04"),
        ("3日内", "2020-05-28"),
        ("半个月内", "2020-06-09"),
        ("三个月内", "2020-08-25"),
        ("半年内", "2020-11-25"),
        ("一年内", "2021-05-25"),
        ("今天", "2020-05-25"),
        ("明日", "2020-05-26"),
        ("后天", "2020-05-27"),
        ("大后天", "2020-05-28"),
        ("昨天", "2020-05-24"),
        ("国庆前", "2020-09-30"),
        ("五一节前", "2021-04-30"),
        ("元旦前", "2020-12-31"),
        ("by end of September", "2020-09-30"),
        ("by the end of Sept 2021", "2021-09-30"),
        ("by Sep 15", "2020-09-15"),
        ("15 September", "2020-09-15"),
        ("September 15th, 2020", "2020-09-15"),
        ("early June", "2020-06-10"),
        ("mid-September", "2020-09-20"),
        ("late September", "2020-09-30"),
        ("by May", "2020-05-31"),
        ("by Friday", "2020-05-29"),
        ("this Friday", "2020-05-29"),
        ("next Wednesday", "2020-06-03"),
        ("this week", "2020-05-31"),
        ("next week", "2020-06-07"),
        ("end of the month", "2020-05-31"),
        ("end of next month", "2020-06-30"),
        ("month end", "2020-05-31"),
        ("this quarter", "2020-06-30"),
        ("year-end", "2020-12-31"),
        ("next year", "2021-12-31"),
        ("by the end of Q3", "2020-09-30"),
        ("Q1 2021", "2021-03-31"),
        ("within 10 days", "2020-06-04"),
        ("in two weeks", "2020-06-08"),
        ("in 3 months", "2020-08-25"),
        ("tomorrow", "2020-05-26"),
    ],
)
def test_a_wording_means_its_last_day(text, day):
    assert days(text) == [day]


@each(
    "text",
    [
        *(
            "2月30日",
            "2020年13月1日",
            "9月31日",
            "达到9.15",
            "9.15",
            "8/13",
            "9.15万吨",
        ),
        *(
            "每周五",
            "一周",
            "周报",
            "三个月",
            "30万吨/年",
            "12号文",
            "2号炉",
            "今后天然气",
        ),
        *(
            "第3日",
            "批复后10个工作日内",
            "批复后两周内",
            "it may slip",
            "March on",
            "Q5",
            "近日",
        ),
    ],
)
def test_what_only_looks_like_a_date_is_none(text):
    assert days(text) == []


def test_the_thirtieth_of_a_month_too_short_is_the_next_one_that_has_it():
    assert days("30日", date(2021, 2, 3)) == ["2021-03-30"]
    assert days("30日", date(2021, 3, 3)) == ["2021-03-30"]


def test_a_ten_day_span_just_begun_is_this_month_s():
    assert days("中旬", date(2020, 5, 12)) == ["2020-05-20"]


def test_january_said_in_november_is_the_next():
    assert days("1月底", date(2020, 11, 20)) == ["2021-01-31"]


def test_the_month_after_31_january_ends_in_february():
    assert days("一个月内", date(2021, 1, 31)) == ["2021-02-28"]


def test_every_letter_of_a_date_is_masked_and_no_other():
    text, (found,) = mask_dates("预计9月底完成", MONDAY)
    assert (found.start, found.end) == (2, 5)
    assert text[:2] + text[5:] == "预计完成"
    assert not set("9月底") & set(text)


@each(
    ("text", "day"),
    [
        ("还要两周才能全部完成", "2020-06-08"),
        ("大概还需一个月完成", "2020-06-25"),
        ("十一前", "2020-09-30"),
        ("周内", "2020-05-31"),
        ("9月30全部完成", "2020-09-30"),
        ("by Wednesday next week", "2020-06-03"),
        ("by 20/11/2020", "2020-11-20"),
        ("expected 9/30", "2020-09-30"),
        ("slip to November", "2020-11-30"),
        ("within the next two weeks", "2020-06-08"),
        ("in a fortnight", "2020-06-08"),
        ("by the 28th", "2020-05-28"),
        ("by the 15th", "2020-06-15"),
        ("in the third quarter", "2020-09-30"),
        ("in the first half of the year", "2020-06-30"),
        ("in H2", "2020-12-31"),
        ("tomorrow", "2020-05-26"),
        ("the day after tomorrow", "2020-05-27"),
        ("before the National Day holiday", "2020-09-30"),
        ("before Labour Day", "2021-04-30"),
    ],
)
def test_other_wordings_of_a_day(text, day):
    assert days(text) == [day]


@each("text", ["还要两周", "by 5/6", "at 9/30", "the first park", "a second boiler"])
def test_a_length_of_time_and_a_doubtful_figure_are_no_day(text):
    assert days(text) == []


@each(
    ("text", "day"),
    [
        ("10个工作日内", "2020-06-08"),
        ("三个工作日内", "2020-05-28"),
        ("within 3 working days", "2020-05-28"),
        ("within two business days", "2020-05-27"),
        ("within one working day", "2020-05-26"),
        ("within this working day", "2020-05-26"),
    ],
)
def test_workdays_are_counted(text, day):
    assert days(text) == [day]


def test_workdays_are_those_of_the_calendar_at_hand():
    off = date(2020, 5, 27)
    _, (found,) = mask_dates("三个工作日内", MONDAY, lambda day: day != off)
    assert found.day == date(2020, 5, 29)
