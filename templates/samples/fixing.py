"""Sample facts of correcting what was reported."""

from collections.abc import Mapping

from rules.message import Facts
from templates.samples.lines import LAST

_REFUSED: Facts = {
    "task": "2.2",
    "made": LAST,
    "last": "2020-04-29",
    "days": 3,
    "policy": "半月报",
}

SAMPLES: Mapping[str, Mapping[str, Facts]] = {
    "report/fix": {
        "always": {
            "task": "2.2",
            "short": "锅炉炉窑",
            "at": LAST,
            "who": "王某",
            "text": "2.2 钢铁企业已完成12家\n预计9月底全部完成",
        },
    },
    "report/fixes": {"always": {}},
    "refusal/cannotfix": {
        "its days are over": {**_REFUSED, "why": "over"},
        "never once confirmed": {**_REFUSED, "why": "never", "days": 0},
        "no report yet": {"why": "nothing", "task": "2.2"},
        "none lately": {"why": "nothing", "task": ""},
    },
}
