"""What is asked for, from whom, by when; and since when it has been asked."""

from datetime import date

from builders import day
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import each

from rules.catalog import Unit
from rules.ids import UnitId
from rules.needed import Voiced, needed, still_needed

MONDAY = date(2020, 5, 25)
UNITS = (
    Unit(id=UnitId("air"), name="大气环境处", aliases=("大气处",)),
    Unit(id=UnitId("water"), name="水生态环境处", aliases=("水处", "水环境处")),
    Unit(id=UnitId("law"), name="生态环境执法局", aliases=("执法局", "执法队")),
)


def told(text: str, said: date = MONDAY) -> str:
    """Write each need as 谁|事|几月几日, what is absent left out."""
    return "; ".join(
        "|".join(
            filter(None, (one.whom or "-", one.what, one.by and f"{one.by:%m-%d}"))
        )
        for one in needed(text, said, UNITS)
    )


@each(
    ("text", "expected"),
    [
        # Somebody is asked, by a day.
        ("请省发改委6月底前明确电价", "省发改委|明确电价|06-30"),
        ("6月底前请省发改委明确电价", "省发改委|明确电价|06-30"),
        ("请省发改委明确电价，6月底前", "省发改委|明确电价|06-30"),
        ("6月15日前，请省厅协调", "省厅|协调|06-15"),
        ("恳请厅领导于6月底前协调", "厅领导|协调|06-30"),
        ("希望省发改委在6月底前明确", "省发改委|明确|06-30"),
        ("下周三前请执法局介入", "生态环境执法局|介入|06-03"),
        ("一个月内请厅领导约谈", "厅领导|约谈|06-25"),
        ("请省厅6月协调", "省厅|协调|06-30"),
        ("请省厅协调。5月29日前定。", "省厅|协调|05-29"),
        ("请省厅协调，5月29日前定", "省厅|协调|05-29"),
        # Without a day.
        ("需要分管领导协调", "分管领导|协调"),
        ("需省厅协调解决", "省厅|协调解决"),
        ("建议请发改委协调电价", "发改委|协调电价"),
        ("需要财政追加资金500万元", "财政|追加资金500万元"),
        ("请省厅协调电网公司尽快送电", "省厅|协调电网公司尽快送电"),
        ("望领导出面协调用地指标", "领导|出面协调用地指标"),
        ("建议由省发改委牵头协调", "省发改委|牵头协调"),
        ("请求省生态环境厅协调支持", "省生态环境厅|协调支持"),
        ("需与省发改委协调电价", "省发改委|协调电价"),
        ("需向财政厅申请资金", "财政厅|申请资金"),
        ("需报省政府批准", "省政府|批准"),
        ("需要省发改委的支持", "省发改委|支持"),
        ("请省发改委就电价问题予以明确", "省发改委|就电价问题予以明确"),
        ("需要市政府对拆迁给予支持", "市政府|对拆迁给予支持"),
        ("请行政审批局尽快批复环评", "行政审批局|尽快批复环评"),
        ("请综合协调处安排会议", "综合协调处|安排会议"),
        ("请李厅长过问", "李厅长|过问"),
        ("请张处协调", "张处|协调"),
        ("请各市加快进度", "各市|加快进度"),
        ("需要5家企业配合", "5家企业|配合"),
        ("需要设备厂家尽快发货", "设备厂家|尽快发货"),
        ("需要政府资金支持", "政府|资金支持"),
        ("需省发改委、财政厅明确电价", "省发改委、财政厅|明确电价"),
        ("我市需省厅协调", "省厅|协调"),
        ("目前急需领导支持", "领导|支持"),
        # The one asked comes first, or what it is about does.
        ("省发改委需尽快明确电价", "省发改委|尽快明确电价"),
        ("大气处需尽快反馈", "大气环境处|尽快反馈"),
        ("电价需省发改委6月底前明确", "省发改委|电价明确|06-30"),
        (
            "两市权属不清，请分管领导出面协调，5月29日前定",
            "分管领导|两市权属不清，出面协调|05-29",
        ),
        ("6月底前，电价问题，请省发改委明确", "省发改委|电价问题，明确|06-30"),
        # A unit of the plan, however it is called.
        ("需大气处配合", "大气环境处|配合"),
        ("请水处、大气处配合现场核查", "水生态环境处、大气环境处|配合现场核查"),
        ("请水环境处配合", "水生态环境处|配合"),
        # Several things.
        (
            "请省发改委协调电价，请财政厅拨付资金",
            "省发改委|协调电价; 财政厅|拨付资金",
        ),
        ("请省发改委明确电价，财政厅拨付资金", "省发改委|明确电价; 财政厅|拨付资金"),
        (
            "1.请省发改委明确电价；2.请财政厅6月15日前拨付资金",
            "省发改委|明确电价; 财政厅|拨付资金|06-15",
        ),
        ("需省厅协调，尽快批复", "省厅|协调，尽快批复"),
        # Nobody in particular.
        ("需要协调解决用地指标", "-|协调解决用地指标"),
        ("需协调省财政厅拨付资金", "-|协调省财政厅拨付资金"),
        ("请于6月15日前协调省发改委", "-|协调省发改委|06-15"),
        ("请就电价问题协调", "-|就电价问题协调"),
        ("请对两市权属不清问题予以协调", "-|对两市权属不清问题予以协调"),
        ("需要资金500万元", "-|资金500万元"),
        ("需要企业复工", "-|企业复工"),
        ("需要全部解决", "-|全部解决"),
        ("需要开会解决", "-|开会解决"),
        ("需协调处置能力", "-|协调处置能力"),
        ("需要加强部门协调", "-|加强部门协调"),
        ("需要成立工作组推进", "-|成立工作组推进"),
        ("需要明确责任单位", "-|明确责任单位"),
        ("用地指标、用电", "-|用地指标、用电"),
        ("需协调事项：用地指标、用电", "-|用地指标、用电"),
        ("需协调事项：请省自然资源厅批复用地", "省自然资源厅|批复用地"),
        ("困难较多，人手不足", "-|困难较多，人手不足"),
        ("请", "-|请"),
        # A day that is no deadline.
        ("需要延期至11月底", "-|延期至11月底"),
        ("建议将期限延至11月底", "-|将期限延至11月底"),
        ("请财政厅追加2020年预算", "财政厅|追加2020年预算"),
        ("请协调5月25日会议议定事项", "-|协调5月25日会议议定事项"),
        ("请在5月20日前批复", "-|在5月20日前批复"),
        ("6月底前", "-|6月底前|06-30"),
        # Nothing at all.
        ("", ""),
        ("，。；", ""),
    ],
)
def test_a_need_is_what_from_whom_and_by_when(text, expected):
    assert told(text) == expected


@each(
    ("text", "expected"),
    [
        ("need the finance bureau to coordinate", "finance bureau|coordinate"),
        ("need finance to approve the budget", "finance|approve the budget"),
        ("please ask the city to coordinate", "city|coordinate"),
        ("need approval", "-|approval"),
        (
            "need approval from the provincial DRC by end of June",
            "provincial DRC|approval|06-30",
        ),
        (
            "We need the DRC to set the power price by 30 June",
            "DRC|set the power price|06-30",
        ),
        ("needs coordination on land", "-|coordination on land"),
        (
            "please coordinate with the grid company",
            "-|coordinate with the grid company",
        ),
        (
            "Need help from the finance bureau with land",
            "finance bureau|help with land",
        ),
        ("need more time to finish", "-|more time to finish"),
        (
            "the finance bureau needs to approve the budget by Friday",
            "finance bureau|approve the budget|05-29",
        ),
        ("need finance bureau approval by 15 June", "finance bureau|approval|06-15"),
        (
            "needs: the grid company to connect power before Friday",
            "grid company|connect power|05-29",
        ),
        ("request support from the deputy director", "deputy director|support"),
        ("need a decision by end of June", "-|a decision|06-30"),
        (
            "need the water division to share data by 2020-06-30",
            "water division|share data|06-30",
        ),
        ("Please approve the extension", "-|approve the extension"),
        ("We still need land from the county government", "county government|land"),
        (
            "director of the finance bureau to sign",
            "director of the finance bureau|sign",
        ),
        (
            "need to coordinate with the finance bureau",
            "-|coordinate with the finance bureau",
        ),
        ("land and power supply", "-|land and power supply"),
        ("for the boilers we need approval", "-|for the boilers approval"),
    ],
)
def test_a_need_is_read_in_english_as_well(text, expected):
    assert told(text) == expected


def run(*said: tuple[int, str, bool]) -> list[tuple[str, date, date | None]]:
    """Return what is needed after these reports of May: day, words, 无变化 or not."""
    history = [
        Voiced(on=day(5, of_month), text=text, carried=carried)
        for of_month, text, carried in said
    ]
    return [
        (one.need.what, one.since, one.need.by) for one in still_needed(history, UNITS)
    ]


PRICE = "请省发改委下周五前明确电价"


@each(
    ("said", "expected"),
    [
        ((), []),
        (((4, PRICE, False),), [("明确电价", day(5, 4), day(5, 15))]),
        # No change: still what was said on the fourth, with its day.
        (
            ((4, PRICE, False), (11, PRICE, True), (18, PRICE, True)),
            [("明确电价", day(5, 4), day(5, 15))],
        ),
        # Said again: asked for since the fourth, with a new day.
        (
            ((4, PRICE, False), (11, PRICE, False)),
            [("明确电价", day(5, 4), day(5, 22))],
        ),
        # In other words, or of nobody by name.
        (
            ((4, "需协调电价", False), (11, "请省发改委尽快协调用电电价", False)),
            [("尽快协调用电电价", day(5, 4), None)],
        ),
        # Another thing, or asked of somebody else.
        (
            ((4, PRICE, False), (11, "请省发改委批复立项", False)),
            [("批复立项", day(5, 11), None)],
        ),
        (
            ((4, "请财政厅明确电价", False), (11, "请省发改委明确电价", False)),
            [("明确电价", day(5, 11), None)],
        ),
        # One of two is new; what was left out meanwhile begins anew.
        (
            (
                (4, "请财政厅拨款", False),
                (11, "请省发改委批复立项", False),
                (18, "请省发改委批复立项；请财政厅拨款", False),
            ),
            [("批复立项", day(5, 11), None), ("拨款", day(5, 18), None)],
        ),
        # 无变化 that does not carry the words on (they were corrected since).
        (
            ((4, "请财政厅拨款", False), (11, PRICE, True)),
            [("明确电价", day(5, 11), day(5, 22))],
        ),
    ],
)
def test_a_need_is_as_old_as_the_reports_that_ask_for_it_without_a_break(
    said, expected
):
    assert run(*said) == expected


@settings(max_examples=80, deadline=None)
@given(
    st.text(
        st.sampled_from(
            "请需省厅发改委财政协调解决6月底前，。；的\n1. "
            "由与need to the bureau前内至\u202e\u200b８"
        ),
        max_size=60,
    )
)
def test_nothing_is_invented_and_nothing_breaks(text):
    for one in needed(text, MONDAY, UNITS):
        names = {name for unit in UNITS for name in (unit.name,)}
        for whom in filter(None, one.whom.split("、")):
            assert whom in names or set(whom) <= set(text) | set("8")
        assert one.by is None or one.by >= MONDAY
        assert one.what or one.by


@each(
    "text",
    [
        "请" * 10_000,
        "省厅" * 5_000,
        "请省" * 5_000,
        "need the " * 1_200,
        "the finance bureau " * 600,
        "需要6月底前，" * 1_500,
        "1" * 10_000,
    ],
)
def test_of_huge_text_the_beginning_is_read(text):
    found = needed(text, MONDAY, UNITS)
    assert found == needed(text[:1_000], MONDAY, UNITS)
    assert 0 < sum(len(one.what) for one in found) <= 1_000
