"""Sample facts of what the auditor tells the admins."""

from collections.abc import Mapping

from rules.facts import Line
from rules.message import Facts
from templates.samples.lines import TODAY

_SINCE = "2020-05-25T08:30:00+08:00"


def counted(what: str, count: int, *tasks: str, more: bool = False) -> Line:
    found: Line = {"what": what, "count": count, "since": _SINCE}
    return found | {"tasks": list(tasks), "more": more}


EVERY: list[Line] = [
    counted("unlooked", 2, "2.1", "2.2"),
    counted("late_look", 39, "1.1", "1.2", "2.1", more=True),
    counted("undecided", 1, "3.1"),
    counted("late_letter", 12),
    counted("in_hand", 1),
    counted("unhandled", 3),
    counted("aside", 1),
    {"what": "shape"},
    {"what": "clock", "minutes": 61, "ahead": False},
    {"what": "canary", "since": _SINCE},
    {"what": "no_admin"},
    {"what": "calendar", "year": 2027},
    {"what": "disk", "place": "/var/lib/duban", "megabytes": 312},
    counted("evidence_full", 4),
]

SAMPLES: Mapping[str, Mapping[str, Facts]] = {
    "admin/trouble": {
        "one": {"troubles": [counted("late_letter", 1)]},
        "a clock set ahead": {
            "troubles": [{"what": "clock", "minutes": 1, "ahead": True}]
        },
        "everything": {"troubles": EVERY},
    },
    "admin/well": {"always": {}},
    "admin/canary": {"always": {"day": TODAY}},
}
