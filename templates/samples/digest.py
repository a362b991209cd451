"""Sample facts of the leader's screen."""

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
    TITLES,
    boilers,
    directive,
    line,
)

_LIGHTS = {"none": 0, "green": 3, "yellow": 1, "red": 0, "done": 0, "out": 0}


def _section(
    *lines: Line, more: int = 0, fell: bool = False, also: bool = False
) -> Line:
    told = [{"before": "green", "fell": fell} | one for one in lines]
    return {"lines": told, "more": more, "total": len(lines) + more, "also": also}


def _area(number: int, short: str, progress: int | None, **lights: int) -> Line:
    shown = lights or _LIGHTS
    tasks = sum(shown.values())
    return {
        "id": f"{number:02}",
        "number": str(number),
        "short": short,
        "lights": dict.fromkeys(_LIGHTS, 0) | shown,
        "progress": progress,
        "told": "none" not in lights,
        "expected": 40,
        "reported": 0 if progress is None else tasks - shown.get("yellow", 0),
        "tasks": tasks,
    }


def _need(told: Line, *, weeks: int = 0, late: bool = False, **asked: object) -> Line:
    given = {"need": "协调", "whom": "", "by": None}
    return told | given | asked | {"weeks": weeks, "late": late}


def _correction(task: str, *changes: Line, withdrawn: bool = False) -> Line:
    return {
        "task": task,
        "short": TITLES[task][0],
        "made": "2020-05-14T09:20:00+08:00",
        "at": "2020-05-20T16:05:00+08:00",
        "withdrawn": withdrawn,
        "changes": list(changes),
    }


def _change(kind: str, before: object, after: object, **over: object) -> Line:
    told = {"kind": kind, "name": "", "unit": "", "before": before, "after": after}
    return told | over


def _directives(*lines: Line, closed: int = 0, late: int = 0, more: int = 0) -> Line:
    return {
        "closed": closed,
        "going": len(lines) + more - late,
        "late": late,
        "total": closed + len(lines) + more,
        "lines": list(lines),
        "more": more,
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
        "hushed": 0,
        "pressed": 0,
        "directives": _directives(),
        "corrections": {"lines": [], "more": 0, "total": 0},
        "plan": PLAN,
        "number": 13,
        "from": "2020-05-18",
        "to": "2020-05-24",
        "as_of": NOW,
        "total": total,
        "calendar_known": True,
    }


_AREAS = [_area(n, short, 38) for n, short in enumerate(AREAS.split(), 1)]
_AREAS[1] = _area(2, "蓝天", 45, green=2, red=1, done=1)
_AREAS[9] = _area(10, "管党治党", None, none=4)

_FULL = _week(
    _AREAS, {"green": 25, "yellow": 7, "red": 1, "done": 1, "none": 4, "out": 1}, 39
) | {
    "sections": {
        "needs": _section(
            _need(
                line("3.3", 22, "yellow", "at_risk", problem="入河排污口权属不清"),
                whom="分管领导",
                need="出面协调",
                by="2020-05-22",
                late=True,
                weeks=2,
            ),
            _need(
                line("2.4", 41, "green", "on_pace", fell=False),
                whom="省发改委、财政厅",
                need="明确电价",
                by="2020-06-30",
            ),
            _need(
                line("6.1", 35, "green", "on_pace", fell=False),
                need="用地指标",
                weeks=1,
            ),
            more=1,
            fell=True,
        ),
        "worse": _section(
            line("8.2", 22, "yellow", "behind", figures=[STATIONS]),
            line("5.1", 31, "yellow", "at_risk", problem="环评公示未结束"),
            boilers(progress=8, light="red", why="far_behind"),
            more=3,
            fell=True,
            also=True,
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
    "worse": 7,
    "hushed": 2,
    "pressed": 3,
    "directives": _directives(
        directive("3.1", state="reported", told="已约谈两市，方案5月22日印发"),
        directive("2.3", due="2020-05-22", late=1, state="given"),
        directive("8.2"),
        closed=2,
        late=1,
        more=1,
    ),
    "corrections": {
        "lines": [
            _correction("2.2", _change("figure", "12", "8", unit="家")),
            _correction(
                "8.2",
                _change("figure", "7", "4", name="空气自动监测站", unit="个"),
                _change("percent", 60, None, unit="%"),
                _change("status", "done", "at_risk"),
                _change("needs", None, None),
            ),
            _correction("6.1", withdrawn=True),
        ],
        "more": 1,
        "total": 4,
    },
}

SAMPLES: Mapping[str, Mapping[str, Facts]] = {
    "digest/weekly": {
        "a full week": _FULL,
        "nothing moved but silence": _FULL
        | {
            "sections": {
                "needs": _section(),
                "worse": _section(),
                "overdue": _section(
                    line("2.1", 51, "yellow", "stale", missed=1), also=True
                ),
            },
            "better": 0,
            "worse": 0,
        },
        "the first week": _week([_area(2, "蓝天", None, none=1)], {"none": 1}, 1)
        | {"number": 1, "from": "2020-02-24", "to": "2020-03-01"},
        "nothing new but what is being asked for": _week(
            [_area(2, "蓝天", None, yellow=3)], {"yellow": 3}, 3
        )
        | {"pressed": 3},
        "a year whose holidays are not known": _week(
            [_area(2, "蓝天", 45, green=3)], {"green": 3}, 3
        )
        | {"calendar_known": False},
    },
}
