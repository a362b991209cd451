"""What people write is shown as text: in no message does it become markup."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest

from bot.pieces import pieces
from sandbox.markup import parse_html
from templates import LOCALES, label, plain, render, words
from templates.samples import SAMPLES

HARMLESS = "某某"
HOSTILE = [
    "<b>粗</b></code></b><a href='tg://user?id=1'>点此</a>",
    '"><a href="https://evil.example"><pre><code class=\'language-x\'>',
    "&lt;b&gt;&amp;&#60;b&#62; & < > \" ' </",
    "{{ 7*7 }}{% raw %}{0.__class__}%s [x](https://evil.example) *b* _i_ `c`",
    "\u202egnp.exe\u2066\u2069\u200b\u200d\ufeff\u00ad",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467" + "e\u0301" * 30,
    "长" * 4096,
    "<" * 1000,
]
TURNING = {chr(n) for n in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
SAMPLED = [(name, about) for name in SAMPLES for about in SAMPLES[name]]

Path = tuple[object, ...]


def leaves(facts: object, at: Path = ()) -> Iterator[Path]:
    """Yield where the words are in some facts."""
    match facts:
        case str():
            yield at
        case dict():
            for key, value in facts.items():
                yield from leaves(value, (*at, key))
        case list() | tuple():
            for n, value in enumerate(facts):
                yield from leaves(value, (*at, n))


def changed(facts: object, change: Callable[[Path, str], str], at: Path = ()) -> object:
    match facts:
        case str():
            return change(at, facts)
        case dict():
            return {
                key: changed(value, change, (*at, key)) for key, value in facts.items()
            }
        case list() | tuple():
            return [changed(value, change, (*at, n)) for n, value in enumerate(facts)]
        case _:
            return facts


def place(path: Path) -> Path:
    """Return where words are in facts of this shape: lines of a list are alike."""
    return tuple("*" if isinstance(step, int) else step for step in path)


@cache
def words_of(name: str, about: str) -> frozenset[Path]:
    """Find which facts are anybody's words: the others are codes, days and moments.

    A template cannot say a code it does not know.
    """
    facts = SAMPLES[name][about]

    def free(here: Path) -> bool:
        bent = changed(facts, lambda at, old: HARMLESS if place(at) == here else old)
        try:
            return HARMLESS in render(name, "zh", **bent)
        except Exception:  # noqa: BLE001 - whatever a template says of a strange code
            return False

    return frozenset(filter(free, set(map(place, leaves(facts)))))


def told(name: str, about: str, locale: str, said: str) -> str:
    free = words_of(name, about)
    facts = SAMPLES[name][about]
    bent = changed(facts, lambda at, old: said if place(at) in free else old)
    return render(name, locale, **bent)


def marks(html: str) -> list[str]:
    """Return the kinds of markup in a message, in order; refuse what is broken."""
    _, entities = parse_html(html)
    return [one.kind for one in entities]


def test_the_words_of_people_were_found_in_the_samples():
    assert ("history", "*", "text") in words_of("task/card", "on pace, stated higher")
    assert ("name",) in words_of("join/welcome", "owner")
    assert ("role",) not in words_of("join/welcome", "owner")
    found = sum(len(words_of(name, about)) for name, about in SAMPLED)
    assert found > len(SAMPLED)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_hostile_words_stay_words(name, locale):
    for about in SAMPLES[name]:
        expected = marks(told(name, about, locale, HARMLESS))
        for said in HOSTILE:
            html = told(name, about, locale, said)
            assert marks(html) == expected, (about, said)
            assert not TURNING & set(html), (about, said)


@pytest.mark.parametrize(
    "name", ["report/card", "task/card", "history", "digest/weekly"]
)
def test_a_message_too_long_is_cut_into_whole_ones(name):
    for about in SAMPLES[name]:
        for said in HOSTILE:
            for piece in pieces(told(name, about, "zh", said)):
                text, _ = parse_html(piece)
                assert len(text.encode("utf-16-le")) // 2 <= 4096


def test_the_words_themselves_are_all_there():
    said = HOSTILE[0]
    assert said in plain(told("join/welcome", "owner", "zh", said))


@pytest.mark.parametrize("said", HOSTILE)
def test_a_button_shows_a_name_as_it_is(said):
    shown = label("buttons.stand", "zh", name=said)
    kept = "".join(letter for letter in said if letter not in TURNING)
    assert shown == words("words", "zh")["buttons"]["stand"].replace("{name}", kept)
