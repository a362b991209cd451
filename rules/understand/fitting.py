"""What a number counts, judged by the words round it, and whether that is told."""

import re
from decimal import Decimal

from rules.catalog import Indicator, Kind
from rules.ids import IndicatorId
from rules.understand.amounts import Amount, Fit
from rules.understand.context import Context
from rules.understand.roles import Role
from rules.understand.vocabulary import Vocabulary
from rules.understand.words import BEGUN, DONE, foreign, last, pattern, since_done

# Beyond this multiple of its target a count is another thing, or a slip.
_TOO_MANY = {Kind.COUNT: Decimal("1.5"), Kind.CUMULATIVE: Decimal(5)}
# A noun right behind the unit says what is counted; what comes later may not.
_NOUN = re.compile(r"(?:\s*[A-Za-z-]+){1,3}|.{0,6}[A-Za-z]*", re.DOTALL)
_APART = re.compile(r"\s+[\u4e00-\u9fff]")
_VERB = pattern(rf"\s*(?:已|均|都|全|也|就|约?占|正|还|尚|未|{DONE})")
_DONE, _BEGUN = pattern(DONE), pattern(BEGUN)
# What is done to all of them alike names none of them.
_WORK = re.compile(r"改造|整治|治理|建设|工作|任务")
# Units that anything is counted by; a name has to say what.
_ANY = frozenset("个项件处")
# One strange letter may be half a name (宝钢), two are another subject.
STRANGE = 2


def fitting(
    one: Amount, pair: Amount | None, context: Context, words: Vocabulary
) -> list[Fit]:
    fits = [
        fit
        for fit in one.fits
        if context.whole is None or fit.indicator.id in context.whole
        if _is_of(fit, one, pair, context, words)
    ]
    fits = [fit for fit in fits if not is_much(fit)] or fits
    near = (
        words.named(behind(one))
        or words.named(one.before)
        or context.named
        or context.lately
    )
    named = [fit for fit in fits if fit.indicator.id in near]
    return named or (fits if not words.named(one.before) else [])


def _is_of(
    fit: Fit, one: Amount, pair: Amount | None, context: Context, words: Vocabulary
) -> bool:
    """Whether the words round the number let it count this indicator."""
    if pair:
        return True
    own = words.own[fit.indicator.id]
    if foreign(behind(one), own):
        return False
    if foreign(since_done(one.before), own):
        return False  # 完成选址18个 are sites chosen, not stations built
    if is_strange(one, context, words) and fit.indicator.unit in _ANY:
        return False
    return fit.exact or not foreign(context.since + one.before, own)


def is_strange(one: Amount, context: Context, words: Vocabulary) -> bool:
    """Whether the words round the number speak of something else."""
    if words.named(one.before) or words.named(behind(one)):
        return False
    near = _BEGUN.sub(" ", one.before + behind(one))
    return context.other or foreign(near, words.every) >= STRANGE


def is_told(
    one: Amount, fit: Fit, part: Role, context: Context, words: Vocabulary
) -> bool:
    """Whether somebody says the number was reached, or says nothing else at all."""
    if one.paired or part not in {Role.SUM, Role.TOTAL} or last(one.before):
        return True
    if one.last and last(one.after):
        return _of_these(one, words)
    if part is Role.SUM:
        return True
    own, rest = words.own[fit.indicator.id], one.after if one.last else ""
    if fit.indicator.id in words.named(one.before) and (one.last or rest != one.after):
        plain = not foreign(context.since + one.before + rest, words.every)
        like = one.bare or fit.exact or "/" not in fit.indicator.unit
        return (like and plain) or (fit.exact and not foreign(one.before + rest, own))
    return fit.exact and not foreign(
        context.since + one.before + one.after, words.every
    )


def _of_these(one: Amount, words: Vocabulary) -> bool:
    """Whether it is they that are done: 86个园区的方案已完成 is said of plans."""
    done = _DONE.search(one.after)
    return not done or foreign(one.after[: done.start()], words.every) < STRANGE


def behind(one: Amount) -> str:
    """Return the noun right behind the unit, where there is one and no verb."""
    apart = one.bare and not one.last and bool(_APART.match(one.after))
    none = apart or _VERB.match(one.after)  # 园区60 项目550
    found = None if none else _NOUN.match(one.after)
    return _WORK.sub("", found.group()) if found else ""


def is_much(fit: Fit) -> bool:
    return is_too_many(fit.indicator, fit.value)


def is_too_many(indicator: Indicator, value: Decimal) -> bool:
    """Whether so much would be far beyond what there is to do."""
    most, target = _TOO_MANY.get(indicator.kind), indicator.target
    return bool(most and target and value > most * target)


def out_of(whole: Amount) -> frozenset[IndicatorId]:
    return frozenset(
        fit.indicator.id for fit in whole.fits if fit.value == fit.indicator.target
    )
