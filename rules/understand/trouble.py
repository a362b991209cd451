"""What stands in the way, what is asked of others, and how it goes in a word."""

import re
from collections.abc import Callable, Sequence

from rules.catalog import Indicator
from rules.understand.amounts import amounts
from rules.understand.clauses import Clause, Sentence
from rules.understand.said import Status
from rules.understand.words import pattern

_NO = r"(?:没有?|并?无|未|不会?|不存在|并非|避免|防止|no|not|without|n't)"
_BLOCKED = (
    r"停工|停滞|停摆|卡在|卡住|卡壳|受阻|推不动|无法(?:推进|开展|实施|施工)|暂停|搁置|中断"
    r"|\b(?:blocked|stuck|on hold|stalled)\b"
)
_AT_RISK = (
    r"(?:有|存在)[^，]{0,6}风险|风险较?大|(?:可能|预计|恐怕?|或|将|需要?|申请|要)[^，]{0,6}"
    r"(?:延期|延后|推迟|逾期|拖延)|(?:难以|无法|不能|未能|很难|恐难|较难)[^，]{0,4}(?:完成|完工|按[期时]|如期)"
    r"|完不成|完成不了|赶不[上及]|来不及|滞后|落后|(?:延期|推迟)[至到]"
    r"|\b(?:at risk|behind schedule|delayed|(?:may|might|will) (?:slip|miss)|postponed"
    r"|cannot (?:finish|complete)|behind plan)\b"
)
_ON_TRACK = (
    r"(?:正常|有序|顺利|稳步|扎实|按计划|按序时(?:进度)?|按期|按进度|如期|按时)(?:在|地)?"
    r"(?:推进|进行|开展|实施|进展)|(?:进展|推进|进度|进行|总体|一切)(?:都|均|较|比较|很)?(?:顺利|正常)"
    r"|(?:符合|达到?|快于|超)(?:序时|计划)进?度?|(?:能|可|可以|能够)(?:按期|如期|按时)"
    r"|\b(?:on track|on schedule|as planned|going well|according to plan)\b"
)
_PROBLEM = pattern(
    r"(?<!发现)(?<![0-9]个)问题(?!清单|整改|排查|台账|销号|线索|导向|点位|大排查|不大|已|都已|得到|均已|基本解决)"
    r"|困难(?!不大|已|企业)|卡在|卡住|(?<![或补])缺(?!一不可|席)|不足|不到位|(?:未|没有?)到位"
    r"|受[^，]{0,10}影响|由于|^\s*(?:主要)?(?:是)?因(?!此|地|子)|因[^，]{2,12}(?:延期|推迟)|难点|瓶颈|阻力|矛盾|不清|不明确|不配合"
    r"|不同意|(?:未|没有?)(?:批|落实|到货|签|供|办下|支付|交付|明确|通过)|批不下来|受阻|停工|停滞|停摆|搁置"
    r"|中断|暂停|滞后|落后|难以|无法|来不及|完不成|完成不了|推不动|供货慢|进度慢|进展慢|延[迟误]|未达(?!标率)|超标"
    r"|\b(?:blocked|stuck|stalled|on hold|lack(?:s|ing)?"
    r"|shortage|short of|problems?|issues?"
    r"|delayed|waiting for|behind schedule|missing)\b"
)
_SOLVED = pattern(
    rf"{_NO}[^，]{{0,8}}(?:问题|困难|障碍|阻力|瓶颈|难点|滞后|停工|影响|短缺|problems?|issues?|delay)"
    r"|(?:已|得到|逐步|为)[^，]{0,4}(?:解决|克服|消除)|解决了|克服了|恢复|复工|(?:resolved|solved)"
    r"|(?:问题|困难)[^，]{0,4}(?:没有|无$|不大|不多)"
)
_SHORT_OF = pattern(r"还差|还缺|尚余|尚缺|还剩|尚有")
_LABEL = pattern(
    r"^[\s，]*(?:(?:但是?|不过|只是)[，\s]*)?"
    r"(?:(?:目前|现在|另外|其中)*(?:存在|主要|最大|突出)*的?(?:问题|困难|难点)"
    r"(?:主要)?(?:是|在于|为|有)?[：:\s]*)?"
)
_HEADING = pattern(
    r"(?:问题|困难|难点|(?:滞后|延期)?原因|problems?|issues?)(?:主要)?(?:是|有|为)?$"
)
_EMPTY = pattern(r"^\s*(?:暂?无|没有?|none|nil|no)\W*$")
_NEEDED = pattern(r"(?:需|建议|需求|诉求|请求|支持|协调)[^，]{0,6}$|\bneeds?$")
_NEEDS = pattern(
    r"(?:需要?|须|(?<![主重])要(?!求))[^，]{0,20}(?:协调|支持|解决|明确|批准|帮助|配合|协助|出面|拨付"
    r"|督促|批复|指导|统筹|追加|帮忙)|(?:恳请|(?<![申邀聘])请(?!问|审阅|查收|知悉|放心|示|核|看|见|假))"
    r"[^，]{0,20}(?:协调|支持|解决|明确|批准|帮助|配合|协助|出面|拨付|督促|批复|指导|统筹|追加|帮忙|催"
    r"|推动|研究|安排|落实|给予|予以|加快|审批|同意|延期|考虑)|(?:建议|希望|盼|恳请|(?<![期有希])望领导)[^，]{2,}"
    r"|\bneeds? [^，]+ to \w+|\bneeds? (?:help|support"
    r"|coordination|approval|a decision)"
    r"|\bplease (?!see|find|note|check|confirm|be )\w+ \w+|\brequest(?:ing|s)? \w+"
)
_NO_NEED = pattern(
    r"无需|不需|无须|不用|暂不|(?:没有?|暂?无)[^，]{0,6}(?:需|要)|感谢"
    r"|谢谢|\b(?:no need|not need|nothing)\b"
)


def status_of(sentences: Sequence[Sentence], *, done: bool) -> Status | None:
    """Say how it goes; the worst word counts."""
    if _says(sentences, _BLOCKED):
        return Status.BLOCKED
    if _says(sentences, _AT_RISK):
        return Status.AT_RISK
    if done:
        return Status.DONE
    return Status.ON_TRACK if _says(sentences, _ON_TRACK) else None


def _says(sentences: Sequence[Sentence], words: str) -> bool:
    said = pattern(words)
    denied = pattern(rf"(?:{_NO}|已解决|恢复|能否)[^，]{{0,6}}$")
    return any(
        not denied.search(clause.text[: found.start()])
        and not _SOLVED.search(clause.text)
        for sentence in sentences
        for clause in sentence.clauses
        for found in said.finditer(clause.text)
    )


def needs(text: str, sentences: Sequence[Sentence]) -> str:
    """Return what is asked of others, in the person's own words."""
    return _picked(text, sentences, _NEEDED, _asks)


def problem(
    text: str, sentences: Sequence[Sentence], indicators: Sequence[Indicator]
) -> str:
    """Return what stands in the way, in the person's own words, unlabelled."""

    def hinders(clause: Clause) -> bool:
        return _hinders(clause, indicators)

    said = _picked(text, sentences, _HEADING, hinders)
    return _LABEL.sub("", said) or said


def _asks(clause: Clause) -> bool:
    return bool(_NEEDS.search(clause.text)) and not _NO_NEED.search(clause.text)


def _hinders(clause: Clause, indicators: Sequence[Indicator]) -> bool:
    if _asks(clause) or _SOLVED.search(clause.text) or _NO_NEED.search(clause.text):
        return False
    if _PROBLEM.search(clause.text):
        return True
    if not _SHORT_OF.search(clause.text):
        return False
    # 炉子还差两台 is a problem; 还差3家, where 家 are counted, is a reading.
    found = tuple(amounts(clause, indicators))
    return bool(found) and not any(one.fits for one in found)


def _picked(
    text: str,
    sentences: Sequence[Sentence],
    heading: re.Pattern[str],
    wanted: Callable[[Clause], bool],
) -> str:
    """Join the wanted clauses, neighbours as they stood in the text."""
    parts: list[tuple[int, int]] = []
    for sentence in sentences:
        headed, near = False, False
        for clause in sentence.clauses:
            other = heading is _HEADING and _asks(clause)
            if heading.search(clause.text) and _opens(text, clause):
                headed, near = True, False
                continue
            picked = wanted(clause) or (headed and not other)
            if picked and near:
                parts[-1] = (parts[-1][0], clause.end)
            elif picked:
                parts.append((clause.start, clause.end))
            near = picked
    found = (text[start:end].strip() for start, end in parts)
    return "；".join(one for one in found if not _EMPTY.match(one))


def _opens(text: str, clause: Clause) -> bool:
    return text[clause.end : clause.end + 1] in {"：", ":"}
