"""A text too long for one message arrives whole, in messages Telegram accepts."""

import html
import re

import pytest

from bot.pieces import LONGEST, pieces

NAMES = "、".join(f"安宁{n}" for n in range(900))  # more than 5,000 characters


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def plain(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>|\s", "", text))


def balanced(text: str) -> bool:
    opened = []
    for closing, name in re.findall(r"<(/?)(\w+)[^>]*>", text):
        if not closing:
            opened.append(name)
        elif not opened or opened.pop() != name:
            return False
    return not opened


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(NAMES, id="one line of names"),
        pytest.param(f"<b>{NAMES}</b>", id="in a tag"),
        pytest.param(f"一\n<b>二<i>{NAMES}</i>三</b>\n四", id="in two tags"),
        pytest.param(f'<a href="https://x.cn/?a=1&amp;b=2">{NAMES}</a>', id="a link"),
        pytest.param("&lt;&amp;" * 2500, id="entities"),
        pytest.param("<b>x</b>" * 1500, id="many tags"),
        pytest.param("无" * 10_000, id="no place to cut"),
        pytest.param("🟢" * 3000, id="lights, which count twice"),
        pytest.param("\n".join(["一行"] * 3000), id="many lines"),
        pytest.param(f"{'x' * 4095}\n{'y' * 4095}", id="lines that just fit"),
        pytest.param(f"<b>{'x' * 4095}\n{'y' * 4095}</b>", id="a tag over lines"),
        pytest.param(f"<b><i>{'字' * 4082}</i></b>\n末", id="just full with its tags"),
        pytest.param(
            "<b><i><u>🟢&amp;" + "字" * 9_000 + "</u></i></b>", id="three tags"
        ),
        pytest.param("👩‍🌾" * 2_000, id="signs of several parts"),
    ],
)
def test_a_long_text_is_cut_into_sound_pieces_and_loses_nothing(text):
    made = pieces(text)
    assert len(made) > 1
    assert max(units(piece) for piece in made) <= LONGEST
    assert all(balanced(piece) for piece in made)
    assert not any(re.search(r"&[^;]*$|^[#\w]*;", piece) for piece in made)
    assert all(plain(piece) for piece in made)  # Telegram takes no empty one
    assert "".join(plain(piece) for piece in made) == plain(text)


def test_a_long_text_of_lines_is_cut_between_them():
    lines = [f"<b>第{n}行</b>，" + "甲" * 90 for n in range(100)]
    made = pieces("\n".join(lines))
    assert [line for piece in made for line in piece.split("\n")] == lines


def test_a_name_is_not_cut_in_two():
    names = "、".join(plain(piece).strip("、") for piece in pieces(NAMES))
    assert names == NAMES


def test_a_text_that_fits_is_left_as_it_is():
    assert pieces("<b>短</b>") == ["<b>短</b>"]
