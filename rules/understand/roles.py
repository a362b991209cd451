"""What a number counts: all done so far, what is new, what is left, the whole."""

import re
from enum import Enum, auto

from rules.understand.marks import DATE, PAST, PERCENT, SPAN
from rules.understand.words import BEFORE, DONE, NOT, PLANNED, last, pattern


class Role(Enum):
    SUM = auto()  # a total by its own word: 累计, 增至
    TOTAL = auto()
    INCREMENT = auto()
    LEFT = auto()
    WHOLE = auto()  # what the others are out of
    NOTHING = auto()


_AS_OF = re.compile(
    rf"(?:截至|截止|从|自)?(?:到|至)?(?<=[截至止到])\s*[{DATE}{SPAN}{PAST}]+(?:底|末|为止|时)*|[{DATE}{SPAN}{PAST}]+以来"
)
_NEXT = pattern(r"下一?步|接下来|下阶段|后续|next step")
_NOW = pattern(r"目前|已|累计|截至|现")
_END = r"[^，]{0,6}$"
_TOWN = (
    r"(?<![全各我本两省])[\u4e00-\u9fff]{1,3}(?<![城省市])[市县](?!场"
    r"|政|级|县)|\b[A-Z]\w+ city\b"
    r"|杭州|宁波|温州|嘉兴|湖州|绍兴|金华|衢州|舟山|台州|丽水|义乌|北京|天津|上海|重庆|南京|苏州|无锡"
    r"|合肥|福州|厦门|南昌|济南|青岛|郑州|武汉|长沙|广州|深圳|南宁|海口|成都|贵阳|昆明|西安|兰州"
)
SUBSET = pattern(rf"其中|包括|包含|例如|比如|{_TOWN}")
_UNDONE = (
    r"(?:完成|完工|建成|办结|竣工|到位|达标|验收|落实|实现|弄好|搞定"
    r"|完(?!善|备|全)|(?:整改|改造|整治|治理|建设|[改做建弄搞干办治])(?:完|好|成)?)"
)
_FINISHED = r"已|完成|完工"
_MAKES_UP = r"\s*[（(]?约?占"  # 630个占63%

_REMAINING = (
    r"(?:剩余?下?有?|尚余|还差|其余|余下|(?<![相误偏])差(?!不[多离])|(?:还|尚)[缺欠]"
    r"|remaining)[^，]{0,6}$"
)

# First match wins: (role, what stands before, what stands after).
_RULES: tuple[tuple[Role, str, str], ...] = (
    (
        Role.LEFT,
        _REMAINING,
        (
            rf"^(?![^，未没{DATE}]{{0,4}}(?:{_FINISHED})"
            r"|[^，]{0,6}(?:开工|启动|动工|进场|招标|开始))"
        ),
    ),
    (Role.NOTHING, _REMAINING, ""),
    (Role.NOTHING, "", r"^[^，]{0,3}[也都](?:还)?(?:没|未)"),
    (
        Role.LEFT,
        rf"(?:(?:未|没有?){_UNDONE}的?(?:[^，0-9]{{0,6}}(?:还有|有|是|仅|只))?)\s*[约近]?$",
        "",
    ),
    (
        Role.LEFT,
        r"除了?$",
        rf"^[之以]?外|^(?:其[余他]|剩下的?)?[都均全]部?都?(?:已经?)?(?:[好完]了|{DONE})",
    ),
    (Role.LEFT, "", rf"^[^，]{{0,6}}(?:未|没有?|还没|尚未)能?{_UNDONE}"),
    (
        Role.LEFT,
        "",
        (
            r"^\W*(?:[A-Za-z-]+ ){0,3}(?:(?:are|is) )?(?:left|remain(?:ing|s)?|to go"
            r"|still to be)|^\W*待完成"
        ),
    ),
    (
        Role.LEFT,
        "",
        (
            r"^[^，]{0,30}\b(?:outstanding|unfinished|incomplete"
            r"|not (?:yet )?(?:done|finished|completed?|built))\b"
        ),
    ),
    (Role.NOTHING, rf"(?:{NOT})[^，]{{0,4}}$", ""),
    (Role.NOTHING, r"(?:还|另|尚)有\s*[约近]?$", ""),
    (Role.NOTHING, r"再[^，]{0,4}$", r"^就"),
    (Role.NOTHING, r"[就才便]能?凑[够齐满足]\s*$", ""),
    (
        Role.NOTHING,
        "",
        rf"^[^，]{{0,6}}(?:{NOT})|^(?!{_MAKES_UP})[^，]{{0,4}}{PERCENT}",
    ),
    (
        Role.INCREMENT,
        (
            rf"[较比](?:{BEFORE}|[上前]\w{{0,2}}|[{SPAN}{PAST}])[^，]{{0,4}}"
            r"(?:增加|新增|增长|多|新|\+)[^到至，]{0,3}$"
        ),
        "",
    ),
    (
        Role.SUM,
        r"(?:(?:由|从|自)[^，]{0,12}|\bfrom .{0,20})(?:[到至]|变?[为成]|to)\s*$",
        "",
    ),
    (
        Role.NOTHING,
        rf"(?:由|从|自(?![动然查行主治建])|\bfrom\b|{BEFORE}){_END}",
        "",
    ),
    (Role.SUM, r"(?:目前|现在|至今|迄今)[^，]{0,2}共(?:有|计)?\s*$", ""),
    (Role.SUM, r"\bbring\w*\b[^，]{0,20}\bto\s*$", ""),
    (Role.SUM, r"\b(?:total(?:s|ling)?(?: (?:now|of|to|is))*|now at)\s*$", ""),
    (
        Role.NOTHING,
        (
            r"(?:选址|土建|招标|方案|设计|图纸|环评|合同|采购|勘察|论证"
            rf"|评审|可研|安装|联网|备案|资金|经费|补助|补贴|用地|手续)[^，]{{0,2}}(?:{DONE})[^，]{{0,3}}$"
        ),
        "",
    ),
    (Role.SUM, r"共(?:有|计)?\s*$", rf"^[^，]{{0,4}}(?:{DONE})"),
    (
        Role.SUM,
        r"(?:增至|[加升高扩长涨冲](?:大|展)?到|总[数量计](?:已经?|就)?[到达升]到?了?|升至|(?<!未)达到?|变[为成]|累计达|(?:更新|刷新|修正|调整)[为成到至]|→|-+>)\s*[约近]?$",
        "",
    ),
    (Role.TOTAL, "", rf"^[^，]{{0,12}}(?:[均都]|全部)[^，]{{0,4}}(?:{DONE})$"),
    (
        Role.WHOLE,
        (
            r"(?:(?:目标|任务|(?<![按照度])计划|应|需要?|拟)(?:完成|改造|建设|改|建|为|是|数)?|总数|总共|一共"
            r"|(?<![总累合公])共(?:有|计)?|凑[够齐满足]|/|\bof(?: the)?|\bout of)\s*$"
        ),
        "",
    ),
    (
        Role.WHOLE,
        "",
        rf"^[^，]{{0,6}}[里中](?:的|有|已|$|{DONE})|^[^，]{{0,20}}[里中](?:已|有|目前)",
    ),
)
_TABLE = tuple(
    (part, pattern(before), pattern(after)) for part, before, after in _RULES
)
PLANS = pattern(PLANNED)
_SHARE = pattern(f"^{_MAKES_UP}")
_RISES_FROM = pattern(r"(?:由|从|自|\bfrom\b)[^，]{0,6}$")
_RISES_TO = pattern(
    r"^[^，]{0,6}(?:[到至成为]|-*>|→|\bto\b)[了约近]?(?:(?:本[次期]|这次|现在|目前|["
    + SPAN
    + r"])的?)?\s*$"
)
_FINISHED_OF_THEM = pattern(rf"其中(?:已|目前|现)?经?(?:累计|全部)?(?:{DONE})")
_NOT = pattern(NOT)
_BEFORE = pattern(rf"{BEFORE}|{_REMAINING}|由|从")
_WHEN = pattern(rf"{DATE}(?!.*(?:已|累计|共|新增|新完成|新建成|又))")
_SPAN_SUM = pattern(rf"{SPAN}[^，]{{0,3}}(?:累计|合计)")
_NEW = pattern(
    r"新增|新完成?|新[建改]成?了?\s*$|新(?:建成|完工|竣工|投[运产])|又|增加|增长|再|另外?|(?<![许大很众较更最])多(?:完成|了|[改建做办弄搞装])|新添|[加添]了|\+\s*$"
    r"|\b(?:added|another|new)\b|(?<=[本这半][周月期旬])新"
)
_MORE = pattern(r"^\s*(?:more|new|additional)\b|^[^.]{0,24} added\b")
_SUM = pattern(
    r"累计|总计|合计|共计|加起来|合起来|拢共|统共|(?:总|一)?共(?:完成|已)|实际|目前|现在"
    r"|现[有已为]|\bnow\b|in total|so far"
)
_SUM_AFTER = pattern(r"^\s*(?:in total|so far|in all|altogether)")


def next_steps(text: str, *, before: bool) -> bool:
    """Say whether what follows is still to be done: after 下一步, until 目前."""
    if _NEXT.search(text):
        return True
    return before and not _NOW.search(text)


def rises_from(text: str) -> bool:
    """Say whether the number behind is where something rose from."""
    return bool(_RISES_FROM.search(text))


def begins_rise(text: str) -> int | None:
    """Return where 从 stands before the number that something rose from."""
    found = _RISES_FROM.search(text)
    return found.start() if found else None


def rises_to(text: str) -> bool:
    """Say whether all that stands between two numbers leads from one to the other."""
    return bool(_RISES_TO.search(text))


def finished_of_them(text: str) -> bool:
    """Say whether a part is told because it is what was finished: 其中完成13个."""
    return bool(_FINISHED_OF_THEM.search(text))


def without_as_of(text: str) -> str:
    """Leave out 截至5月底: what it dates is the state today."""
    return _AS_OF.sub("", text)


def is_of_a_day(text: str) -> bool:
    """Whether a state is dated and not said to be reached: 年底达到90%."""
    return bool(_WHEN.search(without_as_of(text)))


def is_only_dated(since: str, before: str, after: str) -> bool:
    """Whether nothing but a date or a period keeps a number from being a state."""
    text = without_as_of(since + before) + "，" + after
    other = last(text) == "begun" or PLANS.search(text) or _NOT.search(text)
    dated = DATE in text or SPAN in text or "本期" in text
    return bool(dated and not other and PAST not in text and not _BEFORE.search(text))


def role(since: str, before: str, after: str) -> Role:
    """Judge by the words round a number; `since` are those of earlier clauses."""
    before, since = without_as_of(before), without_as_of(since)
    for part, lead, tail in _TABLE:
        if lead.search(before) and tail.search(after):
            return _unless_planned(part, since + before)
    if _is_no_state(since, before, after):
        return Role.NOTHING
    return _counted(since, before, after)


def _unless_planned(part: Role, before: str) -> Role:
    if part in {Role.SUM, Role.TOTAL} and PLANS.search(before):
        return Role.NOTHING
    return part


def _is_no_state(since: str, before: str, after: str) -> bool:
    verbs = last(before), last(after)
    verb = verbs[0] or verbs[1] or last(since)
    told = since + before
    return bool(
        verb == "begun"
        or verbs == ("done", "begun")
        or PLANS.search(told)
        or (not verbs[0] and PLANS.search(after))
        or is_of_a_day(before)
        or (is_of_a_day(after) and not verbs[0])
        or _SPAN_SUM.search(told)
        or PAST in told
        or (PERCENT in after and not verbs[0] and not _SHARE.search(after))
    )


def _counted(since: str, before: str, after: str) -> Role:
    done = "done" in {last(before), last(after)}
    if _NEW.search(before) or _MORE.search(after):
        return Role.INCREMENT
    if SPAN in since + before or "本期" in before:
        return Role.INCREMENT if done else Role.NOTHING
    if _SUM.search(before) or _SUM_AFTER.search(after):
        return Role.SUM
    return Role.TOTAL
