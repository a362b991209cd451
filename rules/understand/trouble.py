"""What stands in the way and what is asked of others, as the person put it."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from rules.catalog import Indicator
from rules.understand.clauses import Clause, Sentence
from rules.understand.found import Found
from rules.understand.needs import HEADING as NEEDED
from rules.understand.needs import asks, follows
from rules.understand.problem import (
    hinders,
    is_cause,
    is_mention,
    is_named,
    is_reason,
    is_stand_still,
    is_trouble,
    is_undone,
)
from rules.understand.scope import asserted, is_over, pattern
from rules.understand.status import ON_TRACK

_HEADING = pattern(
    r"(?:问题|困难|难点|原因|瓶颈|短板|堵点|难题|障碍|卡点)(?:主要|目前|现在)?(?:是"
    r"|有|为|如下|包括)?$"
    r"|\b(?:problems?|issues?|difficult(?:y|ies)|obstacles?|reasons?|risks?|blockers?)$"
)
_LABEL = pattern(
    r"^[\s，]*(?:(?:但是?|不过|只是)[，\s]*)?"
    r"(?:(?:目前|现在|当前|另外|其中)*(?:存在|主要|最大|突出|面临)*的?(?:问题|困难"
    r"|难点)"
    r"(?:主要)?(?:是|在于|为|有)?[：:\s]*)?"
)
_EMPTY = pattern(r"^\s*(?:暂?无|没有?|暂时没有|none|nil|no|n/a|/)[\s。，,.、]*$")


# Whoever is rid of a trouble says so soon after naming it.
_SOON = 8
_LISTED = re.compile(r"\s*、\s*")


def needs(text: str, sentences: Sequence[Sentence]) -> Found[str] | None:
    """Return what is asked of others, in the person's own words."""
    said = asserted(text, sentences)
    wanted = {
        one.start
        for part in said
        for one in part.clauses
        if asks(text, one) and not _opens(text, one)
    }
    wanted |= {
        after.start
        for part in said
        for one, after in pairwise(part.clauses)
        if one.start in wanted and follows(text, after)
    }
    return _picked(text, said, NEEDED, wanted)


def problem(
    text: str, sentences: Sequence[Sentence], indicators: Sequence[Indicator]
) -> Found[str] | None:
    """Return what stands in the way, in the person's own words, unlabelled."""
    said = asserted(text, sentences)
    clauses = [clause for part in said for clause in part.clauses]
    wanted = _hindering(text, clauses, indicators)
    found = _picked(text, said, _HEADING, wanted)
    if not found:
        return None
    bare = _LABEL.sub("", found.value) or found.value
    return Found(value=bare, start=found.start, end=found.end)


def _hindering(
    text: str, clauses: Sequence[Clause], indicators: Sequence[Indicator]
) -> frozenset[int]:
    """Causes, and the words beside them that say how bad it is."""
    late = [is_trouble(text, one) for one in clauses]
    undone = [is_undone(one) for one in clauses]
    mentions = [is_mention(one) for one in clauses]
    causes = [
        (
            (place and mentions[place - 1] and is_named(text, one))
            or hinders(text, one, indicators)
            or (_beside(place, late) and is_reason(text, one))
            or (_beside(place, undone) and is_cause(text, one))
        )
        and not is_over(one, clauses[place : place + _SOON], ON_TRACK)
        for place, one in enumerate(clauses)
    ]
    return frozenset(
        one.start
        for place, one in enumerate(clauses)
        if (causes[place] and not (mentions[place] and any(causes[place + 1 :][:1])))
        or (_beside(place, causes) and is_stand_still(text, one))
    )


def _beside(place: int, marked: Sequence[bool]) -> bool:
    return any(marked[max(0, place - 1) : place]) or any(marked[place + 1 : place + 2])


def _picked(
    text: str,
    sentences: Sequence[Sentence],
    heading: re.Pattern[str],
    wanted: AbstractSet[int],
) -> Found[str] | None:
    """Join the wanted clauses, neighbours as they stood in the text."""
    runs: list[tuple[int, int]] = []
    headed = False
    for sentence in sentences:
        headed = headed and text[sentence.start - 1] in "；;"
        marks, headed = _marked(text, sentence, heading, wanted, headed=headed)
        near = False
        for clause, mine in zip(sentence.clauses, marks, strict=True):
            if mine and near:
                runs[-1] = (runs[-1][0], clause.end)
            elif mine and not _EMPTY.match(text[clause.start : clause.end]):
                runs.append((clause.start, clause.end))
            near = mine and bool(runs)
    said = "；".join(text[start:end].strip() for start, end in runs)
    return Found(value=said, start=runs[0][0], end=runs[-1][1]) if said else None


def _marked(
    text: str,
    sentence: Sentence,
    heading: re.Pattern[str],
    wanted: AbstractSet[int],
    *,
    headed: bool,
) -> tuple[list[bool], bool]:
    """Say which clauses are wanted, and whether the heading still holds at the end."""
    marks = []
    for clause in sentence.clauses:
        if _opens(text, clause):
            headed = bool(heading.search(clause.text))
        other = heading is _HEADING and asks(text, clause)
        under = headed and not _opens(text, clause) and not other
        marks.append(clause.start in wanted or under)
    # 资金、用地未落实 is one thought.
    for place, (one, after) in reversed([*enumerate(pairwise(sentence.clauses))]):
        listed = _LISTED.fullmatch(text, one.end, after.start)
        marks[place] = marks[place] or (bool(listed) and marks[place + 1])
        if _EMPTY.match(text[after.start : after.end]):
            marks[place] = False
    return marks, headed


def _opens(text: str, clause: Clause) -> bool:
    """Whether a clause is the heading of what follows."""
    return text[clause.end : clause.end + 1] in {"：", ":"}
