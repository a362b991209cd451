"""Whatever is sent: no crash, no invention, no waiting, the same answer twice."""

import re
import string
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

PIECES = [
    *"零一二三四五六七八九十百千万亿两半成0123456789０８％%/.,，。；：（）+-~、 \n？",
    *(
        "完成",
        "已",
        "未",
        "没",
        "还剩",
        "家",
        "个",
        "万吨",
        "预计",
        "月底",
        "6月",
        "下周三",
    ),
    *(
        "2020年",
        "百分之",
        "分之",
        "全部",
        "累计",
        "本周",
        "钢铁",
        "园区",
        "问题",
        "需要",
        "协调",
    ),
    *(
        "done",
        "of",
        "left",
        "by",
        "September",
        "Q3",
        "\u200b",
        "\u202e",
        "8️⃣",
        "③",
        "分别",
        "各",
        "、项目",
        "不是",
        "错写成",
        "哦不对，",
        "应为",
        "其中完成",
        "由",
        "增至",
        "从",
        "到",
        "尚未启动",
        "基本完成",
        "8家9月底完成",
        "twenty-",
        "hundred",
        "three quarters",
        "sorry, ",
        "from ",
        " to ",
        "“",
        "”",
    ),
]
NUMBER = re.compile(
    r"[0-9０-９零〇一二两三四五六七八九十]|one|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve|teen|zero",
    re.IGNORECASE,
)
PART = re.compile(r"半|百分百|half|third|fifth|quarter", re.IGNORECASE)
TASK = st.sampled_from(["air", "steel", "water", "waste", "station", "share", "plain"])
TEXT = st.text(max_size=200) | st.lists(st.sampled_from(PIECES), max_size=40).map(
    "".join
)
ONCE = settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@ONCE
@given(task=TASK, text=TEXT)
def test_any_text_is_read_without_a_crash_and_twice_the_same(read, task, text):
    said = read(task, text)
    assert said == read(task, text)
    assert said.percent is None or 0 <= said.percent <= 100
    assert len(said.doubts) <= 2
    for doubt in said.doubts:
        assert 0 <= doubt.span[0] < doubt.span[1] <= len(text)
        assert 1 <= len(doubt.options) <= 4
    for source in said.sources:
        assert 0 <= source.span[0] < source.span[1] <= len(text)
    for one in said.readings:
        start, end = one.span
        assert one.value >= 0
        assert NUMBER.search(text[start:end])


@ONCE
@given(task=TASK, text=TEXT.filter(lambda text: not NUMBER.search(text)))
def test_no_number_is_read_where_none_was_written(read, task, text):
    said = read(task, text)
    assert said.readings == ()
    assert not any(one.reading for doubt in said.doubts for one in doubt.options)
    if not PART.search(text):
        assert said.percent in {None, 0}  # 尚未启动


@pytest.mark.parametrize(
    "text",
    [
        *(piece * 10_000 for piece in ("9", "一", " ", "\n", "(", "年", "\u202e", "a")),
        *(
            piece * 3_000
            for piece in ("8/", "月底", "50%", "1,000", "未完成", "因受", "预计6月")
        ),
        *(
            piece * 2_000
            for piece in (
                "不是8家",
                "各完成",
                "“一、",
                "8家、",
                "twenty-",
                "从40%到",
                "从 to ",
            )
        ),
        *(
            piece * 1_500
            for piece in ("已完成8家，", "月底，", "\n1.", "1月底完成，", "缺1台，")
        ),
    ],
    ids=lambda text: repr(text[:5]),
)
def test_ten_thousand_characters_take_no_noticeable_time(read, text):
    began = time.perf_counter()
    read("air", text)
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("已完\u200b成8\u200d家", 8),
        ("\u202e已完成8家\u202c", 8),
        ("已完成8家1️⃣", 8),
        ("①已完成8家", 8),
        ("1️⃣ 已完成8家", 8),
        ("已完成\ufeff８\u2060家", 8),
        ("\u2067已完成\u20698家", 8),
    ],
)
def test_what_nobody_sees_changes_nothing(read, text, value):
    assert [one.value for one in read("steel", text).readings] == [value]


@pytest.mark.parametrize("digits", ["9" * 13, "1." + "0" * 7, "八" * 30, "一万亿" * 9])
def test_a_number_beyond_all_measure_is_no_number(read, digits):
    assert read("waste", f"已新增{digits}万吨/年").readings == ()


def test_plain_letters_are_no_report(read):
    assert read("steel", string.ascii_letters).nothing
