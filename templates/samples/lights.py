"""Sample facts of a light's arithmetic: every reason a light can have."""

from collections.abc import Mapping

from rules.message import Facts
from templates.samples.lines import sum_line


def _sum(light: str, why: str, progress: int | None, **more: object) -> Facts:
    return {"sum": sum_line(light, why, progress, **more)}


SAMPLES: Mapping[str, Mapping[str, Facts]] = {
    "light/line": {
        "ahead": _sum("green", "on_pace", 51),
        "level": _sum("green", "on_pace", 40),
        "not far behind": _sum("green", "on_pace", 36),
        "slightly behind": _sum("green", "slightly_behind", 33),
        "behind": _sum("yellow", "behind", 16),
        "far behind": _sum("red", "far_behind", 5),
        "nothing said yet": _sum("none", "silent_so_far", None),
        "not started": _sum("none", "not_started", None, starts="2020-09-01"),
        "at risk": _sum("yellow", "at_risk", 45, status="at_risk"),
        "blocked": _sum("yellow", "at_risk", None, status="blocked"),
        "one period missed": _sum("yellow", "stale", 38, missed=1),
        "three periods missed": _sum("red", "stale", 38, missed=3),
        "past its date": _sum("red", "past_due", 90, expected=100, due="2020-05-20"),
        "reported done": _sum("green", "reported_done", 100, status="done"),
        "reported done, numbers say less": _sum(
            "green", "reported_done", 100, stated=100, computed=62, apart=True
        ),
        "under review": _sum("green", "review", 100, stage="completion_review"),
        "completed": _sum("done", "done", 100, stage="completed"),
        "closed out": _sum("done", "done", 100, stage="closed_out"),
        "on hold": _sum("out", "suspended", 38, gap=None, stage="suspended"),
        "terminated": _sum("out", "terminated", 38, gap=None, stage="terminated"),
        "waived": _sum("out", "terminated", 38, gap=None, stage="waived"),
        "stated higher": _sum(
            "green", "on_pace", 38, stated=60, computed=38, apart=True
        ),
    },
}
