"""Sample facts of leaves, deputies, a person's own hours and putting off."""

from collections.abc import Mapping

from rules.facts import Line
from rules.message import Facts
from templates.samples.lines import AIR

_FIRST, _LAST, _BACK = "2020-07-01", "2020-07-10", "2020-07-13"
_SPAN: Line = {"first": _FIRST, "last": _LAST}
_DAY: Line = {"first": _FIRST, "last": _FIRST}
_NOBODY: Line = {
    **_SPAN,
    "workdays": 8,
    "back": _BACK,
    "deputy": None,
    "standing": False,
    "asked": [],
    "told_at": "2020-07-01T08:30:00+08:00",
    "at_once": False,
    "replaced": [],
    "choosing": False,
    "covers": [],
}
_OWED: Line = {
    "lines": [
        {"task": "2.2", "short": "锅炉炉窑", "due": "2020-07-10", "late": 0},
        {"task": "2.3", "short": "柴油货车", "due": "2020-06-28", "late": 1},
    ],
    "more": 0,
}
_MORE: Line = {**_OWED, "more": 3}
_NOTHING: Line = {"lines": [], "more": 0}
_DONE: Line = {"answered": ["2.1", "2.3"], "owed": _OWED}
_QUIET: Line = {"answered": [], "owed": _NOTHING}
_MANY: Line = {"answered": [f"2.{n}" for n in range(1, 24)], "owed": _MORE}
_TASKS: Line = {
    "tasks": [
        {"task": "2.2", "short": "锅炉炉窑"},
        {"task": "2.3", "short": "柴油货车"},
    ],
    "more": 0,
}
_ONE: Line = {"tasks": [{"task": "2.2", "short": "锅炉炉窑"}], "more": 0}
_HOURS: Line = {
    "opens": "08:30",
    "closes": "18:00",
    "zone": None,
    "own": False,
    "changed": False,
    "quiet": [],
}
_OWN: Line = {**_HOURS, "opens": "09:00", "closes": "17:30", "own": True}

SAMPLES: Mapping[str, Mapping[str, Facts]] = {
    "rest/away": {
        "a deputy": {**_NOBODY, "deputy": "李某"},
        "the standing deputy, at once": {
            **_NOBODY,
            "deputy": "李某",
            "standing": True,
            "at_once": True,
        },
        "one day off, no workday of it": {
            **_NOBODY,
            **_DAY,
            "workdays": 0,
            "deputy": "李某",
            "told_at": None,
        },
        "several fit": {**_NOBODY, "choosing": True, "asked": ["张某"]},
        "several fit, nobody else": {**_NOBODY, "choosing": True},
        "colleagues are asked": {**_NOBODY, "asked": ["张某", "韩某"]},
        "nobody is asked": {**_NOBODY, **_DAY, "workdays": 1},
        "in place of an older one, and standing in for others": {
            **_NOBODY,
            "deputy": "李某",
            "replaced": [{"first": "2020-07-08", "last": "2020-07-15"}, _DAY],
            "covers": ["赵某", "孙某"],
        },
    },
    "rest/back": {
        "ended early": {**_SPAN, "begun": True, "deputy": "李某", **_DONE},
        "ended early, without a deputy": {
            **_SPAN,
            "begun": True,
            "deputy": None,
            **_QUIET,
        },
        "never begun": {**_DAY, "begun": False, "deputy": None, **_QUIET},
    },
    "rest/leaves": {
        "two": {
            "leaves": [
                {**_SPAN, "deputy": "李某", "on": True},
                {
                    "first": "2020-10-09",
                    "last": "2020-10-09",
                    "deputy": None,
                    "on": False,
                },
            ]
        },
        "none": {"leaves": []},
    },
    "rest/stands": {
        "for an owner": {"name": "王某", "unit": AIR, **_SPAN, "back": _BACK, **_DONE},
        "much is owed": {"name": "王某", "unit": AIR, **_SPAN, "back": _BACK, **_MANY},
        "for a leader": {"name": "陈某", "unit": None, **_DAY, "back": _BACK, **_QUIET},
    },
    "rest/returned": {
        "answered and owed": {**_SPAN, "deputy": "李某", **_DONE},
        "much of both": {**_SPAN, "deputy": "李某", **_MANY},
        "nothing happened": {**_DAY, "deputy": None, **_QUIET},
    },
    "rest/relieved": {
        "they are back": {"name": "王某", "unit": AIR, "still": False, **_DONE},
        "another stands in": {"name": "陈某", "unit": None, "still": True, **_QUIET},
    },
    "rest/deputy": {
        "set": {"name": "李某", "unit": AIR, "changed": True},
        "shown": {"name": "李某", "unit": None, "changed": False},
        "cleared": {"name": None, "unit": None, "changed": True},
        "none": {"name": None, "unit": None, "changed": False},
    },
    "rest/which": {"two of that name": {"name": "李"}},
    "rest/hours": {
        "as everybody": _HOURS,
        "as everybody, with a midday rest": {**_HOURS, "quiet": [["12:00", "13:30"]]},
        "one's own": _OWN,
        "one's own elsewhere": {
            **_OWN,
            "zone": "Asia/Urumqi",
            "changed": True,
            "quiet": [["12:00", "13:30"], ["16:00", "16:20"]],
        },
        "the usual again": {**_HOURS, "changed": True},
    },
    "rest/snooze": {"one task": _ONE},
    "rest/snooze_which": {"two tasks": _TASKS, "none": {"tasks": [], "more": 0}},
    "rest/snooze_day": {"one task": _ONE},
    "rest/snoozed": {
        "one task": {**_ONE, "until": "2020-05-27", "moved": False, "tells": []},
        "moved, and somebody is told all the same": {
            **_ONE,
            "until": "2020-06-01",
            "moved": True,
            "tells": [{"task": "2.2", "to": "head", "at": "2020-05-28T08:30:00+08:00"}],
        },
        "many": {**_TASKS, "more": 4, "until": _BACK, "moved": False, "tells": []},
    },
    "refusal/badleave": {
        "unread": {"why": "unread", "given": "休息一下"},
        "backwards": {"why": "backwards", "first": _LAST, "last": _FIRST},
        "past": {"why": "past", **_SPAN},
        "long": {"why": "long", "first": _FIRST, "last": "2021-09-01"},
    },
    "refusal/baddeputy": {
        "unknown": {"why": "unknown", "name": "李某"},
        "self": {"why": "self", "name": "王某"},
        "role": {"why": "role", "name": "陈某"},
        "unreachable": {"why": "unreachable", "name": "李某"},
        "away": {"why": "away", "name": "李某", "days": [_SPAN, _DAY]},
    },
    "refusal/badhours": {
        "zone": {"why": "zone", "given": "Asia/Hangzhou"},
        "short": {"why": "short", "given": "17:30-9:00"},
        "unread": {"why": "unread", "given": "朝九晚五"},
    },
    "refusal/badsnooze": {
        "unread": {"why": "unread", "given": "改天"},
        "past": {"why": "past"},
        "far": {"why": "far", "last": "2020-06-08"},
        "period": {"why": "period", "last": "2020-06-03"},
    },
}
