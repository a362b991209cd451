"""Short words: the same in both languages, and there for all that asks for them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import templates
from bot.app import COMMANDS
from rules.delivery import LOST
from rules.directive import DirectiveState
from rules.errors import Refusal
from rules.obligation import Owed
from rules.pace import Light, Why
from rules.people import Role, Verb
from rules.understand import Status
from templates import LOCALES, label, words
from templates.samples import SAMPLES

HOME = Path(templates.__file__).parent
ROOMS = ("rules", "bot", "scheduler", "board", "duban")
FILES = [file for room in ROOMS for file in sorted((HOME.parent / room).rglob("*.py"))]
CALLS = [
    call
    for file in FILES
    for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    if isinstance(call, ast.Call)
]


def _holes(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def _flat(tables: dict) -> dict[str, object]:
    return {
        f"{s}.{key}": word for s, held in tables.items() for key, word in held.items()
    }


def _files(locale: str) -> set[str]:
    return {file.stem for file in (HOME / locale / "words").glob("*.toml")}


def test_both_languages_have_the_same_files_of_words():
    assert _files("zh") == _files("en")


@pytest.mark.parametrize("name", sorted(_files("zh")))
def test_both_languages_have_the_same_words_with_the_same_places(name):
    zh, en = (_flat(words(name, locale)) for locale in LOCALES)
    assert list(zh) == list(en)
    for key, word in zh.items():
        assert type(word) is type(en[key]), key
        if isinstance(word, str):
            assert _holes(word) == _holes(en[key]), key
        else:
            assert len(word) == len(en[key]), key


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", sorted(_files("zh")))
def test_words_never_shout(name, locale):
    for key, word in _flat(words(name, locale)).items():
        for text in [word] if isinstance(word, str) else word:
            assert set(text).isdisjoint("!！"), key


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    ("section", "keys"),
    [
        ("dots", [light.value for light in Light]),
        ("lights", [light.value for light in Light]),
        ("whys", [why.value for why in Why]),
        ("roles", [role.value for role in Role]),
        ("statuses", [status.value for status in Status]),
        ("commands", [verb.value for verb in Verb if verb is not Verb.REPORT]),
        ("languages", list(LOCALES)),
        ("lost", [kind.value for kind in LOST]),
        ("owed", [owed.value for owed in Owed]),
        ("directives", [state.value for state in DirectiveState] + ["returned"]),
    ],
)
def test_every_fact_with_a_name_has_its_word(section, keys, locale):
    assert sorted(words("words", locale)[section]) == sorted(keys)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_command_of_the_menu_says_what_it_does(locale):
    for command in COMMANDS.keys() - {"start"}:
        assert 1 <= len(label(f"commands.{command}", locale)) <= 256


def _labels() -> Iterator[tuple[str, set[str] | None]]:
    """Each `label="…"` in the code as a pattern, with the facts it is given."""
    for call in CALLS:
        given = {word.arg: word.value for word in call.keywords}
        if "label" not in given or not isinstance(call.func, ast.Name):
            continue
        if call.func.id not in {"Button", "Toast"}:
            continue
        facts = given.get("facts")
        keys = (
            {key.value for key in facts.keys} if isinstance(facts, ast.Dict) else set()
        )
        yield _pattern(given["label"]), keys


def _pattern(text: ast.expr) -> str:
    match text:
        case ast.Constant():
            return re.escape(text.value)
        case ast.JoinedStr():
            parts = [
                re.escape(part.value) if isinstance(part, ast.Constant) else r"\w+"
                for part in text.values
            ]
            return "".join(parts)
        case _:
            raise AssertionError(ast.dump(text))


LABELS = sorted({(pattern, tuple(sorted(keys))) for pattern, keys in _labels()})


def test_the_code_was_searched_for_labels():
    assert len(LABELS) > 10


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(("pattern", "facts"), LABELS)
def test_every_button_has_its_word_and_the_facts_it_needs(pattern, facts, locale):
    table = _flat(words("words", locale))
    found = {key: word for key, word in table.items() if re.fullmatch(pattern, key)}
    assert found
    for key, word in found.items():
        assert _holes(word) <= set(facts), key


@pytest.mark.parametrize("locale", LOCALES)
def test_a_button_fills_in_its_facts(locale):
    assert "2.2" in label("buttons.report_task", locale, task="2.2")
    assert label("buttons.pick", locale, task="2.2", short="锅炉炉窑") == "2.2 锅炉炉窑"
    with pytest.raises(KeyError):
        label("buttons.report_task", locale, other="2.2")


def test_every_toast_the_verbs_show_has_its_word():
    shown = {
        call.args[0].value
        for call in CALLS
        if isinstance(call.func, ast.Attribute)
        and call.func.attr == "toast"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }
    assert shown
    assert shown <= words("words", "zh")["toasts"].keys()


def test_every_refusal_has_its_message():
    for refusal in Refusal.__subclasses__():
        assert refusal().name in SAMPLES


def test_no_message_is_without_a_speaker():
    said = {
        found.value
        for file in FILES
        for found in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(found, ast.Constant) and isinstance(found.value, str)
    }
    refusals = {refusal().name for refusal in Refusal.__subclasses__()}
    # `light/line` is what others say inside, shown whole by `make words`.
    assert set(SAMPLES) - said - refusals == {"light/line"}


def test_every_message_the_code_names_exists():
    named = {
        _text(call.args[0])
        for call in CALLS
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in {"say", "edit"}
        and call.args
    }
    named |= {
        _text(word.value)
        for call in CALLS
        for word in call.keywords
        if word.arg == "template"
    }
    named -= {None}
    assert len(named) > 20
    assert named <= set(SAMPLES)


def _text(value: ast.expr) -> str | None:
    return value.value if isinstance(value, ast.Constant) else None
