"""One word for one field of a card."""

from decimal import Decimal

import pytest
from builders import a_task, an_indicator, day
from tables import each

from rules.errors import BadValue, OldButton
from rules.fix_said import LONGEST, read_as
from rules.ids import IndicatorId
from rules.understand import Subject

TODAY = day(5, 25)
TASK = a_task(
    indicators=(
        an_indicator(name="钢铁企业改造"),
        an_indicator(
            id=IndicatorId("oil"), name="油品", target=Decimal(9), unit="万吨"
        ),
        an_indicator(
            id=IndicatorId("air"), name="优良率", target=Decimal(85), unit="%"
        ),
    )
)


def word(key: str, said: str):
    return read_as(key, said, Subject(task=TASK, totals={}), TODAY)


def total(value: str):
    return {"value": value, "kind": "total"}


@each(
    ("said", "wanted"),
    [
        ("9", total("9")),
        ("９", total("9")),
        ("九", total("9")),
        ("9家", total("9")),
        ("9 家。", total("9")),
        ("0", total("0")),
        ("1,000", total("1000")),
        ("8.5", total("8.5")),
        ("共9家", total("9")),
        ("已完成9家了", total("9")),
        ("改为 9", total("9")),
        ("+2", {"value": "2", "kind": "increment"}),
        ("＋2家", {"value": "2", "kind": "increment"}),
        ("新增2", {"value": "2", "kind": "increment"}),
        ("又2家", {"value": "2", "kind": "increment"}),
        ("钢铁企业改造累计完成9家，锅炉没动", total("9")),
        ("无", None),
        ("None", None),
    ],
)
def test_a_number_is_read_for_the_indicator_it_was_asked_for(said, wanted):
    assert word("reading:steel", said) == wanted


@each(
    ("key", "said", "wanted"),
    [
        ("reading:oil", "5", total("5")),
        ("reading:oil", "5万吨", total("5")),
        ("reading:air", "88.5%", total("88.5")),
        ("reading:air", "88.5", total("88.5")),
    ],
)
def test_a_units_own_measure_is_kept(key, said, wanted):
    assert word(key, said) == wanted


@each(
    ("said", "wanted"),
    [
        ("60", 60),
        ("60%", 60),
        ("0", 0),
        ("100％", 100),
        ("六成五", 65),
        ("66.5", 67),
        ("三分之二", 67),
        ("总体进度60%", 60),
        ("无", None),
    ],
)
def test_a_percent_is_read(said, wanted):
    assert word("percent", said) == wanted


@each(
    ("said", "wanted"),
    [
        ("9月底", "2020-09-30"),
        ("9月底前", "2020-09-30"),
        ("10.15", "2020-10-15"),
        ("2020-10-15", "2020-10-15"),
        ("今天", "2020-05-25"),
        ("下周三", "2020-06-03"),
        ("预计10月底全部完成", "2020-10-31"),
        ("无", None),
    ],
)
def test_a_day_is_read(said, wanted):
    assert word("expected", said) == wanted


@each(
    ("key", "said", "wanted"),
    [
        ("problem", " 锅炉尚余2台 ", "锅炉尚余2台"),
        ("problem", "无", ""),
        ("needs", "请财政厅协调资金。", "请财政厅协调资金"),
        ("needs", "没有", ""),
        ("status", "有风险", "at_risk"),
        ("status", "已经停工", "blocked"),
        ("status", "无", None),
    ],
)
def test_words_and_a_status_are_read(key, said, wanted):
    assert word(key, said) == wanted


@each(
    ("key", "said", "why"),
    [
        ("reading:steel", "差不多了", "unread"),
        ("reading:steel", "", "unread"),
        ("reading:steel", "-2", "unread"),
        ("reading:steel", "8或9", "unread"),
        ("reading:steel", "9头牛", "unread"),
        ("reading:steel", "约莫 9", "unread"),
        ("reading:steel", "9" * 4000, "unread"),
        ("reading:steel", "<b>9</b>", "unread"),
        ("percent", "101", "unread"),
        ("percent", "快了", "unread"),
        ("percent", "+20", "unread"),
        ("expected", "很快", "unread"),
        ("expected", "2月30日", "unread"),
        ("expected", "2020-05-24", "past"),
        ("status", "说不好", "unread"),
        ("problem", "", "unread"),
        ("needs", "难" * (LONGEST + 1), "long"),
        ("measures", "a", "unread"),
    ],
)
def test_what_cannot_be_read_is_said_clearly(key, said, why):
    with pytest.raises(BadValue) as refused:
        word(key, said)
    told = refused.value.facts
    assert told["why"] == why
    assert len(str(told["given"])) <= 60
    assert told["field"] == key.partition(":")[0]
    assert bool(told["name"]) is key.startswith("reading")


def test_a_field_the_task_has_not_is_refused():
    with pytest.raises(OldButton):
        word("reading:gone", "9")
