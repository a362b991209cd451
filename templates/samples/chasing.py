"""Sample facts of what is sent unasked: the morning and the escalation."""

from collections.abc import Mapping, Sequence

from rules.facts import Line
from rules.message import Facts
from templates.samples.lines import (
    AIR,
    PROJECTS,
    STEEL,
    TITLES,
    TODAY,
    boilers,
    diesel,
    line,
)

_WORKDAYS_AGO = {1: "2020-05-22", 2: "2020-05-21", 3: "2020-05-20", 8: "2020-05-13"}


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
    return _owed(told, report_due=_WORKDAYS_AGO[workdays], late=workdays) | more


def _bundle(*items: Line, more: int = 0, to: str = "owner") -> Facts:
    return {
        "today": TODAY,
        "to": to,
        "items": list(items),
        "rest": [{"obligation": 9, "report_due": TODAY}] * more,
        "more": more,
        "total": len(items) + more,
        "late": sum(bool(item["late"]) for item in items),
    }


def _unasked(unit: str, *tasks: str, lost: Sequence[str] = ()) -> Line:
    return {"unit": unit, "tasks": list(tasks), "lost": list(lost)}


_LOST: Line = {
    "name": "王某",
    "role": "owner",
    "unit": AIR,
    "why": "blocked",
    "tasks": ["2.1", "2.2", "2.3"],
}
_HEAD_NEXT = {"next_to": "head", "next_at": "2020-05-27T08:30:00+08:00"}
_FOUR = STEEL | {"total": "4"}
_LAST_RUNG = {"next_to": None, "next_at": None}
_STALE = line("2.4", None, "yellow", "stale", missed=1)
_MANY = [_owed(line(task, 35, "green", "slightly_behind")) for task in TITLES] * 2


SAMPLES: Mapping[str, Mapping[str, Facts]] = {
    "chase/morning": {
        "three due today": _bundle(
            _owed(line("2.1", 51, "green", "on_pace", figures=[PROJECTS])),
            _owed(boilers(progress=31, why="slightly_behind", figures=[_FOUR])),
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
        "what it showed was answered meanwhile": _bundle(more=3),
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
    "admin/aside": {
        "one message": {"update": 81234, "why": "Bad Request: chat not found"},
    },
}
