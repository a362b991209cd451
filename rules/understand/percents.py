"""Shares of the whole: 80%, 百分之六十, 六成五, 三分之二, 过半."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from rules.understand.clauses import Clause
from rules.understand.evidence import Evidence
from rules.understand.marks import PERCENT, SPAN
from rules.understand.numbers import ARABIC, ENGLISH, HAN, numbers, read_han
from rules.understand.roles import begins_rise, is_of_a_day, rises_to
from rules.understand.vocabulary import Vocabulary
from rules.understand.words import BEFORE, BEGUN, DONE, NOT, PLANNED, foreign, pattern

ALL = Decimal(100)
_H = r"[一二两三四五六七八九十]"
_SHARE = re.compile(
    rf"百分之(?P<han>{HAN}(?:点[零一二三四五六七八九]+)?|{ARABIC})"
    r"|(?P<all>百分之?百|十成(?![一-十立为果功本员绩效]))"
    rf"|(?<![0-9A-Za-z.])(?P<arabic>{ARABIC})\s?(?:%|percent\b|per cent\b)"
    rf"|\b(?P<english>{ENGLISH})\s(?:percent|per cent)\b"
    rf"|(?<![0-9一二三四五六七八九十零第])(?P<tenths>{_H}|[1-9])成(?P<more>半|[1-9一二三四五六七八九](?!成))?"
    r"(?![立为果功本员绩效交熟就分型都长品套语不])"
    rf"|(?P<below>{HAN}|[0-9]{{1,3}})分之(?P<above>{HAN}|[0-9]{{1,3}})"
    r"|(?P<none>(?:进度|完成率)[仍还]?[为是]?(?:零|0(?![0-9.%]))(?!\w)|零进度)"
    r"|(?P<half>过半|超半|半数|一半|\bhalf(?:way)?\b)"
    r"|\b(?P<part>one|a|two|three|four)[ -](?P<parts>third|fifth|quarter)s?\b"
    r"(?=\s(?:of|done|complete|finished|through|is|has))"
    r"|(?<=完成)了?\s?(?P<top>[1-9])/(?P<bottom>[2-9])(?![0-9/.])"
    r"|(?<![0-9A-Za-z./])(?P<over>[1-9])/(?P<under>[2-9])"
    r"(?=\s(?:done|complete|finished|through|of (?:the )?(?:way|work)))",
    re.IGNORECASE,
)
# Figures that are shares of something else, or no state at all.
_OTHER = pattern(
    r"(?<!完成)(?<!完工)(?<!进度)(?<!进展)率|占比|比重|(?<!完成)比例|同比|环比|较|比[上去前]|下降|降低|减少"
    r"|增长|增幅|浓度|覆盖|资金|投资|经费|预算|滞后|落后|超过?序时|序时|快于|慢于|高于|低于|不到|不足"
    r"|未达|未到|没到|应达|应为|应完成|目标(?!的|任务的)|提高(?!到|至|了?到)|提升(?!到|至)|涨(?![到至])|波动"
    r"|折扣|概率|\b(?:budget|rate|behind|ahead|less than"
    r"|under|below|not yet)\b|[-~—]\s*$"
)
_PARTIAL = pattern(
    r"土建|设备|招标|方案|设计|安装|采购|前期|支付|审批|征地|[一二三]期|第[一二三]批|其中|材料"
    r"|可研|环评|验收|问卷|图纸|勘察|收到(?!\s)|收回|回收|\b(?:design|equipment|procurement|survey|phase)\b"
)
_FROM = pattern(rf"(?:由|从|自|\bfrom\b|{BEFORE})[^，]{{0,6}}$")
_LEFT = pattern(r"(?:剩余?下?|还差|尚余|尚有|余下?|\bremaining\b)(?:的|约)?\s*$")
_UNDONE = pattern(
    r"^[^，]{0,6}(?:未|没有?|尚未|还没有?)能?(?=完|做|弄|改|建|启|到位|搞|干|办|开|动|落|实|整)"
    r"|^\s*(?:left|remaining|to go)"
)
_GENERIC = pattern(
    r"进度条|总?(?:工[程作]量|任务量?|进度)|完成度|[这那此该本整]项|[本整]个|差不多|改造|整改|整治|治理|建设|推进|提高|提升|进[度展]|完成率|完工率|完成比例|超过"
)
_RANGE = pattern(r"\s*(?:[-~—–至到]|or\b|或)")
_ROSE = re.compile(
    rf"[由从]\s?(?:{ARABIC})[^，0-9]{{0,4}}[到至]了?\s?$"
)  # 由45提高到60%
_FELL = pattern(r"降|减|落|跌|回|down|fell")
# 进度90%要到11月才行: not yet so.
_LATER = pattern(r"^[^，]{0,3}(?:[要得需]要?[等到]|估计要|才(?:[行能会有]|可以))")
_NOUN = re.compile(r"的?[\u4e00-\u9fff]{2,4}")
_OF_SOME = pattern(
    r"\s*of (?!(?:the )?(?:whole|task|work|total|project|job|overall|year|way)\b)"
    r"(?:the )?\w+"
)
_ARROWS = ("->", "→", "-->")
_ARROW = re.compile(r"^\s*(?:-*>|→)\s*$")
_SAYS = pattern(
    rf"{DONE}|推进[到至]|进度|进展|目前|现在|总体|整体|累计|达|已|实际|现|progress|now|about|over"
)
_STRONG = pattern(r"总体|整体|累计|总进度|总的|目前|眼下|现|实际|overall|now|in total")


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    value: Decimal
    start: int
    end: int


def mask_shares(
    text: str, targets: Collection[Decimal | None] = ()
) -> tuple[str, tuple[Share, ...]]:
    """Find the shares, and the text with marks in their place.

    Of `targets`: 3/4 counts one of four things.
    """
    found = tuple(_shares(text, targets))
    pieces, here = [], 0
    for one in found:
        pieces += [text[here : one.start], PERCENT * (one.end - one.start)]
        here = one.end
    return "".join([*pieces, text[here:]]), found


def _shares(text: str, targets: Collection[Decimal | None]) -> Iterator[Share]:
    for match in _SHARE.finditer(text):
        value = _value(match)
        whole = match["bottom"] or match["under"]
        counts = whole is not None and Decimal(whole) in targets
        if value is not None and not counts:
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


_PARTS = {"third": "three", "quarter": "four", "fifth": "five"}
_READ: Mapping[str, Callable[[re.Match[str]], Decimal | None]] = {
    "han": lambda found: read_han(found["han"]) or _number(found["han"]),
    "arabic": lambda found: _number(found["arabic"]),
    "tenths": _tenths,
    "below": lambda found: _ratio(found["above"], found["below"]),
    "half": lambda _: Decimal(50),
    "none": lambda _: Decimal(0),
    "part": lambda found: _ratio(
        found["part"].lower().replace("a", "one")
        if len(found["part"]) == 1
        else found["part"],
        _PARTS[found["parts"].lower()],
    ),
    "all": lambda _: ALL,
    "english": lambda found: _number(found["english"]),
    "top": lambda found: _ratio(found["top"], found["bottom"]),
    "over": lambda found: _ratio(found["over"], found["under"]),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    value: Decimal
    evidence: Evidence
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the whole task is, 0 to 100 percent; its place in the clean text."""

    percent: int
    evidence: Evidence
    start: int
    end: int


def progress(
    clauses: Sequence[Clause], shares: Sequence[Share], words: Vocabulary
) -> Progress | None:
    """Say how far the whole task is, when the shares agree on it."""
    # Of several shares each may be a part's, named by a piece of the task's name.
    own = words.only if shares[1:] else words.only | words.called
    said = [
        one
        for clause in clauses
        for share in clause.of(shares)
        for one in _of_clause(clause, share, words, own)
    ]
    said = [one for one in said if one.evidence is Evidence.WHOLE] or said
    if len({one.value for one in said}) != 1:
        return None
    one = said[0]
    whole = int(one.value.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    if not 0 <= whole <= ALL:
        return None
    return Progress(percent=whole, evidence=one.evidence, start=one.start, end=one.end)


def _of_clause(
    clause: Clause, share: Share, words: Vocabulary, own: frozenset[str]
) -> Iterator[Said]:
    after = clause.text[share.end - clause.start :]
    place = _place(clause.text[: share.start - clause.start], after)
    if place is None:
        return
    before, risen = place
    if _is_other(before, after, words, own):
        return
    says = _SAYS.search(clause.text)
    if not (risen or says or not foreign(_GENERIC.sub(" ", clause.text), words.every)):
        return
    left = _LEFT.search(before) or _UNDONE.search(after)
    value = ALL - share.value if left else share.value
    evidence = Evidence.DONE if risen or says else Evidence.ALONE
    if _STRONG.search(before):
        evidence = Evidence.WHOLE
    yield Said(value=value, evidence=evidence, start=share.start, end=share.end)


def _place(lead: str, after: str) -> tuple[str, bool] | None:
    """Return the words before a share, and whether it rose; None when not to it."""
    lead, _, before = lead.rpartition(PERCENT)
    if lead and rises_to(before):
        lead = lead.rstrip(PERCENT)
        start = begins_rise(lead)
        range_ = start is None and not _ARROW.search(before)  # 60%到70%
        return None if range_ or _FELL.search(before) else (lead[:start], True)
    if after.startswith(_ARROWS):
        return None
    rose = _ROSE.search(before)
    if not rose:
        return before, False
    return None if _FELL.search(rose.group()) else (before[: rose.start()], True)


def _is_other(before: str, after: str, words: Vocabulary, own: frozenset[str]) -> bool:
    one_of_many = len(words.hints) > 1 and bool(words.named(before))
    subject = _GENERIC.sub(" ", before)
    for name in words.names:
        subject = subject.replace(name, " ")
    part = foreign(subject, own) and not _STRONG.search(before)
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
        or _LATER.search(after)
        or _OF_SOME.match(after)
        or bool(words.named(_noun_of(after)))
    )


def _noun_of(after: str) -> str:
    """Return what a share may be a share of: 一半园区, 60%的项目."""
    found = _NOUN.match(after)
    return found.group() if found else ""
