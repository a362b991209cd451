"""Sample facts of what explains: a task, one's own, a person."""

from collections.abc import Mapping, Sequence

from rules.facts import Line
from rules.message import Facts
from templates.samples.lines import AIR, TITLES, sum_line

_ZONE = "Asia/Shanghai"


def _at(month: int, day: int, clock: str = "08:30") -> str:
    return f"2020-{month:02}-{day:02}T{clock}:00+08:00"


def _rule(**more: object) -> Line:
    told: Line = {
        "policy": "半月报",
        "cadence": "half_monthly",
        "days": [10, 25],
        "within": 0,
        "line": 214,
        "version": 7,
        "former": False,
        "directive": None,
        "request": None,
    }
    return told | more


def _kept(reason: str, day: int, told: Sequence[str] = (), **more: object) -> Line:
    line: Line = {
        "reason": reason,
        "rung": None,
        "audiences": ["owner"] if told else [],
        "asked": True,
        "told": list(told),
        "times": 1,
        "first": _at(5, day),
        "last": _at(5, day),
        "next": _at(5, day + 1),
    }
    return line | more


def _letter(to: str, **more: object) -> Line:
    told: Line = {
        "to": to,
        "template": "chase/bundle",
        "tasks": [],
        "made": _at(5, 25),
        "sent": None,
        "release": None,
        "held": "",
        "error": "",
    }
    return told | more


def _bar(why: str, until: str | None = None, who: str = "", what: str = "") -> Line:
    return {"why": why, "until": until, "who": who, "what": what}


def _step(at: str, to: str = "owner", *told: str, asks: bool = False) -> Line:
    return {"at": at, "to": to, "asks": asks, "told": list(told)}


def _item(kind: str = "report", **more: object) -> Line:
    told: Line = {
        "obligation": 7,
        "id": "02.2",
        "task": "2.2",
        "short": "锅炉炉窑",
        "unit": AIR,
        "kind": kind,
        "debtor": "owner",
        "period": "2020-05-2",
        "span": {"of": "half_month", "n": 5, "half": 2},
        "state": "open",
        "rule": _rule(),
        "opened": _at(5, 18),
        "due": "2020-05-25",
        "planned": None,
        "holiday": "",
        "put_off": None,
        "late": 0,
        "happened": [],
        "letters": [],
        "why_not": [],
        "next": [],
    }
    return told | more


_REPORT = _item(
    happened=[
        _kept("rung", 20, ["王敏"], rung=-3),
        _kept("rung", 22, ["王敏"], rung=-1),
        _kept("rung", 25, ["王敏"], rung=0),
    ],
    letters=[_letter("王敏", sent=_at(5, 25))],
    why_not=[_bar("step", _at(5, 26))],
    next=[
        _step(_at(5, 26), "owner", "王敏", asks=True),
        _step(_at(5, 28), "head", "赵刚"),
        _step(_at(6, 1), "admin", "孙悦"),
        _step(_at(6, 4), "leader", "陈立"),
    ],
)
_DIRECTIVE = {"id": 3, "who": "陈立", "text": "请尽快恢复", "due": "2020-06-30"}
_REQUEST = {
    "id": 12,
    "kind": "extension",
    "who": "王敏",
    "reason": "环评公示",
    "until": "2020-11-30",
}
_MOVED = _item(
    "finish",
    period="2020-05-23",
    span=None,
    rule=_rule(within=10, former=True, version=3, line=290),
    planned="2020-05-23",
    put_off="2020-03-31",
    happened=[_kept("quiet", 16, times=2, last=_at(5, 17))],
    letters=[_letter("王敏", release=_at(5, 26), held="budget")],
    why_not=[
        _bar("day_off", _at(5, 25), what="dragon_boat_festival"),
        _bar("held", _at(5, 26), "王敏", "budget"),
    ],
    next=[_step(_at(5, 25), "owner", "王敏", asks=True)],
)
_DIRECTED = _item(
    "directive",
    period="D3",
    span=None,
    rule=_rule(line=284, directive=_DIRECTIVE),
    due="2020-06-30",
    why_not=[_bar("snoozed", _at(6, 22))],
)
_DECIDED = _item(
    "decide",
    unit="",
    debtor="admin",
    period="R12",
    span=None,
    rule=_rule(within=2, line=82, request=_REQUEST),
    due="2020-05-27",
    why_not=[_bar("now")],
    next=[_step(_at(5, 27), "admin", "孙悦", asks=True)],
)
_ANSWERED = _item(
    state="answered",
    happened=[_kept("rung", 20, ["王敏"], rung=-3), _kept("closed", 25)],
    why_not=[_bar("answered", _at(5, 25, "09:12"), "王敏")],
)


def _task(*items: Line, own: bool = True) -> Facts:
    return {
        "id": "02.2",
        "task": "2.2",
        "short": TITLES["2.2"][0],
        "sum": sum_line("green", "on_pace", 38),
        "own": own,
        "obligations": list(items),
    }


def _mine(*items: Line, more: int = 0) -> Facts:
    lines = [item | {"more": n % 2} for n, item in enumerate(items)]
    return {"items": lines, "total": len(lines) + more, "more": more}


_NEXT = {key: _REPORT[key] for key in ("task", "short", "kind", "span", "rule", "due")}
_PERSON: Line = {
    "id": 1,
    "name": "王敏",
    "role": "owner",
    "unit": AIR,
    "unreachable": "",
    "hours": {"opens": "08:30", "closes": "18:00", "zone": _ZONE, "own": False},
    "leave": None,
    "deputy": None,
    "stands_for": [],
    "budget": {"day": 1, "per_day": 3, "week": 4, "per_week": 10},
    "sent": [_letter("王敏", sent=_at(5, 25), tasks=["2.1", "2.2"])],
    "waiting": [],
    "next": [_NEXT | _step(_at(5, 26), "owner", "王敏", asks=True)],
}
_AWAY = _PERSON | {
    "unreachable": "blocked",
    "hours": {"opens": "09:30", "closes": "17:00", "zone": "Asia/Urumqi", "own": True},
    "leave": {"first": "2020-05-25", "last": "2020-05-29", "deputy": "李某"},
    "deputy": "李某",
    "stands_for": ["周某"],
    "sent": [],
    "waiting": [
        _letter("王敏", release=_at(6, 1), held="leave", tasks=["2.3"]),
    ],
    "next": [],
}
SAMPLES: Mapping[str, Mapping[str, Facts]] = {
    "why/task": {
        "one report": _task(_REPORT),
        "a day moved, a former catalog, a letter held": _task(_MOVED),
        "a directive and a request": _task(_DIRECTED, _DECIDED, own=False),
        "answered": _task(_ANSWERED),
        "twenty": _task(*[_REPORT] * 20),
        "nothing owed": _task(),
    },
    "why/mine": {
        "three": _mine(_REPORT, _DIRECTED, _DECIDED),
        "more than a message shows": _mine(*[_REPORT] * 20, more=3),
        "nothing": _mine(),
    },
    "why/person": {"at work": _PERSON, "on leave": _AWAY},
}
