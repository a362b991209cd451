"""Sample facts of directives: the draft, the letters, the answers."""

from collections.abc import Mapping

from rules.facts import Line
from rules.message import Facts
from templates.samples.lines import AIR, TITLES, directive

_TEXT = "6月30日前把路检路查全面恢复"
_DRAFT: Line = {
    "task": "2.3",
    "short": TITLES["2.3"][0],
    "title": TITLES["2.3"][1],
    "unit": AIR,
    "text": _TEXT,
    "due": "2020-06-30",
    "named": True,
    "moved": None,
}
_ASK: Line = {name: _DRAFT[name] for name in ("task", "short", "title", "unit")}
_RESULT = "路检路查已于6月24日全面恢复，首周检查车辆412辆"


def _receipt(what: str, *owners: str, **more: object) -> Facts:
    return directive(state=what) | {"what": what, "owners": list(owners)} | more


SAMPLES: Mapping[str, Mapping[str, Facts]] = {
    "directive/draft": {
        "a day named": _DRAFT,
        "a day off": _DRAFT
        | {
            "text": "端午节前报送方案",
            "due": "2020-06-28",
            "moved": "2020-06-27",
        },
        "no day named": _DRAFT
        | {"text": "请尽快恢复路检路查", "due": "2020-06-01", "named": False},
    },
    "directive/which": {
        "no words yet": {"text": ""},
        "a reply that names no task": {"text": "请认真研究，两周内报方案"},
    },
    "directive/ask": {"a task": _ASK},
    "directive/receipt": {
        "given": _receipt("given", "王某", "李某"),
        "given, nobody linked": _receipt("given"),
        "acknowledged": _receipt("acknowledged", "王某"),
        "reported": _receipt("reported", "王某", told=_RESULT),
        "closed": _receipt("closed", "王某", told=_RESULT),
        "closed, nobody linked": _receipt("closed", told=_RESULT),
        "returned": _receipt("returned", "王某", answer="请附检查台账"),
        "withdrawn": _receipt("withdrawn", "王某", answer="与厅务会要求重复"),
    },
    "directive/given": {
        "to its owner": directive(state="given") | {"what": "given"},
    },
    "directive/told": {
        "to the leader": directive(state="reported", told=_RESULT) | {"what": "told"},
    },
    "directive/ruled": {
        "closed": directive(state="closed") | {"what": "closed"},
        "returned": directive(answer="请附检查台账") | {"what": "returned"},
        "withdrawn": directive(state="withdrawn", answer="与厅务会要求重复")
        | {"what": "withdrawn"},
    },
    "directive/words": {
        "a result": directive() | {"what": "tell"},
        "a return": directive(state="reported", told=_RESULT) | {"what": "return"},
        "a withdrawal": directive() | {"what": "withdraw"},
    },
    "directive/mine": {
        "three live": {
            "lines": [
                directive("3.1", state="reported", told="方案5月22日印发"),
                directive("2.3", due="2020-05-22", late=1, state="given"),
                directive("8.2"),
            ],
            "total": 4,
            "more": 1,
        },
        "none": {"lines": [], "total": 0, "more": 0},
    },
    "refusal/baddirective": {
        why: {"task": "2.3", "why": why}
        for why in ("past", "far", "no_day", "long", "ended", "given")
    },
}
