"""By when the whole task is expected to be finished."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rules.catalog import Task
from rules.understand.clauses import Clause
from rules.understand.dates import Dated
from rules.understand.found import Found
from rules.understand.marks import DATE, PERCENT, SPAN
from rules.understand.numbers import Number, numbers
from rules.understand.roles import SUBSET
from rules.understand.said import Reading
from rules.understand.scope import pattern
from rules.understand.vocabulary import Vocabulary
from rules.understand.words import (
    DEMANDED,
    FINISH,
    NOT,
    PLANNED,
    foreign,
)

_FINISH = pattern(
    rf"{FINISH}|(?:弄|搞|做|办|干|整|改|建|修)[好完成]|完(?=$|[。，！的了])|(?:全部"
    r"|全面|整改|整治|改造)到位|(?:全部|全都|都|全)(?:交|报|补|收|配|做|改|建)?齐|\bcompletion\b"
)
_MOVED = pattern(
    r"(?<!不)(?:延期?|推迟|延后|顺延|调整|改|拖|推|推后|后延|宽限|延长|放宽)(?:到"
    r"|至|为|在)\s*(?:了|大概|大约)?\s*$"
    r"|\b(?:postponed|moved|delayed|pushed back|extended|extension|slip(?:ped"
    r"|s)?)(?: it)? (?:to|until|till)\s*$"
)
_REACHED = pattern(
    rf"(?:已经?|已于.*)\s*(?:全部|全面)?(?:{FINISH})|(?:{FINISH})了(?!$)"
    rf"|\b(?:was|were|has been|have been) (?:\w+ )?(?:completed|finished|done)\b"
)
_OTHERWISE = pattern(
    rf"{DEMANDED}|{SUBSET.pattern}|完不成|来不及|赶不[上及]|困难|{PERCENT}|招标"
    r"|方案|初稿"
    r"|meeting|deadline|required|asked|开会|开工|启动"
)
_NOT = pattern(NOT)
_AT_LATEST = pattern(
    r"(?:最[迟晚])?不(?:会|能)?(?:超过|晚于|迟于)|no later than|not later than"
)
_WHOLLY = pattern(r"全部|全面|所有|剩余|其余|余下|\ball\b|everything|the rest|整[项个]")
_REST = pattern(r"(?:剩余?下?|其余|余下|最后|余|rest|remaining)[^，]{0,8}$")
_PROMISED = pattern(
    rf"{PLANNED}|\bby\b|\beta\b|估计|大概|大约|最[迟晚]|得到|要到|等到|再给"
)
# 今年目标是100个 says what there is to do, not when it will be done.
_AIM = pattern(r"目标[数量]?[是为]|\btarget (?:is|of)\b")
_HEADING = pattern(
    r"^\s*(?:本?(?:项)?(?:任务|工作|整体|总体|全部)*的?)?(?:预计|计划|拟|预期|预定"
    r"|承诺)?(?:全部|总体|整体|任务)?(?:完成|办结|完工|竣工|收尾|结束)?"
    r"(?:时间|日期|时限|时间节点|节点|期限|完成)\s*(?:是|为|在)?\s*$"
    r"|\b(?:(?:expected|estimated|planned|target)(?: date)?(?: of"
    r"| for)?(?: completion| finish)?(?: date)?|completion(?: date)?|eta"
    r"|finish(?: date)?)(?: is)?\s*$"
)
_STEP_HEADING = pattern(r"要求|规定|原|下次|开会|会议|反馈|报送")
FILLER = pattern(
    r"赶在|赶|下班|再给|予|准能?|保准|铁定|[交报补收配]齐|整[项个]|[本该这此][项件个]|全?[弄搞做办干整改建修][好完成]|全?完(?=[了的啦]"
    r"|$)|全(?=[改建完])|这件?事|早[就已]|[就再还才得需]|之?间|嘞|咯|喽|的话|请放心"
    r"|所有的?|各项|年度|这边|那边|要到|等到|妥|争取在|拟于|计划于|预计于|于"
    r"|可以?|申请|销号|销账|结案|办结|验收|档|归|顺利|圆满|总算|终于|今年的?|我们?"
    r"|我[处局]|早[就已]?|不是|是"
    r"|\b(?:dear|colleagues?|sir|whole|thing|tasks?|entire|job|assignment"
    r"|completion|expected|estimated|date|no later than|latest|finish(?:ed|ing)?"
    r"|complet(?:e|ed|ing)|"
    r"everything|entirely|totally|completely|closed?|can|could|may|please|slightly"
    r"|behind|but|hope(?:fully)?|wrapped|wrap|up|should|able|i'm|i|am|we're|we'll|"
    r"delivered?|promise|eta|within|likely|probably|think|believe|still|yet|its|it"
    r"|both|every|of|now|already|this|that)\b"
)
# Behind such a blank, or a “but”, another thing begins.
_NEW_THOUGHT = re.compile(
    rf"(?<=[{PERCENT}0-9家个座项处台类套件本成半了完好进利常展])\s+(?=[{DATE}{SPAN}"
    r"]|预计|计划|争取|力争|确保|全部)"
    r"|\b(?:but|however|though)\s+|但是?|不过"
)
SPACED = re.compile(
    r"(?<=[\u4e00-\u9fff])(?=[A-Za-z])|(?<=[A-Za-z])(?=[\u4e00-\u9fff])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What else the reply said, and what the task asks."""

    task: Task
    words: Vocabulary
    today: date
    readings: tuple[Reading, ...]
    percent: int | None


def expected(
    clauses: Sequence[Clause], dates: Sequence[Dated], known: Known
) -> Found[date] | None:
    """Return when the whole is to be finished; of several such days the last."""
    found = [
        (bool(_WHOLLY.search(clause.text)), one.day, one.start, one.end)
        for before, clause, after in _neighbours(clauses)
        for one in clause.of(dates)
        if one.day >= known.today
        and (_is_headed(before, clause, one) or _expects(clause, after, one, known))
    ]
    if not found:
        return None
    _, day, start, end = max(found)
    return Found(value=day, start=start, end=end)


def _neighbours(
    clauses: Sequence[Clause],
) -> Iterator[tuple[Clause | None, Clause, Clause | None]]:
    return zip([None, *clauses], clauses, [*clauses[1:], None], strict=False)


def _is_headed(before: Clause | None, clause: Clause, one: Dated) -> bool:
    """预计完成时间：12月10日前, or 预计完成时间为12月10日."""
    here = one.start - clause.start
    heading, rest = clause.text[:here], clause.text[here:]
    if not heading.strip() and before and before.end + 1 == clause.start:
        heading = before.text
    return bool(
        _HEADING.search(heading)
        and not _STEP_HEADING.search(heading)
        and not foreign(FILLER.sub(" ", rest), frozenset())
    )


def _expects(clause: Clause, after: Clause | None, one: Dated, known: Known) -> bool:
    text, here = _thought(clause, one)
    text = _AT_LATEST.sub(lambda found: "最晚".ljust(len(found.group())), text)
    if _OTHERWISE.search(text) or _NOT.search(text) or _REACHED.search(text):
        return False
    if _MOVED.search(text[:here]):
        return True
    if foreign(FILLER.sub(" ", SPACED.sub(" ", text)), known.words.every):
        return False
    if not _FINISH.search(text):
        # 预计9月底，全部完成 is one thought; 预计9月底 says as much alone.
        if not _PROMISED.search(text) or _AIM.search(text):
            return False
        text += after.text if after and _FINISH.search(after.text) else ""
    return all(_is_the_rest(text, number, known) for number in numbers(text))


def _thought(clause: Clause, one: Dated) -> tuple[str, int]:
    """Return the part of a clause about a date, and where the date is in it."""
    here = one.start - clause.start
    cuts = [
        cut.end() for cut in _NEW_THOUGHT.finditer(clause.text) if cut.end() <= here
    ]
    first = cuts[-1] if cuts else 0
    return clause.text[first:], here - first


def _is_the_rest(text: str, number: Number, known: Known) -> bool:
    """Whether finishing so many finishes the whole."""
    if _REST.search(text[: number.start]):
        return True
    return number.value in set(_enough(known))


def _enough(known: Known) -> Iterator[Decimal]:
    total = {one.indicator: one.value for one in known.readings if one.kind == "total"}
    for one in known.task.indicators:
        if one.target is not None:
            yield one.target
            yield one.target - total.get(one.id, Decimal(0))
