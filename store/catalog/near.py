"""The valid word somebody probably meant."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process

_CLOSE = 60.0
_ALIKE = 50.0  # one character of two
# GB 2312 sorts its common characters by pinyin: the first one under each letter.
_FIRSTS = [c.encode("gb2312") for c in "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"]
_LETTERS = "abcdefghjklmnopqrstwxyz"
_RARE = b"\xd7\xfa"  # beyond it they are sorted by strokes
_CHOICES = 14  # more than a line can hold


def nearest(said: str, choices: Iterable[str]) -> str | None:
    """Return the choice closest to what was said, if any is close."""
    return nearest_named(said, {choice: choice for choice in choices})


def nearest_named(said: str, named: Mapping[str, str]) -> str | None:
    """Return what the name closest to `said` stands for, if any is close."""
    found = process.extractOne(
        said.casefold(),
        {name: name.casefold() for name in named},
        scorer=fuzz.ratio,
        score_cutoff=_CLOSE,
    )
    return named[found[2]] if found else None


def closest(said: str, named: Mapping[str, str], most: int) -> list[str]:
    """Return what the names rather like `said` stand for, the likeliest first."""
    found = process.extract(
        said.casefold(),
        {name: name.casefold() for name in named},
        scorer=fuzz.ratio,
        score_cutoff=_ALIKE,
        limit=most,
    )
    return list(dict.fromkeys(named[name] for _, _, name in found))


def initials(name: str) -> str:
    """Return a Chinese name as people type it in a hurry: 大气处 is dqc."""
    return "".join(_initial(character) for character in name)


def _initial(character: str) -> str:
    code = character.encode("gb2312", "replace")
    if not _FIRSTS[0] <= code < _RARE:
        return character
    return _LETTERS[bisect_right(_FIRSTS, code) - 1]


def listed(choices: Iterable[str]) -> str:
    """Return choices as one line, the first few of many."""
    every = list(choices)
    return ", ".join(every[:_CHOICES]) + (", …" if len(every) > _CHOICES else "")
