"""What both sides are told when a leave begins and when it ends."""

from dataclasses import replace

import pytest
from builders import (
    ADMIN,
    LEADER,
    OWNER,
    a_catalog,
    a_person,
    a_task,
    an_area,
    at,
    day,
    days,
)

from rules.catalog import Audience
from rules.ids import LeaveId, PersonId, TaskId, UnitId
from rules.leave import Absence
from rules.people import Leave, Person
from rules.returning import SHOWN, Debt, Turning, begun, ended, relieved, summary

WATER = a_person(id=PersonId(9), name="李强", unit=UnitId("water"))
HELD = Leave(first=day(7, 1), last=day(7, 10), deputy=PersonId(9))
ABSENCE = Absence(id=LeaveId(5), person=PersonId(1), leave=HELD, look_at=at(7, 1))


def a_debt(number: int, *, unit="air", **over) -> Debt:
    made = Debt(
        task=TaskId(f"02.{number}"),
        unit=UnitId(unit),
        due=day(7, 10),
        debtor=Audience.OWNER,
        answered=None,
    )
    return replace(made, **over)


def a_turning(*debts: Debt, people=(OWNER, WATER), absences=(), now=None):
    tasks = [a_task(f"02.{number}") for number in range(1, 31)]
    return Turning(
        catalog=a_catalog(an_area("02", *tasks)),
        days=days(),
        people={one.id: one for one in people},
        absences=absences,
        debts=debts,
        now=now or at(7, 13),
    )


def test_the_deputy_hears_who_is_away_until_when_and_what_is_owed():
    turning = a_turning(a_debt(2), a_debt(3, unit="law"), now=at(7, 1))
    (letter,) = begun(turning, ABSENCE)
    assert (letter.to, letter.template) == (9, "rest/stands")
    assert letter.facts["name"] == "王敏"
    assert letter.facts["unit"] == "air处"
    assert (letter.facts["last"], letter.facts["back"]) == ("2020-07-10", "2020-07-13")
    assert [one["task"] for one in letter.facts["owed"]["lines"]] == ["2.2"]


@pytest.mark.parametrize(
    "people", [(OWNER,), (WATER,), ()], ids=["no deputy", "no person", "nobody"]
)
def test_nobody_hears_of_a_leave_whose_sides_are_gone(people):
    assert begun(a_turning(people=people), ABSENCE) == ()


def test_a_leave_without_a_deputy_begins_in_silence():
    alone = replace(ABSENCE, leave=replace(HELD, deputy=None))
    assert begun(a_turning(), alone) == ()


def test_both_sides_hear_of_the_end_what_was_answered_and_what_is_owed():
    turning = a_turning(
        a_debt(1, answered=at(7, 2)),
        a_debt(3, answered=at(6, 24)),  # before the leave
        a_debt(2, due=day(7, 10)),
        a_debt(2, due=day(6, 24)),
        a_debt(10, due=day(7, 24)),
    )
    mine, theirs = ended(turning, ABSENCE)
    assert (mine.to, mine.template) == (1, "rest/returned")
    assert (theirs.to, theirs.template) == (9, "rest/relieved")
    for letter in (mine, theirs):
        assert letter.facts["answered"] == ["2.1"]
        assert letter.facts["deputy"] == "李强"
        assert [
            (one["task"], one["due"], one["late"])
            for one in letter.facts["owed"]["lines"]
        ] == [("2.2", "2020-06-24", 13 - 1), ("2.10", "2020-07-24", 0)]


def test_the_keys_of_an_ended_leave_are_its_own():
    keys = {one.key for one in ended(a_turning(), ABSENCE)}
    other = replace(ABSENCE, id=LeaveId(6))
    assert keys.isdisjoint({one.key for one in ended(a_turning(), other)})
    assert len(keys) == 2


def test_who_chose_another_deputy_is_told_nothing_new():
    assert [one.to for one in relieved(a_turning(), ABSENCE)] == [9]


def _after(deputy: int | None) -> Absence:
    held = Leave(
        first=day(7, 11),
        last=day(7, 20),
        deputy=None if deputy is None else PersonId(deputy),
    )
    return Absence(id=LeaveId(6), person=PersonId(1), leave=held)


@pytest.mark.parametrize(
    ("deputy", "hear"),
    [
        pytest.param(9, [], id="the same deputy: nobody"),
        pytest.param(None, [9], id="nobody instead: the deputy"),
        pytest.param(7, [9], id="another: the first deputy"),
    ],
)
def test_where_another_leave_goes_on_the_person_is_not_told_of_a_return(deputy, hear):
    turning = a_turning(absences=[_after(deputy)])
    told = ended(turning, ABSENCE)
    assert [one.to for one in told] == hear
    assert all(one.facts["still"] for one in told)


def test_a_leave_of_days_off_alone_ends_in_silence():
    weekend = Leave(first=day(7, 4), last=day(7, 5), deputy=PersonId(9))
    assert ended(a_turning(), replace(ABSENCE, leave=weekend)) == ()


def test_an_end_nobody_is_left_to_hear_of_is_not_told():
    assert ended(a_turning(people=(WATER,)), ABSENCE) == ()


@pytest.mark.parametrize(
    ("person", "debtor", "owed"),
    [
        (ADMIN, Audience.ADMIN, 1),
        (ADMIN, Audience.LEADER, 0),
        (LEADER, Audience.LEADER, 1),
        (replace(OWNER, unit=None), Audience.ADMIN, 0),
    ],
)
def test_admins_and_leaders_owe_what_has_no_unit(person: Person, debtor, owed):
    turning = a_turning(a_debt(2, unit="", debtor=debtor), people=(person,))
    told = summary(turning, ABSENCE, person)
    assert len(told["owed"]["lines"]) == owed


def test_a_long_list_is_cut_and_counted():
    turning = a_turning(*(a_debt(number) for number in range(1, 26)))
    told = summary(turning, ABSENCE, OWNER)
    assert len(told["owed"]["lines"]) == SHOWN
    assert told["owed"]["more"] == 5
    assert [one["task"] for one in told["owed"]["lines"]][:3] == ["2.1", "2.2", "2.3"]
