"""The lines samples are made of: one task against its pace, one indicator."""

from collections.abc import Sequence

from rules.facts import Line

TODAY = "2020-05-25"
NOW = "2020-05-25T09:12:00+08:00"
LAST = "2020-04-24T16:40:00+08:00"
PLAN = "2020年全省生态环境工作要点"
AIR = "大气环境处"
TITLES = {
    "2.1": ("十百千治气", "推进“十百千”工业治气行动"),
    "2.2": ("锅炉炉窑", "推进锅炉和工业炉窑整治行动"),
    "2.3": ("柴油货车", "推进柴油货车污染治理攻坚行动"),
    "2.4": ("秋冬季治气攻坚", "推进秋冬季大气污染综合治理攻坚"),
    "3.1": ("污水零直排", "全面推进“污水零直排区”建设"),
    "3.3": ("长江保护修复", "打好长江保护修复攻坚战"),
    "5.1": ("危废处置能力", "提升利用处置能力"),
    "6.1": ("中央督察整改", "狠抓中央生态环保督察整改"),
    "8.2": ("监测监控", "加强监测监控能力建设"),
    "8.5": ("宣传教育", "提升宣传教育能力"),
}
AREAS = "美丽浙江 蓝天 碧水 净土 清废 督察执法 体制改革 基础能力 服务发展 管党治党"


def figure(
    name: str, total: str | None, target: str | None, unit: str, test: str = ""
) -> Line:
    """Return one indicator as `rules.facts.figure` tells it."""
    return {"name": name, "total": total, "target": target, "unit": unit, "test": test}


STEEL = figure("钢铁企业超低排放改造", "5", "13", "家")
KILNS = figure("工业炉窑综合治理", None, "8", "类")
PROJECTS = figure("工业废气治理项目", "512", "1000", "个")
STATIONS = figure("涉气园区空气质量自动监测站", "4", "18", "个")


def directive(task: str = "2.3", **more: object) -> Line:
    """Return a directive as `rules.directives.line` tells it."""
    told: Line = {
        "directive": 12,
        "id": f"0{task}",
        "task": task,
        "short": TITLES[task][0],
        "unit": AIR,
        "who": "陈某",
        "text": "请在6月30日前全面恢复路检路查，并报送周进度",
        "due": "2020-06-30",
        "state": "acknowledged",
        "late": 0,
        "told": "",
        "answer": "",
    }
    return told | more


def line(task: str, progress: int | None, light: str, why: str, **more: object) -> Line:
    """Return a task's line as `rules.facts.standing_line` tells it."""
    short, title = TITLES[task]
    told: Line = {
        "id": f"{task:0>4}",
        "task": task,
        "short": short,
        "title": title,
        "progress": progress,
        "expected": 40,
        "gap": None if progress is None else 40 - progress,
        "stated": None,
        "light": light,
        "why": why,
        "missed": 0,
        "last": None if progress is None else LAST,
        "due": "2020-12-31",
        "finish": None,
        "problem": "",
        "needs": "",
        "figures": [],
    }
    return told | more


def sum_line(light: str, why: str, progress: int | None, **more: object) -> Line:
    """Return a light's arithmetic as `rules.arithmetic` tells it."""
    told: Line = {
        "light": light,
        "why": why,
        "expected": 40,
        "progress": progress,
        "gap": None if progress is None else 40 - progress,
        "stated": None,
        "computed": progress,
        "apart": False,
        "note": 5,
        "yellow": 10,
        "red": 30,
        "missed": 0,
        "many": 2,
        "status": None,
        "stage": "in_progress",
        "starts": "2020-02-25",
        "due": "2020-12-31",
    }
    return told | more


def boilers(**more: object) -> Line:
    """Return task 2.2, on pace with 5 of 13."""
    return line("2.2", 38, "green", "on_pace", figures=[STEEL]) | more


def diesel(**more: object) -> Line:
    """Return task 2.3, of which nothing was ever said."""
    return line("2.3", None, "none", "silent_so_far") | more


def every(*lines: Line, unit: str = AIR) -> Sequence[Line]:
    """Return lines as `bot.verbs.reading` tells them: with the lead unit."""
    return [one | {"unit": unit} for one in lines]


def mine(*lines: Line, stands: Sequence[str] = ()) -> Sequence[Line]:
    """Return lines of one's own, and of those one stands for."""
    return [one | {"stands": stands} for one in every(*lines)]
