"""One request as samples tell it."""

from rules.facts import Line
from templates.samples.lines import AIR, TITLES


def asked(kind: str, **more: object) -> Line:
    """Return a request about 2.2 as `rules.requests.told` tells it."""
    told: Line = {
        "request": 12,
        "kind": kind,
        "task": "2.2",
        "short": TITLES["2.2"][0],
        "who": "王某",
        "unit": AIR,
        "reason": "环评公示期延长",
        "was": "2020-12-31",
        "until": None,
        "to": None,
        "late": False,
        "state": "asked",
        "answer": "",
    }
    return told | more
