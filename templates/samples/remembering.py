"""Sample facts of a task's history: something of every sort that is kept."""

from collections.abc import Mapping
from typing import Any

from rules.facts import Line
from rules.message import Facts
from templates.samples.lines import AIR, TITLES

_UNITS = {"air": AIR, "eia": "环评与排放管理处"}
_TEXT = {"text": "6月30日前把路检路查全面恢复", "due": "2020-06-30"}


def _entry(at: str, who: str, what: str, why: str = "", **told: object) -> Line:
    return {
        "at": f"2020-{at}+08:00",
        "id": "02.2",
        "task": "2.2",
        "who": who,
        "what": what,
        "why": why,
        "facts": {"unit": "air"} | told,
    }


def _debt(at: str, what: str, **told: object) -> Line:
    owed: dict[str, Any] = {
        "kind": "report",
        "period": "2020-03",
        "due": "2020-03-25",
        "subject": None,
    }
    return _entry(at, "", what, **(owed | told))


def _told(at: str, time: int, *to: str, people: tuple[str, ...] = ()) -> Line:
    about: dict[str, Any] = {"kind": "report", "period": "2020-03", "rung": 0}
    return _entry(at, "", "told", to=list(to), people=list(people), time=time, **about)


def _change(field: str, before: str, after: str, kind: str = "changed") -> Line:
    return {
        "part": "",
        "field": field,
        "kind": kind,
        "before": before,
        "after": after,
    }


def _history(*entries: Line, page: int = 0, total: int = 0) -> Facts:
    return {
        "task": "2.2",
        "short": TITLES["2.2"][0],
        "total": total or len(entries),
        "page": page,
        "entries": list(entries),
        "units": _UNITS,
    }


_ASKED: dict[str, Any] = {
    "kind": "extension",
    "until": "2021-01-31",
    "was": "2020-12-31",
}
_ASKED |= {"to": None, "late": False, "report": None}

SAMPLES: Mapping[str, Mapping[str, Facts]] = {
    "history": {
        "the house at work": _history(
            _entry("02-25T08:00:00", "console", "added", version=1, changes=[]),
            _entry("02-25T08:00:00", "", "move_issue", of="draft", to="pending_ack"),
            _entry(
                "02-26T09:10:00", "王某", "move_acknowledge", of="draft", to="draft"
            ),
            _debt("03-18T08:30:00", "owed"),
            _told("03-20T08:30:00", 1, "owner", people=("王某", "李某")),
            _entry("03-20T08:31:00", "", "sent", template="chase/bundle", to="王某"),
            _told("03-27T08:30:00", 2, "head", "leader"),
            _told("03-30T08:30:00", 3, people=("甲", "乙", "丙", "丁")),
            _debt("03-30T09:12:00", "answered"),
            _debt("04-01T09:12:00", "waived", unit="", kind="decide"),
            total=40,
        ),
        "people at work": _history(
            _entry("03-10T09:12:00", "王某", "reported", text="钢铁改了5家\n炉子两台"),
            _entry("03-10T09:20:00", "王某", "corrected", text="钢铁改了6家"),
            _entry("03-11T09:20:00", "王某", "taken_back", text=""),
            _entry("03-25T09:20:00", "李某", "unchanged", text="无变化"),
            _entry("05-25T10:00:00", "陈某", "directive_given", **_TEXT),
            _entry("05-25T10:30:00", "王某", "directive_heard", **_TEXT),
            _entry(
                "06-24T10:30:00",
                "王某",
                "directive_told",
                told="路检路查已全面恢复",
                **_TEXT,
            ),
            _entry("06-24T11:00:00", "陈某", "directive_returned", "请附台账", **_TEXT),
            _entry("06-28T11:00:00", "陈某", "directive_closed", **_TEXT),
            _entry("11-02T09:00:00", "王某", "request_asked", "环评公示", **_ASKED),
            _entry(
                "11-03T09:00:00",
                "周某",
                "changed",
                "按厅务会意见",
                version=3,
                changes=[
                    _change("due", "2020-12-31", "2020-11-30"),
                    _change("lead", AIR, "环评与排放管理处"),
                    _change("", "", "完成八大类治理", "added"),
                    _change("assist", "", "环评与排放管理处"),
                ],
            ),
            _entry(
                "11-04T09:00:00",
                "王某",
                "request_granted",
                kind="handover",
                to="eia",
                until=None,
            ),
            _entry(
                "12-07T09:00:00", "李某", "away", first="2020-12-07", last="2020-12-11"
            ),
            _entry("12-14T09:00:00", "李某", "deputy", deputy="王某"),
            _entry(
                "12-15T09:00:00", "李某", "snoozed", until="2020-12-21", kind="report"
            ),
            _entry(
                "12-16T08:40:00", "李某", "back", first="2020-12-07", last="2020-12-11"
            ),
            _entry("12-30T09:00:00", "周某", "something_new"),
            page=1,
            total=27,
        ),
    }
}
