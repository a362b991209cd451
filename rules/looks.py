"""What of an answer deserves a second look before it is confirmed, as facts.

Asked politely, one short line each; nothing here keeps anybody from confirming.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rules import facts
from rules.catalog import Direction, Kind
from rules.ids import IndicatorId, PersonId
from rules.pace import IndicatorState, Standing, TaskState, judge
from rules.report import Said
from rules.understand import Status, Understanding
from rules.workdays import Workdays

JUMP = 25  # points since the last report that are more than usual
COPIED = 6  # characters from which the same words are no chance
_NUMBER = re.compile(r"^\d{1,2}\.\d{1,2}(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class LastWords:
    """What somebody last reported on a task."""

    person: PersonId
    name: str
    text: str
    at: datetime


def looks(
    before: TaskState,
    standing: Standing,
    readings: Sequence[Said],
    found: Understanding,
    today: date,
) -> list[facts.Line]:
    """Return the questions that the numbers and days of an answer raise.

    `before`: the task as last reported; `standing`: as it would be.
    """
    held = {one.indicator.id: one for one in before.indicators}
    lines = [line for said in readings for line in _number(said, held)]
    lines += _percent(before.percent, found.percent)
    if found.percent is not None or readings or found.done_measures or _done(found):
        lines += _progress(before, judge(before, today), standing)
    if found.expected is not None and found.expected > before.task.due:
        lines.append({"look": "late", "due": facts.day(before.task.due)})
    return lines


def _done(found: Understanding) -> bool:
    return found.status is Status.DONE


def _percent(was: int | None, now: int | None) -> Iterator[facts.Line]:
    if was is not None and now is not None and now < was:
        yield {"look": "percent_falls", "was": was}


def _number(
    said: Said, held: Mapping[IndicatorId, IndicatorState]
) -> Iterator[facts.Line]:
    one = held[said.indicator]
    line: facts.Line = {"name": one.indicator.name, "unit": one.indicator.unit}
    up = one.indicator.direction is Direction.UP
    if up and one.total is not None and said.total < one.total:
        yield line | {"look": "falls", "was": facts.plain(one.total)}
    target, counted = one.indicator.target, one.indicator.kind is Kind.COUNT
    if counted and target is not None and said.total > target:
        yield line | {"look": "over", "target": facts.plain(target)}


def _progress(before: TaskState, was: Standing, now: Standing) -> Iterator[facts.Line]:
    points = (was.progress, now.progress) if before.last_report else (None, None)
    if _apart(*points) > JUMP:
        yield {"look": "jumps", "was": points[0], "now": points[1]}
    if now.apart:
        yield {"look": "apart", "stated": now.stated, "computed": now.computed}


def _apart(was: int | None, now: int | None) -> int:
    return 0 if was is None or now is None else abs(now - was)


def copied(
    text: str, by: PersonId, last: Sequence[LastWords], days: Workdays
) -> facts.Line | None:
    """Return whose last report has the very same words, if they are not too few."""
    words = _words(text)
    if len(words) < COPIED:
        return None
    same = [one for one in last if _words(one.text) == words]
    one = next((one for one in same if one.person == by), next(iter(same), None))
    if one is None:
        return None
    who = "" if one.person == by else one.name
    return {"who": who, "on": facts.moment(one.at, days)}


def _words(text: str) -> str:
    """Return the letters and digits of a text, without the task's number."""
    shown = _NUMBER.sub("", unicodedata.normalize("NFKC", text).strip())
    return "".join(letter for letter in shown if letter.isalnum())
