"""What stands in the way: 设备未到货."""

import re
from collections.abc import Sequence

from rules.catalog import Indicator
from rules.understand.amounts import amounts
from rules.understand.clauses import Clause
from rules.understand.hindrances import DEALT_WITH, ENGLISH, MATTERS, NEGATIVE
from rules.understand.marks import TIME
from rules.understand.needs import asks
from rules.understand.scope import is_denied, is_none, pattern
from rules.understand.status import AT_RISK, BLOCKED, trouble
from rules.understand.words import FINISH, PLANNED

_STUCK = pattern(rf"{BLOCKED.pattern}|\bdelayed\b")
_TITLE = pattern(r"《[^》]{0,60}》")
# Troubles of others, or found by an inspection: they are what the work is about.
_IN_HAND = pattern(
    r"^\s*(?:针对|围绕|聚焦|为解决|要?不然|否则)"
    r"|(?<![未没难有法不能待])(?:解决|化解|破解|攻克)(?!不)[^，]{2,16}(?:问题|难题|困难)"
    r"|(?:指出|反馈|反映|查出|披露|检视出)的"
)
_SHORT_OF = pattern(r"(?:还差|还缺|尚余|尚缺|还剩|尚有)(?!一?点|一些)")
# 进度滞后 goes along with its cause; 申请延期到11月 has its own place on the card.
_TOGETHER = pattern(rf"{BLOCKED.pattern}|滞后|落后|慢|\b(?:slow|behind)")
_UNDONE = pattern(
    r"(?:未|没有?)(?:能)?(?:全部)?(?:开工|启动|动工|开展|实施|完成|完工|做完|弄完"
    r"|动)|完不成|重新(?:[走来招报做办批定]|立项|采购)|返工|重来|推倒"
    r"|\bnot (?:yet )?(?:started|begun|done|finished|completed?)"
)
_CAUSE = pattern(
    r"^[\s但不过]*(?:主要|原因|也|就|只|都|目前|现在|当前)*(?:是因为|因为|由于"
    r"|是由于|因(?!此|地|子|为|材|素|人|而)|主要是(?:因为)?|(?:主要)?原因(?:是|在于"
    r"|为)|卡点是|症结|关键是)"
    r"|\b(?:because|due to|as|since|owing to|reason)\b"
)
_MENTION = pattern(
    r"^[\s但不过就是]*(?:目前|现在|最近|当前|主要|也|还)*(?:(?:遇到|碰到|碰上|遇上|出"
    r"|有)了?(?:一)?[点些个]?小?(?:麻烦|困难|问题|状况|岔子)|(?:存在|主要)*的?"
    r"(?:问题|困难|难点)(?:主要)?(?:有|如下)?[一二两三四五几0-9]+(?:个|条|点|项|方面))"
    r"\s*$"
)
_NEGATIVE = pattern(
    r"[不没未无难缺少慢晚断坏欠抽停差]|n't\b|\b(?:not|no|never|without|too|only"
    r"|late|slow|fail\w*|twice|still|until|lost|sick|ill|cut|closed|rain)\b"
)
_OWN_WORK = pattern(
    rf"{PLANNED}|{FINISH}|抓紧|加快|加大|加强|督促|全力|想办法|追赶|努力|马上|尽快"
    r"|正在|继续|协调|约谈|汇报|报告|抱歉|不好意思|对不起|放心|没来得及报"
    r"|\b(?:we will|working on|sorry|trying|pushing)\b"
)
_FILLER = pattern(
    rf"[{TIME}\s0-9，。、；：！？“”‘’（）《》,.;:!?'\"()-]|目前|现在|当前|暂时|一度"
    r"|只能|工作|任务|项目|工程|施工|整体|总体|全部|进度|进展|推进|一直|已经|已|了"
    r"|的|着|呢|啦|啊|吧|在|就|都|也|是|还|被|有点|有些|比较|较|了|这|那|项|本|该"
    r"|一个|几|个|大半|半|多|月|天|周|年|目标|序时|计划|时间|节点|原|年底|月底"
    r"|期限|截止|按|如期|按期|恐怕|可能|预计|估计|肯定|怕|要|会|能|将|后面|前|内"
    r"|底|由|与|于|和|对|较|比|慢|我们?|你们?|整改|建设|整治|治理|改造|处于|状态"
    r"|情况|怎么|约|左右|仍|又|略|稍|说|看|陷入|全线|形势|局面|不妙|没动静|动静|工地|光靠|事|这件"
    r"|\b(?:the|a|an|we|i'm|i|am|is|are|it|has|have|been|be|by|due|date|deadline"
    r"|not|make|work|works|project|progress|task|currently|now|still|may|might|will"
    r"|this|our|and|at|in|on|of|to|for|afraid|schedule|plan|year|end|month|week"
    r"|temporarily|everything|all|completely|moment|sorry|that|so|far|slightly"
    r"|little|bit|with|target|time|was|today|again|planned|than|expected|s|since|nothing"
    r"|moves?|moving|(?:mon|tues|wednes|thurs|fri)day)\b"
)


def hinders(text: str, clause: Clause, indicators: Sequence[Indicator]) -> bool:
    """Whether a clause by itself says what stands in the way."""
    said = _TITLE.sub(" ", text[clause.start : clause.end])
    if asks(text, clause) or is_none(said) or _IN_HAND.search(said):
        return False
    if any(_says(said, words) for words in (NEGATIVE, ENGLISH)) or _says_matter(said):
        return True
    return _stuck_at_something(text, clause) or _lacks(clause, indicators)


def _says(said: str, words: re.Pattern[str]) -> bool:
    return any(not is_denied(said[: one.start()]) for one in words.finditer(said))


def _says_matter(said: str) -> bool:
    befores = [said[: one.start()] for one in MATTERS.finditer(said)]
    return any(not is_denied(one) and not DEALT_WITH.search(one) for one in befores)


def _stuck_at_something(text: str, clause: Clause) -> bool:
    """卡在环评审批 names the cause, 停工了 does not."""
    if not trouble(text, clause, _STUCK):
        return False
    rest = _FILLER.sub("", AT_RISK.sub("", _STUCK.sub("", clause.text)))
    return len(rest) > 1


def _lacks(clause: Clause, indicators: Sequence[Indicator]) -> bool:
    if not _SHORT_OF.search(clause.text):
        return False
    # 炉子还差两台 is a problem; 还差3家, where 家 are counted, is a reading.
    found = tuple(amounts(clause, indicators))
    return bool(found) and not any(one.fits for one in found)


def is_trouble(text: str, clause: Clause) -> bool:
    """Whether a clause says that it goes badly, with or without a cause."""
    return bool(trouble(text, clause, BLOCKED) or trouble(text, clause, AT_RISK))


def is_stand_still(text: str, clause: Clause) -> bool:
    """Whether a clause says that it goes badly in words that belong to the cause."""
    return is_trouble(text, clause) and bool(_TOGETHER.search(clause.text))


def is_undone(clause: Clause) -> bool:
    """Whether a clause only says that something is not done: 暂未开工."""
    return bool(_UNDONE.search(clause.text))


def is_cause(text: str, clause: Clause) -> bool:
    """Whether a clause says itself that it is the reason of something."""
    return bool(_CAUSE.search(text[clause.start : clause.end]))


def is_mention(clause: Clause) -> bool:
    """Whether a clause only says that there is trouble: 碰到点麻烦, 困难有两条."""
    return bool(_MENTION.search(clause.text))


def is_named(text: str, clause: Clause) -> bool:
    """Whether a clause behind a mention may be what was meant."""
    said = text[clause.start : clause.end]
    return not (asks(text, clause) or is_none(said) or _OWN_WORK.search(said))


def is_reason(text: str, clause: Clause) -> bool:
    """Whether a clause beside trouble may be what it comes from."""
    said = text[clause.start : clause.end]
    if asks(text, clause) or is_none(said) or is_trouble(text, clause):
        return False
    if len(_FILLER.sub("", clause.text)) < 2:  # noqa: PLR2004 - one letter is no cause
        return False
    if _CAUSE.search(said):
        return True
    return bool(_NEGATIVE.search(said)) and not _OWN_WORK.search(said)
