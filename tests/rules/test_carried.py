"""What a correction leaves as it was is no newer for that."""

from datetime import UTC, datetime
from decimal import Decimal

from rules.ids import IndicatorId
from rules.report import Said, carried

THEN = datetime(2020, 3, 10, tzinfo=UTC)


def _said(indicator: str, value: str, kind: str, total: str, **more) -> Said:
    return Said(
        indicator=IndicatorId(indicator),
        value=Decimal(value),
        kind=kind,
        total=Decimal(total),
        **more,
    )


def test_a_number_left_as_it_was_keeps_its_moment_and_total():
    before = (
        _said("steel", "2", "increment", "7", at=THEN),
        _said("kilns", "3", "total", "3", at=THEN),
        _said("trucks", "4", "total", "4", at=THEN),
        _said("sites", "5", "total", "5", at=THEN),
    )
    said = (
        _said("steel", "2.0", "increment", "10"),
        _said("kilns", "4", "total", "4"),
        _said("trucks", "4", "increment", "8"),
    )
    assert carried(said, before) == (before[0], *said[1:])
    assert carried(said, ()) == said
