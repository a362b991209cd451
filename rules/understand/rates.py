"""Readings of indicators that are shares themselves: 利用处置率达到96.5%."""

import re
from collections.abc import Iterator, Sequence

from rules.catalog import Task
from rules.understand.clauses import Clause
from rules.understand.counted import Counted
from rules.understand.evidence import Evidence
from rules.understand.marks import PAST, PERCENT
from rules.understand.percents import Share
from rules.understand.roles import Role, is_of_a_day
from rules.understand.vocabulary import Vocabulary
from rules.understand.words import BEFORE, DEMANDED, NOT, PLANNED, foreign, pattern

# One pair of letters in common may be chance; two name the thing, as does a word.
_NAMED = 2
_WORD = re.compile(r"[a-z]{5,}")
_RATE = pattern(r"覆盖[面率]|比例|\b(?:coverage|rate|share)\b")
_WHOLE = pattern(r"总体|整体|总进度|任务|工作|完成|\boverall\b")
_NOT_YET = pattern(rf"{PLANNED}|要求|规定|目标|\brequire")
_NO_STATE = pattern(
    rf"{BEFORE}|{DEMANDED}|{PLANNED}|{NOT}|{PAST}|同比|环比|[较比]|(?:提高|提升|下降|增长|降低)"
    r"(?![到至]|了?到)|目标|[-~—]\s*$|低于|高于|不到|不足|(?:由|从|\bfrom)\s*$"
)


def rates(
    clauses: Sequence[Clause], shares: Sequence[Share], task: Task, words: Vocabulary
) -> tuple[Counted, ...]:
    """Read each share that is said of a share indicator; two that differ are none."""
    said = [
        reading
        for before, clause in zip([None, *clauses], clauses, strict=False)
        for share in clause.of(shares)
        for reading in _of_clause(clause, before, share, task, words)
    ]
    return tuple(
        found[0]
        for one in task.indicators
        for found in ([reading for reading in said if reading.indicator.id == one.id],)
        if len({reading.value for reading in found}) == 1
    )


def _of_clause(
    clause: Clause, lead: Clause | None, share: Share, task: Task, words: Vocabulary
) -> Iterator[Counted]:
    before = clause.text[: share.start - clause.start]
    named = before
    whole = words.named(before) or _WHOLE.search(before)
    if lead and not whole and not foreign(_RATE.sub(" ", before), words.every):
        named = f"{lead.text}，{before}"  # 支部书记轮训方面，覆盖面达40%
    elsewhere = named != before and PERCENT not in named  # 目标100%，目前72% is now
    if elsewhere and _NOT_YET.search(named):
        return
    scores = words.scores(named)
    if _NO_STATE.search(before) or is_of_a_day(before):
        return
    for one in task.indicators:
        worded = any(
            word in words.hints[one.id] for word in _WORD.findall(named.lower())
        )
        called = any(alias in named for alias in words.aliases[one.id])
        enough = worded or called or scores[one.id] >= _NAMED
        if one.unit == "%" and enough and one.id in words.named(named):
            yield Counted(
                role=Role.TOTAL,
                indicator=one,
                value=share.value,
                start=share.start,
                end=share.end,
                evidence=Evidence.RATE,
            )
