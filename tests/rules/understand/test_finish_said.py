"""By when the whole is to be finished, and whether it is."""

from tables import each


@each(
    ("text", "expected"),
    [
        ("9.15前全搞完", "by 2020-09-15"),
        ("两周内能全弄好", "by 2020-06-08"),
        ("正常推进 9月底能全弄完", "on_track | by 2020-09-30"),
        ("预计完成时间：2020年11月30日。", "by 2020-11-30"),
        ("问题：无。\n预计完成时间：12月10日前。", "by 2020-12-10"),
        ("预计完成时间为10月15日", "by 2020-10-15"),
        ("要求完成时间：10月底", ""),
        ("会议时间：6月10日", ""),
        ("完成时间：6月10日招标", ""),
        ("整项任务预计12月25日前完成", "by 2020-12-25"),
        ("整体85% 12月中旬能全部完成", "85% | by 2020-12-20"),
        ("最迟不超过12月20日全部完成", "by 2020-12-20"),
        ("原定9月底完成，现调整到10月底", "by 2020-10-31"),
        ("略有滞后，但年底前能完成", "at_risk | by 2020-12-31"),
        ("略有滞后但年底前能完成", "at_risk | by 2020-12-31"),
        ("要拖到下个月20号", "at_risk | by 2020-06-20"),
        ("预计9至10月间全部完成", "by 2020-10-31"),
        ("10个工作日内全部完成", "by 2020-06-08"),
        ("meeting改到周四下午了", ""),
        ("6月底完成招标", ""),
        ("10月底前交初稿", ""),
        ("8月底前完成方案编制，12月底前全面完成", "by 2020-12-31"),
        ("Completion of the task expected 9/30", "by 2020-09-30"),
        ("Expected completion date: Oct. 20, 2020", "by 2020-10-20"),
        ("will finish the whole thing within two weeks", "by 2020-06-08"),
        ("赶在9月底前完成", "by 2020-09-30"),
        ("后天下班前全部交齐", "by 2020-05-27"),
        ("再给我十天，保证完成", "at_risk | by 2020-06-04"),
        ("最晚不超过9月15日，全部完成", "by 2020-09-15"),
        ("8月底前准能完", "by 2020-08-31"),
        ("元旦前扫尾完毕", "by 2020-12-31"),
        ("钢铁今年目标是13家", ""),
        ("ETA 15 Nov", "by 2020-11-15"),
    ],
)
def test_the_day_the_whole_is_expected(told, text, expected):
    assert told("steel", text) == expected


@each(
    ("text", "expected"),
    [
        ("这项全弄完了 可以销号", "done"),
        ("已全部通过验收，可销号", "done"),
        ("目标任务已全面完成", "done"),
        ("早就完成了", "done"),
        ("这项工作ALL DONE，可以销号", "done"),
        ("不是基本完成，是全部完成了，可以销号", "done"),
        (
            "this task has been fully completed and the report was filed",
            "done",
        ),
        ("finished, please close it", "done"),
        ("都办妥了，请予销号", "done"),
        ("这项可以结了", "done"),
        ("已提前完成全年目标任务", "done"),
        ("全部完成才可以销号", ""),
        ("完成后马上申请销号", ""),
        ("基本上完成了", ""),
        ("前期工作已全部完成", ""),
        ("almost done", ""),
        ("The design is done", ""),
    ],
)
def test_done_is_the_whole_and_not_a_step(told, text, expected):
    assert told("steel", text) == expected


@each(
    ("text", "expected"),
    [
        ("整体还是四成 跟上次没变化", "40% | unchanged"),
        ("本期与3月25日所报情况相比无变化", "unchanged"),
        ("和上次报的一样", "unchanged"),
        ("较上月无变化，正常推进", "on_track | unchanged"),
        ("没变，还在走流程", "unchanged"),
        ("老样子", "unchanged"),
        ("Nothing has changed since the last report", "unchanged"),
        ("不是没变化，是数据还没汇总上来", ""),
        ("维持上月数据不变", "unchanged"),
        ("no movement since last month", "unchanged"),
        ("政策没有变化", ""),
        ("空气质量同比无变化", ""),
        ("无变化，新增2家", "steel+2"),
    ],
)
def test_nothing_has_changed(told, text, expected):
    assert told("steel", text) == expected
