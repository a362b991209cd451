"""Words that tell what was done, only begun, planned, over or not so."""

import re
from functools import cache, lru_cache

from rules.understand.marks import DATE, NOISE, PAST, PERCENT, SPAN

# What hands do, and how it shows that they are through with it.
_DOING = r"改造|整治|治理|整改|划定|实施|落实|执行|[改建做办修装搞弄干整治拆编摸理换填]"
_THROUGH = (
    r"好|完毕|完成|完|成(?!立|果|效|本|员|绩)|到位|掉"
    r"|[清齐](?=[了楚\W0-9一二三四五六七八九十两]|$)"
)
DONE = (
    r"完成|完工|建成|竣工|办结|投运|投产|投用|达标|销号|淘汰|关停|关闭|通过验收|新增|清零|收官|实现"
    rf"|(?<!能)力?(?:{_DOING})(?:{_THROUGH})"
    r"|(?:已|并|都|均|全部|完成|通过了?[^，]{0,6})验收|验收(?:通过|合格|完)"
    r"|(?:改|建|做|办|修|装|拆|弄|搞|干|整)了|(?:已|已经)(?:顺利)?(?:改造?|整治|治理|整改|新?建|拆除?|落实|形成)(?:成|好|完成?|了)?"
    r"|搞[定掂妥]|交卷|收工|交付|交工|完活|(?<=已)完(?!善|备|全|整)|(?:投入|正式|上线|通水|并网)运行|投入使用"
    r"|[管建]起来了?|结项|(?<=[已又全])结(?=了?(?:[0-9一二两三四五六七八九十]|$))"
    r"|拿下|到位|完事|达到[^，]{0,8}标准"
    r"|\b(?:done|completed?|finish(?:ed)?|built|upgraded|closed|surveyed|treated"
    r"|retrofitted|renovated|commissioned|up and running"
    r"|pass(?:ed)? (?:the )?(?:acceptance|inspection)"
    r"|in operation|operational|in place)\b"
)
BEGUN = (
    r"开工|动工|破土|赶工|收尾|扫尾|启动|正?在(?=改|建|施工|整|治|办|做|推|装)|(?:[改建]|建设|施工|实施)中|正在|正式?(?=改|建|施工)|签约|招标|立项|进场|推进|实施|开展|排查|检查|走访"
    r"|调研|培训|召开|发放|印发|约谈|督导|帮扶|服务|发现|存在|受理|申报|上报|报送|编制|列入|纳入"
    r"|摸排|停产|停工|涉及|处罚|审批|备案|公示|待|安装|设计|采购|勘察|论证|评审|核查|抽查"
    r"|征求|发出|下达|组织|参加|\b(?:started|begun|in progress"
    r"|under way|underway|ongoing"
    r"|planned|visited|checked|found|inspected|pending|waiting|delayed|blocked)\b"
)
NOT = (
    r"未能?|没有?(?!问题|困难)|尚未|还没|无法|不能|难以|(?<![不差])不(?!仅|但|断|变|过$)"
    r"|\b(?:not|never|cannot|can't|isn't|aren't|haven't|hasn't|won't|unable)\b"
)
PLANNED = (
    r"预计|预期|(?<![按照度])计划(?!的)|(?<!模)拟|将(?!近)|力争|争取|确保|有望|准备|打算|下一?步|接下来|下阶段|保证"
    r"|(?<![主重需只])要(?!求|点)|(?<!必)需(?!求)|(?<![供相反效适对响])应(?!急|用|对)|待|(?<![性产智功节动潜效])能(?!力|耗|源|够?量)"
    r"|(?<!认|许)可(?!研|再|靠|持|行性)|[将就也都]会|如果|若|一旦|即可|目标(?!的|任务的)"
    r"|\b(?:will|would|expect(?:ed|s)?|plan(?:s|ned)?|aim|target|should|hope|by|if|once"
    r"|intend|going to|to be)\b(?!\s+[0-9.]+\s+(?:percentage\s+)?points)"
)
BEFORE = (
    rf"上期|上次|上回|上年|去年|前期|此前|原来|原先?有|原本|原计划|原定|同期|[{PAST}]"
)
DEMANDED = (
    r"要求|规定|通知|文件|会议|开会|例会|推进会|调度会|部署会|召开|汇报|上报|报送|反馈|提交"
    r"|会商|检查组|督查|培训|原计划|原定|原本|截至|截止|以来|报告|报表|材料|回复|答复|休假|出差"
    r"|\b(?:meeting|deadline|report|asked|training|required|requested|originally|review)\b"
)
FINISH = (
    r"完成|完工|建成|竣工|办结|投运|投产|投用|收官|收尾|扫尾|[办弄]妥|销号|(?:改|做|办|建|修|搞)(?:好|完|成)"
    r"|完(?=$|[。，！])|弄好|搞定|落地|结束"
    r"|\b(?:done|complet(?:e|ed|ion)|finish(?:ed)?|ready)\b"
)
# What may stand in a sentence about the whole task without making it another's.
_FILLER = (
    r"本期|更正|纠正|报的|报了|实为|现为|报错|写错|说错|打错|错了|刚才|前面|上次|不好意思|抱歉|不对|而"
    r"|哦|噢|呃|嗯|的?样子|光景|出头|我?估摸着?|我[看想算估]|我(?=觉得|感觉)|涨|粗略|算下来|觉得|感觉|加起来|合起来|拢共|统共|加上|维持|保持|不变|原[来有]的?|新?添|凑[够齐满足]|数字|统计|汇总|更新|刷新|修正"
    r"|一点儿?|个人(?=感觉|觉得|估|认为)|走到?|刚好|恰好|正好|眼下|如今|当下"
    rf"|(?:这次|本次|此次)?报[{NOISE}个]*数|(?:这次|本次|此次)报|准确[地来]?[说讲]|确切[地来]?[说讲]|这边|那边|这块|那块|差不多|产能|数量|目前为止|到目前|目前|现在|现已|当前|截至|截止|至今|今年|全年|年度|本年|到期|我[们处局厅市省县]"
    r"|本[处局单位]|全[省市国]|各[地市县]|任务|工作|事项|整体|总体|总的|全部|所有|全面|一共|总共|共计"
    r"|均|都|已经|已|也|就|可以|可|能够|能|会|将|要|预计|预期|计划|拟|争取|力争|确保|有望|保证|按期"
    r"|按时|如期|提前|顺利|圆满|完毕|左右|前后|之前|以前|之内|以内|以上|以下|大约|大概|剩余|其余|剩下"
    r"|余下|企业|单位|项目|工程|才|只|仅|刚刚|刚|总算|终于|肯定|一定|陆续|剩|数|家|个|项|座|处|台|户|件|年度目标|目标|进度|进展|情况|如下|累计|合计|实际"
    r"|总计|领导|处长|主任|科长|老师|您好|你好|谢谢|感谢|辛苦|收到|好的|嗯|报告|回复|汇报|一下|请|审阅"
    r"|知悉|查收|达到|达|增至|增加到|增加|上升到|提高到|提升到|由|从|到|至|于|在|是|为|和|及|与|其中|等"
    r"|下一?步|接下来|差|有|新建|建设|正在|尚未|还没|未|没有?|除|外|并|且|通过|共|约|近|过|超|仍|还|再|又|新|的|了|啦|呢|哈|吧|后|前|底|末|内|中|里|当|本|此|该|这|那|们|多|余"
    r"|顺延|延期|推迟|延后|延|推|最迟|最晚|最后|申请|调整|预定|应该|估计|大致|基本|现|稳定|[弄搞干做改建]"
)
# What is counted, in English, by the unit it is counted in.
NOUNS = {
    "家": r"mills?|plants?|compan(?:y|ies)|enterprises?|firms?|factor(?:y|ies)",
    "个": r"parks?|projects?|areas?|zones?|sites?|stations?|regions?|industr(?:y|ies)"
    r"|sectors?",
    "类": r"categor(?:y|ies)|types?|kinds?|classes",
    "项": r"actions?|campaigns?|items?",
    "处": r"sites?|places?|stations?|buoys?",
    "本": r"books?|ledgers?|accounts?",
    "件": r"cases?",
}
_SMALL = (
    "|".join(NOUNS.values()) + r"|"
    r"a|an|the|of|out|in|on|at|by|to|is|are|be|been|has|have|had|we|it|it's|i|all|so|far|now|total"
    r"|already|everything|rest|remaining|task|work|will|should|expect|expected|expects|plan|planned"
    r"|aim|target|before|until|and|about|around|some|over|with|latest|end|whole|yes|ok|as|up|for"
    r"|fully|our|this|that|them|us|more|left|new|another|extra|additional|currently|since|last|progress|month|week|percent|than|nearly|roughly|almost|up|from|gone|points?|only|just"
    r"|through|halfway|industrial|re|ve|ll|rose|risen|reached|stands|sorry|correction|bring|bringing|wait|mean|oops|remains?|others?|way|went|grew|climbed|jumped|increased|yet|not|hasn|haven|t|there|were|was|still|work|year|of|you|me"
)


_EDGE = r"(?:(?<![A-Za-z])(?=[A-Za-z])|(?<=[A-Za-z])(?![A-Za-z]))"


@cache
def pattern(words: str) -> re.Pattern[str]:
    # Chinese letters are letters to \b as well, and stand right beside English.
    return re.compile(words.replace(r"\b", _EDGE), re.IGNORECASE)


_KNOWN = pattern(
    rf"{DONE}|{FINISH}|{_FILLER}|\b(?:{_SMALL})\b|[{DATE}{SPAN}{PAST}{NOISE}{PERCENT}]"
)
_LETTERS = re.compile(r"[\u4e00-\u9fff]|[A-Za-z]{2,}")


# The same few words are looked at again and again while one reply is read.
@lru_cache(maxsize=1024)
def foreign(text: str, own: frozenset[str]) -> int:
    """Count the words of a text that belong neither to the task nor to grammar."""
    rest = _KNOWN.sub(" ", text)
    return sum(word.lower() not in own for word in _LETTERS.findall(rest))


def since_done(text: str) -> str:
    """Return what stands behind the last verb of things done, if there is one."""
    end = _end(text, DONE)
    return text[end:] if end else ""


@lru_cache(maxsize=1024)
def last(text: str) -> str:
    """Say whether the last verb of a text is of things done or only begun."""
    return max(
        (("", 0), ("done", _end(text, DONE)), ("begun", _end(text, BEGUN))),
        key=lambda verb: verb[1],
    )[0]


def _end(text: str, words: str) -> int:
    return max((found.end() for found in pattern(words).finditer(text)), default=0)
