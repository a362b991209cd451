"""Readings of indicators that are shares themselves: 利用处置率达到96.5%."""

from collections.abc import Iterator, Sequence

from rules.catalog import Task
from rules.understand.clauses import Clause
from rules.understand.marks import PAST
from rules.understand.percents import Share
from rules.understand.roles import is_of_a_day
from rules.understand.said import Reading
from rules.understand.vocabulary import Vocabulary
from rules.understand.words import BEFORE, DEMANDED, NOT, PLANNED, pattern

# One pair of letters in common may be chance; two name the thing.
_NAMED = 2
_NO_STATE = pattern(
    rf"{BEFORE}|{DEMANDED}|{PLANNED}|{NOT}|{PAST}|同比|环比|[较比]|(?:提高|提升|下降|增长|降低)"
    r"(?![到至]|了?到)|目标|[-~—]\s*$|低于|高于|不到|不足|(?:由|从)\s*$"
)


def rates(
    clauses: Sequence[Clause], shares: Sequence[Share], task: Task, words: Vocabulary
) -> tuple[Reading, ...]:
    """Read each share that is said of a share indicator; two that differ are none."""
    said = [
        reading
        for clause in clauses
        for share in clause.of(shares)
        for reading in _of_clause(clause, share, task, words)
    ]
    return tuple(
        found[0]
        for one in task.indicators
        for found in ([reading for reading in said if reading.indicator == one.id],)
        if len({reading.value for reading in found}) == 1
    )


def _of_clause(
    clause: Clause, share: Share, task: Task, words: Vocabulary
) -> Iterator[Reading]:
    before = clause.text[: share.start - clause.start]
    scores = words.scores(before)
    if _NO_STATE.search(before) or is_of_a_day(before):
        return
    for one in task.indicators:
        named = scores[one.id] >= _NAMED and one.id in words.named(before)
        if one.unit == "%" and named:
            yield Reading(
                indicator=one.id,
                value=share.value,
                kind="total",
                span=(share.start, share.end),
            )
