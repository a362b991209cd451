"""Numbers told off against names: 园区、项目分别完成55个、512个."""

import re
from collections.abc import Iterator, Sequence

from rules.catalog import Indicator, Task
from rules.understand.amounts import Amount, amounts
from rules.understand.clauses import Clause, Sentence
from rules.understand.counted import Counted, counted
from rules.understand.evidence import Evidence
from rules.understand.roles import role
from rules.understand.vocabulary import Vocabulary
from rules.understand.words import DONE, pattern

_EACH = pattern(
    rf"分别|(?<=[\u4e00-\u9fff])[都均]已?[是为有]?(?=\s?[0-9])|(?<!全)各(?=[已经自累计新增]{{0,4}}(?:{DONE})?了?\s?[0-9一二两三四五六七八九十])"
)
_AND = re.compile(r"[\s个家项类处座台本件]*(?:[、，,和及与跟]|以及)?\s*")
_BETWEEN = re.compile(r"(?<=[0-9])[、，,和与及](?=[0-9])")  # 4、60和600
# Nobody tells off more than this; a pasted table does.
_LONGEST = 240
_SEVERAL = 2


def respectively(
    sentence: Sentence, task: Task, words: Vocabulary
) -> tuple[tuple[Counted, ...], int]:
    """Pair the names of a sentence with its numbers, and say where the pairs end.

    Where names and numbers do not match, nothing to the end of the sentence is
    paired: whose is whose is not ours to guess.
    """
    start, rest = sentence.start, sentence.start + len(sentence.text)
    found = _EACH.search(sentence.text[:_LONGEST])
    if not found:
        return (), start
    lead, each = sentence.text[: found.start()], found.group() != "分别"
    named = tuple(_named(lead, task, words))
    if len(named) < _SEVERAL and found.group()[0] in "都均":
        return (), start  # 两家都8台
    listed = _BETWEEN.sub(" ", sentence.text[found.end() : _LONGEST])
    tail = Clause(text=listed, start=sentence.start + found.end())
    told = tuple(amounts(tail, task.indicators))
    numbers = told[:1] * len(named) if each else _listed(told, len(named))
    if len(named) < _SEVERAL or len(numbers) < len(named):
        return (), rest
    part = role("", lead + numbers[0].before, "")
    pairs = zip(named, numbers, strict=False)
    paired = tuple(
        one
        for indicator, number in pairs
        for fit in number.fits
        if fit.indicator.id == indicator.id
        for one in counted(number, fit, part, Evidence.NAMED)
    )
    return paired, numbers[-1].end


def _named(lead: str, task: Task, words: Vocabulary) -> Iterator[Indicator]:
    """Yield the indicators in the order in which they are named."""
    said = lead.lower()
    places = {
        one.id: min(found)
        for one in task.indicators
        if (
            found := [
                at for name in words.hints[one.id] if (at := said.find(name)) >= 0
            ]
        )
    }
    yield from (
        one
        for one in sorted(task.indicators, key=lambda one: places.get(one.id, -1))
        if one.id in places
    )


def _listed(told: Sequence[Amount], wanted: int) -> Sequence[Amount]:
    """Return the numbers if they stand in one list and are as many as the names."""
    listed = [
        one for place, one in enumerate(told) if not place or _AND.fullmatch(one.before)
    ]
    return listed if len(listed) == wanted else ()
