"""Which of a task's measures a reply names as done, or promises.

By number (a、c已完成, 第一条已完成), or by what they do: 指标体系已出台. One measure
must fit clearly better than the others, and what is said must be all of it: no
draft, no part, no plan. Letters in order are compared (the longest common
subsequence): pairs of letters miss 空气站 in 空气质量自动监测站.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import chain, islice

from rapidfuzz.distance import LCSseq

from rules.catalog import Measure, Task
from rules.understand.by_number import by_number
from rules.understand.claims import Claim, bare, claims
from rules.understand.clauses import Sentence
from rules.understand.dates import Dated
from rules.understand.found import Found
from rules.understand.numbers import numbers
from rules.understand.roles import SUBSET
from rules.understand.scope import pattern

# What goes on cannot be finished by saying so.
_GOES_ON = pattern(
    r"^(?:进一步)?(?:加强|加大|提升|强化|严格|坚持|继续做好|持续|倡导|弘扬)"
)
# Nobody tells of more things done in one reply; a pasted table does.
_MOST = 30
_UNITS = frozenset("个家座项类处本套台件级批年")
_QUOTES = re.compile("[“”‘’《》]")
_BOTH = re.compile(r"(?=([\u4e00-\u9fff]{2})[和、与及]([\u4e00-\u9fff]{2}))")
# 地表水平台升级改造 and 升级改造地表水平台 are the same.
_ACT = pattern(r"(?:升级改造|升级完善|升级|改造|建设|编制|制定|修订|整治)$")
# A stranger of the task's own words is half a stranger.
_KIN, _LITERAL = 0.5, 0.2
_COVERED, _AHEAD, _ENOUGH, _LEAST = 0.8, 0.1, 4, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """The ids of measures: those done in the catalog's order, those to come."""

    done: tuple[Found[str], ...]
    promised: tuple[Found[str], ...]


def named_measures(
    text: str,
    masked: str,
    sentences: Sequence[Sentence],
    task: Task,
    ahead: Sequence[Dated],
) -> Named:
    """Find the measures a reply names. `ahead`: the days to come."""
    by_words = [*_by_words(text, masked, sentences, task, ahead)]
    found = {one.value: one for claim, one in by_words if not claim.promised}
    found |= {one.value: one for one in by_number(text, sentences, task)}
    return Named(
        done=tuple(found[one.id] for one in task.measures if one.id in found),
        promised=tuple(
            one for claim, one in by_words if claim.promised and claim.asked.pattern
        ),
    )


def _by_words(
    text: str,
    masked: str,
    sentences: Sequence[Sentence],
    task: Task,
    ahead: Sequence[Dated],
) -> Iterator[tuple[Claim, Found[str]]]:
    every = chain.from_iterable(claims(text, masked, one, ahead) for one in sentences)
    for claim in islice(every, _MOST):
        for measure in _named(claim, task):
            yield claim, Found(value=measure.id, start=claim.start, end=claim.end)


def _named(claim: Claim, task: Task) -> Iterator[Measure]:
    """Of 甲、乙均已完成 each may be a measure; else the whole is one."""
    listed = [_best(one, claim, task) for one in re.split("[、和及与]", claim.said)]
    if len({one.id for one in listed if one}) == len(listed):
        yield from (one for one in listed if one)
        return
    whole = _best(claim.said, claim, task)
    if whole:
        yield whole


def _best(said: str, claim: Claim, task: Task) -> Measure | None:
    scores = sorted(
        ((_score(said, claim, one, task), one.id, one) for one in task.measures),
        reverse=True,
    )
    if not scores or scores[0][0] < _COVERED:
        return None
    if len(scores) > 1 and scores[1][0] > scores[0][0] - _AHEAD:
        return None
    return scores[0][2]


def _score(said: str, claim: Claim, measure: Measure, task: Task) -> float:
    """Say how much of what is said is this measure, 0 to 1, and more for its verb."""
    asked = measure.text.replace("制（修）订", "制订修订")
    letters = bare(said)
    act = _ACT.search(letters)
    if act and act.group() in asked:
        letters = letters[: act.start()]
    if len(letters) < _LEAST:
        return 0
    strangers = {
        op.src_pos for op in LCSseq.editops(letters, asked) if op.tag == "delete"
    }
    # The last word says what it is: a plan's draft is not the plan.
    if strangers & {len(letters) - 1, len(letters) - 2}:
        return 0
    if not _fits(said, claim, asked):
        return 0
    context = task.title + task.short + "".join(task.aliases) + "全省统一两项我省本省"
    strange = sum(_KIN if letters[place] in context else 1 for place in strangers)
    matched = len(letters) - len(strangers)
    if matched < (_LEAST if claim.asked.pattern else _ENOUGH):
        return 0
    return matched / (matched + strange) + _LITERAL * (claim.verb[:2] in asked)


def _fits(said: str, claim: Claim, asked: str) -> bool:
    part = SUBSET.search(said)
    return bool(
        claim.asked.search(asked)
        and not (not claim.asked.pattern and _GOES_ON.search(asked))
        and _amounts(said) <= _amounts(asked)
        and not (part and part.group() not in asked)
        and ("基本" not in claim.said or "基本" in asked)
        and not any(
            (one in said) != (other in said)
            for one, other in _BOTH.findall(_QUOTES.sub("", asked))
        )
    )


@lru_cache(maxsize=1_000)
def _amounts(text: str) -> frozenset[tuple[Decimal, str]]:
    """Return the numbers of a text with what they count: 三类 is not 三级."""
    ends = ((one.value, text[one.end : one.end + 1]) for one in numbers(text))
    return frozenset((value, unit if unit in _UNITS else "") for value, unit in ends)
