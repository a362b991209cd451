"""What makes a letter one promise: its key, and facts that can be kept."""

import json
from dataclasses import replace
from itertools import permutations

import pytest
from builders import (
    ADMIN,
    HEAD,
    LEADER,
    OWNER,
    a_directive,
    a_morning,
    a_person,
    a_policy,
    a_request,
    a_state,
    a_taken,
    at,
    day,
    ladder,
)

from rules.bundle import letters
from rules.ids import ObligationId, PersonId, UnitId
from rules.message import Message
from rules.obligation import Owed

LAW = UnitId("law")
PEOPLE = (OWNER, HEAD, ADMIN, LEADER, a_person(id=PersonId(9), unit=LAW))


def told(*decisions, now=None) -> tuple[Message, ...]:
    morning = a_morning(decisions, PEOPLE)
    return letters(replace(morning, now=now or morning.now), decisions, frozenset())


def test_the_same_decisions_are_the_same_promises_in_whatever_order_they_are_found():
    decisions = (
        a_taken(1, (5, "admin")),
        a_taken(1, (5, "admin"), id=ObligationId(50), unit=LAW),
        a_taken(2),
        a_taken(3, due=day(5, 22)),
    )
    keys = {
        tuple(letter.key for letter in told(*order))
        for order in permutations(decisions)
    }
    assert len(keys) == 1


@pytest.mark.parametrize(
    ("decisions", "now"),
    [
        pytest.param([a_taken(1, (1, "owner"))], at(5, 25), id="another rung"),
        pytest.param([a_taken(2)], at(5, 25), id="another task"),
        pytest.param([a_taken(1), a_taken(2)], at(5, 25), id="one task more"),
        pytest.param([a_taken(1)], at(5, 26), id="another day"),
        pytest.param([a_taken(1, (0, "head"))], at(5, 25), id="another audience"),
    ],
)
def test_anything_else_is_another_promise(decisions, now):
    (first,) = told(a_taken(1))
    (other,) = told(*decisions, now=now)
    assert other.key != first.key


def test_later_on_the_same_day_it_is_still_the_same_promise():
    assert [told(a_taken(1), now=at(5, 25, hour))[0].key for hour in (9, 17)] == [
        told(a_taken(1))[0].key
    ] * 2


def test_every_letters_facts_can_be_kept_as_json():
    states = {"02.1": a_state("02.1", last_report=at(5, 11), percent=40)}
    by_admin = a_policy(ladder=ladder((0, "admin"), (4, "leader")))
    decisions = (
        a_taken(1, (1, "owner"), (1, "head")),
        a_taken(2, (1, "owner"), kind=Owed.DIRECTIVE, period="D12", subject=12, rung=1),
        a_taken(3, (1, "owner"), kind=Owed.ACKNOWLEDGE, period="issue-1"),
        a_taken(4, (1, "owner"), kind=Owed.FINISH, period="2020-12-31"),
        a_taken(
            5,
            (0, "admin"),
            kind=Owed.DECIDE,
            period="R21",
            subject=21,
            unit=UnitId(""),
            policy=by_admin,
        ),
    )
    morning = a_morning(decisions, PEOPLE)
    morning = replace(
        morning,
        states={**morning.states, **states},
        requests={21: a_request()},
        directives={12: a_directive()},
    )
    found = letters(morning, decisions, frozenset())
    assert [letter.to for letter in found] == [OWNER.id, HEAD.id, ADMIN.id]
    for letter in found:
        assert json.loads(json.dumps(letter.facts)) == letter.facts
