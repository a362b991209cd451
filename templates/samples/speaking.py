"""Sample facts of greetings, hints and refusals."""

from collections.abc import Mapping

from rules.message import Facts
from templates.samples.lines import AIR, PLAN

_READS = ["task", "area", "language", "help"]


def _answering(role: str, example: str) -> Facts:
    return {
        "role": role,
        "unit": AIR,
        "commands": ["mine", *_READS],
        "answers": True,
        "example": example,
    }


def _value(
    field: str, name: str = "", *, why: str = "unread", given: str = "差不多了吧"
) -> Facts:
    unit = "家" if name else ""
    return {"field": field, "why": why, "given": given, "name": name, "unit": unit}


SAMPLES: Mapping[str, Mapping[str, Facts]] = {
    "help": {
        "owner": _answering("owner", "2.2"),
        "head": _answering("head", "6.1"),
        "owner of a unit without tasks": _answering("owner", ""),
        "head of a unit without tasks": _answering("head", ""),
        "leader": {
            "role": "leader",
            "unit": None,
            "commands": ["task", "area", "digest", "language", "help"],
            "answers": False,
            "example": "",
        },
        "admin": {
            "role": "admin",
            "unit": None,
            "commands": [*_READS[:2], "digest", "status", "people", *_READS[2:]],
            "answers": False,
            "example": "",
        },
        "observer": {
            "role": "observer",
            "unit": None,
            "commands": ["task", "area", "digest", "language", "help"],
            "answers": False,
            "example": "",
        },
    },
    "refusal/group": {"always": {}},
    "language": {"asked": {"chosen": None}, "chosen": {"chosen": "en"}},
    "join/preview": {
        "owner": {"plan": PLAN, "role": "owner", "unit": AIR},
        "leader": {"plan": PLAN, "role": "leader", "unit": None},
    },
    "join/welcome": {
        "owner": {"plan": PLAN, "role": "owner", "unit": AIR, "name": "王某"},
        "leader": {"plan": PLAN, "role": "leader", "unit": None, "name": "陈某"},
        "admin": {"plan": PLAN, "role": "admin", "unit": None, "name": "周某"},
    },
    "hint/command": {"always": {}},
    "hint/file": {"always": {}},
    "hint/nothing": {
        "with an example": {"example": "2.2"},
        "no task of one's own": {"example": ""},
    },
    "hint/reader": {"leader": {"role": "leader"}, "admin": {"role": "admin"}},
    "refusal/badinvite": {
        "wrong": {"why": "wrong"},
        "used": {"why": "used"},
        "expired": {"why": "expired"},
        "too often": {"why": "often", "at": "2020-05-25T10:12:00+08:00"},
    },
    "admin/attempts": {
        "a stranger": {
            "name": "路人",
            "user": 7000000123,
            "times": 5,
            "until": "2020-05-25T10:12:00+08:00",
        },
    },
    "refusal/badvalue": {
        "no number": _value("reading", "钢铁企业超低排放改造"),
        "no percent": _value("percent"),
        "no day": _value("expected"),
        "a day gone by": _value("expected", why="past", given="5月1日"),
        "no status": _value("status"),
        "too long": _value("problem", why="long"),
        "no words": _value("problem"),
    },
    "refusal/notallowed": {"always": {}},
    "refusal/notyours": {"task of another unit": {"task": "6.1"}},
    "refusal/oldbutton": {
        "no reason": {},
        "answered": {"why": "answered"},
        "corrected": {"why": "corrected"},
        "decided": {"why": "decided"},
        "a period gone by": {"why": "period", "due": "2020-06-10"},
        "no longer asked for": {"why": "waived"},
    },
    "refusal/stranger": {"always": {}},
    "refusal/unknown": {
        "task": {"what": "task", "given": "2.9"},
        "area": {"what": "area", "given": "12"},
        "unit": {"what": "unit", "given": "司法处", "like": []},
        "a unit it could be": {
            "what": "unit",
            "given": "态处",
            "like": ["水生态环境处", "土壤生态环境处"],
        },
    },
}
