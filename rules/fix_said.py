"""The one word that puts a field of a card right, read for that field alone."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from rules import facts
from rules.catalog import Indicator
from rules.day_said import day_said
from rules.errors import BadValue
from rules.fixes import TEXTS, Field, named
from rules.understand import Subject, understand
from rules.understand.clean import clean
from rules.understand.numbers import numbers
from rules.understand.percents import mask_shares

LONGEST = 300  # characters of a problem or a need: a card shows no more
_WHOLE = 100
_NOTHING = frozenset(
    {"无", "没有", "暂无", "空", "清空", "删除", "none", "no", "nothing", "empty"}
)
_MORE = frozenset({"+", "新增", "增加", "又", "再", "加", "增", "more", "another"})
_TOTAL = frozenset(
    {"", "共", "累计", "总数", "现有", "已完成", "完成", "是", "为", "应为", "改为"}
    | {"改成", "total", "now"}
)
_AROUND = " ，,。；;：:、"


def read_as(key: str, said: str, subject: Subject, today: date) -> object:
    """Return what words say of one field, as it is kept; None if it is emptied.

    Raises BadValue, or OldButton when there is no such field.
    """
    field, indicator = named(key, subject.task)
    text = clean(said).text.strip(_AROUND + "\n")
    if text.casefold() in _NOTHING:
        return "" if field in TEXTS else None
    if field in TEXTS and len(text) > LONGEST:
        raise bad(field, indicator, said, "long")
    value = _READ[field](text, subject, indicator, today)
    if value is None:
        raise bad(field, indicator, said)
    return value


def bad(
    field: Field, indicator: Indicator | None, said: str, why: str = "unread"
) -> BadValue:
    return BadValue(
        {
            "field": field.value,
            "why": why,
            "name": indicator.name if indicator else "",
            "unit": indicator.unit if indicator else "",
            "given": said.strip()[:60],
        }
    )


def _reading(
    text: str, subject: Subject, indicator: Indicator | None, today: date
) -> object:
    assert indicator is not None  # noqa: S101 - a reading is an indicator's
    bare = _bare(text, indicator.unit)
    if bare is not None:
        value, more = bare
        return _kept(value, "increment" if more else "total")
    found = understand(text, subject, today).readings
    own = next((one for one in found if one.indicator == indicator.id), None)
    return _kept(own.value, own.kind) if own else None


def _kept(value: Decimal, kind: str) -> object:
    return {"value": facts.plain(value), "kind": kind}


def _bare(text: str, unit: str) -> tuple[Decimal, bool] | None:
    """Return a number that stands alone or with its unit, and whether it adds."""
    found = tuple(numbers(text))
    if len(found) != 1:
        return None
    (one,) = found
    value, before, after = one.value, text[: one.start], text[one.end :]
    scale = _scale(text[one.start : one.end], unit)
    if scale:
        value, after = value / scale, unit[:1] + after
    before, after = before.strip(_AROUND), after.strip(_AROUND)
    if after.casefold() not in {"", "了", unit.casefold()}:
        return None
    if before in _MORE:
        return value, True
    return (value, False) if before in _TOTAL else None


def _scale(number: str, unit: str) -> int:
    """Return what a number was multiplied with that is a part of its unit: 5万吨."""
    scales = {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
    return scales.get(unit[:1], 0) if number.endswith(unit[:1] or " ") else 0


def _percent(
    text: str, subject: Subject, indicator: Indicator | None, today: date
) -> object:
    del indicator
    bare = _bare(text, "%")
    if bare and not bare[1]:
        return _points(bare[0])
    _, shares = mask_shares(text)
    if len(shares) == 1:
        return _points(shares[0].value)
    return understand(text, subject, today).percent


def _points(value: Decimal) -> int | None:
    points = int(value.quantize(Decimal(1), ROUND_HALF_UP))
    return points if 0 <= points <= _WHOLE else None


def _status(
    text: str, subject: Subject, indicator: Indicator | None, today: date
) -> object:
    del indicator
    found = understand(text, subject, today).status
    return found.value if found else None


def _expected(
    text: str, subject: Subject, indicator: Indicator | None, today: date
) -> object:
    day = (
        day_said(text, today)
        or day_said(re.sub(r"前(?:后|完成)?$", "", text), today)
        or understand(text, subject, today).expected
        or understand(f"预计{text}全部完成", subject, today).expected
    )
    if day is not None and day < today:
        raise bad(Field.EXPECTED, indicator, text, "past")
    return facts.day(day)


def _text(
    text: str, subject: Subject, indicator: Indicator | None, today: date
) -> object:
    del subject, indicator, today
    return text or None


def _tapped(
    text: str, subject: Subject, indicator: Indicator | None, today: date
) -> object:
    """Read no words: which measures are done is tapped."""
    del text, subject, indicator, today
    return None


_READ: Mapping[Field, Callable[[str, Subject, Indicator | None, date], object]] = {
    Field.READING: _reading,
    Field.PERCENT: _percent,
    Field.STATUS: _status,
    Field.EXPECTED: _expected,
    Field.PROBLEM: _text,
    Field.NEEDS: _text,
    Field.MEASURES: _tapped,
}
