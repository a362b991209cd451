"""Sample facts of what is sent unasked: the morning, the escalation, the digest."""

from collections.abc import Mapping

from rules.facts import Line
from rules.message import Facts
from templates.samples.lines import (
    AIR,
    AREAS,
    NOW,
    PLAN,
    PROJECTS,
    STATIONS,
    STEEL,
    TITLES,
    TODAY,
    boilers,
    diesel,
    line,
)

_LIGHTS = {"none": 0, "green": 3, "yellow": 1, "red": 0, "done": 0}


def _owed(told: Line, **more: object) -> Line:
    """Return a line of a bundle as `rules.bundle` tells it."""
    return (
        told
        | {
            "obligation": 7,
            "unit": AIR,
            "assists": False,
            "owners": ["王某"],
            "period": "2020-05-2",
            "report_due": TODAY,
            "late": 0,
            "next_to": "owner",
            "next_at": "2020-05-26T08:30:00+08:00",
        }
        | more
    )


def _late(told: Line, workdays: int, **more: object) -> Line:
    return _owed(told, report_due="2020-05-22", late=workdays) | more


def _bundle(*items: Line, more: int = 0, to: str = "owner") -> Facts:
    return {
        "today": TODAY,
        "to": to,
        "items": list(items),
        "more": more,
        "total": len(items) + more,
        "late": sum(bool(item["late"]) for item in items),
    }


_HEAD_NEXT = {"next_to": "head", "next_at": "2020-05-27T08:30:00+08:00"}
_LAST_RUNG = {"next_to": None, "next_at": None}
_STALE = line("2.4", None, "yellow", "stale", missed=1)
_MANY = [_owed(line(task, 35, "green", "slightly_behind")) for task in TITLES] * 2


def _section(*lines: Line, more: int = 0) -> Line:
    told = [one | {"before": "green"} for one in lines]
    return {"lines": told, "more": more, "total": len(lines) + more}


def _area(number: int, short: str, progress: int | None, **lights: int) -> Line:
    return {
        "id": f"{number:02}",
        "number": str(number),
        "short": short,
        "lights": dict.fromkeys(_LIGHTS, 0) | (lights or _LIGHTS),
        "progress": progress,
        "told": "none" not in lights,
        "expected": 40,
    }


def _week(areas: list[Line], totals: Line, total: int) -> Line:
    nothing = _section()
    return {
        "totals": dict.fromkeys(_LIGHTS, 0) | totals,
        "areas": areas,
        "sections": {"needs": nothing, "worse": nothing, "overdue": nothing},
        "silent": {"units": [], "more": 0, "total": 0},
        "better": 0,
        "worse": 0,
        "plan": PLAN,
        "number": 13,
        "from": "2020-05-18",
        "to": "2020-05-24",
        "as_of": NOW,
        "total": total,
    }


_AREAS = [_area(n, short, 38) for n, short in enumerate(AREAS.split(), 1)]
_AREAS[1] = _area(2, "蓝天", 45, green=2, red=1, done=1)
_AREAS[9] = _area(10, "管党治党", None, none=4)

_FULL = _week(
    _AREAS, {"green": 26, "yellow": 7, "red": 1, "done": 1, "none": 4}, 39
) | {
    "sections": {
        "needs": _section(
            line(
                "3.3",
                22,
                "yellow",
                "at_risk",
                problem="入河排污口权属不清",
                needs="两市权属不清，请分管领导出面协调，5月29日前定",
            ),
        ),
        "worse": _section(
            line("8.2", 22, "yellow", "behind", figures=[STATIONS]),
            line("5.1", 31, "yellow", "at_risk", problem="环评公示未结束"),
            boilers(progress=6, light="red", why="far_behind"),
            more=3,
        ),
        "overdue": _section(
            line("2.1", 51, "red", "stale", missed=2, figures=[PROJECTS]),
        ),
    },
    "silent": {
        "units": [
            {"unit": AIR, "tasks": ["2.3", "2.4"]},
            {"unit": "宣传教育处", "tasks": ["8.5"]},
        ],
        "more": 1,
        "total": 4,
    },
    "better": 3,
    "worse": 6,
}

SAMPLES: Mapping[str, Mapping[str, Facts]] = {
    "chase/morning": {
        "three due today": _bundle(
            _owed(line("2.1", 51, "green", "on_pace", figures=[PROJECTS])),
            _owed(boilers(progress=32, why="slightly_behind")),
            _owed(diesel()),
        ),
        "late, the unit head is next": _bundle(
            _late(_STALE, 1, **_HEAD_NEXT),
            _owed(boilers(figures=[STEEL, PROJECTS]), assists=True),
        ),
        "two moments ahead": _bundle(
            _late(_STALE, 1, **_HEAD_NEXT),
            _late(
                boilers(), 2, **_HEAD_NEXT | {"next_at": "2020-05-26T08:30:00+08:00"}
            ),
        ),
        "no unit head linked": _bundle(
            _late(_STALE, 1, **_HEAD_NEXT),
            _late(boilers(), 1, **_HEAD_NEXT | {"next_to": "admin"}),
        ),
        "due later this week, never reported a number": _bundle(
            _owed(diesel(last="2020-05-11T10:00:00+08:00"), report_due="2020-05-27"),
        ),
        "more than a message shows": _bundle(*_MANY, more=3),
    },
    "chase/escalation": {
        "one report": _bundle(_late(_STALE, 3, **_LAST_RUNG), to="head"),
        "owners missing, more than shown": _bundle(
            _late(boilers(light="yellow", why="stale"), 3, owners=[]),
            _late(_STALE, 3, owners=["王某", "李某"]),
            more=2,
            to="head",
        ),
        "no owner linked": _bundle(_late(_STALE, 3, owners=[]), to="head"),
        "no unit head linked": _bundle(_late(_STALE, 3, **_LAST_RUNG), to="admin"),
        "a ladder that reaches the leader": _bundle(
            _late(_STALE, 8, owners=[], **_LAST_RUNG), to="leader", more=1
        ),
    },
    "chase/unwatched": {
        "one report": {"units": [{"unit": AIR, "tasks": ["2.2"]}], "total": 1},
        "two units": {
            "units": [
                {"unit": AIR, "tasks": ["2.1", "2.2", "2.3"]},
                {"unit": "督察办", "tasks": ["6.1"]},
            ],
            "total": 4,
        },
        "more units than shown": {
            "units": [{"unit": f"第{n}科", "tasks": ["2.1"]} for n in range(1, 33)],
            "total": 32,
        },
    },
    "digest/weekly": {
        "a full week": _FULL,
        "the first week": _week([_area(2, "蓝天", None, none=1)], {"none": 1}, 1),
    },
    "admin/aside": {
        "one message": {"update": 81234, "why": "Bad Request: chat not found"},
    },
}
