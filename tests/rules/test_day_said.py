"""Days and spans of days, as people write them after a command."""

import pytest
from builders import day
from hypothesis import given
from hypothesis import strategies as some

from rules.day_said import day_said, span_said

TODAY = day(6, 24)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("7.1", day(7, 1)),
        ("７．１", day(7, 1)),
        ("7/1", day(7, 1)),
        ("7月1日", day(7, 1)),
        ("7 月 1 号", day(7, 1)),
        ("2020-07-01", day(7, 1)),
        ("2020年7月1日", day(7, 1)),
        ("今天", day(6, 24)),
        ("Today", day(6, 24)),
        ("明天", day(6, 25)),
        ("tomorrow", day(6, 25)),
        ("下周一", day(6, 29)),
        ("next Monday", day(6, 29)),
        ("20 July", day(7, 20)),
        ("月底", day(6, 30)),
        ("1.5", day(1, 5)),
        ("2.30", None),
        ("13.1", None),
        ("明天上午", None),
        ("李强", None),
        ("", None),
    ],
)
def test_the_whole_text_is_a_day_or_nothing(text, said):
    assert day_said(text, TODAY) == said


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("7.1-7.10", day(7, 1), day(7, 10)),
        ("7.1 — 7.10", day(7, 1), day(7, 10)),
        ("7.1-10", day(7, 1), day(7, 10)),
        ("7月1日-7月10日", day(7, 1), day(7, 10)),
        ("7月1日至10日", day(7, 1), day(7, 10)),
        ("7月1号到5号", day(7, 1), day(7, 5)),
        ("2020-07-01 2020-07-10", day(7, 1), day(7, 10)),
        ("2020-07-01", day(7, 1), day(7, 1)),
        ("7.1", day(7, 1), day(7, 1)),
        ("明天", day(6, 25), day(6, 25)),
        ("today-7.3", day(6, 24), day(7, 3)),
        ("今天到7月3日", day(6, 24), day(7, 3)),
        ("下周一-下周三", day(6, 29), day(7, 1)),
        ("1 July to 10 July", day(7, 1), day(7, 10)),
        ("下周", day(6, 29), day(7, 5)),
        ("本周", day(6, 24), day(6, 28)),
        ("this week", day(6, 24), day(6, 28)),
        ("12.28-1.5", day(12, 28), day(1, 5).replace(year=2021)),
        ("7.10-7.1", day(7, 10), day(7, 1)),
        ("2020-07-10 2020-07-01", day(7, 10), day(7, 1)),
    ],
)
def test_a_span_has_its_first_and_last_day(text, first, last):
    assert span_said(text, TODAY) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "李强", "7月", "月底", "7月-8月", "7.1-", "7.1-7.35", "7.1 李强"]
)
def test_what_is_no_span_of_days_is_nothing(text):
    assert span_said(text, TODAY) is None


@given(some.text(max_size=40))
def test_nothing_anybody_writes_breaks_it(text):
    found = span_said(text, TODAY)
    assert found is None or len(found) == 2
