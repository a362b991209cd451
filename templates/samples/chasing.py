"""Sample facts of what is sent unasked: the morning and the escalation."""

from collections.abc import Mapping, Sequence

from rules.facts import Line
from rules.message import Facts
from templates.samples.lines import (
    AIR,
    NOW,
    PROJECTS,
    STEEL,
    TITLES,
    TODAY,
    boilers,
    diesel,
    line,
)

_WORKDAYS_AGO = {1: "2020-05-22", 2: "2020-05-21", 3: "2020-05-20", 8: "2020-05-13"}
_HEAD: Line = {"to": "head", "at": "2020-05-27T08:30:00+08:00"}
_ADMIN: Line = {"to": "admin", "at": "2020-05-29T08:30:00+08:00"}
_LEADER: Line = {"to": "leader", "at": "2020-06-03T08:30:00+08:00"}
_LADDER = [_HEAD, _ADMIN, _LEADER]


def _owed(told: Line, **more: object) -> Line:
    """Return a line of a bundle as `rules.items` tells it."""
    return (
        told
        | {
            "obligation": 7,
            "kind": "report",
            "asked": True,
            "unit": AIR,
            "lead": "air",
            "assists": False,
            "owners": ["王某"],
            "period": "2020-05-2",
            "report_due": TODAY,
            "late": 0,
            "open": True,
            "drafted": False,
            "chain": [],
            "request": None,
            "directive": None,
            "answer": None,
        }
        | more
    )


def _late(told: Line, workdays: int, **more: object) -> Line:
    return _owed(told, report_due=_WORKDAYS_AGO[workdays], late=workdays) | more


def _told(told: Line, workdays: int, **more: object) -> Line:
    """Return a line about somebody else's debt."""
    return _late(told, workdays, asked=False) | more


def _bundle(
    *items: Line, more: int = 0, to: str = "owner", held: Sequence[Line] = ()
) -> Facts:
    items = tuple(one | {"nth": nth} for nth, one in enumerate(items))
    asks = [one for one in items if one["open"] and one["asked"]]
    tells = [one for one in items if one["open"] and not one["asked"]]
    chains = [one["chain"] for one in asks if one["chain"]]
    same = chains and all(one == chains[0] for one in chains)
    return {
        "day": TODAY,
        "today": TODAY,
        "to": to,
        "asks": asks,
        "tells": tells,
        "done": [one for one in items if not one["open"]],
        "total": len(asks) + (more if asks else 0),
        "late": sum(bool(one["late"]) for one in asks),
        "told": len(tells) + (0 if asks else more),
        "more": more,
        "chain": chains[0] if same else [],
        "held": list(held),
    }


def _answered(told: Line, **said: object) -> Line:
    """Return a line that a report has answered."""
    answer = {"report": 12, "status": None, "percent": None, "unchanged": False}
    return _owed(told, open=False, answer=answer | {"measures": 0} | said)


def _menu(told: Line, **more: object) -> Facts:
    """Return what stands over every answer to one line."""
    nothing = {"day": TODAY, "report_due": TODAY, "late": 0, "corrects": None}
    return told | nothing | {"at": None} | more


_DIRECTIVE: Line = {
    "id": 3,
    "who": "陈某",
    "text": "路检路查月底前全面恢复，按周报数",
    "due": "2020-06-30",
    "told": "",
}
_EXTENSION: Line = {
    "id": 12,
    "kind": "extension",
    "who": "王某",
    "unit": AIR,
    "reason": "环评公示",
    "was": "2020-06-30",
    "until": "2020-11-30",
    "to": None,
    "late": False,
    "consent": False,
}
_COMPLETION = _EXTENSION | {"kind": "completion", "reason": "", "until": None}
_HANDOVER = _EXTENSION | {
    "kind": "handover",
    "reason": "职责调整",
    "until": None,
    "to": "生态环境监测处",
}


def _unasked(
    unit: str | None, *tasks: str, lost: Sequence[str] = (), role: str | None = None
) -> Line:
    return {"unit": unit, "role": role, "tasks": list(tasks), "lost": list(lost)}


_UNSENT: Line = {
    "name": "王某",
    "role": "owner",
    "unit": "大气环境处",
    "template": "chase/bundle",
    "letter": 1234,
    "why": "Bad Request: can't parse entities: unsupported start tag",
    "final": True,
}
_LOST: Line = {
    "name": "王某",
    "role": "owner",
    "unit": AIR,
    "why": "blocked",
    "tasks": ["2.1", "2.2", "2.3"],
}
_ASIDE: Line = {
    "update": 81234,
    "who": "王敏",
    "words": "2.2 钢铁完成8家",
    "done": False,
    "why": "KeyError('chat')",
}
_FOUR = STEEL | {"total": "4"}
_STALE = line("2.4", None, "yellow", "stale", missed=1)
_SHORT = [_owed(line(task, 35, "green", "slightly_behind")) for task in TITLES]
_MANY = [*_SHORT, *_SHORT[:2]]


SAMPLES: Mapping[str, Mapping[str, Facts]] = {
    "chase/bundle": {
        "three due today": _bundle(
            _owed(line("2.1", 51, "green", "on_pace", figures=[PROJECTS])),
            _owed(boilers(progress=31, why="slightly_behind", figures=[_FOUR])),
            _owed(diesel()),
        ),
        "late, the whole ladder is ahead": _bundle(
            _late(_STALE, 1, chain=_LADDER),
            _owed(boilers(figures=[STEEL, PROJECTS]), assists=True),
        ),
        "two moments ahead": _bundle(
            _late(_STALE, 1, chain=_LADDER),
            _late(boilers(), 2, chain=[_ADMIN]),
        ),
        "due later this week, never reported a number": _bundle(
            _owed(diesel(last="2020-05-11T10:00:00+08:00"), report_due="2020-05-27"),
        ),
        "more than a message shows": _bundle(*_MANY, more=3),
        "handed out": _bundle(
            _owed(boilers(), kind="acknowledge", report_due="2020-05-27"),
            _owed(diesel(), kind="acknowledge", report_due="2020-05-27"),
        ),
        "a receipt is late": _bundle(
            _late(diesel(), 1, kind="acknowledge", chain=[_HEAD]),
        ),
        "a directive to acknowledge, one to act on": _bundle(
            _owed(diesel(), kind="acknowledge", directive=_DIRECTIVE),
            _owed(boilers(), kind="directive", directive=_DIRECTIVE),
            _late(_STALE, 2, kind="directive", directive=_DIRECTIVE, chain=[_HEAD]),
        ),
        "a task to finish": _bundle(
            _owed(boilers(), kind="finish", report_due="2020-12-31"),
            _late(_STALE, 1, kind="finish", chain=_LADDER),
        ),
        "requests to decide": _bundle(
            _owed(line("5.1", 20, "yellow", "behind"), kind="decide")
            | {"request": _EXTENSION | {"late": True}, "unit": None, "lead": ""},
            _late(boilers(), 1, kind="decide", request=_COMPLETION),
            to="admin",
        ),
        "a leader's consent, a directive to close": _bundle(
            _owed(boilers(), kind="decide", request=_EXTENSION | {"consent": True}),
            _owed(diesel(), kind="decide", directive=_DIRECTIVE | {"told": "已恢复"}),
            to="leader",
        ),
        "a task handed over": _bundle(
            _owed(boilers(), kind="decide", request=_HANDOVER),
        ),
        "answers have come": _bundle(
            _answered(boilers(), status="on_track"),
            _answered(line("2.1", 60, "green", "on_pace"), percent=60),
            _owed(diesel()),
            _answered(_STALE, unchanged=True, percent=35),
            _told(_STALE, 3, open=False),
        ),
        "everything is answered": _bundle(
            _answered(boilers(), status="at_risk", measures=2),
            _answered(diesel(), measures=1),
            _owed(_STALE, open=False, kind="acknowledge"),
            _owed(line("5.1", 20, "yellow", "behind"), open=False, kind="decide"),
        ),
        "something else is held": _bundle(
            _owed(boilers()),
            held=[
                {"template": "directive/given", "until": "2020-05-26T08:31:00+08:00"},
                {"template": "digest/weekly", "until": "2020-05-26T08:31:00+08:00"},
            ],
        ),
        "a head is told": _bundle(
            _told(_STALE, 3),
            _told(boilers(light="yellow", why="stale"), 3, owners=[]),
            more=2,
            to="head",
        ),
        "asked and told": _bundle(_owed(boilers()), _told(_STALE, 3), to="head"),
        "no unit head linked": _bundle(_told(_STALE, 3), to="admin"),
        "a note is drafted": _bundle(_told(_STALE, 8, drafted=True), to="admin"),
    },
    "chase/answer": {
        "a line": _menu(boilers()),
        "late, never reported": _menu(diesel(), report_due="2020-05-22", late=1),
        "a correction": _menu(boilers(), corrects="正常推进", at=NOW),
    },
    "chase/keypad": {
        "a first percent": {"task": "2.3", "short": "柴油货车", "percent": None},
        "one before": {"task": "2.2", "short": "锅炉炉窑", "percent": 30},
    },
    "chase/exactly": {"always": {"task": "2.2", "short": "锅炉炉窑"}},
    "chase/risk": {"always": {"task": "2.2", "short": "锅炉炉窑"}},
    "chase/checklist": {
        "one done, one ticked": {
            "task": "2.2",
            "short": "锅炉炉窑",
            "measures": [
                {"text": "完成13家钢铁企业改造", "done": True, "ticked": False},
                {"text": "淘汰燃煤小锅炉", "done": False, "ticked": True},
                {"text": "整治工业炉窑", "done": False, "ticked": False},
            ],
        },
    },
    "chase/note": {
        "one report": {
            "today": TODAY,
            "task": "2.3",
            "short": "柴油货车",
            "title": TITLES["2.3"][1],
            "unit": AIR,
            "owners": ["王某"],
            "kind": "report",
            "report_due": "2020-05-18",
            "late": 5,
            "last": None,
            "told": [
                {"at": "2020-05-19T08:30:00+08:00", "to": ["owner", "deputy"]},
                {"at": "2020-05-21T08:30:00+08:00", "to": ["head"]},
            ],
            "expected": 40,
            "progress": None,
            "leader": "分管领导",
            "basis": "四（二）三",
        },
    },
    "chase/unwatched": {
        "one report": {"units": [_unasked(AIR, "2.2")], "total": 1},
        "two units": {
            "units": [
                _unasked(AIR, "2.1", "2.2", "2.3"),
                _unasked("督察办", "6.1"),
            ],
            "total": 4,
        },
        "linked but out of reach": {
            "units": [_unasked(AIR, "2.1", "2.2", lost=["王某", "赵某"])],
            "total": 2,
        },
        "one out of reach, one not linked": {
            "units": [
                _unasked(AIR, "2.1", lost=["王某"]),
                _unasked("督察办", "6.1"),
            ],
            "total": 2,
        },
        "nobody to decide": {
            "units": [
                _unasked(AIR, "2.1"),
                _unasked(None, "2.2", role="leader"),
            ],
            "total": 2,
        },
        "a leader out of reach": {
            "units": [_unasked(None, "2.2", role="leader", lost=["陈某"])],
            "total": 1,
        },
        "more units than shown": {
            "units": [_unasked(f"第{n}科", "2.1") for n in range(1, 33)],
            "total": 32,
        },
    },
    "admin/lost": {
        "the only one of a unit": _LOST,
        "others can still be asked": _LOST | {"role": "head", "tasks": []},
        "somebody without a unit": _LOST
        | {"name": "陈某", "role": "leader", "unit": None, "tasks": []}
        | {"why": "deactivated"},
        "more tasks than shown": _LOST
        | {"why": "gone", "tasks": [f"2.{n}" for n in range(1, 45)]},
    },
    "admin/unsent": {
        "words not taken": _UNSENT,
        "cannot be written": _UNSENT
        | {"name": "陈某", "role": "leader", "unit": None, "template": "rest/away"}
        | {"why": "TemplateNotFound: rest/away.html.j2", "final": False},
    },
    "admin/aside": {
        "one message": _ASIDE,
        "an answer refused": _ASIDE
        | {"done": True, "why": "Bad Request: message is too long"},
        "nobody knows whose": _ASIDE | {"who": "", "words": ""},
        "a picture without words": _ASIDE | {"words": ""},
    },
}
