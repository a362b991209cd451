"""Labelled replies, and how what was understood of them stands to their labels.

`tests/understand/corpus.yaml` says at its head what a label means. One part is there
to build the rules on, the other only to measure them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal

import yaml

from rules.catalog import Task
from rules.ids import IndicatorId, TaskId
from rules.understand import Subject, Understanding, What, understand

CORPUS = Path(__file__).parent.parent / "tests" / "understand" / "corpus.yaml"
Part = Literal["build", "measure"]
_FREE = frozenset({What.PROBLEM, What.NEEDS})  # in the person's own words


class Verdict(StrEnum):
    """How one field of one reply was read."""

    RIGHT = "right"  # as labelled; nothing where nothing is said included
    MISSING = "missing"
    WRONG = "wrong"  # something that the reply does not say


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A reply with its labels. `said`: each field to what is to be found, or nothing.

    Of a problem and a need the label is the core that must be in what was found.
    """

    text: str
    task: TaskId
    today: date
    totals: Mapping[str, Decimal]
    said: Mapping[What, object]


@dataclass(slots=True, kw_only=True)
class Score:
    """The verdicts of one field. `said`: how many replies say it at all."""

    replies: int = 0
    said: int = 0
    found: int = 0
    right_of_found: int = 0
    verdicts: dict[Verdict, int] = field(
        default_factory=lambda: dict.fromkeys(Verdict, 0)
    )

    def share(self, verdict: Verdict) -> float:
        """Return a verdict's share of all replies, in percent."""
        return 100 * self.verdicts[verdict] / self.replies

    @property
    def precision(self) -> float:
        """Return how many of a hundred findings are right."""
        return 100 * self.right_of_found / self.found if self.found else 100.0

    @property
    def recall(self) -> float:
        """Return how many of a hundred replies that say it are read right."""
        return 100 * self.right_of_found / self.said if self.said else 100.0


def corpus(part: Part) -> list[Reply]:
    """Return the labelled replies of one part."""
    rows = yaml.load(CORPUS.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return [_reply(row) for row in rows if row["part"] == part]


def read(reply: Reply, tasks: Mapping[TaskId, Task]) -> Understanding:
    """Read a reply as the bot would."""
    totals = {IndicatorId(key): value for key, value in reply.totals.items()}
    subject = Subject(task=tasks[reply.task], totals=totals)
    return understand(reply.text, subject, reply.today)


def findings(found: Understanding) -> dict[What, object]:
    """Return what was understood as labels say it."""
    return {
        What.PERCENT: found.percent,
        What.READING: {
            one.indicator: ("+" if one.kind == "increment" else "") + _plain(one.value)
            for one in found.readings
        },
        What.STATUS: found.status.value if found.status else None,
        What.EXPECTED: found.expected,
        What.PROBLEM: found.problem,
        What.NEEDS: found.needs,
        What.UNCHANGED: found.unchanged,
        What.MEASURE: frozenset(found.done_measures),
    }


def judge(what: What, said: object, found: object) -> Verdict:
    """Judge what was found of one field against its label."""
    if what in _FREE:
        right = bool(said) == bool(found) and str(said) in str(found)
    else:
        right = said == found
    if right:
        return Verdict.RIGHT
    return Verdict.MISSING if _is_part(said, found) else Verdict.WRONG


def scores(
    replies: Iterable[tuple[Reply, Mapping[What, object]]],
) -> dict[What, Score]:
    """Count the verdicts of every field over replies and what was found in them."""
    counted = {what: Score() for what in What}
    for reply, found in replies:
        for what, score in counted.items():
            verdict = judge(what, reply.said[what], found[what])
            score.replies += 1
            score.verdicts[verdict] += 1
            score.said += bool(_is_said(reply.said[what]))
            score.found += bool(_is_said(found[what]))
            told = _is_said(found[what]) and _is_said(reply.said[what])
            score.right_of_found += bool(told and verdict is Verdict.RIGHT)
    return counted


def _is_said(value: object) -> bool:
    return (
        value is not None and value is not False and value not in ("", {}, frozenset())
    )


def _is_part(said: object, found: object) -> bool:
    """Whether what was found is less than was said, and nothing besides."""
    if not _is_said(found):
        return True
    if isinstance(said, dict) and isinstance(found, dict):
        return found.items() <= said.items()
    if isinstance(said, frozenset) and isinstance(found, frozenset):
        return found <= said
    return False


def _reply(row: Mapping[str, Any]) -> Reply:
    want = row.get("want") or {}
    readings = want.get("readings") or {}
    return Reply(
        text=row["text"],
        task=TaskId(row["task"]),
        today=row["today"],
        totals={key: _exact(value) for key, value in row.get("totals", {}).items()},
        said={
            What.PERCENT: want.get("percent"),
            What.READING: {key: _labelled(value) for key, value in readings.items()},
            What.STATUS: want.get("status"),
            What.EXPECTED: want.get("expected"),
            What.PROBLEM: want.get("problem", ""),
            What.NEEDS: want.get("needs", ""),
            What.UNCHANGED: bool(want.get("unchanged")),
            What.MEASURE: frozenset(map(str, want.get("measures") or ())),
        },
    )


def _labelled(value: object) -> str:
    text = str(value)
    return ("+" if text.startswith("+") else "") + _plain(_exact(text.lstrip("+")))


def _exact(value: object) -> Decimal:
    return Decimal(str(value))


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
