"""Whatever happened has its words, in both languages."""

import ast
from dataclasses import fields
from pathlib import Path

import pytest

import templates
from rules.catalog import Indicator, Measure, Task
from rules.directives import Event
from rules.history import What, moved
from rules.lifecycle import Move
from templates import LOCALES, plain, render, words
from templates.samples import SAMPLES

ROOT = Path(templates.__file__).parents[1]
CODES = {*(what.value for what in What), *map(moved, Move), *(e.value for e in Event)}


def _noted() -> set[str]:
    """Each code written out in a call that notes an event."""
    found = set()
    for room in ("bot", "store", "scheduler"):
        for file in (ROOT / room).rglob("*.py"):
            for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(call, ast.Call) and _name(call.func) in {"note", "_note"}:
                    given = (*call.args, *(word.value for word in call.keywords[:1]))
                    found |= {
                        one.value
                        for one in given
                        if isinstance(one, ast.Constant) and isinstance(one.value, str)
                    }
    return found


def _name(called: ast.expr) -> str:
    match called:
        case ast.Attribute():
            return called.attr
        case ast.Name():
            return called.id
        case _:
            return ""


def test_the_code_was_searched_for_events():
    assert "request_asked" in _noted()


@pytest.mark.parametrize("locale", LOCALES)
def test_everything_that_can_happen_has_its_words(locale):
    told = words("words", locale)["history"]
    assert told.keys() >= CODES | _noted()


@pytest.mark.parametrize("locale", LOCALES)
def test_everything_a_catalog_can_change_of_a_task_has_its_word(locale):
    inner = {"id", "measures", "indicators"}
    own = {one.name for kind in (Task, Measure, Indicator) for one in fields(kind)}
    assert words("words", locale)["fields"].keys() == own - inner | {"area", "order"}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("what", sorted(CODES))
def test_each_is_told_in_words_and_not_by_its_code(what, locale):
    shared = {
        "unit": "air",
        "kind": "report",
        "period": "2020-03",
        "due": "2020-03-25",
        "to": ["owner"],
        "people": [],
        "time": 1,
        "template": "chase/bundle",
        "version": 2,
        "changes": [],
        "text": "甲",
        "told": "乙",
    }
    told = dict(SAMPLES["history"]["the house at work"])
    entry = {**told["entries"][0], "what": what, "facts": shared}
    said = plain(render("history", locale, **told | {"entries": [entry]}))
    line = said.splitlines()[-1]
    assert what not in line if "_" in what else line
    assert "None" not in line


@pytest.mark.parametrize("locale", LOCALES)
def test_an_event_that_brings_no_facts_is_told_all_the_same(locale):
    told = dict(SAMPLES["history"]["the house at work"])
    for what in ("away", "deputy", "snoozed", "request_granted", "of_a_newer_house"):
        entry = {**told["entries"][0], "what": what, "facts": {"unit": ""}}
        assert plain(render("history", locale, **told | {"entries": [entry]}))


@pytest.mark.parametrize("locale", LOCALES)
def test_a_full_page_of_long_words_fits_one_message(locale):
    told = dict(SAMPLES["history"]["people at work"])
    long = "长" * 4000
    entry = {**told["entries"][0], "why": long, "who": "王" * 64}
    entry["facts"] = {"unit": "air", "text": long}
    said = render("history", locale, **told | {"entries": [entry] * 15})
    assert len(plain(said)) <= 4096
