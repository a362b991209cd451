"""The kinds of value a catalog holds: how each is read, and what editors are told."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, TypeAlias

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from rules.catalog import Audience, Cadence, Direction, Kind
from store.catalog import scalars, when

_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_HOUR = "[0-2][0-9]:[0-5][0-9]"
_MONTH_DAY = {"type": "integer", "minimum": 1, "maximum": 31}


@dataclass(frozen=True, slots=True, eq=False)  # pydantic hashes it; a dict cannot
class By:
    """Read a value by one function, and tell editors its schema."""

    read: Callable[[object], object]
    told: dict[str, Any]

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        del source, handler
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        del schema, handler
        return dict(self.told)


def _words(limit: int) -> By:
    told = {"type": "string", "minLength": 1, "maxLength": limit}
    return By(scalars.text(limit), told)


def _whole(low: int, high: int) -> By:
    told = {"type": "integer", "minimum": low, "maximum": high}
    return By(scalars.whole(low, high), told)


def _choice(kind: type[StrEnum], *, but: Collection[StrEnum] = ()) -> By:
    choices = [member.value for member in kind if member not in but]
    read = scalars.one_of(choices)
    return By(lambda said: kind(read(said)), {"type": "string", "enum": choices})


def _string(read: Callable[[object], object], **told: str) -> By:
    return By(read, {"type": "string", **told})


def _due(said: object) -> tuple[int | str, ...]:
    """Read a policy's due days, or its weekday; `sense` knows which it must be."""
    return tuple(map(due_day, said if isinstance(said, list) else [said]))


def due_day(said: object) -> int | str:
    word = scalars.scalar(said)
    if word.lstrip("+-")[:1].isdecimal():
        return scalars.whole(1, 31)(word)
    return when.WEEKDAYS[when.weekday(word) - 1]


_DUE = {
    "anyOf": [
        _MONTH_DAY,
        {"type": "array", "items": _MONTH_DAY, "minItems": 2, "maxItems": 2},
        {"enum": list(when.WEEKDAYS)},
    ]
}
_ID = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$"

Id: TypeAlias = Annotated[str, _string(scalars.identifier, pattern=_ID)]
Ref: TypeAlias = Annotated[str, _words(40)]  # whether it exists is for `sense` to say
Title: TypeAlias = Annotated[str, _words(120)]
Short: TypeAlias = Annotated[str, _words(40)]
Sentence: TypeAlias = Annotated[str, _words(300)]
Day: TypeAlias = Annotated[date, _string(when.day, format="date", pattern=_DATE)]
Number: TypeAlias = Annotated[Decimal, By(scalars.number, {"type": "number"})]
Truth: TypeAlias = Annotated[bool, By(scalars.truth, {"type": "boolean"})]
Zone: TypeAlias = Annotated[str, _string(when.zone)]
Country: TypeAlias = Annotated[str, _string(when.country, pattern="^[A-Z]{2}$")]
Hours: TypeAlias = Annotated[
    tuple[time, time], _string(when.hours, pattern=f"^{_HOUR}-{_HOUR}$")
]
Rest: TypeAlias = Annotated[
    tuple[time, time], _string(when.rest, pattern=f"^{_HOUR}-{_HOUR}$")
]
Every: TypeAlias = Annotated[
    tuple[int, time],
    _string(when.every, pattern=f"^({'|'.join(when.WEEKDAYS)}) {_HOUR}$"),
]
Due: TypeAlias = Annotated[tuple[int | str, ...], By(_due, _DUE)]
Rise: TypeAlias = Annotated[int, _whole(-60, 250)]
Lead: TypeAlias = Annotated[int, _whole(0, 60)]
Within: TypeAlias = Annotated[int, _whole(1, 30)]
Times: TypeAlias = Annotated[int, _whole(0, 20)]
Days: TypeAlias = Annotated[int, _whole(0, 365)]
ADay: TypeAlias = Annotated[int, _whole(1, 20)]
AWeek: TypeAlias = Annotated[int, _whole(1, 100)]
Points: TypeAlias = Annotated[int, _whole(0, 100)]
Reads: TypeAlias = Annotated[Audience, _choice(Audience, but={Audience.DEPUTY})]
Weight: TypeAlias = Annotated[int, _whole(0, 1000)]
Report: TypeAlias = Annotated[Cadence, _choice(Cadence)]
To: TypeAlias = Annotated[Audience, _choice(Audience)]
Way: TypeAlias = Annotated[Direction, _choice(Direction)]
Sort: TypeAlias = Annotated[Kind, _choice(Kind)]
