"""A small sound catalog, to be broken in one place or another."""

from store.catalog import CatalogMistakes, read, spoken
from templates import words

NAME = "tasks_catalog.yaml"
SMALL = """\
plan:
  id: p1
  title: 工作要点
  timezone: Asia/Shanghai
  starts: 2020-02-25
  ends: 2020-12-31
  policy: standard
calendar: {country: CN, hours: "08:30-18:00", extra_days_off: [2020-10-09]}
units:
  - {id: air, name: 大气环境处, aliases: [大气处]}
  - {id: water, name: 水生态环境处}
  - {id: law, name: 政策法规处}
policies:
  standard: {name: 月报, report: monthly, due: 25}
  campaign:
    name: 半月报
    report: half_monthly
    due: [10, 25]
    ladder: [{at: 0, to: owner}, {at: 3, to: head}]
    lights: {note: 5, yellow: 10, red: 30}
    assist: false
digests:
  - {to: leader, every: monday 08:30}
targets:
  - {id: T1, name: 优良天数, target: 85, unit: "%", baseline: 88.6, kind: share}
areas:
  - id: "02"
    title: 打赢蓝天保卫战
    leader: 分管领导
    policy: campaign
    tasks:
      - id: "02.1"
        title: 锅炉和炉窑整治
        short: 锅炉炉窑
        lead: air
        assist: [law]
        due: 2020-12-31
        measures:
          - {id: a, text: 完成改造}
          - {id: b, text: 完成验收, due: 2020-06-30}
        indicators:
          - {id: steel, name: 钢铁, target: 13, unit: 家, baseline: 0}
      - id: "02.2"
        title: 柴油货车
        lead: water
        measures: [{id: a, text: 淘汰老旧货车}]
"""


def said(text: str | bytes, locale: str = "zh") -> list[str]:
    """Return what is said of a catalog, without the file's name; nothing if sound."""
    data = text.encode() if isinstance(text, str) else text
    try:
        read(data, NAME)
    except CatalogMistakes as refused:
        lines = [spoken(one, words("mistakes", locale)) for one in refused.mistakes]
        assert all(line.startswith(f"{NAME}:") for line in lines)
        return [line.removeprefix(f"{NAME}:") for line in lines]
    return []
