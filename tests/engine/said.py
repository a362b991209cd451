"""What people say, tap and ask for: any of it, by anybody."""

from engine.world import ADA, ANN, BO, HAN, LEE, LU, WEI
from hypothesis import strategies as st

PEOPLE = st.sampled_from([ANN, BO, HAN, WEI, LU, ADA, LEE])
TASK = st.sampled_from(["1.1", "1.2", "2.1", "2.2"])
ANY = st.integers(0, 10_000)
WORDS = st.sampled_from(
    [
        "总体进度{n}%，正常推进",
        "已完成{n}%，进展顺利",
        "总体进度{n}%，滞后，需要省能源局协调",
        "钢铁企业已完成3家，总体进度{n}%",
        "无变化",
        "已全部完成",
        "没有完成，推迟",
        "改造已完成，预计6月底全部完成",
        "资金未到位",
        "请补充台账",
        "下周一",
        "明天",
        "2020-08-31 环评公示期延长",
        "水处 职责调整",
        "{m}月30日前报方案",
        "好的",
    ]
)
LINES = st.sampled_from(
    [
        "mine",
        "why {t}",
        "why",
        "fix {t}",
        "fix {t} 总体进度60%",
        "task {t}",
        "history {t}",
        "digest",
        "status",
        "people",
        "area 1",
        "done {t}",
        "extend {t} 2020-{m}-28 疫情影响",
        "extend {t} 2020-12-20 疫情影响",
        "handover {t} 水处 职责调整",
        "handover {t} 大气处 职责调整",
        "handover {t} 法规处 职责调整",
        "direct {t} {m}月20日前报方案",
        "direct {t} 两周内完成排查",
        "away {a}-{b}",
        "away {a}-{b} @博文",
        "away {a}-{b} @安宁",
        "away {a}-{b} @韩处",
        "back",
        "deputy 博文",
        "deputy 韩处",
        "deputy 无",
        "hours 10:00-16:00",
        "hours 9:00-17:00 Asia/Urumqi",
        "hours 9:00-18:00 Europe/London",
        "hours 默认",
        "snooze {t} 明天",
        "snooze {t} 下周一",
        "snooze",
        "language",
    ]
)
OWN = st.sampled_from(
    [(ANN, "1.1"), (BO, "1.2"), (WEI, "2.1"), (LU, "2.2"), (LU, "1.1")]
)
REQUESTS = st.sampled_from(
    [
        (ANN, "extend 1.1 2020-08-{d} 疫情影响"),
        (ANN, "extend 1.2 2021-03-{d} 疫情影响"),
        (WEI, "extend 2.1 2020-06-{d} 疫情影响"),
        (WEI, "extend 2.1 2020-12-{d} 疫情影响"),
        (ANN, "done 1.1"),
        (ANN, "done 1.2"),
        (WEI, "done 2.1"),
        (LU, "done 1.1"),
        (ANN, "handover 1.2 水处 职责调整"),
        (WEI, "handover 2.1 大气处 职责调整"),
        (WEI, "handover 2.1 法规处 职责调整"),
    ]
)
