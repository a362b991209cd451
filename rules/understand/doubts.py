"""What a reply leaves open: asked about in one tap, neither guessed nor dropped."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Literal

from rules.catalog import Indicator
from rules.understand.amounts import Fit
from rules.understand.context import Open
from rules.understand.evidence import CONFIDENCE, ENOUGH, Evidence
from rules.understand.figures import Figures
from rules.understand.fitting import is_too_many
from rules.understand.marks import DATE
from rules.understand.numbers import Number, numbers
from rules.understand.reply import Reply
from rules.understand.roles import Role, begins_rise
from rules.understand.said import Doubt, Option, Reading, Status, Understanding
from rules.understand.words import FINISH, PLANNED, foreign, pattern

_MOST_DOUBTS, _MOST_OPTIONS = 2, 4
# So far beyond its target a number is another thing, and not worth a question.
_ABSURD = 10
_ALL = Decimal(100)
_ALMOST = pattern(
    rf"(?:基本|大体|差不多|接近|即将|快要?|快都?|初步)[已上都就能要]*(?:{FINISH}|[弄搞干做]完)"
)
_NOT_ALMOST = pattern(
    r"不是|没|未|还差|预计|计划|争取|力争|确保|能|可|会|如果|若|目标|要求|希望"
)
_LACKING = re.compile("还[差剩有缺]|就差|只差|但|除了")
_PLANS = pattern(PLANNED)
_RANGE = re.compile(r"\s*(?:[到至或~—–-]|or|to)\s*")
_LONE_NUMBER = re.compile(
    r"[\s:：是就现在目前约大概共]*(?P<number>.+?)[\s了吧左右多。.!！]*"
)
_LONE_DATE = re.compile(
    rf"[\s约大概估计要得最迟晚在]*{DATE}+[\s之以]*[前底末里内]?[\s左右前后吧了。.!！]*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A doubt, and the kind of evidence that was not enough."""

    evidence: Evidence
    doubt: Doubt


def doubts(reply: Reply, figures: Figures, said: Understanding) -> tuple[Asked, ...]:
    """Return what to ask about, with places in the clean text.

    At most two doubts, of at most four options each.
    """
    asked = (
        *_lone(reply, said),
        *_open(figures, said),
        *_ranges(reply, figures, said),
        *_almost(reply, figures, said),
    )
    return asked[:_MOST_DOUBTS]


def _doubt(
    evidence: Evidence, start: int, end: int, options: Iterable[Option]
) -> Iterator[Asked]:
    some = tuple(options)[:_MOST_OPTIONS]
    if some and CONFIDENCE[evidence] < ENOUGH:
        yield Asked(evidence=evidence, doubt=Doubt(span=(start, end), options=some))


def _open(figures: Figures, said: Understanding) -> Iterator[Asked]:
    """Ask what a number counts, whether it is in all, or whether it is right."""
    known = {one.indicator for one in said.readings}
    for one in figures.left_open:
        if any(fit.indicator.id in known for fit in one.fits):
            continue
        options = [
            _reading(fit.indicator, value, kind, (one.start, one.end))
            for fit in one.fits
            for value in _values(one, fit)
            for kind in _kinds(one)
        ]
        yield from _doubt(one.evidence, one.start, one.end, options)


def _values(one: Open, fit: Fit) -> Iterator[Decimal]:
    target = fit.indicator.target
    if one.part is not Role.LEFT:
        if target is None or fit.value <= target * _ABSURD:
            yield fit.value
    elif target is not None and fit.value < target:
        yield target - fit.value


def _kinds(one: Open) -> Sequence[Literal["total", "increment"]]:
    if one.part is Role.NOTHING:  # 8家9月底完成, 本期8家
        return ("total", "increment")
    return ("increment",) if one.part is Role.INCREMENT else ("total",)


def _reading(
    indicator: Indicator,
    value: Decimal,
    kind: Literal["total", "increment"],
    span: tuple[int, int],
) -> Option:
    return Option(
        reading=Reading(indicator=indicator.id, value=value, kind=kind, span=span)
    )


def _ranges(reply: Reply, figures: Figures, said: Understanding) -> Iterator[Asked]:
    """Ask which end of a range is meant: 大概60%到70%."""
    if said.percent is not None:
        return
    for one, after in pairwise(figures.shares):
        between = reply.masked[one.end : after.start]
        clause = next((c for c in reply.clauses if c.start <= one.start < c.end), None)
        if not clause or not _RANGE.fullmatch(between):
            continue
        before = clause.text[: one.start - clause.start]
        whole = before + clause.text[after.end - clause.start :]
        ahead = _PLANS.search(whole) or DATE in whole
        if begins_rise(before) is None and not (
            ahead or foreign(whole, reply.words.called)
        ):
            options = [_percent(one.value), _percent(after.value)]
            yield from _doubt(Evidence.RANGE, one.start, after.end, options)


def _percent(value: Decimal) -> Option:
    whole = value.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return Option(percent=int(min(whole, _ALL)))


def _almost(reply: Reply, figures: Figures, said: Understanding) -> Iterator[Asked]:
    """Ask whether 基本完成 is done."""
    if said.status or said.expected or said.percent is not None or said.readings:
        return
    if _LACKING.search(reply.masked):
        return
    for clause in reply.clauses:
        found = _ALMOST.search(clause.text)
        if not found or _NOT_ALMOST.search(clause.text) or any(numbers(clause.text)):
            continue
        text = clause.text
        for name in reply.words.names:
            text = text.replace(name, " ")
        if (
            not foreign(text.replace("快", " "), reply.words.alone)
            and not figures.shares
        ):
            start, end = clause.start + found.start(), clause.start + found.end()
            yield from _doubt(Evidence.ALMOST, start, end, [Option(status=Status.DONE)])


def _lone(reply: Reply, said: Understanding) -> Iterator[Asked]:
    """Ask what a reply of a single number or date says."""
    if len(reply.clauses) != 1 or not said.nothing:
        return
    clause = reply.clauses[0]
    found = _LONE_NUMBER.fullmatch(clause.text)
    number = next(numbers(found["number"]), None) if found else None
    if found and number and number.end - number.start == len(found["number"]):
        start = clause.start + found.start("number")
        span = (start, start + len(found["number"]))
        yield from _doubt(Evidence.LONE, *span, _meanings(number, reply, span))
    if _LONE_DATE.fullmatch(clause.text):
        days = [one for one in clause.of(reply.dates) if one.day >= reply.today]
        for one in days[:1]:
            yield from _doubt(
                Evidence.LONE, one.start, one.end, [Option(expected=one.day)]
            )


def _meanings(number: Number, reply: Reply, span: tuple[int, int]) -> Iterator[Option]:
    indicators = [
        one
        for one in reply.subject.task.indicators
        if one.unit != "%" and not is_too_many(one, number.value)
    ]
    indicators = indicators[: _MOST_OPTIONS - 1]
    kinds: Sequence[Literal["total", "increment"]] = ("total",)
    if len(indicators) == 1:
        kinds = ("total", "increment")
    for one in indicators:
        for kind in kinds:
            yield _reading(one, number.value, kind, span)
    if number.value <= _ALL:
        yield _percent(number.value)


def placed(asked: Asked, reply: Reply) -> Doubt:
    """Return a doubt with its places in the reply as written."""
    doubt = asked.doubt
    return Doubt(
        span=reply.said.span(*doubt.span),
        options=tuple(
            replace(
                one,
                reading=replace(one.reading, span=reply.said.span(*one.reading.span)),
            )
            if one.reading
            else one
            for one in doubt.options
        ),
    )
