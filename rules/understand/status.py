"""How the task goes in a word: stuck, late, to plan, done."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rules.understand.clauses import Clause, Sentence
from rules.understand.found import Found
from rules.understand.said import Status
from rules.understand.scope import asserted, is_denied, is_over, pattern

_CANNOT = r"(?:无法|没法|没办法|不能|难以|不好|未能|没能)"
_GO_ON = r"(?:推进|开展|实施|施工|进行|继续|动工|开工|往下|进场|启动|落地)"
BLOCKED = pattern(
    r"停工(?!企业|整|令|单位)|停滞|停摆|停顿|停下来|停着|停了(?!车)|(?<!责令)停建"
    r"|卡在|卡住|卡牢|卡壳|卡着|卡死|卡了|受阻"
    r"|(?:推|干|动|做|搞|弄|走|进行|推进|开展)不(?:动|下去)|(?:推进|开展|动"
    r"|施工)不了|[开复]不了工|进不了场|停在那|僵持|僵在|僵住"
    rf"|{_CANNOT}(?:正常|继续|顺利|有效|往下)?{_GO_ON}|暂停(?!营业|受理|生产|办理)"
    r"|搁置|搁浅|(?:工作|施工|推进|项目)中断|陷入[停僵]"
    r"|叫停|原地踏步|寸步难行|毫无进展|处于停"
    r"|\b(?:blocked|stuck|on hold|stalled|halted|at a standstill|deadlocked|frozen"
    r"|paused|held up"
    r"|(?:ground|come|came) to a (?:halt|stop)|(?:not|n't) moving|gridlocked)\b"
    r"|\b(?:work|construction|everything|it|project|progress"
    r"|we)\b[^，.]{0,12}\b(?:stopped|suspended)\b"
    r"|\b(?:cannot|can't|can not|unable to) (?:proceed|continue|go on|move|start"
    r"|advance)"
    r"|\bno way forward"
)
_MADE = (
    r"(?:完成|完工|按[期时]|如期|做完|办完|改完|弄完|搞完|赶上|赶完|达到|达成|建成"
    r"|收尾)"
)
_MORE_TIME = (
    r"(?:延期|延后|推迟|逾期|拖延|拖后|超期|顺延|后延|延长|宽限|往后|缓一缓|晚)"
)
_SLOW = r"(?:进度|进展|推进|整体|总体|速度|节奏|有点|有些|比较|较|偏|略|稍|太|明显)"
AT_RISK = pattern(
    r"(?:有|存在)(?:一定|较大|很大|些|点|的|延期|逾期|滞后|拖期|完不成|不能按期"
    r"|无法按期)*的?风险(?!点|隐患|源|企业|的)|风险(?:较|很|比较)大"
    r"|(?:可能|预计|恐怕?|或|将|需要?|申请|要|得|想|只能|不得不|大概率|估计|必须"
    rf"|会)[^，会]{{0,6}}{_MORE_TIME}"
    r"|(?:难以|无法|不能(?!算|说)|未能|很难|恐难|较难|难|没法|没办法|不太可能"
    rf"|不可能|够呛能?|悬)[^，]{{0,6}}{_MADE}|{_MADE}(?:不了|有困难|有难度|困难|悬"
    r"|够呛|难度)"
    r"|落下(?:了|不少|一些|一?点|些)*(?:进度|工期)|完不成|完不了|做不完|弄不完|搞不完|改不完|干不完|赶不[上及完到]|来不及"
    r"|滞后(?!地区|企业|单位|项目|的(?!原因|主要|问题))|拖后腿|拖期|延误"
    r"|落后(?!基层|党|产能|工艺|设备|生产|企业|地区|支部|淘汰)"
    r"|(?:延期|推迟|延后|拖|顺延|延|推)[至到]|(?:已|均|都|全部|被|又)(?:延期|推迟"
    r"|延后)|推迟了|延期了"
    r"|比[^，]{0,4}(?:计划|进度|节点|预期|预计|序时|时间表|原来)[^，]{0,6}(?:慢|晚"
    r"|落|滞|迟|拖)|慢于|晚于(?:计划|预期|节点|原)"
    rf"|{_SLOW}(?:还|是|有点|有些|比较|较|偏|略|稍|太|明显|也|都|相对|的)*(?:缓慢"
    r"|慢(?!性|病)|不快|不及预期|不(?:太|大|够)?理想|不尽如人意|吃紧)"
    r"|(?:进度|进展)[^，]{0,6}(?:不(?:太|大|够)?理想|不及预期|不快|缓慢|慢了)"
    r"|不太?乐观|不容乐观|(?:低于|未达|没达|不及|没有?跟上|未跟上|跟不上|赶不上"
    r"|欠)到?(?:序时|计划|进度|节点|时间|预期)"
    r"|(?:不(?:太|大|够|是很|怎么|那么)?|没那么)顺(?:利|畅)?(?!延|便|序)"
    r"|(?<![今昨明当夜最])晚[^，]{0,3}(?:几天|[0-9一二两三半][^，]{0,2}[天周月])"
    r"|(?:再|多)(?:给|宽限|延)[^，]{0,8}(?:时间|天|周|月|星期)|(?:把握|希望)(?:不大|不太大|很小|较小)"
    r"|(?:没有?|无)(?:太大|多大|什么|十足)?把握|(?:心里|真|实在)没底|受(?!理|让|益|贿|托"
    r"|邀|众|训|教|纳|限|损|污染)[^，]{0,16}影响|宽限|(?:估计|怕|恐怕|可能|有点"
    r"|比较|真|够)[^，]{0,6}悬(?=$|[了乎，])"
    r"|影响(?:了|到|着)?(?:整体|总体|工程|施工|项目|工作|整个|我们的?|推进)*(?:进度"
    r"|工期|施工|推进|进展|开展)|拉长了?工期|工期(?:紧张|拉长|延长|滞后)"
    r"|\b(?:at risk|behind(?= (?:schedule|plan|target|time|on))|behind$|(?:slightly"
    r"|a bit|a little|far|well|running|falling|fallen|lagging|somewhat|way) behind"
    r"|delayed|delays|delay(?=了)|(?:may|might|will|could|likely to"
    r"|going to) (?:slip|miss|be late|be delayed|overrun|not)|postponed"
    r"|slower than|too slow|slow progress|progress is slow|going slowly|lagging"
    r"|overdue|running late|late by"
    r"|(?:cannot|can't|can not|won't|unable to|not be able to|impossible to|hard to"
    r"|difficult to|unlikely to|doubt(?:ful)?(?: that)? we can)[^，]{0,12}"
    r"(?:finish|complete|make|meet|deliver|be done)|need(?:s)? (?:more|extra"
    r"|additional) time|(?:an )?extension(?! cord)"
    r"|more time(?: is)? needed|not going well|affected by|impacted by|pushed back"
    r"|slipp(?:ed|ing))\b"
)
_GOING = r"(?:推进|进行|开展|实施|进展|走|来|做|干|搞|弄|往前|跑|推(?=[着，]|$))"
_TO_PLAN = (
    r"按照?(?:时序|原定?|既定|预定|年度|工作|总体)*(?:计划|序时(?:进度)?|进度|节点"
    r"|时间节点|时间表|部署|要求|方案)"
)
ON_TRACK = pattern(
    rf"(?:正常|有序|顺利|稳步|扎实|平稳|按部就班|如期|按期|按时|{_TO_PLAN})(?:地|在"
    rf"|正常|有序|顺利|稳步|扎实|平稳|正常|正|全面|持续)*{_GOING}(?!会|图|量)"
    rf"|照(?:着)?计划{_GOING}|(?:进展|推进|进度|进行|总体|整体|一切|目前|现在|都|还"
    r"|也)(?:得|都|均|较|比较|很|蛮|挺|还|还算|也|一切|总体|整体|基本|十分|非常|是"
    r"|情况)*(?:顺利(?!完|通|结|召|举|实)|正常(?!运|使|工作|上班|生产|运营|值)"
    r"|平稳|良好|顺畅)"
    r"|(?:一切|都|各项)(?:挺|蛮|很|还)?好(?!了)|(?:一切|都|各项|工作|任务)照常|(?:走上|步入|回到|进入|在)正(?:常轨道|轨)"
    r"|(?:挺|蛮|很|比较|较为|十分|非常"
    r"|还算)(?:顺利(?!完|通|结|召|举)|顺当|顺畅)|^\s*(?:一切|都|总体|目前|现在|整体"
    r"|我们|这边|还是|均)*(?:顺利|正常|良好|都好|顺|按部就班)(?:着?呢|的|哈"
    r"|啊)?\s*$"
    r"|(?:符合|达到?|快于|超前?|高于|早于|优于)(?:了)?(?:序时|计划|预期|时间"
    r"|进度)(?:进度|安排|要求|节点)?|跟(?:得)?上(?:了)?(?:序时|计划|进度)|比(?:原"
    r"|原来的?)?(?:计划|预期|序时)[^，慢晚]{0,4}快|超前于?(?:计划|序时)|^\s*(?:一切"
    r"|都|全)*按照?计划(?:来|中)?\s*$|在计划(?:之?内|中)|与序时(?:进度)?(?:同步"
    r"|一致|持平)"
    r"|(?:能|可|可以|能够)(?:按期|如期|按时)"
    r"|\b(?:on track|on schedule|on plan|on target|as planned|as scheduled"
    r"|ahead of (?:schedule|plan|time)|to plan"
    r"|(?:going|progressing|proceeding|moving|running|coming)(?: along| on| forward"
    r"| ahead)?(?: very| quite| pretty)? (?:well|smoothly|normally|nicely|fine"
    r"|steadily|fast)"
    r"|according to plan|(?:everything|all)(?: is|'s)? (?:fine|well|normal|good|ok)"
    r"|good progress|steady progress|normal progress|no delays?)\b"
)
_AIMED = pattern(r"(?:确保|力争|争取|要求|保证|务必|希望|以便|再)[^，]{0,8}$")
# A meeting put off says nothing of the task.
_EVENT = pattern(
    r"(?:会议?|培训|调研|检查组?|汇报|活动|出差|会商|\bmeeting|\bcall|\bvisit"
    r"|\btraining)[^，]{0,8}(?:推迟|延期|延后|改期|顺延|postponed|pushed back"
    r"|delayed)"
)
_TIME_OFF = pattern(r"推迟|延期|延后|顺延|postponed|pushed back|delayed")


def status_of(
    text: str, sentences: Sequence[Sentence], *, done: Found[bool] | None
) -> Found[Status] | None:
    """Say how it goes; the worst word counts."""
    clauses = [one for part in asserted(text, sentences) for one in part.clauses]
    for words, status in ((BLOCKED, Status.BLOCKED), (AT_RISK, Status.AT_RISK)):
        for found in _troubles(text, clauses, words):
            return Found(value=status, start=found.start, end=found.end)
    if done:
        return Found(value=Status.DONE, start=done.start, end=done.end)
    return next(_well(text, clauses), None)


def _troubles(
    text: str, clauses: Sequence[Clause], words: re.Pattern[str]
) -> Iterator[Found[str]]:
    for place, clause in enumerate(clauses):
        found = trouble(text, clause, words)
        if found and not is_over(clause, clauses[place:], ON_TRACK):
            yield found


def trouble(text: str, clause: Clause, words: re.Pattern[str]) -> Found[str] | None:
    """Return the first such word that is not denied in its clause."""
    found = _trouble(text[clause.start : clause.end], words)
    return found and Found(
        value=found.group(),
        start=clause.start + found.start(),
        end=clause.start + found.end(),
    )


# A clause is looked at for how it goes, and again for what hinders it.
@lru_cache(maxsize=1024)
def _trouble(said: str, words: re.Pattern[str]) -> re.Match[str] | None:
    for found in words.finditer(said):
        if is_denied(said[: found.start()]):
            continue
        if not (_TIME_OFF.search(found.group()) and _EVENT.search(said)):
            return found
    return None


def _well(text: str, clauses: Sequence[Clause]) -> Iterator[Found[Status]]:
    for clause in clauses:
        said = text[clause.start : clause.end]
        for found in ON_TRACK.finditer(said):
            before = said[: found.start()]
            if not is_denied(before) and not _AIMED.search(before):
                yield Found(
                    value=Status.ON_TRACK,
                    start=clause.start + found.start(),
                    end=clause.start + found.end(),
                )
