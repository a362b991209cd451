"""What is foretold: the rungs ahead, each with its morning."""

from dataclasses import replace
from datetime import date

from builders import a_policy, an_obligation, at, day, days, ladder

from rules.catalog import Audience
from rules.chase import ahead, coming

OWNER, _, _, ADMIN, _ = Audience
# The default ladder of a report due on Monday 25 May.
DEFAULT = an_obligation()


def owing(*rungs: tuple[int, str], **over):
    return an_obligation(policy=a_policy(ladder=ladder(*rungs)), **over)


def foretold(owed, now, to=tuple(Audience)) -> list[tuple[int, str, date]]:
    found = coming(owed, days(), now, to)
    assert all(when == days().opening(when.date()) for _, when in found)
    return [(rung.at, rung.to.value, when.date()) for rung, when in found]


def test_what_is_coming_is_the_ladder_day_by_day():
    assert foretold(replace(DEFAULT, rung=0), at(5, 25)) == [
        (1, "owner", day(5, 26)),
        (3, "head", day(5, 28)),
        (5, "admin", day(6, 1)),
        (8, "leader", day(6, 4)),
    ]
    assert ahead(replace(DEFAULT, rung=8)) == []
    assert foretold(replace(DEFAULT, rung=8), at(6, 4)) == []


def test_what_is_late_comes_one_step_a_morning_beginning_tomorrow():
    assert foretold(replace(DEFAULT, rung=1), at(6, 4)) == [
        (3, "head", day(6, 5)),
        (5, "admin", day(6, 8)),
        (8, "leader", day(6, 9)),
    ]


def test_what_is_said_in_the_afternoon_leaves_a_whole_workday():
    assert foretold(replace(DEFAULT, rung=1), at(6, 4, 16, 0)) == [
        (3, "head", day(6, 8)),
        (5, "admin", day(6, 9)),
        (8, "leader", day(6, 10)),
    ]


def test_what_is_late_for_one_audience_comes_in_one_morning():
    owed = owing((0, "owner"), (2, "head"), (3, "head"), (3, "admin"), (4, "leader"))
    assert foretold(replace(owed, rung=0), at(6, 4)) == [
        (2, "head", day(6, 5)),
        (3, "head", day(6, 5)),
        (3, "admin", day(6, 5)),
        (4, "leader", day(6, 8)),
    ]


def test_who_cannot_be_told_delays_nobody():
    owed = owing((0, "owner"), (1, "deputy"), (2, "head"), (3, "admin"), rung=0)
    assert foretold(owed, at(6, 4), [OWNER, ADMIN]) == [(3, "admin", day(6, 5))]


def test_what_is_coming_to_a_sleeper_comes_once_they_wake():
    assert foretold(replace(DEFAULT, rung=0, snoozed=day(5, 30)), at(5, 25)) == [
        (3, "head", day(5, 28)),
        (5, "admin", day(6, 1)),
        (8, "leader", day(6, 4)),
    ]
    assert foretold(replace(DEFAULT, rung=0, snoozed=day(5, 27)), at(5, 25))[:2] == [
        (1, "owner", day(5, 27)),
        (3, "head", day(5, 28)),
    ]
