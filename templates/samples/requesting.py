"""Sample facts of a task's life: its moves, what is asked for, what is decided."""

from collections.abc import Mapping

from rules.facts import Line
from rules.message import Facts
from templates.samples.asked_for import asked
from templates.samples.lines import AIR, NOW

LAW = "生态环境执法局"
_MOVED: Line = {
    "task": "2.2",
    "short": "锅炉炉窑",
    "unit": AIR,
    "lead": True,
    "move": "acknowledge",
    "stage": "in_progress",
    "who": "王某",
    "role": "owner",
    "reason": "",
    "at": NOW,
}
_ADMIN: Line = {"who": "周某", "role": "admin"}
_LEADER: Line = {"who": "陈某", "role": "leader"}
_BY: Line = {"by": "周某", "role": "admin", "at": NOW}
_LATER: Line = {"until": "2021-01-31"}
_HANDED: Line = {"to": "生态环境监测处", "reason": "职责调整"}
_PROMPT: Line = {
    "kind": "extension",
    "task": "2.2",
    "short": "锅炉炉窑",
    "due": "2020-12-31",
    "lead": AIR,
    "until": "2021-01-30",
    "unit": "办公室",
    "known": False,
    "reasoned": False,
}
_USAGE: Line = {"task": "2.2", "until": "2021-01-30", "unit": "办公室"}
_CANNOT: Line = {
    "task": "2.2",
    "kind": "extension",
    "why": "lead",
    "stage": "completed",
    "due": "2020-12-31",
    "undone": 0,
}
_BARRED: Line = {
    "task": "2.2",
    "move": "acknowledge",
    "stage": "in_progress",
    "why": "stage",
    "undone": 0,
}


def _moved(move: str, stage: str, *who: Line, **more: object) -> Line:
    told = _MOVED | {"move": move, "stage": stage}
    for one in who:
        told |= one
    return told | more


SAMPLES: Mapping[str, Mapping[str, Facts]] = {
    "move/told": {
        "acknowledged": _MOVED,
        "declined": _moved("decline", "draft", reason="应由监测处牵头"),
        "handed out again": _moved("issue", "pending_ack", _ADMIN),
        "returned": _moved(
            "return", "in_progress", _ADMIN, reason="缺两家企业的验收材料"
        ),
        "complete": _moved("approve", "completed", _ADMIN),
        "closed out": _moved("close_out", "closed_out", _ADMIN),
        "suspended": _moved("suspend", "suspended", _LEADER, reason="资金未到位"),
        "resumed": _moved("resume", "in_progress", _LEADER),
        "terminated": _moved(
            "terminate", "terminated", _LEADER, reason="上级已取消此项"
        ),
        "waived": _moved(
            "waive", "waived", _ADMIN, reason="无相关事项", lead=False, unit=LAW
        ),
        "reopened": _moved("reopen", "in_progress", _LEADER, reason="核查发现反弹"),
    },
    "move/all": {
        "two of them": {
            "moves": [
                _MOVED,
                _MOVED | {"task": "2.3", "short": "柴油货车", "lead": False},
            ],
            "who": "王某",
            "at": NOW,
        },
        "more than a message shows": {"moves": [_MOVED] * 42, "who": "王某", "at": NOW},
        "one": {"moves": [_MOVED], "who": "王某", "at": NOW},
    },
    "move/reason": {
        "to suspend": {
            "task": "2.2",
            "short": "锅炉炉窑",
            "unit": AIR,
            "lead": True,
            "move": "suspend",
        },
        "to waive an assisting unit": {
            "task": "2.2",
            "short": "锅炉炉窑",
            "unit": LAW,
            "lead": False,
            "move": "waive",
        },
    },
    "move/more": {
        "two branches": {
            "task": "2.2",
            "short": "锅炉炉窑",
            "branches": [
                {"unit": AIR, "lead": True, "stage": "in_progress"},
                {"unit": LAW, "lead": False, "stage": "waived"},
            ],
        },
    },
    "request/usage": {
        "extension": _USAGE | {"kind": "extension"},
        "completion": _USAGE | {"kind": "completion"},
        "handover": _USAGE | {"kind": "handover"},
    },
    "request/prompt": {
        "a date and a reason": _PROMPT,
        "a date": _PROMPT | {"reasoned": True},
        "a reason": _PROMPT | {"known": True},
        "a unit and a reason": _PROMPT | {"kind": "handover"},
        "a reason to hand over": _PROMPT | {"kind": "handover", "known": True},
    },
    "request/asked": {
        "more time": asked("extension", **_LATER) | {"by": "admin", "then": None},
        "more time, late and past the limits": asked("extension", **_LATER, late=True)
        | {"by": "admin", "then": "leader"},
        "completion": asked("completion", reason="13家全部完成，已验收")
        | {"by": "admin", "then": None},
        "a handover": asked("handover", **_HANDED) | {"by": "owner", "then": None},
    },
    "request/outcome": {
        "more time granted": asked("extension", **_LATER, state="granted") | _BY,
        "more time refused": asked(
            "extension", **_LATER, state="refused", answer="年底须完成考核"
        )
        | _BY,
        "a leader has to consent": asked("extension", **_LATER, state="consent") | _BY,
        "handed over": asked("handover", **_HANDED, state="granted")
        | {"by": "吴某", "role": "owner", "at": NOW},
        "not accepted": asked(
            "handover", **_HANDED, state="refused", answer="本处无此职责"
        )
        | {"by": "吴某", "role": "owner", "at": NOW},
        "complete": asked("completion", state="granted") | _BY,
        "returned": asked("completion", state="refused", answer="缺验收材料") | _BY,
    },
    "request/reason": {
        "more time": asked("extension", **_LATER),
        "completion": asked("completion"),
    },
    "request/withdrawn": {
        "more time": asked("extension", **_LATER, state="withdrawn"),
        "completion": asked("completion", state="withdrawn"),
        "a handover": asked("handover", **_HANDED, state="withdrawn"),
    },
    "refusal/cannotmove": {
        "not from this stage": _BARRED,
        "one assists still": _BARRED | {"why": "assists", "move": "apply", "undone": 1},
        "two assist still": _BARRED | {"why": "assists", "move": "apply", "undone": 2},
        "no reason": _BARRED | {"why": "reason", "move": "suspend"},
        "the lead": _BARRED | {"why": "lead", "move": "waive"},
    },
    "refusal/cannotask": {
        "no task of one's own": _CANNOT | {"task": ""},
        **{
            why: _CANNOT | {"why": why}
            for why in (
                *("lead", "stage", "pending", "date", "earlier", "past", "far"),
                *("reason", "evidence", "to", "same", "nobody", "edited", "unit"),
            )
        },
        "one assists still": _CANNOT
        | {"why": "assists", "kind": "completion", "undone": 1},
        "two assist still": _CANNOT
        | {"why": "assists", "kind": "completion", "undone": 2},
    },
}
