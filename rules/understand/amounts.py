"""Amounts in a sentence: a number, what stands round it, which units it fits."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rules.catalog import Indicator
from rules.understand.clauses import Clause
from rules.understand.marks import TIME
from rules.understand.numbers import numbers, tidy
from rules.understand.words import NOUNS

_SCALES = {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
# What people count with: the same things by another word.
_ALIKE = {
    "家": "户个",
    "个": "项件座处站",
    "项": "个件",
    "座": "个处站",
    "处": "个座",
    "台": "套",
}
# The same in English, where a unit is a noun that may stand a word or two away.
_NOUN = {
    unit: re.compile(
        rf"\s(?:(?!and\b|of\b)[a-z-]+\s){{0,2}}?(?:{nouns})\b", re.IGNORECASE
    )
    for unit, nouns in NOUNS.items()
}
_MORE = re.compile(r"\s*[多余来大]?\s*")
_PAIR = re.compile(r"\s*(?:/|\bof\b|\bout of\b)\s*(?:the\s+)?", re.IGNORECASE)
_UNITLESS = re.compile(
    rf"\s*(?:$|[/.]|[a-z]|[由从至到已均都全实完了{TIME}])"
    r"|\s+(?!项(?!目)|[百千万亿家个座台套类处本件人次吨元条份场期名户辆月日号年天小分])[\u4e00-\u9fff]",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"^个?(?:月|工作日|小时|星期|礼拜|百分点|人|天|季度|学时|周)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """An indicator whose unit the number carries; `exact` when by its own word."""

    indicator: Indicator
    value: Decimal
    exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number in its clause. `paired`: the next amount is what it is out of."""

    start: int
    end: int
    before: str
    after: str
    fits: tuple[Fit, ...]
    bare: bool
    paired: bool = False
    last: bool = True


def amounts(clause: Clause, indicators: Sequence[Indicator]) -> Iterator[Amount]:
    """Read the numbers of a clause, each with the words up to its neighbours."""
    found = tuple(numbers(clause.text))
    here = 0
    for place, number in enumerate(found):
        last = place == len(found) - 1
        until = len(clause.text) if last else found[place + 1].start
        fits, end = _fits(clause.text[number.end : until], number.value, indicators)
        after = clause.text[number.end + end : until]
        yield Amount(
            start=clause.start + number.start,
            end=clause.start + number.end + end,
            before=clause.text[here : number.start],
            after=after,
            fits=fits,
            bare=end == 0,
            paired=not last and bool(_PAIR.fullmatch(after)),
            last=last,
        )
        here = number.end + end


def _fits(
    text: str, value: Decimal, indicators: Sequence[Indicator]
) -> tuple[tuple[Fit, ...], int]:
    """Find the units that follow a number, and how far the longest reaches."""
    if _COUNTED.match(text):
        return (), 0
    counted = [one for one in indicators if one.unit != "%"]
    fits, reach = [], 0
    for one in counted:
        scale, core = _split(one.unit)
        end, exact = _unit_end(text, core)
        if end or exact:
            fits.append(_fit(one, value / scale, exact=exact))
            reach = max(reach, end)
    if any(fit.exact for fit in fits):
        fits = [fit for fit in fits if fit.exact]
    if not fits and _UNITLESS.match(text):
        fits = [_fit(one, value, exact=False) for one in counted]
    return tuple(fits), reach


def _fit(indicator: Indicator, value: Decimal, *, exact: bool) -> Fit:
    return Fit(indicator=indicator, value=tidy(value), exact=exact)


def _unit_end(text: str, core: str) -> tuple[int, bool]:
    """Say where the unit ends (0: it is not there) and whether it is the very word."""
    more = _MORE.match(text)
    start = more.end() if more else 0
    short, slash, _ = core.partition("/")  # 5万吨 may be of another kind than 5万吨/年
    for spelt, exact in (
        (core, True),
        (core.replace("/", "每"), True),
        (short, not slash),
    ):
        if spelt and text.startswith(spelt, start):
            return start + len(spelt), exact
    letter = text[start : start + 1]
    noun = _NOUN.get(core)
    if noun and noun.match(text):
        return 0, True  # the noun is left to say what is counted
    alike = (
        bool(letter)
        and not text.startswith("项目", start)
        and letter in _ALIKE.get(core, "")
    )
    return (start + 1, False) if alike else (0, False)


def _split(unit: str) -> tuple[int, str]:
    scale = _SCALES.get(unit[:1], 1)
    return scale, unit[1:] if scale > 1 else unit
