"""Every light, and every reason for one, has its word and its sentence."""

import pytest

from rules.pace import Light, Why
from templates import LOCALES, plain, render, words
from templates.samples import SAMPLES

SUMS = SAMPLES["light/line"]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_light_has_its_dot_and_its_word(locale):
    known = words("words", locale)
    assert known["dots"].keys() == {light.value for light in Light}
    assert known["lights"].keys() == {light.value for light in Light}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_reason_has_its_short_words(locale):
    assert words("words", locale)["whys"].keys() == {why.value for why in Why}


def test_every_reason_has_its_sum():
    assert {told["sum"]["why"] for told in SUMS.values()} == {why.value for why in Why}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_sum_is_one_line_of_its_own_under_its_light(locale):
    dots = words("words", locale)["dots"]
    said = {about: plain(render("light/line", locale, **SUMS[about])) for about in SUMS}
    assert len(set(said.values())) == len(said)
    for about, line in said.items():
        assert "\n" not in line
        assert line.startswith(dots[SUMS[about]["sum"]["light"]])
