"""Replies that say how far, how well, or until when."""

from tables import each


@each(
    ("task", "text", "expected"),
    [
        ("steel", "未启动", "0%"),
        ("steel", "还没开始", "0%"),
        ("steel", "这项工作还没启动呢", "0%"),
        ("steel", "因资金未落实，任务尚未开展", "0% | problem: 因资金未落实"),
        ("steel", "锅炉炉窑尚未启动", "0%"),
        ("steel", "not started", "0%"),
        ("steel", "We haven't started yet", "0%"),
        ("steel", "进度不是80%，是70%", "70%"),
        ("steel", "完成50%→65%", "65%"),
        ("steel", "目前80%，月底可全部完成", "80% | by 2020-05-31"),
        ("air", "2.1 完成20%", "20%"),  # the task's own number is no 1 February
        ("air", "02.1完成20%", "20%"),
        ("air", "2.1 月底前全部完成", "by 2020-05-31"),
        ("steel", "2.2 完成3家", "steel=3"),
        ("waste", "5.1 已建成12万吨/年", "capacity=12"),
        ("steel", "只完成了30%", "30%"),
        ("steel", "刚完成30%", "30%"),
        ("steel", "还没完成，只完成了30%", "30%"),
        ("steel", "已完成三分之二", "67%"),
        ("steel", "完成三分之一", "33%"),
        ("steel", "完成过半", "50%"),
        ("steel", "完成八成以上", "80%"),
        ("steel", "进度六成五", "65%"),
        ("steel", "百分之六十", "60%"),
        ("steel", "约75％", "75%"),
        ("steel", "从40%提高到55%", "55%"),
        ("steel", "提高10个百分点，达到70%", "70%"),
        ("steel", "已完成", "done"),
        ("steel", "全部完成", "done"),
        ("steel", "无变化", "unchanged"),
        ("steel", "同上期", "unchanged"),
        ("steel", "进展顺利，按计划推进", "on_track"),
        ("steel", "可能延期到11月底", "at_risk | by 2020-11-30"),
        ("steel", "延期至11月30日", "at_risk | by 2020-11-30"),
        ("steel", "原计划6月底完成，现预计9月底完成", "by 2020-09-30"),
        ("steel", "两周内完成", "by 2020-06-08"),
        ("steel", "60%", "60%"),
        ("steel", "done", "done"),
        ("steel", "by end of September", "by 2020-09-30"),
        ("steel", "no change", "unchanged"),
        ("steel", "已经完成了，请审阅", "done"),
        ("steel", "全部完成，谢谢", "done"),
        ("steel", "5月20日已全部完成", "done"),
        ("steel", "没有问题，正常推进", "on_track"),
        ("steel", "已复工，正常推进", "on_track"),
        ("steel", "完成率62%", "62%"),
        ("steel", "整体进度60%左右", "60%"),
        ("steel", "上月40%，本月55%", "55%"),
        ("steel", "完成年度任务的80%", "80%"),
        ("steel", "应达60%，实际55%", "55%"),
        ("steel", "还剩20%", "80%"),
        ("steel", "达到100%", "100%"),
        ("steel", "已100%完成", "100% | done"),
        ("steel", "完成2/3", "67%"),
        ("steel", "近八成", "80%"),
        ("steel", "超过一半", "50%"),
        ("steel", "预计9月底", "by 2020-09-30"),
        ("steel", "预计10月15日前全部完工", "by 2020-10-15"),
        ("steel", "争取国庆前完成", "by 2020-09-30"),
        ("steel", "明年3月底才能完成", "by 2021-03-31"),
        ("steel", "由6月底推迟至9月底完成", "at_risk | by 2020-09-30"),
        ("steel", "60% done, on track", "60% | on_track"),
        ("steel", "two thirds done", "67%"),
        ("steel", "half done", "50%"),
        ("steel", "expected to finish by the end of September", "by 2020-09-30"),
        ("steel", "will be done by Friday", "by 2020-05-29"),
        ("steel", "预计8/13完成", "by 2020-08-13"),
        ("steel", "正在按序时进度推进，无问题", "on_track"),
        ("steel", "预计三季度末全部完成", "by 2020-09-30"),
        ("steel", "进度正常", "on_track"),
        ("steel", "均已完成", "done"),
        ("steel", "都完成了", "done"),
        ("steel", "任务已完成", "done"),
        ("steel", "该项工作已完成", "done"),
        ("steel", "锅炉炉窑已全部完成", "done"),
        ("steel", "做完了", "done"),
        ("steel", "搞定了", "done"),
        ("steel", "办结", "done"),
        ("steel", "完成8成", "80%"),
        ("steel", "力争年内完成", "by 2020-12-31"),
        ("steel", "计划11月中旬前完成", "by 2020-11-20"),
        ("steel", "预计2020年9月15日完成", "by 2020-09-15"),
        ("steel", "2020-09-15前完成", "by 2020-09-15"),
        ("steel", "9.15前完成", "by 2020-09-15"),
        ("steel", "六月底前能完", "by 2020-06-30"),
        ("steel", "下个月15号完成", "by 2020-06-15"),
        ("steel", "后天完成", "by 2020-05-27"),
        ("steel", "本周五完成", "by 2020-05-29"),
        ("steel", "月底完成", "by 2020-05-31"),
        ("steel", "三季度末完成", "by 2020-09-30"),
        ("steel", "下周三前全部完工", "by 2020-06-03"),
        ("steel", "十月上旬完成", "by 2020-10-10"),
        ("steel", "明天完成", "by 2020-05-26"),
        ("steel", "改造完成率70%", "70%"),
        ("steel", "70％左右", "70%"),
        ("steel", "完成四分之三", "75%"),
        ("steel", "完成四成", "40%"),
        ("steel", "任务过半", "50%"),
        ("steel", "完成百分之七十五点五", "76%"),
        ("steel", "提升到65%", "65%"),
        ("steel", "完成0%", "0%"),
        ("steel", "这个月没什么变化", "unchanged"),
        ("steel", "暂无新进展", "unchanged"),
        ("steel", "和上周一样", "unchanged"),
        ("steel", "done by end of June", "by 2020-06-30"),
        ("steel", "on track, 70% done", "70% | on_track"),
        ("steel", "nothing new", "unchanged"),
        ("steel", "expected 30 September", "by 2020-09-30"),
        ("steel", "should finish by Q3", "by 2020-09-30"),
        ("steel", "60 percent complete", "60%"),
        ("steel", "存在延期风险", "at_risk"),
        ("steel", "恐难按期完成", "at_risk"),
        ("steel", "能按期完成", "on_track"),
        ("steel", "一切正常", "on_track"),
        ("air", "整体完成65%，其中园区55个", "65%"),
        ("plain", "已完成", "done"),
        ("station", "空气自动监测站已全部建成", "done"),
        ("steel", "6月底完成一半，9月底全部完成", "by 2020-09-30"),
        ("steel", "锅炉6月底完成，钢铁9月底完成", "by 2020-09-30"),
        ("steel", "预计9月底，13家全部完成", "by 2020-09-30"),
        ("steel", "预计9月10日至20日完成", "by 2020-09-20"),
        ("steel", "同上", "unchanged"),
    ],
)
def test_a_reply_says_how_far_how_well_or_until_when(told, task, text, expected):
    assert told(task, text) == expected


def test_no_change_with_the_number_last_known_is_both(told):
    known = {"totals": {"steel": 8}}
    assert told("steel", "无变化，累计8家", **known) == "steel=8 | unchanged"


def test_no_change_with_a_new_number_is_a_change(told):
    known = {"totals": {"steel": 7}}
    assert told("steel", "无变化，累计8家", **known) == "steel=8"


def test_a_day_already_past_is_not_expected(told):
    assert told("steel", "预计5月20日完成") == ""


def test_january_said_in_november_is_next_year(read):
    from datetime import date

    said = read("steel", "预计1月底全部完成", today=date(2020, 11, 20))
    assert said.expected == date(2021, 1, 31)
