"""Which measures of a task a reply names as done."""

from dataclasses import replace
from datetime import date

import pytest
from tables import each

from rules.catalog import Measure, Task
from rules.ids import TaskId, UnitId
from rules.understand import Status, Subject, understand

MEASURES = {
    "a": "发布“三线一单”编制成果",
    "b": "建立整改清单",
    "c": "根据反馈意见及时研究制定督察整改方案",
    "d": "新建18个园区环境空气质量自动监测站",
    "e": "实施18个长江经济带交接断面水质自动站建设",
    "f": "基本完成神仙洞放射性废物处置",
    "g": "抓好化学纤维工业大气污染物排放标准制（修）订",
    "h": "抓好制药工业大气污染物排放标准制（修）订",
    "i": "摸清“减缓”和“适应”两本底账",
    "j": "升级改造地表水环境预警预报平台",
    "k": "加强建筑工地扬尘治理",
    "l": "完成台州分界断面评价体系试点",
    "m": "召开规划纲要部署大会",
}


@pytest.fixture(scope="module")
def task():
    return Task(
        id=TaskId("07.3"),
        title="完善生态环境监管体系",
        short="监管体系",
        lead=UnitId("air"),
        starts=date(2020, 2, 25),
        due=date(2020, 12, 31),
        policy="standard",
        source="四",
        measures=tuple(Measure(id=key, text=text) for key, text in MEASURES.items()),
        indicators=(),
        aliases=(),
    )


@pytest.fixture(scope="module")
def read(task):
    def reads(text):
        return understand(text, Subject(task=task, totals={}), date(2020, 10, 26))

    return reads


@each(
    ("text", "done"),
    [
        ("“三线一单”编制成果已于5月14日正式发布，共划定单元2507个", "a"),
        ("三线一单成果发布了 整体五成五 按计划走着", "a"),
        ("三线一单编制成果上月已正式发布（厅字〔2020〕29号），其他几项还没完", "a"),
        ("整改清单已经建立，整改方案已制定", "bc"),
        ("清单已建立", "b"),
        ("18个园区空气站已全部建成，水质站建成7个", "d"),
        ("二是长江经济带交接断面水质自动站，18个已全部建成", "e"),
        ("神仙洞放射性废物处置已经基本完成", "f"),
        ("化学纤维工业、制药工业大气污染物排放标准修订工作均已完成", "gh"),
        ("两项标准已完成1项，即化学纤维工业排放标准", "g"),
        ("“减缓”和“适应”底账已摸清", "i"),
        ("地表水环境预警预报平台升级改造已完成", "j"),
        ("台州分界断面评价体系试点已完成", "l"),
        ("规划纲要部署大会已召开", "m"),
        ("三线一单成果5月23日省政府已发布", "a"),
        ("三线一单成果已发布，并通过评审，2021年1月起施行", "a"),
        ("整改清单建起来了", "b"),
        ("整改清单今年已建立", "b"),
        ("督察整改方案已制定印发", "c"),
        ("部署大会开过了", "m"),
        ("8月中旬开过部署大会了", "m"),
        ("整改清单已建立健全", "b"),
        ("神仙洞放射性废物基本处置完了", "f"),
        ("a、c已完成", "ac"),
        ("第一条、第三条已完成", "ac"),
        ("第1条和第2条举措已完成", "ab"),
        ("measures a and c are done", "ac"),
        ("b完成了", "b"),
        ("measure d completed", "d"),
        ("a and b are finished", "ab"),
    ],
)
def test_a_measure_is_named_by_what_it_does_or_its_number(read, text, done):
    assert "".join(read(text).done_measures) == done


@each(
    "text",
    [
        "三线一单成果还没发布",
        "三线一单成果将于月底发布",
        "三线一单成果年底前发布",
        "整改清单11月建立",
        "三线一单成果发布会正在准备",
        "发布三线一单成果",
        "三线一单技术审查已完成",
        "三线一单成果基本完成",
        "整改清单初稿已完成",
        "整改方案正在制定",
        "方案已完成",
        "清单已完成",
        "18个园区空气站已建成15个",
        "15个园区空气站已建成",
        "温州的神仙洞放射性废物处置已经完成",
        "神仙洞放射性废物处置大部分完成",
        "“减缓”底账已摸清",
        "大气污染物排放标准已发布",
        "建筑工地扬尘治理已完成",
        "已全部完成",
        "工作已完成",
        "标准已发布",
        "神仙洞已建立",
        "第三条还没完成",
        "第二条完成一半",
        "第九十条已完成",
        "z完成了",
        "a、c是否已完成？",
        "某企业自备的污水在线监测站已建成",
        "A类企业已完成",
        "I finished the survey",
        "it is a completed survey",
    ],
)
def test_no_measure_is_done_by_a_plan_a_part_or_a_doubt(read, text):
    assert read(text).done_measures == ()


def test_a_measure_done_is_not_the_whole_task_done(read):
    assert read("a、c已完成").status is None
    assert read("全部完成").status is Status.DONE


@each(
    ("text", "day"),
    [
        ("整改清单11月建成", None),
        ("整改清单今年建成了", None),
        ("11月全部建成", date(2020, 11, 30)),
    ],
)
def test_when_one_measure_is_done_is_no_day_of_the_whole(task, text, day):
    called = Subject(task=replace(task, aliases=("整改清单",)), totals={})
    assert understand(text, called, date(2020, 10, 26)).expected == day


def test_the_only_measure_done_is_the_whole_done(task):
    only = Subject(task=replace(task, measures=task.measures[:1]), totals={})
    said = understand("a已完成", only, date(2020, 10, 26))
    assert (said.done_measures, said.status) == (("a",), Status.DONE)


def test_a_task_without_measures_has_none_done(task):
    bare = Subject(task=replace(task, measures=()), totals={})
    assert understand("清单已建立", bare, date(2020, 10, 26)).done_measures == ()


def test_a_pasted_table_names_only_its_first_measures(read):
    said = read("x已完成，" * 40 + "三线一单编制成果已发布")
    assert said.done_measures == ()
