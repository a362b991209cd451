"""A plan of one unit and one task: whatever is said here is about the trouble."""

TEXT = """\
plan:
  id: zj-2020
  title: 工作要点
  timezone: Asia/Shanghai
  starts: 2020-02-25
  ends: 2020-12-31
  policy: campaign
calendar: {country: CN, hours: "08:30-18:00"}
units: [{id: air, name: 大气环境处}]
policies:
  campaign:
    name: 半月报
    report: half_monthly
    due: [10, 25]
    ladder: [{at: 0, to: owner}, {at: 1, to: owner}, {at: 3, to: head}]
    acknowledge: 0
    finish: 0
areas:
  - id: "02"
    title: 打赢蓝天保卫战
    leader: 分管领导
    policy: campaign
    tasks:
      - id: "02.2"
        title: 锅炉和炉窑整治
        short: 锅炉炉窑
        lead: air
        due: 2020-12-31
        measures: [{id: a, text: 完成改造}]
        indicators:
          - {id: steel, name: 钢铁, target: 13, unit: 家, baseline: 0}
"""
