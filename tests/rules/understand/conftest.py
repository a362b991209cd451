"""Realistic tasks to reply about, and what was understood in one short line."""

from datetime import date
from decimal import Decimal

import pytest

from rules.catalog import Indicator, Kind, Measure, Task
from rules.ids import IndicatorId, TaskId, UnitId
from rules.understand import Subject, Understanding, understand

MONDAY = date(2020, 5, 25)


def _indicator(name_id, name, target, unit, *aliases, kind=Kind.COUNT):
    return Indicator(
        id=IndicatorId(name_id),
        name=name,
        target=None if target is None else Decimal(target),
        unit=unit,
        aliases=aliases,
        kind=kind,
    )


def _task(task_id, title, short, *indicators, measures=2, aliases=()):
    return Task(
        id=TaskId(task_id),
        title=title,
        short=short,
        lead=UnitId("air"),
        starts=date(2020, 2, 25),
        due=date(2020, 12, 31),
        policy="standard",
        source="四",
        measures=tuple(Measure(id=str(n), text="一项举措") for n in range(measures)),
        indicators=indicators,
        aliases=aliases,
    )


TASKS = {
    "air": _task(
        "02.1",
        "推进“十百千”工业治气行动",
        "十百千治气",
        _indicator("parks", "重点工业园区废气整治", 102, "个", "园区"),
        _indicator("projects", "工业废气治理项目", 1000, "个", "治理项目"),
        aliases=("工业治气",),
    ),
    "steel": _task(
        "02.2",
        "推进锅炉和工业炉窑整治行动",
        "锅炉炉窑",
        _indicator("steel", "钢铁企业超低排放改造", 13, "家", "钢铁"),
        aliases=("炉窑",),
    ),
    "water": _task(
        "03.2",
        "加强城乡饮用水水源保护",
        "水源保护",
        _indicator("zones", "“千吨万人”水源保护区划立治", 285, "个", "保护区"),
        _indicator("buffers", "水源生态缓冲拦截区建设", 14, "个", "缓冲区", "拦截区"),
    ),
    "waste": _task(
        "05.1",
        "提升利用处置能力",
        "处置能力",
        _indicator(
            "capacity",
            "新增危险废物利用处置能力",
            30,
            "万吨/年",
            kind=Kind.CUMULATIVE,
        ),
    ),
    "station": _task(
        "08.2",
        "新建空气自动监测站",
        "空气站",
        _indicator("stations", "空气自动监测站", 18, "个", "空气站", "自动站"),
        measures=1,
    ),
    "share": _task(
        "04.2",
        "推进土壤污染治理修复",
        "土壤修复",
        _indicator(
            "safe", "污染地块安全利用率", 90, "%", "安全利用率", kind=Kind.SHARE
        ),
        _indicator("used", "危险废物利用处置率", 96, "%", kind=Kind.SHARE),
    ),
    "open": _task(
        "06.1",
        "狠抓督察整改",
        "督察整改",
        _indicator("cases", "办结案件", None, "件"),
    ),
    "plain": _task("01.1", "强化美丽建设的总体协调", "总体协调"),
}


def line(said: Understanding) -> str:
    parts = [] if said.percent is None else [f"{said.percent}%"]
    parts += [
        f"{one.indicator}{'=' if one.kind == 'total' else '+'}{one.value}"
        for one in said.readings
    ]
    parts += [said.status.value] if said.status else []
    parts += [f"by {said.expected}"] if said.expected else []
    parts += [f"problem: {said.problem}"] if said.problem else []
    parts += [f"needs: {said.needs}"] if said.needs else []
    parts += ["unchanged"] if said.unchanged else []
    return " | ".join(parts)


@pytest.fixture
def tasks():
    return TASKS


@pytest.fixture
def read():
    def reads(task, text, *, today=MONDAY, **known):
        subject = Subject(task=TASKS[task], totals=known.pop("totals", {}), **known)
        return understand(text, subject, today)

    return reads


@pytest.fixture
def told(read):
    def tells(task, text, **known):
        return line(read(task, text, **known))

    return tells
