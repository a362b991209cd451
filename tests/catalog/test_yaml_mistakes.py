"""How YAML itself can go wrong, and what an editor is told."""

# ruff: noqa: E501 - what people read is shown whole

import pytest
from catalog.small import SMALL, said

CASES = {
    "a_colon_too_many": (
        "title: 工作要点",
        "title: 工作要点: 2020",
        [
            "3:14　这里多了一个冒号；值里有冒号时给值加引号，或检查缩进。",
        ],
    ),
    "uneven_indentation": (
        "  ends: 2020-12-31",
        " ends: 2020-12-31",
        [
            "6:2　缩进与上文不齐；与同级的键左对齐，每级两个空格。",
        ],
    ),
    "uneven_list": (
        "        title: 柴油货车",
        "       title: 柴油货车",
        [
            "44:8　缩进与上文不齐；与同级的键左对齐，每级两个空格。",
        ],
    ),
    "a_tab": (
        "  title: 工作要点",
        "\ttitle: 工作要点",
        [
            "3:1　行首用了 Tab；改用空格，每级两个。",
        ],
    ),
    "two_tabs": (
        "  title: 工作要点\n  timezone",
        "\ttitle: 工作要点\n\ttimezone",
        [
            "3:1　行首用了 Tab；改用空格，每级两个。",
            "4:1　行首用了 Tab；改用空格，每级两个。",
        ],
    ),
    "a_tab_after_a_value": (
        "  ends: 2020-12-31",
        "\tends: 2020-12-31",
        [
            "6:1　行首用了 Tab；改用空格，每级两个。",
        ],
    ),
    "no_colon": (
        "  policy: standard\n",
        "  policy\n",
        [
            "7:3　键后面没有冒号；写成 键: 值，冒号后空一格。",
        ],
    ),
    "a_full_width_colon": (
        "title: 工作要点",
        "title：工作要点",
        [
            "3:8　冒号是全角的；改用半角冒号，后空一格。",
        ],
    ),
    "an_open_bracket": (
        "assist: [law]",
        "assist: [law",
        [
            "36:17　括号没有配对，或缺逗号；请补上。",
        ],
    ),
    "an_open_brace": (
        "{to: leader, every: monday 08:30}",
        "{to: leader, every: monday 08:30",
        [
            "23:5　括号没有配对，或缺逗号；请补上。",
        ],
    ),
    "an_open_quote": (
        'id: "02.2"',
        'id: "02.2',
        [
            "43:13　引号没有配对；请补上后一半引号。",
        ],
    ),
    "a_value_that_begins_badly": (
        "lead: water",
        "lead: @water",
        [
            "45:15　值不能以 @ 开头；请给值加引号。",
        ],
    ),
    "a_bad_escape": (
        'id: "02.2"',
        'id: "02\\q"',
        [
            "43:16　双引号里的 \\ 写法不对；改用单引号。",
        ],
    ),
    "a_wrong_directive": (
        "plan:\n",
        "%foo\nplan:\n",
        [
            "1:5　YAML 写法有误（found unknown directive name）；格式见 docs/catalog.md。",
        ],
    ),
    "an_alias": (
        "assist: [law]",
        "assist: &x [law]\n        aliases: *x",
        [
            "37:18　用了引用 *x；目录不用 & 和 *，请把内容写全。",
        ],
    ),
    "an_alias_for_a_key": (
        "        assist: [law]",
        "        &x assist: [law]\n        *x : 1",
        [
            "37:9　用了引用 *x；目录不用 & 和 *，请把内容写全。",
        ],
    ),
    "a_merge_key": (
        "        assist: [law]",
        "        <<: *x",
        [
            "36:13　用了引用 *x；目录不用 & 和 *，请把内容写全。",
        ],
    ),
    "a_type_tag": (
        "id: p1",
        "id: !!python/name:os.system p1",
        [
            "2:7　用了类型标记 !!python/name:os.system；请删去。",
        ],
    ),
    "two_documents": (
        "areas:\n",
        "---\nareas:\n",
        [
            "26:1　文件里有第二个文档（---）；删去 --- 及以后的内容，或另存为一个文件。",
        ],
    ),
    "a_key_that_is_no_text": (
        "id: p1",
        "{{id}}: p1",
        [
            "2:3　键的位置上是 {…} 或 […]；键写成普通文字，值里有括号时加引号。",
        ],
    ),
    "a_repeated_key": (
        "        lead: water\n",
        "        lead: water\n        lead: air\n",
        [
            "46:9　键 lead 写了两次，第 45 行已有；请合并成一处。",
        ],
    ),
    "an_unseen_character": (
        "title: 柴油货车",
        "title: 柴\u202e油货车",
        [
            "44:17　这里有看不见的字符 U+202E；请删去。",
        ],
    ),
    "a_control_character_in_quotes": (
        "title: 柴油货车",
        'title: "柴\\x07油货车"',
        [
            "44:16　`2.2` 的 title 含看不见的字符 U+0007；请删去。",
        ],
    ),
}


@pytest.mark.parametrize(("old", "new", "lines"), CASES.values(), ids=CASES)
def test_yaml_mistake_is_named_with_its_place_and_remedy(old, new, lines):
    assert old in SMALL
    assert said(SMALL.replace(old, new, 1)) == lines
