"""Leaves that begin and end, told by the clock alone."""

from datetime import date

import pytest

from rules.people import Leave, Role
from scheduler.returning import turn
from store import leaves
from tests.scheduler.conftest import PLAN


@pytest.fixture
def put(loaded, at):
    def kept(person, deputy=None, *, first=date(2020, 7, 1), last=date(2020, 7, 10)):
        held = Leave(first=first, last=last, deputy=deputy and deputy.id)
        look = at(first.month, first.day)
        return loaded.run_sync(
            lambda tx: leaves.put(tx, PLAN, person.id, held, look=look, now=at(6, 1))
        )

    return kept


async def test_the_beginning_and_the_end_are_told_once_each(
    loaded, clock, at, link, put, letters
):
    ann, bob = link(Role.OWNER, "air"), link(Role.OWNER, "water")
    put(ann, bob)
    told = []
    for now in (at(6, 30), at(7, 1), at(7, 1, 9, 0), at(7, 12), at(7, 13), at(7, 14)):
        clock.now = now
        before = len(letters())
        await turn(loaded, PLAN, clock)
        told.append([(one.template, one.person) for one in letters()[before:]])
    assert told == [
        [],
        [("rest/stands", bob.id)],
        [],
        [],
        [("rest/returned", ann.id), ("rest/relieved", bob.id)],
        [],
    ]


async def test_a_leave_slept_through_is_told_by_its_end_alone(
    loaded, clock, at, link, put, letters
):
    ann, bob = link(Role.OWNER, "air"), link(Role.OWNER, "water")
    put(ann, bob)
    clock.now = at(8, 3)
    assert await turn(loaded, PLAN, clock) == 1
    assert await turn(loaded, PLAN, clock) == 0
    assert {one.template for one in letters()} == {"rest/returned", "rest/relieved"}


async def test_a_tick_is_as_many_statements_whatever_the_number_of_leaves(
    loaded, clock, at, link, put, statements
):
    counted = []
    for month, number in ((7, 1), (9, 6)):
        first, last = date(2020, month, 1), date(2020, month, 10)
        deputy = link(Role.OWNER, "water")
        for _ in range(number):
            put(link(Role.OWNER, "air"), deputy, first=first, last=last)
        for now in (at(month, 1), at(month, 16)):
            clock.now = now
            statements.clear()
            await turn(loaded, PLAN, clock)
            counted.append(len(statements))
    assert counted[:2] == counted[2:]


async def test_without_a_plan_there_is_nobody_to_tell(store, clock):
    assert await turn(store, PLAN, clock) == 0
