"""Measures named by their number: a、c已完成, 第一条、第三条已完成."""

import re
from collections.abc import Iterator, Sequence

from rules.catalog import Task
from rules.understand.clauses import Sentence
from rules.understand.found import Found
from rules.understand.numbers import read_han

_AND = r"\s*(?:[、，,和及与&]|and)\s*"
_HAN = r"第?(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})[条项]?"
_IS = r"(?:举措|措施|任务|\s|已经?|[均都]|全部|are|is|have been|has been|both|all|now)*"
_WHOLLY = r"(?!\s*(?:[0-9]|一半|部分|率))"
_FINISHED = rf"(?:完成|办结|做完|落实|搞定|弄完){_WHOLLY}"
_ENGLISH = rf"(?:done|completed?|finished){_WHOLLY}"
_PLACES = (
    r"(?<![\u4e00-\u9fff])(?P<places>第(?:[一二三四五六七八九十]{1,3}"
    r"|[0-9]{1,2})[条项]?"
    rf"(?:{_AND}{_HAN}){{0,11}})(?<=[条项])"
)
_FIRST = r"(?<![A-Za-z0-9])"
# “a completed survey” and “I finished” name no measure.
_BY_NUMBER = re.compile(
    rf"{_PLACES}{_IS}{_FINISHED}"
    rf"|{_FIRST}(?:(?:举措|措施|measures?)\s*)?(?P<said>[a-z](?:{_AND}[a-z]){{0,25}})"
    rf"(?![A-Za-z])[条项]?{_IS}{_FINISHED}"
    rf"|{_FIRST}measures?\s+(?P<named>[a-z](?:{_AND}[a-z]){{0,25}})(?![A-Za-z]"
    rf"){_IS}{_ENGLISH}"
    rf"|{_FIRST}(?P<listed>[a-z](?:{_AND}[a-z]){{1,25}})(?![A-Za-z]){_IS}{_ENGLISH}",
    re.IGNORECASE,
)
_PLACE = re.compile(r"[一二三四五六七八九十]{1,3}|[0-9]{1,2}")
_LETTER = re.compile(r"(?<![a-z])[a-z](?![a-z])")


def by_number(
    text: str, sentences: Sequence[Sentence], task: Task
) -> Iterator[Found[str]]:
    ids = {one.id.lower(): one.id for one in task.measures}
    for sentence in sentences:
        end = sentence.start + len(sentence.text)
        for found in _BY_NUMBER.finditer(text, sentence.start, end):
            if found["places"]:
                places = [_place(one) for one in _PLACE.findall(found["places"])]
                named = [
                    one.id for n, one in enumerate(task.measures, 1) if n in places
                ]
            else:
                letters = _LETTER.findall(_letters(found))
                named = [ids[one] for one in letters if one in ids]
            for one in named:
                yield Found(value=one, start=found.start(), end=found.end())


def _place(text: str) -> int:
    return int(text) if text.isdecimal() else int(read_han(text) or 0)


def _letters(found: re.Match[str]) -> str:
    said: str = found["said"] or found["named"] or found["listed"]
    return said.lower()
