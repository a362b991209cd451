"""What a report asks of others: what, from whom, by when.

Nothing is invented: whom nobody named and a day nobody said are absent. What is not
understood stays in the person's own words, so that nothing asked for is lost.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from rules import needed_en, needed_zh
from rules.catalog import Unit
from rules.needed_when import Clause, sentences
from rules.understand.clean import clean

_LONGEST = 1_000  # characters; more is a pasted file, not what somebody needs
_LABEL = re.compile(
    r"^\s*(?:(?:目前|现)?(?:需要?|急需|请求|希望|建议)?(?:省厅|领导|上级)?"
    r"(?:协调|解决|支持|协助|帮助)*的?(?:事项|问题|诉求|需求|请求|建议)(?:是|有|为)?"
    r"|needs?|requests?|help needed)\s*[:：]\s*",
    re.IGNORECASE,
)
# Of what follows in 请省厅协调，5月29日前定 only the day is news.
_DEED = re.compile(
    r"(?:办|定|完成|解决|落实|办结|办妥|办好|明确|答复|回复|协调到位|到位|done|settled)?",
    re.IGNORECASE,
)
_ENOUGH = 0.5  # of the shorter's pairs of letters: 明确电价, 尽快明确用电价格


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One thing asked for. `whom` is empty and `by` None where nobody said."""

    what: str
    whom: str = ""
    by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Voiced:
    """What one report of a branch said it needs. `carried`: by a mere 无变化."""

    on: date
    text: str
    carried: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenNeed:
    """A need as it stands, and the day since which it has been asked for."""

    need: Need
    since: date


def needed(text: str, said: date, units: Sequence[Unit] = ()) -> tuple[Need, ...]:
    """Return what these words, said on a day, ask for; in the order they ask.

    A unit named by its name or an alias is told by its name.
    """
    plain = _LABEL.sub("", clean(text[:_LONGEST]).text).strip()
    found: list[Need] = []
    for sentence in sentences(plain, said):
        told = tuple(_of_one(sentence, units))
        if len(told) == 1 and found and _only_when(told[0]):
            found[-1] = replace(found[-1], by=found[-1].by or told[0].by)
        else:
            found += (one if one.what else replace(one, what=plain) for one in told)
    return tuple(found)


def _only_when(need: Need) -> bool:
    return bool(need.by and not need.whom and _DEED.fullmatch(need.what))


def _of_one(clauses: Iterable[Clause], units: Sequence[Unit]) -> Iterator[Need]:
    """Read one sentence: a clause that asks nobody belongs to the one before it.

    What stands before the first that asks is what it is about.
    """
    need: Need | None = None
    about: list[str] = []
    by: date | None = None
    for clause in clauses:
        asks, whom, what = _read(clause.text, units)
        if asks or whom:
            if need:
                yield need
            what = "，".join([*about, what]) if what else "，".join(about)
            need = Need(what=what or clause.text, whom=whom, by=clause.by or by)
            about, by = [], None
        elif need:
            need = _continued(need, clause)
        else:
            about += [clause.text] if clause.text else []
            by = by or clause.by
    yield need or Need(what="，".join(about), by=by)


def _continued(need: Need, clause: Clause) -> Need:
    more = "" if _DEED.fullmatch(clause.text) else f"，{clause.text}"
    return replace(need, what=need.what + more, by=need.by or clause.by)


def _read(text: str, units: Sequence[Unit]) -> tuple[bool, str, str]:
    """Return whether a clause asks, whom, and for what."""
    return needed_zh.read(text, units) or needed_en.read(text) or (False, "", text)


def still_needed(
    history: Sequence[Voiced], units: Sequence[Unit] = ()
) -> tuple[OpenNeed, ...]:
    """Return what a branch needs now, and since when.

    `history`: its reports that need something, the oldest first, none without needs
    between them. A day in the words is read as of the day they were written.
    """
    read: list[tuple[date, tuple[Need, ...]]] = []
    last = ""
    for one in history:
        again = one.carried and one.text == last
        found = read[-1][1] if again else needed(one.text, one.on, units)
        read.append((one.on, found))
        last = one.text
    now = read[-1][1] if read else ()
    return tuple(OpenNeed(need=need, since=_since(need, read)) for need in now)


def _since(need: Need, read: Sequence[tuple[date, tuple[Need, ...]]]) -> date:
    since, _ = read[-1]
    for on, needs in reversed(read[:-1]):
        if not any(_same(need, one) for one in needs):
            break
        since = on
    return since


def _same(one: Need, other: Need) -> bool:
    """Whether two reports ask for one thing, perhaps in other words."""
    if one.whom and other.whom and one.whom != other.whom:
        return False
    pairs, others = _pairs(one.what), _pairs(other.what)
    return len(pairs & others) >= _ENOUGH * min(len(pairs), len(others))


def _pairs(text: str) -> set[str]:
    return {a + b for a, b in pairwise(text.lower())} or {text}
