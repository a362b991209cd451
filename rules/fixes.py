"""What a person put right of a card, field by field, and what then stands on it.

Kept as JSON by key: `percent`, `status`, `expected`, `problem`, `needs`, `measures`,
`reading:<indicator>`, and `doubt:<start>-<end>` once that doubt was answered. A
field that was emptied is kept as null or as an empty text.
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

from rules.catalog import Indicator, Task
from rules.errors import OldButton
from rules.ids import IndicatorId
from rules.understand import Reading, Status, Understanding
from rules.understand.said import Doubt, Option

Fixes: TypeAlias = Mapping[str, Any]
T = TypeVar("T")
_NOWHERE = (0, 0)  # what was tapped or put right stands nowhere in the words
_READING = "reading:"
_DOUBT = "doubt:"


class Field(StrEnum):
    """What of a card can be put right by itself."""

    READING = "reading"
    PERCENT = "percent"
    STATUS = "status"
    EXPECTED = "expected"
    PROBLEM = "problem"
    NEEDS = "needs"
    MEASURES = "measures"


TEXTS = frozenset({Field.PROBLEM, Field.NEEDS})


def key_of(indicator: IndicatorId) -> str:
    return f"{_READING}{indicator}"


def named(key: str, task: Task) -> tuple[Field, Indicator | None]:
    """Return the field a key names on this task. Raises OldButton."""
    indicator = next((one for one in task.indicators if key_of(one.id) == key), None)
    if indicator is not None:
        return Field.READING, indicator
    field = next((one for one in Field if one.value == key), Field.READING)
    if field is Field.READING:
        raise OldButton
    return field, None


def mended(found: Understanding, fixes: Fixes, task: Task) -> Understanding:
    """Return what a card says: what was read, with what was put right in its place.

    Its doubts are those still open.
    """
    readings = tuple(_readings(found, fixes, task))
    day, said = fixes.get("expected"), fixes.get("status")
    until = date.fromisoformat(day) if day else None
    status = Status(said) if said else None
    counted = fixes.get("percent") is not None or any(
        key.startswith(_READING) and value for key, value in fixes.items()
    )
    return replace(
        found,
        readings=readings,
        percent=fixes.get("percent", found.percent),
        status=_over(fixes, "status", found.status, status),
        expected=_over(fixes, "expected", found.expected, until),
        problem=fixes.get("problem", found.problem),
        needs=fixes.get("needs", found.needs),
        done_measures=tuple(fixes.get("measures", found.done_measures)),
        unchanged=found.unchanged and not counted,
        doubts=tuple(doubt for doubt in found.doubts if asked(doubt) not in fixes),
    )


def _over(fixes: Fixes, key: str, read: T | None, fixed: T | None) -> T | None:
    return fixed if key in fixes else read


def _readings(found: Understanding, fixes: Fixes, task: Task) -> list[Reading]:
    kept = [one for one in found.readings if key_of(one.indicator) not in fixes]
    put = [
        Reading(
            indicator=one.id,
            value=Decimal(fix["value"]),
            kind=fix["kind"],
            span=_NOWHERE,
        )
        for one in task.indicators
        if (fix := fixes.get(key_of(one.id)))
    ]
    order = {one.id: place for place, one in enumerate(task.indicators)}
    return sorted((*kept, *put), key=lambda one: order.get(one.indicator, len(order)))


def asked(doubt: Doubt) -> str:
    """Return the key under which the answer to a doubt is kept."""
    return f"{_DOUBT}{doubt.span[0]}-{doubt.span[1]}"


def still_named(fixes: Fixes, task: Task) -> Fixes:
    """Return the fixes without the readings of indicators that left the task."""
    here = {key_of(one.id) for one in task.indicators}
    return {
        key: fix
        for key, fix in fixes.items()
        if key in here or not key.startswith(_READING)
    }


def names_gone(fixes: Fixes, task: Task) -> bool:
    """Whether a number was put right of an indicator that left the task."""
    here = still_named(fixes, task)
    return any(fix is not None and key not in here for key, fix in fixes.items())


def with_fix(found: Understanding, fixes: Fixes, key: str, value: object) -> Fixes:
    """Return the fixes with one more; a doubt about the same field is answered by it.

    `found`: what was read of the words.
    """
    settled = {
        asked(doubt): None
        for doubt in found.doubts
        if any(key == taken(option)[0] for option in doubt.options)
    }
    return settled | dict(fixes) | {key: value}


def with_answer(fixes: Fixes, doubt: Doubt, option: int | None) -> Fixes:
    """Return the fixes with a doubt answered: by an option's place, or by none."""
    answered = dict(fixes) | {asked(doubt): option}
    if option is None:
        return answered
    key, value = taken(doubt.options[option])
    return answered | {key: value}


def taken(option: Option) -> tuple[str, object]:
    """Return the field an option speaks of, and what it says of it."""
    if option.reading is not None:
        return key_of(option.reading.indicator), {
            "value": str(option.reading.value),
            "kind": option.reading.kind,
        }
    if option.status is not None:
        return Field.STATUS.value, option.status.value
    if option.expected is not None:
        return Field.EXPECTED.value, option.expected.isoformat()
    return Field.PERCENT.value, option.percent


def chosen(now: Understanding, choice: str, task: Task) -> list[str]:
    """Return the measures named as done, with `+a` one more, with `-a` one fewer.

    Raises OldButton.
    """
    sign, measure = choice[:1], choice[1:]
    if sign not in {"+", "-"} or all(one.id != measure for one in task.measures):
        raise OldButton
    done = set(now.done_measures) - {measure} | ({measure} if sign == "+" else set())
    return [one.id for one in task.measures if one.id in done]


def mark(fixes: Fixes) -> str:
    """Return a short mark of what was put right: a button shows which card it saw.

    Empty while nothing was.
    """
    if not fixes:
        return ""
    told = json.dumps(dict(fixes), sort_keys=True, ensure_ascii=False)
    return f"{zlib.crc32(told.encode()):08x}"
