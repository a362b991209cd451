"""Files that are no catalog at all: too big, empty, foreign, in another encoding."""

# ruff: noqa: E501 - what people read is shown whole

import pytest
from catalog.small import NAME, SMALL, said

from store.catalog import MAX_BYTES, CatalogMistakes, contents, counted, read
from templates import words

BOMB = "a: &a [x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n"
    for n in range(9)
)
CASES = {
    "nothing": (b"", ["1:1　文件是空的；从 plan: 写起，格式见 docs/catalog.md。"]),
    "only_comments": (
        b"# nothing yet\n---\n",
        ["1:1　文件是空的；从 plan: 写起，格式见 docs/catalog.md。"],
    ),
    "one_word": (
        b"hello",
        ["1:1　文件最外层应是 键: 值；从 plan: 写起，格式见 docs/catalog.md。"],
    ),
    "a_list": (
        b"# areas\n- plan",
        ["2:1　文件最外层应是 键: 值；从 plan: 写起，格式见 docs/catalog.md。"],
    ),
    "gbk": (
        SMALL.encode("gbk"),
        ["3:10　文件编码是 GBK，不是 UTF-8；请另存为 UTF-8。"],
    ),
    "utf16_with_a_mark": (
        SMALL.encode("utf-16"),
        ["1:1　文件编码是 UTF-16，不是 UTF-8；请另存为 UTF-8。"],
    ),
    "utf16_without_one": (
        SMALL.encode("utf-16-le"),
        ["1:1　文件编码是 UTF-16，不是 UTF-8；请另存为 UTF-8。"],
    ),
    "no_encoding_at_all": (
        b"plan:\n  id: \xff\xff\n",
        ["2:7　文件不是 UTF-8 文本；请另存为 UTF-8。"],
    ),
    "a_spreadsheet": (
        b"PK\x03\x04 whatever",
        [
            "1:1　这是 xlsx/docx/zip 文件，不是文本；请用 tasks_catalog.yaml，可用记事本编辑。"
        ],
    ),
    "a_picture": (
        b"\x89PNG\r\n",
        ["1:1　这是 PNG 文件，不是文本；请用 tasks_catalog.yaml，可用记事本编辑。"],
    ),
    "fifty_megabytes": (
        b"#" * (50 * 1024 * 1024),
        ["1:1　文件有 50.0 MB，上限 2 MB；只留工作要点，其余另存。"],
    ),
    "a_well": (
        b"a: " + b"[" * 1_000_000,
        ["1:27　嵌套超过 24 层；格式见 docs/catalog.md。"],
    ),
    "a_flood": (
        b"areas: [" + b"1," * 100_001 + b"]",
        ["1:200003　内容超过 100000 项；只留工作要点，其余另存。"],
    ),
}


@pytest.mark.parametrize(("data", "lines"), CASES.values(), ids=CASES)
def test_a_file_that_is_no_catalog_is_refused_with_one_remedy(data, lines):
    assert said(data) == lines


def test_an_anchor_bomb_is_named_and_never_goes_off():
    lines = said(BOMB)
    assert "2:8　用了引用 *a；目录不用 & 和 *，请把内容写全。" in lines
    assert sum("用了引用" in line for line in lines) == 9


def test_a_windows_file_with_a_byte_order_mark_is_read():
    data = b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode()
    assert said(data) == []
    assert read(data, NAME) == read(SMALL.encode(), NAME)


def test_lines_of_a_windows_file_are_counted_as_its_editor_does():
    data = SMALL.replace("lead: water", "lead: watre").replace("\n", "\r\n").encode()
    assert said(data)[0].startswith("45:15　")


def test_several_mistakes_are_named_at_once_in_the_order_of_the_file():
    broken = (
        SMALL.replace("due: 2020-12-31", "due: 2020-02-30")
        .replace("lead: water", "lead: dqc")
        .replace("every: monday", "every: mondey")
        .replace("target: 13", "target: -13")
        .replace("short: 锅炉炉窑", "shrot: 锅炉炉窑")
    )
    lines = said(broken)
    assert lines == [
        "23:25　摘要 #1 的 every “mondey 08:30” 不是“星期 时:分”；写成 monday 08:30。",
        "34:9　`2.1` 的 shrot 不是可用的键；是否指 “short”？",
        "37:14　`2.1` 的 due “2020-02-30” 不是有效日期；写成 2020-02-29 或更早。",
        "42:43　`2.1` 指标 steel 的 target -13 是负数；写成 13。",
        "45:15　`2.2` 的 lead “dqc” 不在 units 中；是否指 “air”（大气环境处）？",
    ]
    assert counted(len(lines), words("mistakes", "zh")) == "共5处错误，未作任何更改。"


def test_the_same_mistakes_are_said_in_english():
    broken = SMALL.replace("due: 2020-12-31", "due: 2020-02-30")
    assert said(broken, "en") == [
        "37:14 `2.1`: due “2020-02-30” is not a valid date; write 2020-02-29 or earlier."
    ]
    assert counted(1, words("mistakes", "en")) == "1 mistake; nothing was changed."


def test_a_huge_file_on_disk_is_refused_by_its_size_alone(tmp_path):
    path = tmp_path / NAME
    with path.open("wb") as file:
        file.truncate(MAX_BYTES * 25)  # a hole: reading it would cost 50 MB
    with pytest.raises(CatalogMistakes) as refused:
        contents(path)
    assert str(refused.value) == f"{NAME}:1:1 too_big"


def test_a_mistake_in_a_log_tells_its_place_code_and_value():
    broken = SMALL.replace("lead: water", "lead: dqc")
    with pytest.raises(CatalogMistakes) as refused:
        read(broken.encode(), NAME)
    assert str(refused.value) == f"{NAME}:45:15 unknown_unit 'dqc'"
