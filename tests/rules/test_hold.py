"""When a letter may go out: its reader's hours, leave and budget."""

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from builders import ADMIN, OWNER, at, away, day, days

from rules.catalog import Kindness
from rules.hold import Held, Hold, hold
from rules.message import Sort
from rules.people import Hours, Leave

CHINA = days(quiet=((time(12, 0), time(13, 30)),))
BUDGET = Kindness(per_day=3, per_week=10)
URUMQI = replace(OWNER, hours=Hours(zone="Asia/Urumqi"))  # two hours behind
EARLY = replace(OWNER, hours=Hours(opens=time(7, 0), closes=time(12, 30)))


def judged(now, reader=OWNER, had=(), sort=Sort.UNPROMPTED) -> Hold | None:
    return hold(sort, reader, had, BUDGET, CHINA, now)


@pytest.mark.parametrize(
    ("reader", "now", "until"),
    [
        pytest.param(OWNER, at(5, 25), None, id="at the opening"),
        pytest.param(OWNER, at(5, 25, 17, 59), None, id="until the close"),
        pytest.param(OWNER, at(5, 25, 18, 0), at(5, 26, 8, 31), id="in the evening"),
        pytest.param(
            OWNER, at(5, 25, 8, 29), at(5, 25, 8, 31), id="before the opening"
        ),
        pytest.param(OWNER, at(5, 25, 12, 0), at(5, 25, 13, 31), id="at midday"),
        pytest.param(OWNER, at(5, 23, 10, 0), at(5, 25, 8, 31), id="on a Saturday"),
        pytest.param(OWNER, at(4, 30, 20, 0), at(5, 6, 8, 31), id="over a holiday"),
        pytest.param(OWNER, at(5, 9, 10, 0), None, id="on a 调休 Saturday"),
        pytest.param(URUMQI, at(5, 25, 10, 29), at(5, 25, 10, 31), id="further west"),
        pytest.param(URUMQI, at(5, 25, 19, 0), None, id="who also ends later"),
        pytest.param(URUMQI, at(5, 25, 14, 0), at(5, 25, 15, 31), id="and rests later"),
        pytest.param(EARLY, at(5, 25, 7, 0), None, id="who begins early"),
        pytest.param(EARLY, at(5, 25, 12, 15), at(5, 26, 7, 1), id="and goes at noon"),
    ],
)
@pytest.mark.parametrize("sort", sorted(set(Sort) - {Sort.CANARY}))
def test_nobody_gets_a_letter_outside_their_own_hours(reader, now, until, sort):
    held = judged(now, reader, sort=sort)
    assert held == (until and Hold(reason=Held.HOURS, until=until))


@pytest.mark.parametrize(
    ("last", "until"),
    [
        pytest.param(day(5, 27), at(5, 28, 8, 31), id="the day after"),
        pytest.param(day(5, 29), at(6, 1, 8, 31), id="over a weekend"),
        pytest.param(day(4, 30), at(5, 6, 8, 31), id="over a holiday"),
        pytest.param(day(4, 25), at(4, 26, 8, 31), id="to a 调休 Sunday"),
    ],
)
@pytest.mark.parametrize("sort", [Sort.UNPROMPTED, Sort.PROMPTED])
def test_who_is_on_leave_gets_it_on_their_first_workday(last, until, sort):
    held = judged(at(4, 22), away(OWNER, last), sort=sort)
    assert held == Hold(reason=Held.LEAVE, until=until)


def test_the_houses_own_trouble_finds_an_admin_on_leave_in_working_hours():
    admin = away(ADMIN, day(5, 29))
    assert judged(at(5, 25), admin, sort=Sort.SERVICE) is None
    night = judged(at(5, 25, 22, 0), admin, sort=Sort.SERVICE)
    assert night == Hold(reason=Held.HOURS, until=at(5, 26, 8, 31))


def test_a_leave_that_ends_sooner_where_its_reader_is_holds_until_tomorrow():
    far = Hours(opens=time(5, 0), zone="Pacific/Kiritimati")  # six hours ahead
    leave = Leave(first=day(5, 18), last=day(5, 25), deputy=None)
    reader, now = replace(OWNER, hours=far, leave=leave), at(5, 25, 23, 30)
    opens = datetime(2020, 5, 27, 5, 1, tzinfo=ZoneInfo(far.zone))
    assert judged(now, reader) == Hold(reason=Held.LEAVE, until=opens)


def on(*dates: date) -> list[datetime]:
    return [at(one.month, one.day, 9 + n % 3) for n, one in enumerate(dates)]


MONDAY, FRIDAY = day(5, 25), day(5, 29)
THREE_EACH = [day(5, n) for n in (25, 26, 27) for _ in range(3)]


@pytest.mark.parametrize(
    ("had", "now", "until"),
    [
        pytest.param([], at(5, 25, 14), None, id="nothing yet"),
        pytest.param([MONDAY] * 2, at(5, 25, 14), None, id="room for one more"),
        pytest.param([MONDAY] * 3, at(5, 25, 14), at(5, 26, 8, 31), id="a full day"),
        pytest.param([FRIDAY] * 3, at(5, 29, 14), at(6, 1, 8, 31), id="a full Friday"),
        pytest.param([MONDAY] * 3, at(5, 26), None, id="another day"),
        pytest.param(THREE_EACH, at(5, 28), None, id="nine this week"),
        pytest.param(
            [*THREE_EACH, day(5, 28)], at(5, 28, 14), at(6, 1, 8, 31), id="a full week"
        ),
        pytest.param([*THREE_EACH, day(5, 28)], at(6, 1), None, id="another week"),
        pytest.param(
            [day(5, 24)] * 20, at(5, 25, 14), None, id="Sunday's were last week's"
        ),
        pytest.param(
            [day(4, 20)] * 10,
            at(4, 26, 14),
            at(4, 27, 8, 31),
            id="a 调休 Sunday is still Monday's week",
        ),
        pytest.param(
            [day(4, 27)] * 10,
            at(4, 30, 14),
            at(5, 6, 8, 31),
            id="a week that ends in a holiday",
        ),
    ],
)
def test_a_day_takes_three_a_week_ten(had, now, until):
    held = judged(now, had=on(*had))
    assert held == (until and Hold(reason=Held.BUDGET, until=until))


@pytest.mark.parametrize("sort", [Sort.PROMPTED, Sort.SERVICE])
def test_an_answer_and_the_houses_own_trouble_know_no_budget(sort):
    assert judged(at(5, 25, 14), had=on(*[MONDAY] * 30), sort=sort) is None


def test_a_day_is_the_readers_own():
    late = at(5, 25, 19, 30)  # 17:30 in Urumqi, and 01:30 on the 26th further east
    assert judged(late, URUMQI, had=on(*[MONDAY] * 3)).until == at(5, 26, 10, 31)
    east = Hours(opens=time(0, 0), closes=time(23, 59), zone="Pacific/Kiritimati")
    reader = replace(OWNER, hours=east)
    assert judged(late, reader, had=on(*[MONDAY] * 3)) is None
    assert judged(late, reader, had=[late] * 3).reason is Held.BUDGET


def test_a_minute_too_short_to_wait_in_is_not_waited_in():
    brief = replace(OWNER, hours=Hours(opens=time(11, 59), closes=time(12, 59)))
    held = judged(at(5, 25, 13, 0), brief)
    assert held == Hold(reason=Held.HOURS, until=at(5, 26, 11, 59))
