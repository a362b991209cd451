"""One written value at a time: text in, value out, or `Wrong` with what to write."""

import re
import unicodedata
from collections.abc import Callable, Collection
from decimal import Decimal
from typing import TypeVar

from store.catalog.mistakes import Wrong, shown
from store.catalog.near import listed, nearest
from store.catalog.text import first_unseen, unseen_character

T = TypeVar("T")
Read = Callable[[object], T]

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")
_NOT_ID = re.compile(r"[^A-Za-z0-9._-]+")
_WHOLE = re.compile(r"[-+]?[0-9]{1,9}")
_NUMBER = re.compile(r"[-+]?[0-9]{1,12}(\.[0-9]{1,6})?")
_NOT_FINITE = re.compile(r"[-+]?\.?(nan|inf|infinity)", re.IGNORECASE)
_COUNTED = re.compile(r"([-+]?[0-9.]+)(%|[十百千万亿]?)")
_TIMES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_YES = {"yes", "on", "y", "是", "要", "1"}
_NO = {"no", "off", "n", "否", "不", "0"}


def scalar(said: object) -> str:
    """Return a value's text, or say that one text was wanted."""
    if not isinstance(said, str):
        raise Wrong("want_text", "one_text")
    return said.strip()


def text(limit: int) -> Read[str]:
    """Read words for people, folded onto one line."""

    def read(said: object) -> str:
        words = scalar(said)
        if unseen := first_unseen(words):
            raise unseen_character(unseen)
        line = " ".join(words.split())
        if not line:
            raise Wrong("blank", "fill_in")
        if len(line) > limit:
            raise Wrong(
                "too_long", "shorten", value=shown(line), length=len(line), limit=limit
            )
        return line

    return read


def identifier(said: object) -> str:
    """Read an id: short and plain, for it is typed in commands and kept for good."""
    name = scalar(said)
    if _ID.fullmatch(name):
        return name
    plain = _NOT_ID.sub("-", unicodedata.normalize("NFKC", name)).strip("-._")[:32]
    if plain:
        raise Wrong("bad_id", "write", value=shown(name), fix=plain)
    raise Wrong("bad_id", "id_form", value=shown(name))


def whole(low: int, high: int) -> Read[int]:
    """Read a whole number between two bounds, both included."""

    def read(said: object) -> int:
        word = scalar(said)
        if not _WHOLE.fullmatch(word):
            raise Wrong("want_whole", "between", value=shown(word), low=low, high=high)
        if not low <= int(word) <= high:
            raise Wrong("out_of_range", "between", value=word, low=low, high=high)
        return int(word)

    return read


def number(said: object) -> Decimal:
    """Read a plain decimal number."""
    word = scalar(said)
    if _NUMBER.fullmatch(word):
        return Decimal(word)
    if _NOT_FINITE.fullmatch(word):
        raise Wrong("not_finite", "number_form", value=shown(word))
    if meant := _number_meant(word):
        raise Wrong("want_number", "write", value=shown(word), fix=meant)
    raise Wrong("want_number", "number_form", value=shown(word))


def _number_meant(word: str) -> str | None:
    """Return the plain number behind 1,000, 30万, 85% or １３, if it is one."""
    plain = unicodedata.normalize("NFKC", word).replace(",", "").replace(" ", "")
    found = _COUNTED.match(plain)
    if not found or not _NUMBER.fullmatch(found[1]):
        return None
    return f"{(Decimal(found[1]) * _TIMES.get(found[2], 1)).normalize():f}"


def truth(said: object) -> bool:
    """Read true or false; YAML 1.1's other words for them are named, not guessed."""
    word = scalar(said)
    if word in {"true", "false"}:
        return word == "true"
    low = word.casefold()
    if low in _YES | _NO | {"true", "false"}:
        meant = "true" if low in _YES | {"true"} else "false"
        raise Wrong("want_truth", "write", value=shown(word), fix=meant)
    raise Wrong("want_truth", "choices", value=shown(word), choices="true, false")


def one_of(choices: Collection[str]) -> Read[str]:
    """Read one word of a fixed list."""

    def read(said: object) -> str:
        word = scalar(said)
        if word in choices:
            return word
        raise unknown("not_one_of", word, choices)

    return read


def unknown(code: str, said: str, choices: Collection[str], /, **facts: str) -> Wrong:
    """Return what is wrong with a word that is none of `choices`."""
    value = shown(said)
    if near := nearest(said, choices):
        return Wrong(code, "near", value=value, near=near, **facts)
    return Wrong(code, "choices", value=value, choices=listed(choices), **facts)
