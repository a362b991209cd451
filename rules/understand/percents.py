"""Shares of the whole: 80%, 百分之六十, 六成五, 三分之二, 过半."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from rules.understand.clauses import Clause
from rules.understand.marks import PERCENT, SPAN
from rules.understand.numbers import ARABIC, HAN, numbers, read_han
from rules.understand.roles import is_of_a_day
from rules.understand.vocabulary import Vocabulary
from rules.understand.words import BEFORE, BEGUN, DONE, NOT, PLANNED, foreign, pattern

ALL = Decimal(100)
_H = r"[一二三四五六七八九十]"
_SHARE = re.compile(
    rf"百分之(?P<han>{HAN}(?:点[零一二三四五六七八九]+)?|{ARABIC})"
    rf"|(?<![0-9A-Za-z.])(?P<arabic>{ARABIC})\s?(?:%|percent\b|per cent\b)"
    rf"|(?<![0-9一二三四五六七八九十零第])(?P<tenths>{_H}|[1-9])成(?P<more>半|[1-9一二三四五六七八九](?!成))?"
    r"(?![立为果功本员绩效交熟就分型都长品套语不])"
    rf"|(?P<below>{HAN}|[0-9]{{1,3}})分之(?P<above>{HAN}|[0-9]{{1,3}})"
    r"|(?P<half>过半|超半|半数|一半|\bhalf\b)|(?P<thirds>\b(?:one third|two thirds)\b)"
    r"|(?<=完成)了?\s?(?P<top>[1-9])/(?P<bottom>[2-9])(?![0-9/.])",
    re.IGNORECASE,
)
# Figures that are shares of something else, or no state at all.
_OTHER = pattern(
    r"(?<!完成)(?<!完工)(?<!进度)(?<!进展)率|占比|比重|(?<!完成)比例|同比|环比|较|比[上去前]|下降|降低|减少"
    r"|增长|增幅|浓度|覆盖|资金|投资|经费|预算|滞后|落后|超过?序时|序时|快于|慢于|高于|低于|不到|不足"
    r"|未达|未到|没到|应达|应为|应完成|目标(?!的|任务的)|提高(?!到|至|了?到)|提升(?!到|至)|上涨|波动"
    r"|折扣|概率|\b(?:budget|rate|behind|ahead|less than"
    r"|under|below|not yet)\b|[-~—]\s*$"
)
_PARTIAL = pattern(
    r"土建|设备|招标|方案|设计|安装|采购|前期|支付|审批|征地|[一二三]期|第[一二三]批|其中|材料"
    r"|可研|环评|验收|问卷|图纸|勘察|\b(?:design|equipment|procurement|survey|phase)\b"
)
_FROM = pattern(rf"(?:由|从|自|{BEFORE})[^，]{{0,6}}$")
_LEFT = pattern(r"(?:剩余?下?|还差|尚余|尚有|余下?|\bremaining\b)(?:的|约)?\s*$")
_UNDONE = pattern(r"^[^，]{0,6}(?:未|没有?|尚未|还没)|^\s*(?:left|remaining|to go)")
_GENERIC = pattern(
    r"总?工[程作]量|任务量|改造|整改|整治|治理|建设|推进|提高|提升|进[度展]|完成率|完工率|完成比例|超过"
)
_RANGE = pattern(r"\s*[-~—–至到]")
_SAYS = pattern(
    rf"{DONE}|进度|进展|目前|现在|总体|整体|累计|达|已|实际|现|progress|now|about|over"
)
_STRONG = pattern(r"总体|整体|累计|总进度|总的|目前|现|实际|overall|now|in total")


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    value: Decimal
    start: int
    end: int


def mask_shares(text: str) -> tuple[str, tuple[Share, ...]]:
    """Find the shares, and the text with marks in their place."""
    found = tuple(_shares(text))
    pieces, here = [], 0
    for one in found:
        pieces += [text[here : one.start], PERCENT * (one.end - one.start)]
        here = one.end
    return "".join([*pieces, text[here:]]), found


def _shares(text: str) -> Iterator[Share]:
    for match in _SHARE.finditer(text):
        value = _value(match)
        if value is not None:
            yield Share(value=value, start=match.start(), end=match.end())


def _value(found: re.Match[str]) -> Decimal | None:
    said = next(name for name, part in found.groupdict().items() if part)
    return _READ[said](found)


def _number(text: str) -> Decimal | None:
    return next((one.value for one in numbers(text)), None)


def _tenths(found: re.Match[str]) -> Decimal:
    more = found["more"] or "0"
    half = Decimal(5) if more == "半" else _number(more)
    return (_number(found["tenths"]) or Decimal(0)) * 10 + (half or Decimal(0))


def _ratio(above: str, below: str) -> Decimal | None:
    part, whole = _number(above), _number(below)
    if part is None or not whole:
        return None
    return part * ALL / whole


_READ: Mapping[str, Callable[[re.Match[str]], Decimal | None]] = {
    "han": lambda found: read_han(found["han"]) or _number(found["han"]),
    "arabic": lambda found: _number(found["arabic"]),
    "tenths": _tenths,
    "below": lambda found: _ratio(found["above"], found["below"]),
    "half": lambda _: Decimal(50),
    "thirds": lambda found: _ratio("2" if found["thirds"][0] in "tT" else "1", "3"),
    "top": lambda found: _ratio(found["top"], found["bottom"]),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    value: Decimal
    strong: bool


def progress(
    clauses: Sequence[Clause], shares: Sequence[Share], words: Vocabulary
) -> int | None:
    """Say how far the whole task is, when the shares agree on it."""
    said = [
        one
        for clause in clauses
        for share in clause.of(shares)
        for one in _of_clause(clause, share, words)
    ]
    values = {one.value for one in said if one.strong} or {one.value for one in said}
    if len(values) != 1:
        return None
    whole = int(values.pop().quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return whole if 0 <= whole <= ALL else None


def _of_clause(clause: Clause, share: Share, words: Vocabulary) -> Iterator[Said]:
    before = clause.text[: share.start - clause.start].rpartition(PERCENT)[2]
    after = clause.text[share.end - clause.start :]
    if _is_other(before, after, words):
        return
    says = _SAYS.search(clause.text) or not foreign(clause.text, words.every)
    if not says:
        return
    left = _LEFT.search(before) or _UNDONE.search(after)
    value = ALL - share.value if left else share.value
    yield Said(value=value, strong=bool(_STRONG.search(before)))


def _is_other(before: str, after: str, words: Vocabulary) -> bool:
    one_of_many = len(words.hints) > 1 and bool(words.named(before))
    subject = _GENERIC.sub(" ", before)
    for name in words.names:
        subject = subject.replace(name, " ")
    part = foreign(subject, words.only) and not _STRONG.search(before)
    return bool(
        one_of_many
        or is_of_a_day(before)
        or part
        or _OTHER.search(before)
        or _PARTIAL.search(before)
        or _FROM.search(before)
        or pattern(PLANNED).search(before)
        or pattern(rf"(?:{NOT})[^，]{{0,3}}$").search(before.replace(SPAN, ""))
        or pattern(BEGUN).search(after)
        or _RANGE.match(after)
    )
