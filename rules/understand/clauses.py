"""A reply cut into sentences and clauses; each clause knows its place."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from typing import Protocol, TypeVar

from rules.understand.marks import LIST

_STOP = re.compile(r"[。；;！!？?\n]+|(?<![0-9])\.(?=\s|$)")
_COMMA = re.compile(
    rf"{LIST}+|[，、（）()【】\[\]…|]|：(?!\s*[0-9])|,(?![0-9]{{3}}(?![0-9]))|:(?![0-9])|--+|——+"
    r"|(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])"
)
# What stands in quotes is one name, commas and all.
_QUOTED = re.compile(r"[“「『][^”」』]{1,20}[”」』]")
_ASKING = re.compile(
    r"[？?]|[吗么](?:$|[，。])|(?<![其没有无])什么|怎么|怎样|如何|哪[些里个位天种]|多少|是否|能否"
    r"|可否|何时|几时|要不要|是不是|有没有|行不行|可不可以|对不对"
    r"|^\s*(?:what|when|how|who|which|where|why|should (?:i|we)|can (?:i|you))\b",
    re.IGNORECASE,
)

# 请明确由哪个处室牵头 asks for a decision, and no less tells of a need.
_INDIRECT = re.compile(
    r"(?:明确|界定|厘清|划清|理顺|敲定|研究)(?:一下)?[^，。；0-9？?]{0,6}?"
    r"(?:是否|能否|可否|如何|怎么|怎样|哪[些里个位天种]|何时|多少)"
    r"|(?:能否|可否|能不能|可不可以)(?=[^，。；0-9？?]{0,8}(?:协调|帮|支持|催|安排|出面"
    r"|拨|派))"
)

# Nobody says this much in one breath; a pasted table does.
_LONGEST = 240


class Placed(Protocol):
    @property
    def start(self) -> int: ...


P = TypeVar("P", bound=Placed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def of(self, found: Sequence[P]) -> Sequence[P]:
        """Return those of the things found, in order, that begin in this clause."""
        first = bisect_left(found, self.start, key=attrgetter("start"))
        return found[first : bisect_left(found, self.end, key=attrgetter("start"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """Clauses in order. One that asks something reports nothing."""

    text: str
    start: int
    clauses: tuple[Clause, ...]


def sentences(text: str) -> tuple[Sentence, ...]:
    """Cut a text into its sentences, leaving out those that ask."""
    return tuple(
        Sentence(text=part, start=start, clauses=tuple(_clauses(part, start)))
        for part, start in _parts(text)
        if part.strip() and not _asks(text[start : start + len(part) + 1])
    )


def _asks(said: str) -> bool:
    return bool(_ASKING.search(said) and _ASKING.search(_INDIRECT.sub("", said)))


def _parts(text: str) -> Iterator[tuple[str, int]]:
    cuts = [(0, 0), *(found.span() for found in _STOP.finditer(text))]
    for (_, start), (end, _) in pairwise([*cuts, (len(text), len(text))]):
        yield text[start:end], start


def _clauses(text: str, offset: int) -> Iterator[Clause]:
    names = _QUOTED.sub(lambda found: "x" * len(found.group()), text)
    cuts = [(0, 0), *(found.span() for found in _COMMA.finditer(names))]
    for (_, start), (end, _) in pairwise([*cuts, (len(text), len(text))]):
        if text[start:end].strip() and end - start <= _LONGEST:
            yield Clause(text=text[start:end], start=offset + start)
