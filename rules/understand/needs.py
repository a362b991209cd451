"""What is asked of others: 请省厅协调供电."""

from functools import lru_cache

from rules.understand.clauses import Clause
from rules.understand.scope import pattern

_WHO = (
    r"(?:[省市县区部厅局处委办院科队站]|领导|主任|财政|发改|经信|公安|电网|供电"
    r"|电力|交通|住建|水利|农业|农村|自然资源|海事|各[市县地]|地方|政府"
    r"|中心|上级|上面|贵|总队|您|你们?|有关|相关|牵头单位|张|王|李|相关方)"
)
_HELP = (
    r"(?:协调|支持|解决|明确|批准|帮助|帮忙|帮|配合|协助|支援|出面|拨付|督促|批复"
    r"|指导|统筹|追加|增派|增拨|加派|牵头|催|关心|对接|重视|倾斜|过问|加快审批|给予"
    r"|补助)"
)
_DO = (
    rf"(?:{_HELP[3:-1]}|推动|研究|安排|落实|予以|加快|尽快|尽早|早日|抓紧|审批|同意"
    r"|延期|考虑|联系|提供|开|派|借|调|审|批|定|统一|沟通|协商|衔接|增加|补充|增设"
    r"|延长|放宽|宽限|调整|授权|下发|出台|签|盖|推|加|给|说|问|打|发|组织|拍板"
    r"|确认|答复|回复|约谈|把[把一]?关)"
)
_ASKS = pattern(
    rf"(?:需要?|须|(?<![主重只])要(?!求|点|是|不))[^，]{{0,20}}{_HELP}"
    r"|(?:需|需要|还要|急需|亟需|亟待)(?:由|请|让|得到)?(?!报|经|求|方|一|两|再?等"
    rf"|时|[0-9])[^，]{{0,6}}{_WHO}[^，]{{0,16}}{_DO}"
    r"|(?:恳请|敬请|烦请|提请|(?<![申邀聘报宴已提])请(?!问|审阅|审核|审定|批示"
    r"|指示|查收|查阅|知悉|放心|示|核|看|见|假|了|来|到|进|多|您放心|领导放心"
    r"|各位领导放心|您查收|领导审阅|领导知悉|您审阅|稍))"
    rf"[^，]{{0,20}}{_DO}"
    r"|(?:^|[：\s])(?:我们|我处|我局|特|恳切|强烈|另|还|同时|因此|故)?(?:建议|恳请"
    rf"|盼|呼吁)(?![0-9书稿])[^，]{{2,}}"
    r"|(?:希望|(?<![期有希失展])望|盼望?|期盼|拜托|麻烦|劳烦|有劳"
    rf"|有待)[^，]{{0,10}}{_WHO}[^，]{{0,16}}{_DO}|(?<![期有希])望领导[^，]{{2,}}"
    r"|(?:急需|亟需|亟待)(?!解决的|整[改治])[^，]{2,}|(?<![觉取获舍不懂记])得(?:请"
    r"|由|靠)?[^，]{0,4}(?:[省市县区厅局部]|领导|上级|上面)[^，]{0,8}(?:出面|协调"
    r"|帮|牵头|拍板)"
    rf"|(?:能否|可否|能不能|可不可以)[^，]{{0,12}}{_HELP}"
    r"|希望(?:能|可以|能够)?[给为][^，]{1,10}(?:配|派|拨|增|加|补|批|发|调|安排)"
    rf"|(?:希望|拜托|麻烦)(?:能|可以|能够|尽快|早日|给予|予以|得到)*{_HELP}"
    r"|(?:^|[，\s])(?:现|特|我们|我处|我局|想|拟)?申请(?:省|市|财政|厅里?|追加"
    r"|增加|增拨|补助|资金|支持|协调)[^，]*"
    r"|帮(?:忙|我们|着|助)?(?:催|协调|联系|问|推|说|盯|对接|看看|解决)"
    r"|\bneeds? (?!to\b|more time|no\b|nothing)(?:[^，]+? to \w+|help|support"
    r"|coordination|approval|a decision|guidance|assistance"
    r"|(?:(?:more|extra|additional|the|some|further|your|technical|financial"
    r"|provincial|policy)\s)+\w+|[^，]{2,40} from \w+)"
    r"|\b(?:please|kindly|pls) (?!see|find|note|check|confirm|close|be |refer|know"
    r"|rest|ignore|wait|let me|bear)\w+ \w+"
    r"|(?:^\s*|\b(?:we|i|hereby|to) )request\s\w+|\brequesting\s\w+"
    r"|(?<!\bit )(?<!\bthis )(?<!\btask )(?<!\bwork )(?<!^)\bneeds to \w+"
    r"|\b(?:we|i)(?:'d like to)? ask (?:that )?\w+"
    r"|\bask(?:ing)? for (?!your patience)\w+"
    r"|\b(?:hope|would like|want|count on|rely on) (?!to\b|we\b|it\b"
    r"|that we\b)[^，]{2,30} (?:to|can|will|could) \w+"
    r"|\b(?:should|must) (?:coordinate|step in)|\b(?:help|support|coordination"
    r"|assistance) (?:is |would be )?(?:needed|required|wanted|appreciated)"
)
_NOT = pattern(
    r"无需|不需|无须|不用|暂不|毋须|不必|无(?:其他)?(?:需|请)|(?:没有?|暂?无|没什么"
    r"|没啥)(?!法|力|能)[^，]{0,6}(?:需|要|请)|感谢|谢谢|多谢"
    r"|到时|届时|必要时|有需要|[再会]请|已(?:经)?(?:请|由|报请|提请|向|商请|协调)"
    r"|(?:提出|审计|整改|征求|反馈|意见)[^，]{0,4}建议|建议(?:[0-9]|书|稿|意见)"
    r"|\b(?:no need|not need|nothing|no (?:help|support|coordination)|don't need"
    r"|thanks|thank you|if needed|when needed)\b"
)
HEADING = pattern(
    r"(?:需|建议|需求|诉求|请求|支持|协调)[^，]{0,6}$"
    r"|\b(?:needs?|needed|requests?|asks?|support (?:needed|required))$"
)
_FOLLOWS = pattern(
    r"^\s*(?:尽快|尽早|早日|帮(?:我们?|忙)?)(?![^，]*(?:我们|我处|我局))[^，]{0,16}"
    r"(?:拨|批|发|定下|明确|审|下达|下发|出台|印发|协调|解决|给|派|签)"
)


def follows(text: str, clause: Clause) -> bool:
    """Whether a clause behind one that asks goes on asking: …，尽快把尾款拨下来."""
    said = text[clause.start : clause.end]
    return bool(_FOLLOWS.search(said)) and not _NOT.search(said)


def asks(text: str, clause: Clause) -> bool:
    return _asks(text[clause.start : clause.end])


# A clause is looked at for what it needs, and again for what hinders it.
@lru_cache(maxsize=1024)
def _asks(said: str) -> bool:
    return bool(_ASKS.search(said)) and not _NOT.search(said)
