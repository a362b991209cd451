"""What was understood of a reply, for a program and for the terminal."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from rules.understand import Understanding
    from rules.understand.said import Option, What
    from store.misread import Misread


def shape(found: "Understanding") -> dict[str, object]:
    """Return the published shape (design §7), without the task."""
    return {
        "percent": found.percent,
        "readings": [
            {
                "indicator": reading.indicator,
                "value": _number(reading.value),
                "kind": reading.kind,
            }
            for reading in found.readings
        ],
        "status": found.status.value if found.status else None,
        "expected": found.expected.isoformat() if found.expected else None,
        "problem": found.problem or None,
        "needs": found.needs or None,
    }


def lines(text: str, found: "Understanding") -> list[dict[str, object]]:
    """Return each finding with the words it came from and how sure it is."""
    places = {(one.what, one.which): one for one in found.sources}
    rows = []
    for what, which, value in _findings(found):
        source = places.get((what, which))
        span, sure = (source.span, source.confidence) if source else (None, None)
        rows.append(_row(text, f"{what.value} {which}".strip(), value, span, sure))
    for doubt in found.doubts:
        options = " / ".join(map(_option, doubt.options))
        rows.append(_row(text, "?", options, doubt.span, None))
    return rows


def _row(
    text: str, what: str, value: object, span: tuple[int, int] | None, sure: int | None
) -> dict[str, object]:
    return {
        "found": what,
        "value": value,
        "words": text[slice(*span)] if span else "",
        "span": f"{span[0]}-{span[1]}" if span else "",
        "confidence": sure,
    }


def _findings(found: "Understanding") -> "Iterator[tuple[What, str, object]]":
    from rules.understand.said import What  # noqa: PLC0415 - a command loads late

    if found.percent is not None:
        yield What.PERCENT, "", f"{found.percent}%"
    for one in found.readings:
        value = f"{'+' if one.kind == 'increment' else ''}{_number(one.value)}"
        yield What.READING, one.indicator, value
    said = {
        What.STATUS: found.status and found.status.value,
        What.EXPECTED: found.expected,
        What.PROBLEM: found.problem,
        What.NEEDS: found.needs,
        What.UNCHANGED: "yes" if found.unchanged else "",
    }
    yield from ((what, "", value) for what, value in said.items() if value)
    yield from ((What.MEASURE, one, "done") for one in found.done_measures)


def _option(option: "Option") -> str:
    if option.reading is not None:
        plus = "+" if option.reading.kind == "increment" else ""
        return f"{option.reading.indicator} {plus}{_number(option.reading.value)}"
    said: object = option.status or option.expected
    return str(said) if said else f"{option.percent}%"


def corrected(one: "Misread", zone: ZoneInfo, *, flat: bool) -> dict[str, object]:
    """Return a reply that was put right as a row; `flat`: for the terminal."""
    read: object = shape(one.read)
    meant: object = dict(one.meant)
    if flat:
        read = json.dumps(_said(shape(one.read)), ensure_ascii=False)
        meant = json.dumps(meant, ensure_ascii=False)
    return {
        "at": one.at.astimezone(zone).isoformat(timespec="seconds"),
        "task": one.task,
        "text": one.text,
        "fault": one.fault,
        "read": read,
        "meant": meant,
    }


def _said(told: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in told.items() if value not in (None, [])}


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
