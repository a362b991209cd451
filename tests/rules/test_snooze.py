"""Putting off: until when, who hears of it all the same, and who may."""

import pytest
from builders import (
    ADMIN,
    HEAD,
    LEADER,
    OWNER,
    a_person,
    a_policy,
    an_obligation,
    at,
    day,
    days,
    ladder,
)
from hypothesis import given
from hypothesis import strategies as some

from rules.catalog import Audience
from rules.chase import ahead, escalates, rung_time
from rules.errors import BadSnooze
from rules.ids import PersonId, UnitId
from rules.snooze import LONGEST, may_snooze, offers, snooze

NOW = at(5, 25, 9, 0)  # a Monday, the due day


def owing(**over):
    """Return a report due on 25 May and asked for that morning."""
    return an_obligation(**({"rung": 0, "look_at": at(5, 26)} | over))


@pytest.mark.parametrize(
    ("wanted", "until"),
    [
        pytest.param(day(5, 26), day(5, 26), id="tomorrow"),
        pytest.param(day(5, 30), day(6, 1), id="a Saturday is Monday"),
        pytest.param(day(6, 8), day(6, 8), id="ten workdays"),
    ],
)
def test_it_is_kept_until_the_day_or_the_workday_after(wanted, until):
    made = snooze(owing(), wanted, days(), NOW)
    assert made.until == until


@pytest.mark.parametrize(
    ("wanted", "opens", "why", "last"),
    [
        pytest.param(day(5, 25), None, "past", None, id="today"),
        pytest.param(day(5, 22), None, "past", None, id="last week"),
        pytest.param(day(6, 9), None, "far", "2020-06-08", id="eleven workdays"),
        pytest.param(
            day(6, 3), day(6, 2), "period", "2020-06-02", id="past the next period"
        ),
    ],
)
def test_a_day_it_cannot_wait_for_is_refused(wanted, opens, why, last):
    with pytest.raises(BadSnooze) as refused:
        snooze(owing(), wanted, days(), NOW, opens)
    assert refused.value.facts["why"] == why
    assert refused.value.facts.get("last") == last


def test_up_to_the_day_the_next_period_opens_is_well():
    assert snooze(owing(), day(6, 2), days(), NOW, day(6, 2)).until == day(6, 2)


@pytest.mark.parametrize(
    ("look_at", "wakes"),
    [
        pytest.param(at(5, 26), at(5, 26), id="a look that comes first stays"),
        pytest.param(at(5, 29), at(5, 27), id="one that comes later is earlier"),
        pytest.param(None, at(5, 27), id="one that was not to come, comes"),
    ],
)
def test_a_look_is_never_put_off_the_chase_itself_holds(look_at, wakes):
    assert snooze(owing(look_at=look_at), day(5, 27), days(), NOW).look_at == wakes


@pytest.mark.parametrize(
    ("wanted", "announced", "tells"),
    [
        pytest.param(day(5, 27), None, None, id="before the head is told"),
        pytest.param(
            day(5, 28),
            at(5, 26),
            (Audience.HEAD, at(5, 28)),
            id="on that day, the owner having been told",
        ),
        pytest.param(
            day(6, 8),
            at(5, 26),
            (Audience.HEAD, at(5, 28)),
            id="of several the first",
        ),
        pytest.param(
            day(5, 28),
            None,
            (Audience.HEAD, at(5, 29)),
            id="a morning later, the owner being told first",
        ),
    ],
)
def test_it_says_who_is_told_all_the_same(wanted, announced, tells):
    owed = owing(announced=announced)
    assert snooze(owed, wanted, days(), NOW).tells == tells


def test_a_rung_to_the_debtors_or_their_deputies_tells_nobody_else():
    policy = a_policy(ladder=ladder((0, "owner"), (1, "owner"), (2, "deputy")))
    owed = owing(policy=policy)
    assert snooze(owed, day(6, 8), days(), NOW).tells is None


def test_a_rung_already_due_is_told_at_the_next_working_moment():
    late = at(5, 28, 19, 0)
    owed = owing(rung=1, announced=at(5, 26))
    made = snooze(owed, day(5, 29), days(), late)
    assert made.tells == (Audience.HEAD, at(5, 29))


@given(wanted=some.integers(1, 20), rung=some.sampled_from([None, 0, 1, 3, 5]))
def test_an_escalation_within_the_days_is_never_passed_in_silence(wanted, rung):
    owed = owing(rung=rung)
    try:
        made = snooze(
            owed, day(5, 25 + wanted) if wanted < 7 else day(6, 8), days(), NOW
        )
    except BadSnooze:
        return
    assert days().between(day(5, 25), made.until) <= LONGEST
    others = [
        one
        for one in ahead(owed)
        if escalates(owed, one) and rung_time(owed, one, days()).date() <= made.until
    ]
    assert (made.tells is not None) is bool(others)
    assert made.look_at <= days().opening(made.until)


WATER = a_person(id=PersonId(9), unit=UnitId("water"))
DECIDE = owing(unit=UnitId(""), policy=a_policy(ladder=ladder((0, "admin"))))


@pytest.mark.parametrize(
    ("person", "owed", "asked", "may"),
    [
        pytest.param(OWNER, owing(), {1}, True, id="who is asked"),
        pytest.param(OWNER, owing(), {9}, True, id="an owner on leave"),
        pytest.param(WATER, owing(), {9}, True, id="the deputy who is asked"),
        pytest.param(WATER, owing(), {1}, False, id="nobody of another unit"),
        pytest.param(HEAD, owing(), {1}, False, id="not the head beside an owner"),
        pytest.param(HEAD, owing(), {2}, True, id="the head where there is no owner"),
        pytest.param(ADMIN, DECIDE, {3}, True, id="an admin who has to decide"),
        pytest.param(ADMIN, owing(), {1}, False, id="not an admin for an owner"),
        pytest.param(LEADER, DECIDE, {3}, False, id="nor a leader for an admin"),
    ],
)
def test_only_the_debtors_may_put_it_off(person, owed, asked, may):
    assert may_snooze(person, owed, asked) is may


@pytest.mark.parametrize(
    ("today", "offered"),
    [
        pytest.param(
            day(5, 25), [("tomorrow", day(5, 26)), ("monday", day(6, 1))], id="Monday"
        ),
        pytest.param(day(5, 29), [("monday", day(6, 1))], id="Friday: no Saturday"),
        pytest.param(day(5, 31), [("monday", day(6, 1))], id="Sunday: once only"),
        pytest.param(
            day(4, 25), [("tomorrow", day(4, 26)), ("monday", day(4, 27))], id="调休"
        ),
        pytest.param(
            day(9, 30), [("monday", day(10, 9))], id="Monday is a holiday: after it"
        ),
    ],
)
def test_the_days_offered_are_workdays(today, offered):
    assert list(offers(today, days())) == offered
