"""Sample facts of what can be looked at: one's own, a task, an area, the service."""

from collections.abc import Mapping

from rules.facts import Line
from rules.message import Facts
from templates.samples.asked_for import asked
from templates.samples.auditing import counted
from templates.samples.lines import (
    AIR,
    AREAS,
    KILNS,
    LAST,
    NOW,
    PROJECTS,
    STEEL,
    TODAY,
    boilers,
    diesel,
    directive,
    every,
    figure,
    line,
    mine,
    sum_line,
)

_MEASURES = [
    "基本淘汰35蒸吨/小时以下燃煤锅炉",
    "基本完成燃气锅炉低氮改造",
    "实施13家钢铁企业超低排放改造",
    "全面建立工业炉窑管理清单",
    "推进八大类工业炉窑综合治理",
]


def _owed(told: Line, due: str, late: int, *stands: str, kind: str = "report") -> Line:
    owed: Line = {"obligation": 7, "kind": kind, "report_due": due, "late": late}
    return told | owed | {"unit": AIR, "stands": stands}


_FORECAST: Line = {
    "by_due": "11",
    "target": "13",
    "unit": "家",
    "percent": False,
    "due": "2020-12-31",
    "needed": "0.26",
    "speed": "0.2",
}
_CARD: Line = boilers(stated=60, finish="2020-09-30") | {
    "unit": AIR,
    "lead": AIR,
    "assist": ["环评与排放管理处", "生态环境执法局"],
    "owners": ["王某", "李某"],
    "source": "四（二）二",
    "measures": _MEASURES,
    "sum": sum_line("green", "on_pace", 38, stated=60, computed=38, apart=True),
    "forecast": None,
    "indicators": [STEEL | {"forecast": _FORECAST}, KILNS | {"forecast": None}],
    "history": [
        {"at": LAST, "who": "王某", "text": "钢铁改了5家\n锅炉还差两台", "files": 2},
        {
            "at": "2020-04-10T10:05:00+08:00",
            "who": "李某",
            "text": "正常推进",
            "files": 0,
        },
    ],
    "owed": [{"unit": AIR, "due": "2020-05-11"}, {"unit": AIR, "due": TODAY}],
    "directives": [directive("2.2"), directive("2.2", due="2020-05-22", late=1)],
    "stage": "in_progress",
    "put_off_from": None,
    "handed_from": None,
    "requests": [],
}
_TRAINED = figure("基层党支部书记轮训覆盖面", "45", None, "%", "覆盖全部支部书记") | {
    "forecast": None
}
_PLEDGED = figure("优良天数比率", None, None, "%", "不低于上年") | {"forecast": None}
_STATUS: Line = {
    "version": 7,
    "now": NOW,
    "people": 41,
    "unreachable": [],
    "troubles": [],
    "unlinked": [],
    "letters": 0,
    "oldest": None,
    "given_up": 0,
    "sent": 41,
    "updates": 0,
    "aside": 0,
    "calendar_known": True,
}


def _person(name: str, role: str, why: str = "") -> Line:
    return {"name": name, "role": role, "why": why}


SAMPLES: Mapping[str, Mapping[str, Facts]] = {
    "mine": {
        "one owed, one late": {
            "unit": AIR,
            "owed": [
                _owed(boilers(), "2020-05-22", 1, kind="acknowledge"),
                _owed(line("2.1", 51, "green", "on_pace"), TODAY, 0),
                _owed(diesel(light="yellow", why="stale", missed=1), "2020-05-22", 1),
            ],
            "tasks": mine(
                line("2.1", 51, "green", "on_pace", figures=[PROJECTS]),
                boilers(),
                diesel(light="yellow", why="stale", missed=1),
                line("2.4", 100, "done", "done"),
            ),
            "directives": [
                directive("2.3", due=TODAY, state="given"),
                directive("2.1", state="reported"),
            ],
        },
        "nothing owed": {
            "unit": AIR,
            "owed": [],
            "tasks": mine(boilers()),
            "directives": [],
        },
        "standing in for somebody on leave": {
            "unit": "财务处",
            "owed": [_owed(boilers(), TODAY, 0, "王某")],
            "tasks": mine(boilers(), stands=["王某", "李某"]),
            "directives": [],
        },
        "a unit without tasks": {
            "unit": "财务处",
            "owed": [],
            "tasks": [],
            "directives": [],
        },
        "more than a message shows": {
            "unit": AIR,
            "owed": [_owed(boilers(), TODAY, 0)] * 22,
            "tasks": mine(boilers()),
            "directives": [directive()] * 12,
        },
    },
    "task/card": {
        "on pace, stated higher": _CARD,
        "in trouble, nobody linked": _CARD
        | diesel(light="yellow", why="at_risk", last=LAST)
        | {
            "problem": "锅炉尚余2台",
            "needs": "请省能源局协调燃气供应",
            "owners": [],
            "assist": [],
            "sum": sum_line("yellow", "at_risk", 30, status="blocked"),
            "forecast": _FORECAST
            | {"by_due": "70", "target": "100", "unit": "%", "percent": True}
            | {"needed": "2.3", "speed": "1.3"},
            "indicators": [_TRAINED, _PLEDGED],
            "history": [],
            "owed": [],
            "directives": [],
        },
        "put off, handed over, more asked for": _CARD
        | {
            "due": "2021-01-31",
            "put_off_from": "2020-12-31",
            "handed_from": "生态环境监测处",
            "requests": [
                asked("extension", until="2021-03-31", was="2021-01-31"),
                asked("handover", to="环评与排放管理处", reason=""),
            ],
        },
        "under review": _CARD
        | {
            "stage": "completion_review",
            "requests": [asked("completion", reason="13家全部完成，已验收")],
        },
        "suspended, a leader to consent": _CARD
        | {
            "stage": "suspended",
            "handed_from": "生态环境监测处",
            "requests": [asked("extension", until="2021-03-31", state="consent")],
        },
    },
    "area": {
        "four tasks": {
            "number": "2",
            "title": "高水平打赢蓝天保卫战",
            "leader": "分管大气的厅领导",
            "tasks": every(
                line("2.1", 51, "green", "on_pace", figures=[PROJECTS]),
                boilers(figures=[STEEL, KILNS | {"total": "3"}]),
                diesel(),
                line("2.4", None, "none", "not_started", expected=0),
            ),
        },
        "no leader named": {
            "number": "2",
            "title": "高水平打赢蓝天保卫战",
            "leader": "",
            "tasks": every(diesel(last=LAST)),
        },
    },
    "areas": {
        "ten areas": {
            "areas": [
                {"number": str(n), "short": short}
                for n, short in enumerate(AREAS.split(), 1)
            ]
        },
    },
    "status": {
        "all is well": _STATUS,
        "much to see to": _STATUS
        | {
            "people": 1,
            "unreachable": [
                {"name": "赵某", "why": "blocked"},
                {"name": "吴某", "why": "deactivated"},
                {"name": "郑某", "why": "gone"},
            ],
            "unlinked": ["督察办", "宣传教育处"],
            "letters": 3,
            "oldest": "2020-05-25T08:30:00+08:00",
            "given_up": 1,
            "sent": 1,
            "updates": 1,
            "aside": 2,
            "troubles": [counted("late_letter", 12), counted("unlooked", 1, "2.1")],
            "calendar_known": False,
        },
    },
    "people": {
        "two units": {
            "units": [
                {"unit": "", "people": [_person("陈某", "leader")]},
                {
                    "unit": AIR,
                    "people": [
                        _person("王某", "owner"),
                        _person("赵某", "head", "blocked"),
                    ],
                },
            ],
            "unlinked": ["督察办", "宣传教育处"],
            "total": 3,
        },
        "only the admin": {
            "units": [{"unit": "", "people": [_person("周某", "admin")]}],
            "unlinked": [],
            "total": 1,
        },
    },
}
