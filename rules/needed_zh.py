"""How Chinese asks somebody for something: 请省发改委6月底前明确电价."""

import re
from collections.abc import Iterator, Sequence

from rules.catalog import Unit

_ASK = re.compile(
    r"(?:(?:现|目前|下一步|亟|急|仍|还|尚|也|另|特|均|都|拟)*"
    r"(?:恳请|烦请|敬请|提请|恳求|请求|建议|希望|期盼|盼望|盼|(?<![有期])望(?!远)"
    r"|需要|需求|需(?!求)|须(?!知)|(?<![申邀聘约宴])请(?!示|问|假|审阅|查收|知悉)"
    r"|(?<![主重必只简摘纪提不])要(?!求|点|闻|素))"
    r"(?:您|贵[厅局委]|大家)?(?:能够?)?)+"
)
# What a person or a house is asked to do; none of them opens its name.
_DO = (
    r"协调|支持|解决|明确|批准|批复|批示|批转|审批|审核|审定|审查|评审|核准|核定|帮助|帮忙|配合|协助"
    r"|出面|拨付|拨款|督促|督办|指导|统筹|追加|催|推动|推进|研究|安排|落实|加快|同意|考虑|牵头|组织|召开"
    r"|召集|提供|下达|下发|出具|出台|印发|调度|约谈|会商|会签|确定|确认|答复|回复|回函|办理|签|增加|增拨"
    r"|补助|保障|过问|关注|调整|开展|验收|移交|处理|沟通|对接|衔接|决定|定(?!额|点)|放行|供电|送电|接入"
    r"|拨(?!付)|派|介入|把关|发文|致函|转办|完成|申请|补充|修改|减免|暂缓|预留|列入|纳入|倾斜|兜底|联系"
    r"|联合|会同|参与|检查|执法|查处|取缔|关停|整改|清理|拆除|征收|腾退|交付|施工|到场|复核|认定|认可|受理"
    r"|发货|供货|交货|送货"
)
# What is done oneself, to a house: 成立工作组推进.
_MAKE = (
    r"加强|强化|建立|健全|完善|成立|设立|新设|增设|增派|选派|引进|聘请|委托|邀请|购买|采购|租用|更换|新增"
    r"|增加|补充|尽快|抓紧|及时|进一步"
)
# What may come between a name and what it is asked to do.
_THEN = (
    r"(?:的|予以|给予|尽快|尽早|及时|抓紧|早日|立即|即刻|进一步|加大|大力|积极|继续|统一|共同|一并"
    r"|优先|能够?|可以|可|来|帮我们|帮|为我们|给我们|再|协同|专题|专门|主动|务必|切实|适当|酌情|全力|多"
    r"|负责|\s)*"
)
_ABOUT = (
    r"就|对|在|为|给|将|把|按|从|于|向|针对|根据|围绕|提前"
    r"|资金|政策|技术|经费|人员|人力"
)
_SUFFIX = (
    r"厅|局|委|办公室|办|处|部门?|院|司|署|科|中心|公司|集团|政府|人大|政协|银行|企业|单位|领导|班子"
    r"|厅长|局长|处长|主任|科长|省长|市长|县长|区长|镇长|书记|部长|司长|行长|总队|支队|大队|协会|学会"
    r"|委员会|指挥部|专班|工作组|小组|党组|国网|电网|供电所|海关|法院|检察院|财政|发改|住建|国土|环保"
    r"|公安|税务|审计|省里|市里|县里|部里|厅里|上级|各市|各地|各县|各区|地方|两市|两地|双方|市|县|区|镇"
    r"|街道|乡|业主|厂家|厂商|供应商|施工方|专家|运营商|同志|站|所|队"
)
_WITH = r"(?:与|和|同|跟|向|由|让|经(?![信济贸])|报|找|待|得到|争取|取得)?"
_WHOM = re.compile(
    rf"\s*{_WITH}(?P<whom>[\u4e00-\u9fffA-Za-z0-9（）()、·]{{0,24}}?(?:{_SUFFIX}))"
    rf"{_THEN}(?={_DO}|{_ABOUT})(?!{_SUFFIX})"
)
_NAME = re.compile(rf"[\u4e00-\u9fffA-Za-z0-9（）()、·]{{0,24}}(?:{_SUFFIX})")
_ACTS = re.compile(rf"{_THEN}(?:{_DO}|{_ABOUT})")
# 综合协调处, 审批局: a deed within a name goes on to the name's end.
_DEED = re.compile(
    rf"^(?:协调|{_MAKE})|(?:{_DO})(?!{_SUFFIX})",
)
_NO_NAME = re.compile(
    r"的|^(?:把|将|对|就|为|给|按|在|从|因|被|使|于|其|该|这|那|此|我|本)"
    r"|(?:^|[^\u4e00-\u9fff])[一-龥]?(?:全|内|局|大)部$|(?:全|内|局|大)部$"
    r"|(?:好|难|此|各|用|害|益|到|何|多)处$|(?:督|交|承|催|主|举|开|创|筹|申|怎么|难)办$"
    r"|(?:场|无|厕)所$|节省$|(?:专|学|本|百|万|无)科$|(?:到|基)站$|(?:社|小|地|山)区$"
)
_OWN = re.compile(
    r"(?:我们|我[市县区处局厅院司站办]?|本[市县区处局厅院司站办]|我单位|本单位)+"
)
_FILLER = re.compile(
    r"^(?:目前|现在?|当前|下一步|下步|另外?|同时|此外|也|但是?|故|因此|所以|为此|还|仍)+"
)
_TRIMMED = " ，,：:、"


def read(text: str, units: Sequence[Unit]) -> tuple[bool, str, str] | None:
    """Return whether a clause asks, whom, and for what; None if it is not Chinese."""
    if not re.search(r"[\u4e00-\u9fff]", text):
        return None
    found = _ASK.search(text)
    head, rest = (text[: found.start()], text[found.end() :]) if found else ("", text)
    head = _OWN.sub("", _FILLER.sub("", head)).strip(_TRIMMED)
    whom, what = _asked(rest, units)
    if not whom and found and (named := _named(head, units)):
        whom, head = named, ""
    return bool(found), whom, (head + what).strip(_TRIMMED)


def _asked(text: str, units: Sequence[Unit]) -> tuple[str, str]:
    """Return whom the words begin with, if they do, and what follows."""
    unit = _unit(text, units)
    if unit and _ACTS.match(unit[1]):
        return unit[0], unit[1]
    found = _WHOM.match(text)
    if found is None or not _is_name(found["whom"]):
        return "", text
    names = (_known(one, units) for one in found["whom"].split("、"))
    return "、".join(names), text[found.end("whom") :].removeprefix("的")


def _named(text: str, units: Sequence[Unit]) -> str:
    """Return whom the whole words name, as in 省发改委需尽快明确."""
    whole = text if _NAME.fullmatch(text) and _is_name(text) else ""
    return _known(whole or text, units) if whole or _is_unit(text, units) else ""


def _is_name(text: str) -> bool:
    return not _NO_NAME.search(text) and not _DEED.search(text)


def _is_unit(text: str, units: Sequence[Unit]) -> bool:
    return any(text in {unit.name, *unit.aliases} for unit in units)


def _known(whom: str, units: Sequence[Unit]) -> str:
    """Return a unit of the catalog by its name, anybody else as written."""
    same = (unit.name for unit in units if whom in {unit.name, *unit.aliases})
    return next(same, whom)


def _unit(text: str, units: Sequence[Unit]) -> tuple[str, str] | None:
    """Return the unit the words begin with, and the rest of them."""
    begun = max(_names(text.strip(), units), key=lambda one: len(one[0]), default=None)
    return begun and (begun[1], text.strip()[len(begun[0]) :])


def _names(text: str, units: Sequence[Unit]) -> Iterator[tuple[str, str]]:
    for unit in units:
        for name in (unit.name, *unit.aliases):
            if text.startswith(name):
                yield name, unit.name
