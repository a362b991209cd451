"""What makes a letter one promise: its key, its buttons, and facts that can be kept."""

import json
from dataclasses import replace
from itertools import permutations

import pytest
from builders import HEAD, LEADER, OWNER, a_morning, a_person, a_state, a_taken, at, day

from rules.bundle import ROOMY, letters
from rules.ids import ObligationId, PersonId, UnitId
from rules.message import Message

LAW = UnitId("law")
PEOPLE = (OWNER, HEAD, LEADER, a_person(id=PersonId(9), unit=LAW))
BIG_ID = ObligationId(10**17)  # far beyond any database
REPORTED = at(5, 11)


def told(*decisions, heard=False, now=None) -> tuple[Message, ...]:
    """Return the letters of a morning; `heard`: every task was reported before."""
    morning = a_morning(decisions, PEOPLE)
    if heard:
        states = {t: a_state(t, last_report=REPORTED) for t in morning.states}
        morning = replace(morning, states=states)
    return letters(replace(morning, now=now or morning.now), decisions, frozenset())


def rows(letter: Message) -> list[list[str]]:
    return [[button.data for button in row] for row in letter.buttons]


def test_a_few_items_get_both_buttons_once_there_is_something_unchanged():
    few = [a_taken(n) for n in range(1, ROOMY + 1)]
    (fresh,) = told(*few)
    assert rows(fresh) == [[f"report:{n}"] for n in range(1, ROOMY + 1)]
    (heard,) = told(*few, heard=True)
    assert rows(heard) == [
        [f"report:{n}", f"unchanged:{n}"] for n in range(1, ROOMY + 1)
    ]
    assert heard.buttons[1][1].label == "buttons.unchanged_task"
    assert heard.buttons[1][1].facts == {"task": "2.2"}


def test_many_items_get_one_small_button_each_three_in_a_row():
    (letter,) = told(*(a_taken(n) for n in range(1, ROOMY + 3)), heard=True)
    assert [len(row) for row in rows(letter)] == [3, 3, 2]
    assert {b.label for row in letter.buttons for b in row} == {"buttons.report_task"}


def test_an_escalation_has_no_buttons_of_its_own():
    (letter,) = told(a_taken(1, (3, "head")), heard=True)
    assert letter.buttons == ()


def test_callback_data_fits_telegrams_64_bytes():
    (letter,) = told(a_taken(1, id=BIG_ID), heard=True)
    assert rows(letter) == [[f"report:{BIG_ID}", f"unchanged:{BIG_ID}"]]
    assert all(len(data.encode()) <= 64 for data in rows(letter)[0])


def test_every_letters_facts_can_be_kept_as_json():
    found = told(
        a_taken(1, (0, "owner"), (3, "head")), a_taken(2, (8, "leader")), heard=True
    )
    assert [letter.to for letter in found] == [OWNER.id, HEAD.id, LEADER.id]
    for letter in found:
        assert json.loads(json.dumps(letter.facts)) == letter.facts


def test_the_same_decisions_are_the_same_promises_in_whatever_order_they_are_found():
    decisions = (
        a_taken(1, (8, "leader")),
        a_taken(1, (8, "leader"), id=ObligationId(50), unit=LAW),
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
