"""When a digest goes out next."""

from datetime import time

import pytest
from builders import at, day, days

from rules.bells import next_digest
from rules.catalog import Audience, DigestTime

MONDAY, THURSDAY, SUNDAY = 1, 4, 7


@pytest.mark.parametrize(
    ("weekday", "now", "goes"),
    [
        pytest.param(MONDAY, at(5, 24, 12, 0), at(5, 25), id="on Monday morning"),
        pytest.param(MONDAY, at(5, 25, 8, 29), at(5, 25), id="a minute before"),
        pytest.param(MONDAY, at(5, 25, 8, 30), at(6, 1), id="once sent, in a week"),
        pytest.param(MONDAY, at(5, 27, 9, 0), at(6, 1), id="from the middle of a week"),
        pytest.param(
            MONDAY, at(4, 3, 9, 0), at(4, 7), id="Qingming moves it to Tuesday"
        ),
        pytest.param(MONDAY, at(4, 6, 9, 0), at(4, 7), id="and still on the holiday"),
        pytest.param(MONDAY, at(4, 7, 8, 30), at(4, 13), id="then back to Monday"),
        pytest.param(MONDAY, at(10, 2, 9, 0), at(10, 9), id="the October holiday"),
        pytest.param(THURSDAY, at(9, 30, 9, 0), at(10, 9), id="two in one holiday"),
        pytest.param(THURSDAY, at(10, 9, 8, 30), at(10, 15), id="are one digest"),
        pytest.param(SUNDAY, at(4, 24, 9, 0), at(4, 26), id="a 调休 Sunday is kept"),
        pytest.param(SUNDAY, at(5, 24, 9, 0), at(5, 25), id="a plain Sunday is not"),
    ],
)
def test_a_digest_goes_out_weekly_and_never_on_a_day_off(weekday, now, goes):
    digest = DigestTime(to=Audience.LEADER, weekday=weekday, at=time(8, 30))
    assert next_digest(digest, days(), now, day(12, 31)) == goes


@pytest.mark.parametrize(
    ("now", "goes"),
    [
        pytest.param(at(6, 1), at(6, 8), id="in the week after the plan's end"),
        pytest.param(at(6, 8), at(6, 15), id="and in the second"),
        pytest.param(at(6, 15), None, id="and then no more"),
        pytest.param(at(11, 2), None, id="nor long after"),
    ],
)
def test_digests_end_a_fortnight_after_the_plan(now, goes):
    digest = DigestTime(to=Audience.LEADER, weekday=MONDAY, at=time(8, 30))
    assert next_digest(digest, days(), now, day(6, 1)) == goes
