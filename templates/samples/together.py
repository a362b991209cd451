"""Sample facts of answers about several tasks at once, and of groups."""

from collections.abc import Mapping

from rules.facts import Line
from rules.message import Facts
from templates.samples import asking
from templates.samples.lines import AIR, NOW

_CARDS = asking.SAMPLES["report/card"]
_RECEIPTS = asking.SAMPLES["report/receipt"]
BOT = "duban_bot"


def _item(sample: str, doubtful: int = 0) -> Line:
    return {**_CARDS[sample], "doubtful": doubtful}


def _left(task: str, short: str, text: str, refusal: str = "") -> Line:
    return {"task": task, "short": short, "text": text, "refusal": refusal}


_SILENT = _left("2.1", "十百千治气", "谢谢")
_FOREIGN = _left("3.1", "污水零直排", "完成18个", "refusal/notyours")
_LATE = _left("2.2", "锅炉炉窑", "钢铁9家", "refusal/cannotfix")
_OLD = _left("2.3", "柴油货车", "完成10%", "refusal/oldbutton")

SAMPLES: Mapping[str, Mapping[str, Facts]] = {
    "report/several": {
        "all clear": {
            "items": [
                _item("two numbers, a measure done"),
                _item("a percent and help needed"),
                _item("no change"),
            ],
            "left": [],
        },
        "with doubts and what deserves a second look": {
            "items": [
                _item("much deserves a second look"),
                _item("two doubts and nothing else", 2),
                _item("a correction"),
            ],
            "left": [],
        },
        "with what is left out": {
            "items": [_item("numbers, a problem, a date")],
            "left": [_SILENT, _FOREIGN, _LATE, _OLD],
        },
        "nothing but what is left out": {"items": [], "left": [_FOREIGN]},
    },
    "report/receipts": {
        "three": {
            "items": [
                _RECEIPTS["a number"],
                _RECEIPTS["with files"],
                _RECEIPTS["done, others are not"],
            ]
        },
    },
    "report/reminder_all": {
        "two": {
            "tasks": [
                {"task": "2.1", "short": "十百千治气"},
                {"task": "2.2", "short": "锅炉炉窑"},
            ],
            "at": NOW,
        },
    },
    "group/how": {"always": {"bot": BOT}, "nameless": {"bot": ""}},
    "group/bound": {
        "a unit's": {"unit": AIR, "bot": BOT},
        "everybody's": {"unit": None, "bot": BOT},
        "nameless": {"unit": None, "bot": ""},
    },
    "group/unbound": {"bound before": {"was": True}, "not bound": {"was": False}},
}
