"""Numbers as people write them."""

from decimal import Decimal

import pytest

from rules.understand.numbers import numbers, read_han


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("8", "8"),
        ("1,000", "1000"),
        ("62.50", "62.50"),
        ("1.2万", "12000"),
        ("5百", "500"),
        ("1千", "1000"),
        ("3千万", "30000000"),
        ("2亿", "200000000"),
        ("八", "8"),
        ("两", "2"),
        ("十", "10"),
        ("十三", "13"),
        ("二十一", "21"),
        ("一百零二", "102"),
        ("一百二", "120"),
        ("六百二十", "620"),
        ("两千五", "2500"),
        ("一千零八", "1008"),
        ("三万两千", "32000"),
        ("一亿零五万", "100050000"),
        ("三点五", "3.5"),
        ("一点二万", "12000"),
        ("仨", "3"),
        ("零", "0"),
        ("twelve", "12"),
        ("twenty", "20"),
        ("twenty-three", "23"),
        ("seventy two", "72"),
        ("two hundred", "200"),
        ("one hundred and five", "105"),
    ],
)
def test_a_number_is_read_exactly(text, value):
    (found,) = numbers(text)
    assert (found.value, found.start, found.end) == (Decimal(value), 0, len(text))


@pytest.mark.parametrize(
    "text",
    [
        "三五",
        "十百千",
        "百",
        "千吨万人",
        "一二三四",
        "三千千五",
        "9" * 13,
        "第8",
        "咱俩",
        "someone",
    ],
)
def test_what_is_no_proper_number_is_none(text):
    assert list(numbers(text)) == []


@pytest.mark.parametrize("text", ["三五", "一" * 20, "五五百", "五五百二"])
def test_a_chinese_numeral_out_of_order_is_refused(text):
    assert read_han(text) is None
