"""The words for mistakes: both languages have them all, none is forgotten."""

import re
from pathlib import Path
from string import Formatter

import pytest

import store.catalog
from templates import LOCALES, words

PACKAGE = Path(store.catalog.__file__).parent
SOURCE = "\n".join(path.read_text() for path in sorted(PACKAGE.rglob("*.py")))


def _holes(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("table", ["wrong", "instead", "place"])
def test_both_languages_know_the_same_mistakes(table):
    zh, en = (words("mistakes", locale)[table] for locale in ("zh", "en"))
    assert zh.keys() == en.keys()
    for key in zh:
        assert _holes(zh[key]) == _holes(en[key]), key


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("table", ["wrong", "instead"])
def test_every_word_is_spoken_somewhere(locale, table):
    known = words("mistakes", locale)[table]
    unsaid = [code for code in known if f'"{code}"' not in SOURCE]
    assert unsaid == []


@pytest.mark.parametrize("locale", LOCALES)
def test_every_mistake_the_reader_makes_has_its_words(locale):
    named = re.findall(r'Wrong\(\s*"(\w+)",\s*"(\w+)"', SOURCE)
    assert len(named) > 40
    known = words("mistakes", locale)
    assert {code for code, _ in named} <= known["wrong"].keys()
    assert {instead for _, instead in named} <= known["instead"].keys()


@pytest.mark.parametrize("locale", LOCALES)
def test_what_to_write_instead_is_a_sentence_without_cheer(locale):
    for said in words("mistakes", locale)["instead"].values():
        assert said[-1] in "。？.?"
        assert "!" not in said
        assert "！" not in said
