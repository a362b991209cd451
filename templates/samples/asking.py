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


def _reading(
    total: str, before: str | None, change: str | None, *, over: bool = False
) -> Line:
    """Return what a card says of one number, as `rules.card` tells it."""
    return {
        "name": "钢铁企业超低排放改造",
        "unit": "家",
        "total": total,
        "target": "13",
        "before": before,
        "change": change,
        "falls": bool(change and change.startswith("-")),
        "over": over,
    }


def _card(told: Line, *readings: Line, **said: object) -> Facts:
    nothing = {"percent": None, "status": None, "unchanged": False}
    nothing |= {"correcting": False}
    return told | {"readings": list(readings), "text": "钢铁改了8家"} | nothing | said


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
            problem="锅炉尚余2台",
            finish="2020-09-30",
        ),
        "less than last time": _card(boilers(progress=31), _reading("4", "5", "-1")),
        "above the target": _card(
            boilers(progress=100), _reading("14", None, None, over=True)
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
    "report/receipt": {
        "a number": _RECEIPT,
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
}
