"""A message cut into clauses, each of which may turn to another task."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from rules.understand.names import Names
from rules.understand.which import numbers

EDGES = " \n。；;，,、：:"
MOST = 60  # clauses: what is longer is no message about several tasks
_CUT = re.compile(r"[\n。；;！!]+|(?<![0-9])\.(?=\s|$)|[，、]|,(?![0-9]{3}(?![0-9]))")
_SOFT = "，、,"
_ITEM = re.compile(r"(?<=[\u4e00-\u9fff%）)])\s+(?=[0-9]{1,2}(?:[、)）]|\.(?![0-9])))")
_OF_ITEM = re.compile(r"(?:^|[\s。；;，,])[(（]?[0-9]{1,2}、$")  # 1、 is no comma
_AND = re.compile(r"[0-9]\s*(?:和|及|与|\s)\s*$")
_NEAR = 4  # letters looked back at
_LISTS = ((0x2460, 20), (0x2776, 10), (0x24F5, 10))  # ① ❶ ⓵
_CIRCLED = {first + n: f"\n{n + 1}. " for first, count in _LISTS for n in range(count)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    text: str
    soft: bool  # it follows a comma


def uncircled(text: str) -> str:
    """Return a text with ① as 1. in front of an item, on a line of its own."""
    return text.translate(_CIRCLED)


def cut(said: str, names: Names) -> Iterator[Clause]:
    """Cut a clean text into clauses; a task's number always begins one."""
    cuts = {
        found.end(): found.group()[0] in _SOFT
        for found in _CUT.finditer(said)
        if not _OF_ITEM.search(said, max(found.start() - _NEAR, 0), found.end())
    }
    cuts |= {found.end(): False for found in _ITEM.finditer(said)}
    for start, _, _ in numbers(said, names):
        cuts.setdefault(start, bool(_AND.search(said[max(start - _NEAR, 0) : start])))
    for start, end in pairwise([0, *sorted(cuts)[:MOST], len(said)]):
        if said[start:end].strip(EDGES):
            yield Clause(text=said[start:end], soft=cuts.get(start, False))
