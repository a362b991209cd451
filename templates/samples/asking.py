"""Sample facts of an answer's steps: the prompt, the card, the receipt."""

from collections.abc import Mapping

from rules.facts import Line
from rules.message import Facts
from templates.samples.lines import (
    KILNS,
    NOW,
    PROJECTS,
    STEEL,
    TITLES,
    boilers,
    diesel,
    figure,
)


def _reading(total: str, before: str | None, change: str | None) -> Line:
    """Return what a card says of one number, as `rules.card` tells it."""
    return {
        "name": "钢铁企业超低排放改造",
        "unit": "家",
        "total": total,
        "target": "13",
        "before": before,
        "change": change,
        "share": 62,
    }


def _look(look: str, **told: object) -> Line:
    return {"look": look, "name": "钢铁企业超低排放改造", "unit": "家"} | told


def _card(told: Line, *readings: Line, **said: object) -> Facts:
    nothing: Line = {"percent": None, "status": None, "unchanged": False}
    nothing |= {"correcting": False, "files": 0, "nothing": False, "copied": None}
    nothing |= {"cut": None}
    nothing |= {"was": 38, "alone": False, "measures": [], "looks": [], "doubts": []}
    return told | {"readings": list(readings), "text": "钢铁改了8家"} | nothing | said


def _field(field: str, now: object = None, **said: object) -> Facts:
    of = {"task": "2.2", "short": "锅炉炉窑", "kind": field, "now": now}
    status = now if field == "status" else None
    return of | {"name": "", "unit": "", "status": status} | said


_STEEL = {"name": "钢铁企业超低排放改造", "unit": "家"}
_DOUBT = {"words": "还差两台"}


def _prompt(task: str, *indicators: Line, correcting: bool = False) -> Facts:
    short, title = TITLES[task]
    return {
        "task": task,
        "short": short,
        "title": title,
        "indicators": list(indicators),
        "correcting": correcting,
    }


_RECEIPT: Line = {
    "task": "2.2",
    "short": "锅炉炉窑",
    "figures": [STEEL | {"total": "8"}],
    "percent": None,
    "status": None,
    "at": NOW,
    "who": "王某",
    "report": 12,
    "left": 0,
    "files": 0,
    "review": False,
    "undone": [],
}

SAMPLES: Mapping[str, Mapping[str, Facts]] = {
    "report/prompt": {
        "numbers to reach": _prompt("2.2", STEEL, KILNS),
        "a correction": _prompt("2.1", PROJECTS, correcting=True),
        "no numbers": _prompt("2.3"),
        "a number without a target": _prompt(
            "8.5", figure("基层党支部书记轮训覆盖面", "45", None, "%", "覆盖全部支部")
        ),
    },
    "report/card": {
        "numbers, a problem, a date": _card(
            boilers(progress=62),
            _reading("8", "5", "+3"),
            alone=True,
            problem="锅炉尚余2台",
            files=2,
            finish="2020-09-30",
        ),
        "two numbers, a measure done": _card(
            boilers(progress=62),
            _reading("8", "5", "+3"),
            _reading("2", None, None),
            measures=["完成13家钢铁企业超低排放改造"],
        ),
        "longer than is read": _card(
            boilers(progress=62), _reading("8", "5", "+3"), alone=True, cut=1000
        ),
        "less than last time": _card(
            boilers(progress=31),
            _reading("4", "5", "-1"),
            alone=True,
            looks=[_look("falls", was="5")],
        ),
        "much deserves a second look": _card(
            boilers(progress=100),
            _reading("14", None, None),
            percent=80,
            finish="2021-01-15",
            looks=[
                _look("over", target="13"),
                _look("percent_falls", was=90),
                _look("jumps", was=38, now=100),
                _look("apart", stated=80, computed=100),
                _look("late", due="2020-12-31"),
            ],
            copied={"who": "", "on": "2020-05-10T09:12:00+08:00"},
        ),
        "a colleague's words": _card(
            diesel(progress=20),
            percent=20,
            copied={"who": "李某", "on": "2020-05-10T09:12:00+08:00"},
        ),
        "a doubt": _card(
            boilers(progress=62), _reading("8", "5", "+3"), alone=True, doubts=[_DOUBT]
        ),
        "two doubts and nothing else": _card(
            boilers(), nothing=True, doubts=[_DOUBT, {"words": "大概7成"}]
        ),
        "a percent and help needed": _card(
            diesel(progress=20, light="yellow", why="at_risk"),
            percent=20,
            status="at_risk",
            needs="请交警部门配合路检",
        ),
        "no change": _card(boilers(), unchanged=True),
        "a correction": _card(
            boilers(progress=62), _reading("8", "5", "+3"), correcting=True
        ),
        "a first word without a number": _card(diesel(), status="on_track"),
    },
    "report/fields": {"always": {"task": "2.2", "short": "锅炉炉窑"}},
    "report/field": {
        "a number": _field("reading", "8", **_STEEL),
        "an increment": _field("reading", "+2", **_STEEL),
        "a number not said yet": _field("reading", **_STEEL),
        "a percent": _field("percent", 60),
        "a day": _field("expected", "2020-09-30"),
        "a status": _field("status", "at_risk"),
        "a problem": _field("problem", "锅炉尚余2台"),
        "needs": _field("needs"),
    },
    "report/measures": {
        "one chosen": {
            "task": "2.2",
            "short": "锅炉炉窑",
            "measures": [
                {"n": 1, "text": "完成13家钢铁企业超低排放改造", "done": True},
                {"n": 2, "text": "淘汰10蒸吨以下燃煤锅炉", "done": False},
            ],
        }
    },
    "report/reminder": {
        "always": {
            "card": 7,
            "task": "2.2",
            "short": "锅炉炉窑",
            "at": NOW,
            "text": "2.2钢铁改了8家，炉子还差两台，9月底能完",
        }
    },
    "report/receipt": {
        "a number": _RECEIPT,
        "with files": _RECEIPT | {"files": 2},
        "a status, more to report": _RECEIPT
        | {"figures": [], "percent": 60, "status": "on_track", "left": 1},
        "three more to report": _RECEIPT | {"figures": [], "left": 3},
        "done, under review": _RECEIPT | {"status": "done", "review": True},
        "done, others are not": _RECEIPT
        | {"status": "done", "undone": ["环评与排放管理处", "生态环境执法局"]},
    },
    "report/which": {
        "a sentence": {"text": "已完成60%，预计9月底全部完成"},
    },
    "report/taken_back": {
        "what it answered is owed again": {
            "task": "2.2",
            "short": "锅炉炉窑",
            "at": NOW,
            "owed": 2,
        },
        "nothing is owed": {"task": "2.3", "short": "柴油货车", "at": NOW, "owed": 0},
    },
    "report/cancelled": {"always": {}},
    "report/edited_away": {"always": {}},
}
