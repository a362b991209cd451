"""A person's own hours, as they write them."""

from contextlib import suppress
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from rules.errors import BadHours
from rules.hours import read
from rules.people import Hours


@pytest.mark.parametrize(
    ("text", "opens", "closes", "zone"),
    [
        ("9:00-17:30", time(9, 0), time(17, 30), None),
        ("9：00—17：30", time(9, 0), time(17, 30), None),
        ("9-18", time(9, 0), time(18, 0), None),
        ("9点到17点半", time(9, 0), time(17, 30), None),
        ("9点15分 至 18点", time(9, 15), time(18, 0), None),
        ("9:00 to 17:30 Asia/Urumqi", time(9, 0), time(17, 30), "Asia/Urumqi"),
        ("08:00-09:00", time(8, 0), time(9, 0), None),
    ],
)
def test_hours_are_read_with_their_zone(text, opens, closes, zone):
    assert read(text) == Hours(opens=opens, closes=closes, zone=zone)


@pytest.mark.parametrize("text", ["默认", " default ", "Reset"])
def test_the_plans_own_hours_are_had_again(text):
    assert read(text) == Hours()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("朝九晚五", "unread"),
        ("9:00", "unread"),
        ("25:00-26:00", "unread"),
        ("9:75-17:00", "unread"),
        ("17:30-9:00", "short"),
        ("9:00-9:59", "short"),
        ("9:00-17:30 Asia/Hangzhou", "zone"),
        ("9:00-17:30 ../etc/passwd", "zone"),
        ("9:00-17:30 /etc/passwd", "zone"),
        ("9:00-17:30 Asia", "zone"),
    ],
)
def test_what_are_no_hours_is_refused_with_its_reason(text, why):
    with pytest.raises(BadHours) as refused:
        read(text)
    assert refused.value.facts["why"] == why


@given(some.text(max_size=30))
def test_nothing_anybody_writes_breaks_it(text):
    with suppress(BadHours):
        found = read(text)
        assert found == Hours() or found.opens < found.closes
