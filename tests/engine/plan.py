"""A plan of two areas and four tasks, and the edits an admin might make to it."""

from rules.catalog import Catalog
from rules.ids import PlanId
from store.catalog import read

PLAN = PlanId("p1")
TASKS = ("01.1", "01.2", "02.1", "02.2")
UNITS = ("air", "water", "law")
TEXT = """\
plan:
  id: p1
  title: 工作要点
  timezone: Asia/Shanghai
  starts: 2020-02-25
  ends: 2020-12-31
  policy: monthly
calendar:
  country: CN
  hours: "08:30-18:00"
  quiet: ["12:00-13:30"]
  extra_days_off: [2020-06-30]
  extra_workdays: []
kindness: {per_day: 2, per_week: 6}
units:
  - {id: air, name: 大气环境处, aliases: [大气处]}
  - {id: water, name: 水生态环境处, aliases: [水处]}
  - {id: law, name: 政策法规处, aliases: [法规处]}
policies:
  monthly: {name: 月报, report: monthly, due: 25, assist: false}
  halves: {name: 半月报, report: half_monthly, due: [10, 25], assist: true}
  weekly: {name: 周报, report: weekly, due: friday, opens: 4, spare: true}
digests: [{to: leader, every: monday 08:30}]
targets:
  - {id: T1, name: 优良天数, target: 85, unit: "%", baseline: 88.6, kind: share}
areas:
  - id: "01"
    title: 打赢蓝天保卫战
    leader: 李厅
    tasks:
      - id: "01.1"
        title: 锅炉和炉窑整治
        short: 锅炉炉窑
        lead: air
        assist: [law]
        due: 2020-06-30
        policy: halves
        measures: [{id: a, text: 完成改造}, {id: b, text: 完成验收}]
        indicators: [{id: steel, name: 钢铁, target: 13, unit: 家, baseline: 0}]
      - id: "01.2"
        title: 柴油货车淘汰
        short: 柴油货车
        lead: air
        due: 2020-12-31
        policy: weekly
        measures: [{id: a, text: 淘汰老旧货车}]
  - id: "02"
    title: 打好碧水保卫战
    leader: 李厅
    tasks:
      - id: "02.1"
        title: 养殖尾水治理
        short: 养殖尾水
        lead: water
        assist: [law]
        due: 2020-05-15
        policy: halves
        measures: [{id: a, text: 完成治理}]
      - id: "02.2"
        title: 饮用水源保护
        short: 饮用水源
        lead: law
        starts: 2020-04-01
        due: 2020-12-31
        policy: monthly
        measures: [{id: a, text: 完成划定}]
"""
EDITS = (
    ("due: 2020-05-15", "due: 2020-07-15"),
    ("due: 2020-06-30", "due: 2020-04-30"),
    ("per_day: 2, per_week: 6", "per_day: 1, per_week: 2"),
    ("extra_workdays: []", "extra_workdays: [2020-03-14, 2020-05-02]"),
    ("extra_days_off: [2020-06-30]", "extra_days_off: [2020-03-11, 2020-04-13]"),
    ("assist: [law]\n        due: 2020-06-30", "due: 2020-06-30"),
    ("lead: law\n        starts", "lead: water\n        starts"),
    (
        "due: 2020-12-31\n        policy: weekly",
        "due: 2020-12-31\n        policy: monthly",
    ),
    ("due: 25, assist: false", "due: 20, assist: true, acknowledge: 0"),
    (TEXT[TEXT.index('      - id: "02.2"') :], ""),  # a task is dropped
)
"""Each swaps a part of the file for another, and back when it is applied again."""


def edited(edits: frozenset[int]) -> str:
    """Return the file with these edits made."""
    text = TEXT
    for number in sorted(edits):
        text = text.replace(*EDITS[number])
    return text


def catalog(text: str = TEXT) -> Catalog:
    return read(text.encode(), "tasks_catalog.yaml")
