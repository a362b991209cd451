"""Finding a task or an area by what a person types."""

import pytest
from builders import a_catalog, a_task, an_area
from tables import each

from rules.lookup import area_called, leading, leading_task, lines, task_called

CATALOG = a_catalog(
    an_area("02", a_task("02.1"), a_task("02.2"), a_task("02.10")),
    an_area("10", a_task("10.2")),
    an_area("x", a_task("x.01")),
)


@pytest.mark.parametrize(
    ("typed", "task"),
    [
        ("2.2", "02.2"),
        ("02.2", "02.2"),
        ("02.02", "02.2"),
        ("#2.2", "02.2"),
        ("# 2.2", "02.2"),
        (" 2.2 ", "02.2"),
        ("２．２", "02.2"),
        ("＃２。２", "02.2"),
        ("2.10", "02.10"),
        ("10.2", "10.2"),
        ("x.1", "x.01"),
        ("2.3", None),
        ("2", None),
        ("2.2.", None),
        ("2 2", None),
        ("二点二", None),
        ("", None),
    ],
)
def test_a_task_is_found_by_its_number_however_typed(typed, task):
    found = task_called(CATALOG, typed)
    assert (found.id if found else None) == task


@pytest.mark.parametrize(
    ("typed", "area"),
    [("2", "02"), ("02", "02"), ("２", "02"), ("#10", "10"), ("1", None), ("", None)],
)
def test_an_area_is_found_by_its_number(typed, area):
    found = area_called(CATALOG, typed)
    assert (found.id if found else None) == area


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("2.2 已完成8家", "02.2"),
        ("2.2已完成8家", "02.2"),
        ("02.2，无变化", "02.2"),
        ("#2.2 无变化", "02.2"),
        ("＃２．２ 无变化", "02.2"),
        (" 2。2 完成一半", "02.2"),
        ("2.10 已完成", "02.10"),
        ("2.2 8家，2.1 3家", "02.2"),
        ("2.20 亿元", None),
        ("2.2亿元已到位", None),
        ("2.2%的企业完成", None),
        ("2.2 ％", None),
        ("2.2 万吨", None),
        ("2.100 亿", None),
        ("12.2 已完成", None),
        ("2.3 已完成8家", None),
        ("2020.2.2 已完成", None),
        ("完成2.2", None),
        ("2 已完成", None),
        ("", None),
    ],
)
def test_a_number_that_opens_a_reply_is_a_task_unless_it_is_an_amount(text, task):
    found = leading_task(CATALOG, text)
    assert (found.id if found else None) == task


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2.2 请抓紧", "请抓紧"),
        ("02.2，6月30日前完成", "6月30日前完成"),
        ("#2.2: hurry", "hurry"),
        ("2.2", ""),
    ],
)
def test_what_is_said_of_the_leading_task(text, said):
    catalog = a_catalog(an_area("02", a_task("02.2")))
    task, rest = leading(catalog, text)
    assert (task.id, rest) == ("02.2", said)


@pytest.mark.parametrize("text", ["请抓紧", "2.9 请抓紧", "2.2%", ""])
def test_without_a_leading_task_nothing_is_said_of_one(text):
    assert leading(a_catalog(an_area("02", a_task("02.2"))), text) is None


@each(
    ("text", "tasks"),
    [
        ("3月10日 · 2项待办\n1. 2.1 十百千\n2. 2.10 炉窑", {1: "02.1", 2: "02.10"}),
        ("1. ☑ 2.1 十百千 · 已报\n2. 2.2 炉窑 · 上次 5/13", {1: "02.1", 2: "02.2"}),
        ("1. 2.1 甲\n请督促\n1. 2.2 乙", {1: "02.1"}),
        ("1. 9.9 甲", {}),
        ("2.1 甲，请核对：", {}),
        ("1. 2.1.5 甲", {}),
        ("", {}),
    ],
)
def test_the_lines_of_a_list_of_ours_are_read_back(text, tasks):
    assert lines(CATALOG, text) == tasks
