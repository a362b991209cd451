"""Every message exists in both languages, has its sample, and reads well."""

import re
from pathlib import Path

import pytest
from tables import each

import templates
from templates import LOCALES, render
from templates.__main__ import golden, main, plain
from templates.samples import SAMPLES

HOME = Path(templates.__file__).parent
GOLDEN = Path(__file__).parent / "golden"
NAMES = sorted(SAMPLES)
SAMPLED = [(name, about) for name in NAMES for about in SAMPLES[name]]


def _written(locale: str) -> list[str]:
    folder = HOME / locale
    return sorted(
        file.relative_to(folder).as_posix().removesuffix(".html.j2")
        for file in folder.rglob("*.html.j2")
    )


@pytest.mark.parametrize("locale", LOCALES)
def test_every_message_is_written_and_has_its_sample(locale):
    assert _written(locale) == NAMES


@pytest.mark.parametrize("locale", LOCALES)
@each(("name", "about"), SAMPLED)
def test_a_message_has_the_layout_of_a_memo(name, about, locale):
    said = plain(render(name, locale, **SAMPLES[name][about]))
    lines = said.split("\n")
    assert lines[0].strip(), "starts with an empty line"
    assert [line for line in lines if line != line.rstrip()] == []
    assert "\n\n\n" not in said
    assert re.search(r"[!！]", said) is None
    assert re.search(r"\S {2,}\S", said) is None, "double space"
    assert re.search(r"\s[，。；：,;:]|[。，]{2}|\.\.|None|Undefined", said) is None
    assert len(said) <= 4096


@each(("name", "about"), SAMPLED)
def test_both_languages_say_the_same_in_as_many_lines(name, about):
    zh, en = (render(name, locale, **SAMPLES[name][about]) for locale in LOCALES)
    assert zh.count("\n") == en.count("\n")
    assert zh.count("<b>") == en.count("<b>")


@each(("name", "about"), SAMPLED)
def test_english_has_no_chinese_but_what_the_facts_bring(name, about):
    told = SAMPLES[name][about]
    said = plain(render(name, "en", **told)).replace("请选择语言。", "")
    brought = set(_texts(told))
    assert set(re.findall(r"[\u3000-\u9fff\uff00-\uffef]", said)) <= brought


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", NAMES)
def test_a_message_is_worded_as_agreed(name, locale):
    """After a change of words: python -m templates --golden tests/templates/golden."""
    agreed = (GOLDEN / f"{name}.{locale}.txt").read_text(encoding="utf-8")
    assert golden(name, locale) == agreed


def test_no_agreed_wording_is_left_of_a_message_that_is_gone():
    kept = {file.relative_to(GOLDEN).as_posix() for file in GOLDEN.rglob("*.txt")}
    assert kept == {f"{name}.{locale}.txt" for name in NAMES for locale in LOCALES}


def test_the_words_can_be_printed_for_a_terminal(capsys):
    main(["--locale", "en", "refusal/stranger", "hint/command"])
    said = capsys.readouterr().out
    assert said.startswith(
        "── refusal/stranger · en · always\nThis bot is for internal"
    )
    assert "── hint/command · en · always\nThere is no such command." in said


def test_a_message_nobody_knows_is_refused_by_name(capsys):
    with pytest.raises(SystemExit) as refused:
        main(["task/crad"])
    assert refused.value.code == 2
    assert "no such message: task/crad" in capsys.readouterr().err


def test_golden_files_are_written_where_asked(tmp_path):
    main(["--golden", str(tmp_path), "task/card"])
    written = sorted(file.name for file in tmp_path.rglob("*.txt"))
    assert written == ["card.en.txt", "card.zh.txt"]
    said = (tmp_path / "task" / "card.zh.txt").read_text(encoding="utf-8")
    assert said == golden("task/card", "zh")


def _texts(told: object) -> str:
    """Return every character the facts bring along."""
    match told:
        case str():
            return told
        case dict():
            return "".join(map(_texts, told.values()))
        case list() | tuple():
            return "".join(map(_texts, told))
        case _:
            return ""
