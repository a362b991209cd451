"""Whether the whole task is said to be finished."""

import re
from collections.abc import Sequence

from rules.understand.clauses import Clause
from rules.understand.finish import FILLER, SPACED, Known
from rules.understand.found import Found
from rules.understand.marks import PERCENT
from rules.understand.numbers import numbers
from rules.understand.roles import SUBSET
from rules.understand.scope import pattern
from rules.understand.words import BEGUN, FINISH, NOT, PLANNED, foreign

_DONE = pattern(
    rf"(?:{FINISH}|[弄搞做办干整改]完)(?:了|啦|咯|喽|嘞|哈|哦|的)*[\s{PERCENT}]*$"
    r"|(?:已经?|全部?|都|均|全面|全都|总算|终于)\s*"
    rf"(?:提前|如期|按期|按时|超额|圆满|顺利)*(?:{FINISH}|[弄搞做办干整改]完)"
    r"|(?:可以?|申请|能|准备|建议|报请|请予?以?)(?:予以|办理)?(?:销号|办结|结案"
    r"|验收销号|销账|结项?(?=了|$))"
    r"|(?<![a-z])(?:can|may|could|please) (?:now )?be closed"
    r"|(?<![a-z])please close"
    r"|(?<![a-z])(?:all|fully|totally|completely|entirely|already"
    r"|100%) (?:\w+ )?(?:done|complete[d]?|finished|wrapped up)"
)
_NOT_QUITE = pattern(
    rf"基本|大部|部分|大体|接近|即将|快要?|初步|差不多|将近|近|阶段|{PLANNED}|{NOT}"
    rf"|{BEGUN}|才(?:可以|能)|之?后|almost|nearly|mostly|largely"
)
_STILL_OPEN = pattern(
    r"还差|还剩|剩余?|尚|还有|其余|余下|待|除|正在|仍|继续|但|不过|\b(?:but|except"
    r"|left)\b"
    r"|(?:未|没)(?:能|有)?(?:完|做|到位|验收|全)"
    r"|\bnot (?:yet )?(?:done|finished|complete)"
)
# 可以销号 says as much as 已销号, unless something has to come first.
_CLOSABLE = re.compile(r"(?<![才后就])(?:可以?|能)(?:申请)?(?:销号|结(?=了))")
_AND = re.compile(r"\s(?:and|so)\s")


def besides(
    clauses: Sequence[Clause], named: Sequence[Found[str]], known: Known
) -> Sequence[Clause]:
    """Leave out the clauses about single measures: a、c已完成 is not the whole."""
    if len(named) >= len(known.task.measures):
        return clauses
    return [
        clause
        for clause in clauses
        if not any(one.start < clause.end and clause.start < one.end for one in named)
    ]


def done(text: str, clauses: Sequence[Clause], known: Known) -> Found[bool] | None:
    """Return where it is said that the whole is finished, if nothing speaks against."""
    target = {one.id: one.target for one in known.task.indicators}
    short = any(
        wanted is not None and one.kind == "total" and one.value < wanted
        for one in known.readings
        for wanted in (target[one.indicator],)
    )
    if short or any(_STILL_OPEN.search(clause.text) for clause in clauses):
        return None
    for clause in clauses:
        if _says_done(clause.text, text[clause.end : clause.end + 1], known):
            return Found(value=True, start=clause.start, end=clause.end)
    return None


def _says_done(text: str, then: str, known: Known) -> bool:
    listed = then in {":", "："}  # 已完成：方案编制 is a heading
    text = _AND.split(_CLOSABLE.sub("销号", text.replace("目标任务", "任务")))[0]
    if listed or not _DONE.search(text) or _NOT_QUITE.search(text):
        return False
    if PERCENT in text and known.percent != 100:  # noqa: PLR2004 - the whole is 100 %
        return False
    for name in known.words.names:
        text = text.replace(name, " ")
    text = FILLER.sub(" ", SPACED.sub(" ", text))
    if foreign(text, known.words.alone) or SUBSET.search(text):
        return False
    targets = {one.target for one in known.task.indicators}
    only = len(targets) == 1
    return all(only and number.value in targets for number in numbers(text))
