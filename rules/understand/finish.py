"""Whether the task is said to be finished, and by when it is expected to be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rules.catalog import Task
from rules.understand.clauses import Clause
from rules.understand.dates import Dated
from rules.understand.marks import DATE, PERCENT, SPAN
from rules.understand.numbers import Number, numbers
from rules.understand.roles import SUBSET
from rules.understand.said import Reading
from rules.understand.vocabulary import Vocabulary
from rules.understand.words import (
    BEGUN,
    DEMANDED,
    FINISH,
    NOT,
    PLANNED,
    foreign,
    pattern,
)

_MARKED = rf"[{DATE}{SPAN}]"
_FINISH = pattern(FINISH)
_MOVED = pattern(
    r"(?:延期?|推迟|延后|顺延|调整|改)(?:到|至|为|在)\s*$"
    r"|(?:postponed|moved|delayed) to\s*$"
)
_REACHED = pattern(rf"(?:已经?|已于.*)\s*(?:全部|全面)?(?:{FINISH})|(?:{FINISH})了")
_OTHERWISE = pattern(
    rf"{DEMANDED}|{SUBSET.pattern}|完不成|来不及|赶不[上及]|困难|{PERCENT}"
)
_NOT = pattern(NOT)
_WHOLLY = pattern(r"全部|全面|所有|剩余|其余|余下|\ball\b|everything|the rest")
_REST = pattern(r"(?:剩余?下?|其余|余下|最后|余|rest|remaining)[^，]{0,8}$")
_PROMISED = pattern(rf"{PLANNED}|\bby\b")
_DONE = pattern(
    rf"(?:{FINISH})(?:了|啦)?[\s{PERCENT}]*$|(?:已经?|全部|都|均|全面)\s*(?:{FINISH})"
)
_NOT_QUITE = pattern(
    rf"基本|大部|部分|大体|接近|即将|快要?|初步|差不多|将近|近|阶段|{PLANNED}|{NOT}|{BEGUN}"
)
_STILL_OPEN = pattern(
    r"还差|还剩|剩余?|尚|还有|其余|余下|待|除|正在|仍|继续|但|不过|\b(?:but|except|left)\b"
    r"|(?:未|没)(?:能|有)?(?:完|做|到位|验收|全)"
    r"|\bnot (?:yet )?(?:done|finished|complete)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What else the reply said, and what the task asks."""

    task: Task
    words: Vocabulary
    today: date
    readings: tuple[Reading, ...]
    percent: int | None


def expected(
    clauses: Sequence[Clause], dates: Sequence[Dated], known: Known
) -> date | None:
    """Return when the whole is to be finished; of several such days the last."""
    found = [
        (bool(_WHOLLY.search(clause.text)), one.day)
        for clause, after in zip(clauses, [*clauses[1:], None], strict=False)
        for one in clause.of(dates)
        if one.day >= known.today and _expects(clause, after, one, known)
    ]
    return max(found)[1] if found else None


def _expects(clause: Clause, after: Clause | None, one: Dated, known: Known) -> bool:
    text = clause.text
    if _OTHERWISE.search(text) or _NOT.search(text) or _REACHED.search(text):
        return False
    if _MOVED.search(text[: one.start - clause.start]):
        return True
    if foreign(text, known.words.every):
        return False
    if not _FINISH.search(text):
        # 预计9月底，全部完成 is one thought; 预计9月底 says as much alone.
        if not _PROMISED.search(text):
            return False
        text += after.text if after and _FINISH.search(after.text) else ""
    return all(_is_the_rest(text, number, known) for number in numbers(text))


def _is_the_rest(text: str, number: Number, known: Known) -> bool:
    """Whether finishing so many finishes the whole."""
    if _REST.search(text[: number.start]):
        return True
    return number.value in set(_enough(known))


def _enough(known: Known) -> Iterator[Decimal]:
    total = {one.indicator: one.value for one in known.readings if one.kind == "total"}
    for one in known.task.indicators:
        if one.target is not None:
            yield one.target
            yield one.target - total.get(one.id, Decimal(0))


def is_done(text: str, clauses: Sequence[Clause], known: Known) -> bool:
    """Whether somebody says that the whole is finished, and nothing speaks against."""
    target = {one.id: one.target for one in known.task.indicators}
    short = any(
        wanted is not None and one.kind == "total" and one.value < wanted
        for one in known.readings
        for wanted in (target[one.indicator],)
    )
    if short or any(_STILL_OPEN.search(clause.text) for clause in clauses):
        return False
    return any(
        _says_done(clause.text, text[clause.end : clause.end + 1], known)
        for clause in clauses
    )


def _says_done(text: str, then: str, known: Known) -> bool:
    listed = then in {":", "："}  # 已完成：方案编制 is a heading
    if listed or not _DONE.search(text) or _NOT_QUITE.search(text):
        return False
    if PERCENT in text and known.percent != 100:  # noqa: PLR2004 - the whole is 100 %
        return False
    for name in known.words.names:
        text = text.replace(name, " ")
    if foreign(text, known.words.alone) or SUBSET.search(text):
        return False
    targets = {one.target for one in known.task.indicators}
    only = len(targets) == 1
    return all(only and number.value in targets for number in numbers(text))
