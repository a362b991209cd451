"""Whether a reply says that nothing has changed."""

from collections.abc import Sequence

from rules.understand.clauses import Clause
from rules.understand.found import Found
from rules.understand.marks import TIME
from rules.understand.said import Reading, Subject
from rules.understand.scope import pattern
from rules.understand.vocabulary import Vocabulary
from rules.understand.words import foreign

_LAST = r"上(?:一)?(?:期|次|回|周|旬|半?个?月|一?季度?|个?星期|个?礼拜|报告期)"
_UNCHANGED = pattern(
    r"(?:没有?什?么?|暂?无|未有|没啥|没|未(?:发生|见)?)(?:任何|大的|明显|什么|太大"
    r"|实质性?|新的?|的)*(?:变化|变动|改变|进展|更新|新情况|新进度|动静)"
    rf"|(?:同|与|和|跟|较|比|像){_LAST}(?:的|填?报的?|报送的?|汇报的?|说的|反馈的?"
    r"|情况|进度|进展|数据|报告|相比|比)*(?:还是)?(?:一样|一致|相同|持平|一个样"
    r"|差不多|没两样|无异|不变)"
    rf"|同{_LAST}(?=[\s，。、；！,.]|$)|(?:维持|保持|仍旧|依旧|仍然?)?(?:原样"
    r"|不变)(?!量)|没变(?=[\s，。、；！,.了]|$)|没动(?=[\s，。、；！,.]|$)|(?:还是"
    rf"|仍是|依旧)?老样子|还(?:是)?(?:那样|这样|原样)|一切照旧|一如{_LAST}"
    rf"|照{_LAST}|(?:维持|保持|沿用|仍是|还是){_LAST}的?(?:数据?|数字|情况|进度|水平|状态)(?:不变|即可)?(?=[\s，。、；！,.]|$)"
    r"|\b(?:no (?:new |further |real |major |significant )?(?:changes?|updates?"
    r"|progress|news|movement|developments?)|not changed|unchanged|nothing(?:'s| has"
    r"| is)? (?:new|changed)|no different"
    r"|(?:the )?same (?:status |situation |state |figures? |numbers? )?as (?:last"
    r"|before|the last|the previous|previously|in the last)(?: (?:time|week|month"
    r"|period|report|quarter|fortnight))?"
    r"|still the same|as before|same as ever|(?:hasn't|has not|haven't"
    r"|have not) changed)\b"
)
_SAME = pattern(
    r"^\s*(?:同上|照旧|同前|如前|老样子|还那样|不变|没变|same|same same|as before"
    r"|ditto|no change[s]?|n/c)[\s。，,.!！]*$"
)
_DENIED = pattern(r"(?:不是|并非|不能说|不等于|not)\s*$")
# Words that compare, and name nothing that could have changed by itself.
_FILLER = pattern(
    rf"[{TIME}]|{_LAST}|本(?:期|周|月|季度?|次|旬|报告期)|[这此]个?(?:期|周|月|次"
    r"|段时间|阶段|礼拜|星期)|最近|近期|暂时|整[项个体]|总体|任务|工作|进度|进展"
    r"|情况|数据|数字|内容|状态|填?报|所|相比|对比|比较|比|较|与|和|跟|同|仍|还是?"
    r"|依旧|依然|一样|基本|都|也|的|呢|哦|哈|啊|嘛|了|各项|报告|反馈|数|目前|没有?"
    r"|又|就|可"
    r"|\b(?:since|the|last|report|from|in|to|there|is|are|was|has|have|been|month"
    r"|week|time|period|quarter|previous|still|status|this|our|we|on|of|it|compared"
    r"|with|and|side|end|for|update|any|at|all)\b"
)


def unchanged(
    text: str,
    clauses: Sequence[Clause],
    subject: Subject,
    words: Vocabulary,
    readings: Sequence[Reading],
) -> Found[bool] | None:
    """Judge on the text unmasked: 同上月 is no date. A new number is a change."""
    if any(
        subject.totals.get(one.indicator, one.value) != one.value
        or one.kind == "increment"
        for one in readings
    ):
        return None
    if _SAME.match(text):
        return Found(value=True, start=0, end=len(text))
    for clause in clauses:
        said = _UNCHANGED.search(text, clause.start, clause.end)
        if said and not _DENIED.search(text[clause.start : said.start()]):
            start, end = said.start() - clause.start, said.end() - clause.start
            rest = f"{clause.text[:start]} {clause.text[end:]}"
            if not foreign(_FILLER.sub(" ", rest), words.every):
                return Found(value=True, start=said.start(), end=said.end())
    return None
