"""What holds for every reader, budget and moment: when letters wait, and how long."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from builders import OWNER, away, day, days
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.catalog import Kindness
from rules.hold import Hold, hold, week_began
from rules.message import Sort
from rules.people import Hours
from rules.workdays import for_person

CHINA = days(quiet=((time(12, 0), time(13, 30)),))
BUDGET = Kindness(per_day=3, per_week=10)

HELD = set(Sort) - {Sort.CANARY}  # the house's own trial makes no sound


def judged(now, reader, had=(), sort=Sort.UNPROMPTED) -> Hold | None:
    return hold(sort, reader, had, BUDGET, CHINA, now)


_zones = st.sampled_from(
    [None, "Asia/Urumqi", "America/New_York", "Pacific/Kiritimati", "Etc/GMT+12"]
)
_spans = st.tuples(st.integers(0, 22 * 60), st.integers(60, 24 * 60 - 1)).filter(
    lambda span: span[0] + 60 <= span[1]
)
_hours = st.builds(
    lambda span, zone: Hours(
        opens=time(*divmod(span[0], 60)), closes=time(*divmod(span[1], 60)), zone=zone
    ),
    _spans,
    _zones,
) | st.just(Hours())
_moments = st.datetimes(
    datetime(2020, 1, 10),  # noqa: DTZ001 - hypothesis wants its bounds naive
    datetime(2020, 12, 20),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@st.composite
def readers(draw, now):
    reader = replace(OWNER, hours=draw(_hours))
    today = CHINA.local(now).date()
    more = draw(st.none() | st.integers(0, 20))
    return reader if more is None else away(reader, today + timedelta(days=more))


laws = settings(max_examples=150, deadline=None)


@laws
@given(st.data(), _moments, st.sampled_from(sorted(HELD)), st.integers(0, 12))
def test_every_hold_ends_later_at_a_working_moment_of_its_reader(data, now, sort, n):
    reader = data.draw(readers(now))
    own = for_person(CHINA, reader.hours)
    held = judged(now, reader, [now] * n, sort)
    if held is None:
        assert own.working(now)
        assert reader.leave is None or sort is Sort.SERVICE
        assert n < BUDGET.per_day or sort is not Sort.UNPROMPTED
    else:
        assert held.until > now
        assert own.working(held.until)


@laws
@given(st.data(), _moments)
def test_at_its_release_a_letter_held_for_hours_or_leave_goes_out(data, now):
    reader = data.draw(readers(now))
    held = judged(now, reader)
    if held is not None:
        own = for_person(CHINA, reader.hours)
        last = reader.leave.last if reader.leave else day(1, 1)
        assert own.local(held.until).date() > last
        assert judged(held.until, replace(reader, leave=None)) is None


@settings(max_examples=40, deadline=None)
@given(
    _hours,
    _moments,
    st.lists(st.integers(0, 60 * 30), min_size=30, max_size=60),
    st.integers(1, 4),
    st.integers(1, 12),
)
def test_nobody_ever_gets_more_than_their_budget(hours, now, gaps, day_, week):
    budget, reader = Kindness(per_day=day_, per_week=week), replace(OWNER, hours=hours)
    own, sent = for_person(CHINA, hours), []
    for gap in gaps:
        now += timedelta(minutes=gap)
        had = [one for one in sent if one >= week_began(now)]
        if hold(Sort.UNPROMPTED, reader, had, budget, CHINA, now) is None:
            sent.append(now)
    dates = [own.local(one).date() for one in sent]
    weeks = [one.isocalendar()[:2] for one in dates]
    assert all(dates.count(one) <= day_ for one in set(dates))
    assert all(weeks.count(one) <= week for one in set(weeks))


@laws
@given(_moments, st.sampled_from(["Etc/GMT+12", "Pacific/Kiritimati", "Asia/Shanghai"]))
def test_the_week_is_counted_from_its_monday_in_whatever_zone(now, zone):
    here = now.astimezone(ZoneInfo(zone))
    monday = here.date() - timedelta(days=here.weekday())
    assert week_began(now) <= datetime.combine(monday, time(0), ZoneInfo(zone))
