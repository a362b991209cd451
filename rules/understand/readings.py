"""Readings: which numbers of a reply count what, and whether in all or anew."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from rules.catalog import Direction, Indicator, Kind, Task
from rules.ids import IndicatorId
from rules.understand.amounts import Amount, Fit, amounts
from rules.understand.clauses import Sentence
from rules.understand.roles import SUBSET, Role, next_steps, role
from rules.understand.said import Reading
from rules.understand.vocabulary import Vocabulary
from rules.understand.words import foreign, last, since_done

# Beyond this multiple of its target a count is another thing, or a slip.
_TOO_MANY = {Kind.COUNT: Decimal("1.5"), Kind.CUMULATIVE: Decimal(5)}
_KINDS: Mapping[Role, Literal["total", "increment"]] = {
    Role.SUM: "total",
    Role.TOTAL: "total",
    Role.LEFT: "total",
    Role.INCREMENT: "increment",
}
# What settles an indicator when several numbers are said of it.
_ORDER = (Role.SUM, Role.TOTAL, Role.LEFT, Role.INCREMENT)
# A noun right behind the unit says what is counted; what comes later may not.
_NOUN = re.compile(r".{0,6}[A-Za-z]*", re.DOTALL)
# How far back a sentence is remembered.
_MEMORY = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    role: Role
    indicator: Indicator
    value: Decimal
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a sentence has said so far.

    `whole`: the indicators whose target it named as what the rest is out of;
    None when it named none.
    """

    since: str = ""
    named: frozenset[IndicatorId] = frozenset()
    whole: frozenset[IndicatorId] | None = None
    part: bool = False
    planned: bool = False


def readings(
    sentences: Sequence[Sentence], task: Task, words: Vocabulary
) -> tuple[Reading, ...]:
    """Settle on at most one number for each indicator; a contradiction is none."""
    said: list[Counted] = []
    planned = False
    for sentence in sentences:
        context = Context(planned=planned)
        # Which of 分别's numbers is whose is not ours to guess.
        for clause in () if "分别" in sentence.text else sentence.clauses:
            planned = next_steps(clause.text, before=planned)
            found = tuple(amounts(clause, task.indicators))
            context = _heard(context, clause.text, words, planned=planned)
            for place, one in enumerate(found):
                pair = found[place + 1] if one.paired else None
                counted, context = _amount(one, pair, context, words)
                said += counted
            context = _passed(context, clause.text, counted=bool(found))
    return tuple(
        reading for indicator in task.indicators for reading in _settle(indicator, said)
    )


def _settle(indicator: Indicator, said: Sequence[Counted]) -> Iterator[Reading]:
    own = [one for one in said if one.indicator.id == indicator.id]
    wanted = next((r for r in _ORDER if any(one.role is r for one in own)), None)
    found = [one for one in own if one.role is wanted]
    if wanted and len({one.value for one in found}) == 1:
        yield Reading(
            indicator=indicator.id,
            value=found[0].value,
            kind=_KINDS[wanted],
            span=(found[0].start, found[0].end),
        )


def _heard(context: Context, text: str, words: Vocabulary, *, planned: bool) -> Context:
    part = context.part or bool(SUBSET.search(text))
    named = words.named(text)
    if named and named != context.named:
        context = replace(context, named=named, whole=None)
    return replace(context, part=part, planned=planned)


def _passed(context: Context, text: str, *, counted: bool) -> Context:
    """Carry a clause without numbers, unless it has finished its own thought."""
    if counted or last(text) == "done":
        return replace(context, since="")
    return replace(context, since=f"{context.since}{text}，"[-_MEMORY:])


def _amount(
    one: Amount, pair: Amount | None, context: Context, words: Vocabulary
) -> tuple[list[Counted], Context]:
    after = _after(one, pair)
    before = one.before.replace("新增", "完成") if words.adds else one.before
    part = role(context.since, before, after)
    if pair:
        context = replace(context, whole=_out_of(pair))
    elif part is Role.WHOLE or _is_target(one, part, after):
        return [], replace(context, whole=_out_of(one) if one.fits else context.whole)
    if context.part or (context.planned and part is not Role.LEFT):
        return [], context
    fits = _fitting(one, pair, context, words)
    if len(fits) != 1 or not _is_told(one, fits[0], part, context, words):
        return [], context
    return list(_count(one, fits[0], part)), context


def _after(one: Amount, pair: Amount | None) -> str:
    """Return the words behind a number that are not about the next one."""
    if pair:
        return pair.after
    return one.after if one.last or "中" in one.after else ""


def _behind(one: Amount) -> str:
    found = _NOUN.match(one.after)
    return found.group() if found else ""


def _out_of(whole: Amount) -> frozenset[IndicatorId]:
    return frozenset(
        fit.indicator.id for fit in whole.fits if fit.value == fit.indicator.target
    )


def _is_target(one: Amount, part: Role, after: str) -> bool:
    """13家 alone, or before another number, is the target and not yet reached."""
    said = part in {Role.SUM, Role.TOTAL} and bool(_out_of(one))
    return said and "done" not in {last(one.before), last(after)}


def _fitting(
    one: Amount, pair: Amount | None, context: Context, words: Vocabulary
) -> list[Fit]:
    fits = [
        fit
        for fit in one.fits
        if context.whole is None or fit.indicator.id in context.whole
        if _is_of(fit, one, pair, context, words)
    ]
    near = words.named(_behind(one)) or words.named(one.before) or context.named
    named = [fit for fit in fits if fit.indicator.id in near]
    return named or (fits if not words.named(one.before) else [])


def _is_of(
    fit: Fit, one: Amount, pair: Amount | None, context: Context, words: Vocabulary
) -> bool:
    """Whether the words round the number let it count this indicator."""
    indicator = fit.indicator
    most = _TOO_MANY.get(indicator.kind)
    if most and indicator.target and fit.value > most * indicator.target:
        return False
    if pair:
        return True
    own = words.own[indicator.id]
    if foreign(_behind(one), own):
        return False
    if foreign(since_done(one.before), own):
        return False  # 完成选址18个 are sites chosen, not stations built
    return fit.exact or not foreign(context.since + one.before, own)


def _is_told(
    one: Amount, fit: Fit, part: Role, context: Context, words: Vocabulary
) -> bool:
    """Whether somebody says the number was reached, or says nothing else at all."""
    if one.paired or part is not Role.TOTAL:
        return True
    if last(one.before) or (one.last and last(one.after)):
        return True
    return fit.exact and not foreign(
        context.since + one.before + one.after, words.every
    )


def _count(one: Amount, fit: Fit, part: Role) -> Iterator[Counted]:
    value, indicator = fit.value, fit.indicator
    if part is Role.NOTHING:
        return
    if part is Role.LEFT:
        counts = indicator.kind in {Kind.COUNT, Kind.CUMULATIVE}
        up = counts and indicator.direction is Direction.UP
        if not up or indicator.target is None or not value < indicator.target:
            return
        value = indicator.target - value
    yield Counted(
        role=part, indicator=indicator, value=value, start=one.start, end=one.end
    )
