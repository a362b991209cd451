"""What a reply leaves open is asked about, with few and fitting options."""

from datetime import date

from tables import each

from rules.understand.doubts import doubts
from rules.understand.evidence import CONFIDENCE, ENOUGH
from rules.understand.figures import figures
from rules.understand.reply import ready
from rules.understand.said import Subject


def _words(text, said):
    return [
        f"{text[slice(*doubt.span)]}: " + " / ".join(map(_option, doubt.options))
        for doubt in said.doubts
    ]


def _option(one):
    if one.reading:
        sign = "=" if one.reading.kind == "total" else "+"
        return f"{one.reading.indicator}{sign}{one.reading.value}"
    if one.percent is not None:
        return f"{one.percent}%"
    return one.status.value if one.status else f"by {one.expected}"


ASKED = [
    ("air", "已完成55个", "55个: parks=55 / projects=55"),
    ("air", "55个", "55个: parks=55 / projects=55"),
    ("air", "又完成12个", "12个: parks+12 / projects+12"),
    ("air", "还剩40个", "40个: parks=62 / projects=960"),
    ("air", "55", "55: parks=55 / projects=55 / 55%"),
    ("air", "完成2000个项目", "2000个: projects=2000"),
    ("water", "还剩20个", "20个: zones=265"),
    ("steel", "8", "8: steel=8 / steel+8 / 8%"),
    ("steel", "8了", "8: steel=8 / steel+8 / 8%"),
    ("steel", "大概8吧", "8: steel=8 / steel+8 / 8%"),
    ("steel", "80", "80: 80%"),
    ("steel", "已完成30家", "30家: steel=30"),
    ("steel", "8家9月底完成", "8家: steel=8 / steel+8"),
    ("steel", "本期8家", "8家: steel=8 / steel+8"),
    ("steel", "大概60%到70%", "60%到70%: 60% / 70%"),
    ("steel", "60%-70%", "60%-70%: 60% / 70%"),
    ("steel", "六成到七成", "六成到七成: 60% / 70%"),
    ("steel", "80%或120%", "80%或120%: 80% / 100%"),
    ("steel", "基本完成", "基本完成: done"),
    ("steel", "快完成了", "快完成: done"),
    ("steel", "锅炉炉窑基本弄完了", "基本弄完: done"),
    ("steel", "9月底", "9月底: by 2020-09-30"),
    ("steel", "9月底吧", "9月底: by 2020-09-30"),
    ("plain", "60", "60: 60%"),
    ("share", "60", "60: 60%"),
    ("open", "已报，12件，2月完成", ""),
]


@each(("task", "text", "expected"), ASKED)
def test_what_is_not_clear_is_asked(read, task, text, expected):
    assert _words(text, read(task, text)) == ([expected] if expected else [])


@each(
    ("task", "text"),
    [
        ("steel", "谢谢"),
        ("steel", "收到"),
        ("steel", "已完成8家"),
        ("steel", "8家算完成吗？"),
        ("steel", "9月底前能不能完成？"),
        ("steel", "下周三开会研究"),
        ("steel", "5月20日召开了推进会"),
        ("steel", "省里要求9月底全部完成"),
        ("steel", "今天跑了5家钢厂"),
        ("steel", "从60%到70%"),
        ("steel", "年底达到60%到70%"),
        ("steel", "降幅60%到70%"),
        ("steel", "是60%到70%吗？"),
        ("steel", "预计月底基本完成"),
        ("steel", "基本完成，还差2家"),
        ("steel", "方案基本完成"),
        ("steel", "不是基本完成"),
        ("steel", "完成60%，基本完成"),
        ("steel", "6月底到7月底"),
        ("steel", "5月1日"),
        ("steel", "已完成800家"),
        ("steel", "13家"),
        ("steel", "2.2"),
        ("steel", "1200"),
        ("steel", "8、9家"),
        ("air", "还剩1100个"),
        ("air", "还剩40个，园区完成62个"),
        ("plain", "1200"),
        ("air", "在建55个"),
        ("air", "炉完成55个"),
        ("steel", "8 9"),
    ],
)
def test_what_says_nothing_or_says_it_clearly_raises_no_doubt(read, task, text):
    assert read(task, text).doubts == ()


def test_who_is_to_be_asked_is_not_silent(read):
    assert read("steel", "谢谢").silent
    assert not read("steel", "8").silent
    assert not read("steel", "8家").silent


def test_at_most_two_things_are_asked(read):
    said = read("air", "完成55个。又完成12个。再完成13个")
    assert len(said.doubts) == 2


def test_a_doubt_points_at_its_place_in_the_reply_as_written(read):
    text = "　已\u200b完成５５个"
    (doubt,) = read("air", text).doubts
    assert text[slice(*doubt.span)] == "５５个"
    spans = {one.reading.span for one in doubt.options if one.reading}
    assert spans == {doubt.span}


def test_what_is_asked_is_by_evidence_that_is_not_enough_and_nothing_else_is(
    read, tasks
):
    today = date(2020, 5, 25)
    for task, text, _ in ASKED:
        reply = ready(text, Subject(task=tasks[task], totals={}), today)
        for one in doubts(reply, figures(reply), read(task, text)):
            assert CONFIDENCE[one.evidence] < ENOUGH


@each(
    ("task", "text"),
    [
        ("steel", "8/13家，完成62%"),
        ("steel", "8家"),
        ("steel", "还剩3家，60%"),
        ("steel", "60%"),
        ("steel", "尚未启动"),
        ("steel", "总体完成60%，按计划推进，预计9月底完成"),
        ("steel", "资金不到位，需省厅协调，无变化"),
        ("share", "安全利用率91%"),
    ],
)
def test_what_is_taken_as_said_is_by_evidence_enough(read, task, text):
    sources = read(task, text).sources
    assert sources
    assert all(one.confidence >= ENOUGH for one in sources)
