"""What is wrong in a catalog, where, and what to write instead.

Codes and facts only; the words are `templates/*/words/mistakes.toml`, and
`spoken` joins the two for whoever holds both.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Words = Mapping[str, Mapping[str, str]]
Fact = str | int
_SHOWN = 40  # characters of a value that are enough to recognise it


class Wrong(ValueError):
    """One thing is wrong: its code, what to do instead, and the facts of both."""

    def __init__(self, code: str, instead: str, /, **facts: Fact) -> None:
        super().__init__(code)
        self.code = code
        self.instead = instead
        self.facts = facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One mistake at its place in the file; lines and columns count from 1."""

    file: str
    line: int
    column: int
    code: str
    instead: str
    facts: Mapping[str, Fact] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        """Return place, code and value: for logs; people read `spoken`."""
        value = f" {self.facts['value']!r}" if "value" in self.facts else ""
        return f"{self.file}:{self.line}:{self.column} {self.code}{value}"


class CatalogMistakes(Exception):
    """The catalog was refused; `mistakes` are all of them, in the file's order."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(sorted(mistakes, key=lambda m: (m.line, m.column)))
        super().__init__("\n".join(map(str, self.mistakes)))


def shown(value: str) -> str:
    """Return a value short enough for a message, on one line, nothing unseen."""
    line = " ".join("".join(c if c.isprintable() else " " for c in value).split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def spoken(mistake: Mistake, words: Words) -> str:
    """Return the one line a person reads, in the language of `words`."""
    facts = {"key": "", "value": "", **mistake.facts}
    place = str(facts.get("place", "top"))
    facts["where"] = words["place"][place].format(**facts)
    return words["line"]["one"].format(
        file=mistake.file,
        line=mistake.line,
        column=mistake.column,
        wrong=words["wrong"][mistake.code].format(**facts),
        instead=words["instead"][mistake.instead].format(**facts),
    )


def counted(mistakes: int, words: Words) -> str:
    """Return the closing line: how many, and that nothing was changed."""
    return words["count"]["one" if mistakes == 1 else "many"].format(n=mistakes)
