"""The daily letter: when the next one goes, and to whom."""

from dataclasses import replace

from builders import ADMIN, OWNER, PLAN, at, days

from rules.canary import canary, next_canary
from rules.catalog import Kindness
from rules.hold import hold
from rules.ids import PersonId
from rules.message import Sort

SECOND = replace(ADMIN, id=PersonId(8))


def test_it_goes_at_the_opening_of_every_day_a_day_off_included():
    assert next_canary(days(), at(5, 25, 8, 29)) == at(5, 25)
    assert next_canary(days(), at(5, 25)) == at(5, 26)
    assert next_canary(days(), at(5, 29, 20, 0)) == at(5, 30)  # a Saturday


def test_the_admins_take_turns():
    readers = [
        canary(PLAN, [OWNER, SECOND, ADMIN], days(), at(5, day))[0].to
        for day in (25, 26, 27)
    ]
    assert readers[0] != readers[1]
    assert readers[0] == readers[2]
    assert set(readers) == {ADMIN.id, SECOND.id}


def test_there_is_one_a_day_and_none_without_a_reader():
    (one,) = canary(PLAN, [ADMIN], days(), at(5, 25))
    (again,) = canary(PLAN, [ADMIN], days(), at(5, 25, 18, 0))
    assert one.key == again.key == "canary:zj-2020:2020-05-25"
    lost = replace(ADMIN, unreachable="blocked")
    assert canary(PLAN, [lost, OWNER], days(), at(5, 25)) == ()


def test_nothing_holds_it():
    night, weekend = at(5, 25, 3, 0), at(5, 30, 12, 0)
    for moment in (night, weekend):
        held = hold(Sort.CANARY, ADMIN, [moment] * 99, Kindness(), days(), moment)
        assert held is None
