"""All the words, and the few functions that speak them. The only Jinja import.

`zh/` and `en/` hold one template per message and `words/*.toml` with the short
words (button labels, names of lights and moves); `pages/` holds the web pages.
An admin changes wording here without touching code.
"""

import html
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from templates.filters import FILTERS

HERE = Path(__file__).parent
LOCALES = ("zh", "en")
_TAG = re.compile(r"<[^>]+>")
# Characters that turn the writing round: a name must not show another's words.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


@cache
def _spoken(locale: str) -> Environment:
    """Return the environment for one language: `{{ w.… }}` are its short words."""
    made = Environment(
        loader=FileSystemLoader([HERE / locale, HERE / "pages"]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_straight,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {name: made_for(locale) for name, made_for in FILTERS.items()}
    made.globals |= {"w": words("words", locale), "locale": locale}
    return made


def _straight(fact: object) -> object:
    """Return a fact as it is shown, without what would turn the writing round."""
    return fact.translate(_TURNING) if isinstance(fact, str) else fact


def render(name: str, locale: str, /, **facts: object) -> str:
    """Return the message `name` as Telegram HTML, in `locale` ("zh" or "en").

    Raises jinja2.UndefinedError when a fact the template needs is missing.
    """
    return _spoken(locale).get_template(f"{name}.html.j2").render(facts).strip()


def plain(message: str) -> str:
    """Return a message as a person reads it: no tags, no entities."""
    return html.unescape(_TAG.sub("", message))


def page(name: str, locale: str, /, **facts: object) -> str:
    """Return the web page `pages/<name>.html.j2`; `w` are its words."""
    template = _spoken(locale).get_template(f"{name}.html.j2")
    return template.render({"w": words(name, locale), **facts})


def label(key: str, locale: str, /, **facts: object) -> str:
    """Return a button's or a command's short text, `section.key` of words.toml."""
    section, _, word = key.partition(".")
    text: str = words("words", locale)[section][word]
    shown = {key: _straight(value) for key, value in facts.items()}
    return text.format(**shown) if facts else text


@cache
def words(name: str, locale: str, /) -> Mapping[str, Mapping[str, str]]:
    """Return the tables of `<locale>/words/<name>.toml`."""
    text = (HERE / locale / "words" / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
