"""Whatever is in the file, it is read or refused; nothing else can happen."""

from typing import Any

import yaml
from catalog.small import NAME, SMALL, said
from hypothesis import given
from hypothesis import strategies as st

from store.catalog import CatalogMistakes, forms, read, spoken
from templates import words

KEYS = sorted(
    {key for form in forms.Form.__subclasses__() for key in form.model_fields}
)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-40, 40),
    st.floats(),
    st.dates(),
    st.sampled_from(["02", "02.1", "air", "%", "up", "down", "weekly", "monday"]),
    st.text(max_size=8),
)
structures = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    ),
    max_leaves=10,
)


def survives(data: bytes) -> None:
    """Read, and say each mistake in both languages."""
    try:
        read(data, NAME)
    except CatalogMistakes as refused:
        mistakes = refused.mistakes
    else:
        return
    named = {(m.line, m.column, m.code, m.facts.get("key")) for m in mistakes}
    assert len(named) == len(mistakes) > 0
    for mistake in mistakes:
        assert mistake.line >= 1
        assert mistake.column >= 1
        for locale in ("zh", "en"):
            assert spoken(mistake, words("mistakes", locale)).startswith(NAME)


@given(st.binary())
def test_any_bytes_are_read_or_refused(data):
    survives(data)


@given(st.text())
def test_any_text_is_read_or_refused(text):
    survives(text.encode("utf-8", "surrogatepass"))


@given(st.text(alphabet="ab:-[]{}&*!|>'\"%@`#,? \t\n\r\\x0u", max_size=40))
def test_anything_made_of_yaml_signs_is_read_or_refused(text):
    survives(text.encode())


@given(structures)
def test_any_structure_is_read_or_refused(structure: Any):
    survives(yaml.safe_dump(structure, allow_unicode=True).encode())


@given(
    st.dictionaries(st.sampled_from(list(forms.CatalogForm.model_fields)), structures)
)
def test_any_catalog_of_anything_is_read_or_refused(structure: Any):
    survives(yaml.safe_dump(structure, allow_unicode=True).encode())


@given(st.data())
def test_a_sound_catalog_with_one_value_replaced_is_read_or_refused(data):
    catalog = yaml.safe_load(SMALL)
    holder, key = data.draw(st.sampled_from(list(_places(catalog))))
    holder[key] = data.draw(structures)
    survives(yaml.safe_dump(catalog, allow_unicode=True, sort_keys=False).encode())


@given(st.integers(0, len(SMALL)), st.text(max_size=3), st.integers(0, 5))
def test_a_sound_catalog_with_a_slip_of_the_keyboard_is_read_or_refused(
    at, typed, gone
):
    survives((SMALL[:at] + typed + SMALL[at + gone :]).encode("utf-8", "replace"))


def test_the_catalog_that_is_broken_here_is_sound():
    assert said(yaml.safe_dump(yaml.safe_load(SMALL), allow_unicode=True)) == []


def _places(value: Any) -> Any:
    """Yield every holder and key in a structure."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, child in inner:
        yield value, key
        if isinstance(child, dict | list):
            yield from _places(child)
