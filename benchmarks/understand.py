"""How much of labelled replies is understood, and how long one takes to read.

Beside a reader that takes the first number and the first word it knows.
"""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median

from benchmarks.figures import Figure, Of, at_least, at_most
from benchmarks.planted import shipped
from benchmarks.replies import Reply, Score, Verdict, corpus, findings, read, scores
from benchmarks.showing import steps
from rules.catalog import Task
from rules.ids import TaskId
from rules.understand import Subject, What, understand

RIGHT, WRONG = 97, 1  # percent of the replies, for every field
LONG, LONG_READ = 10_000, 20  # characters; ms
BESIDE = "first number, first word known"
_STEEL = TaskId("02.2")
_TODAY = date(2020, 5, 25)
_PROSE = (
    "钢铁改造13家中已完成8家，其余5家计划9月底前完成，"
    "但受疫情影响设备未到，需省发改委协调；"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many `rounds` the reading is timed."""

    rounds: int


FULL = Size(rounds=9)
QUICK = Size(rounds=3)
TINY = Size(rounds=1)


def measure(size: Size) -> list[Figure]:
    """Judge the part of the corpus that no rule was made for; time the reading."""
    tasks = {task.id: task for task in shipped()[0].tasks()}
    replies = corpus("measure")
    ours = scores((one, findings(read(one, tasks))) for one in replies)
    plain = scores((one, _plainly(one, tasks)) for one in replies)
    shares = [
        figure for what in What for figure in _shares(what, ours[what], plain[what])
    ]
    return shares + _times(replies, tasks, size)


def _shares(what: What, ours: Score, plain: Score) -> Iterator[Figure]:
    said = f"{what.value} (said in {ours.said} of {ours.replies})"
    for name, got, other, bar in (
        (
            "right",
            ours.share(Verdict.RIGHT),
            plain.share(Verdict.RIGHT),
            at_least(RIGHT, Of.OURS),
        ),
        (
            "wrong",
            ours.share(Verdict.WRONG),
            plain.share(Verdict.WRONG),
            at_most(WRONG, Of.OURS),
        ),
        ("precision", ours.precision, plain.precision, None),
        ("recall", ours.recall, plain.recall, None),
    ):
        yield Figure(
            what=f"{said}: {name}",
            unit="%",
            ours=got,
            beside=BESIDE,
            other=other,
            bar=bar,
        )


def _times(
    replies: list[Reply], tasks: Mapping[TaskId, Task], size: Size
) -> list[Figure]:
    long = (_PROSE * (LONG // len(_PROSE) + 1))[:LONG]
    subject = Subject(task=tasks[_STEEL], totals={})
    reply = Reply(text=long, task=_STEEL, today=_TODAY, totals={}, said={})
    with steps("understand", 2 * size.rounds) as step:
        usual = _timed(lambda: [read(one, tasks) for one in replies], size, step)
        lengthy = _timed(lambda: understand(long, subject, _TODAY), size, step)
    usual_plain = _timed(lambda: [_plainly(one, tasks) for one in replies], size)
    lengthy_plain = _timed(lambda: _plainly(reply, tasks), size)
    return [
        Figure(
            what="a usual reply read",
            unit="ms",
            ours=usual / len(replies),
            beside=BESIDE,
            other=usual_plain / len(replies),
        ),
        Figure(
            what=f"{LONG:,} characters read",
            unit="ms",
            ours=lengthy,
            beside=BESIDE,
            other=lengthy_plain,
            bar=at_most(LONG_READ, Of.OURS),
        ),
    ]


def _timed(
    work: Callable[[], object], size: Size, step: Callable[[float], None] | None = None
) -> float:
    """Return the median of so many rounds in ms."""
    taken = []
    for _ in range(size.rounds):
        began = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - began))
        if step:
            step(1)
    return median(taken)


def _plainly(reply: Reply, tasks: Mapping[TaskId, Task]) -> dict[What, object]:
    share = re.search(r"(\d+)\s*[%％]", reply.text)
    number = re.search(r"\d+(?:\.\d+)?", reply.text)
    day = re.search(r"(\d{1,2})月(\d{1,2})[日号]", reply.text)
    indicators = tasks[reply.task].indicators
    counts = number and indicators and not share
    words = {"滞后": "at_risk", "停工": "blocked", "完成": "done", "正常": "on_track"}
    trouble = re.search(r"[^，。；\n]*(?:问题|困难|缺|未到)[^，。；\n]*", reply.text)
    asked = re.search(r"[^，。；\n]*(?:请|需)[^，。；\n]*", reply.text)
    return {
        What.PERCENT: int(share[1]) if share else None,
        What.READING: {indicators[0].id: number[0]} if number and counts else {},
        What.STATUS: next((words[one] for one in words if one in reply.text), None),
        What.EXPECTED: _date(day, reply.today.year) if day else None,
        What.PROBLEM: trouble[0] if trouble else "",
        What.NEEDS: asked[0] if asked else "",
        What.UNCHANGED: "无变化" in reply.text,
        What.MEASURE: frozenset(),
    }


def _date(found: re.Match[str], year: int) -> date | None:
    try:
        return date(year, int(found[1]), int(found[2]))
    except ValueError:
        return None
