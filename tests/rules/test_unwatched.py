"""What the admin hears, once, of work nobody can be asked about."""

import json
from dataclasses import replace

from builders import ADMIN, LEADER, a_decision, a_morning, an_obligation, at, day

from rules.bundle import letters
from rules.decision import Reason
from rules.ids import ObligationId, PersonId, TaskId, UnitId

NEW = frozenset()


def held(id_: int, task: str, unit: str, **over):
    obligation = an_obligation(
        id=ObligationId(id_), task=TaskId(task), unit=UnitId(unit), **over
    )
    return a_decision(
        Reason.NOBODY, obligation=obligation, taken=(), next=None, next_at=at(5, 26)
    )


def told(*decisions, people=(ADMIN, LEADER), known=NEW):
    return letters(a_morning(decisions, people), decisions, frozenset(known))


THREE = (held(1, "02.10", "air"), held(2, "02.2", "air"), held(3, "03.1", "water"))


def test_the_admin_hears_it_unit_by_unit_in_the_order_people_count():
    (letter,) = told(*THREE)
    assert (letter.to, letter.template) == (ADMIN.id, "chase/unwatched")
    assert letter.facts == {
        "units": [
            {"unit": "air处", "tasks": ["2.2", "2.10"]},
            {"unit": "water处", "tasks": ["3.1"]},
        ],
        "total": 3,
    }
    assert json.loads(json.dumps(letter.facts)) == letter.facts
    assert letter.buttons == ()


def test_every_admin_hears_it_under_a_key_of_their_own():
    second = replace(ADMIN, id=PersonId(8))
    found = told(*THREE, people=(ADMIN, second, LEADER))
    assert [letter.to for letter in found] == [ADMIN.id, second.id]
    assert found[0].key != found[1].key


def test_a_task_missing_two_reports_is_named_once_and_counted_twice():
    twice = (
        held(1, "02.2", "air", due=day(5, 11)),
        held(2, "02.2", "air", due=day(5, 25)),
    )
    (letter,) = told(*twice)
    assert letter.facts == {"units": [{"unit": "air处", "tasks": ["2.2"]}], "total": 2}


def test_what_the_admin_knows_is_not_said_again():
    assert told(*THREE, known={1, 2, 3}) == ()
    (letter,) = told(*THREE, known={1, 2})
    assert letter.facts["total"] == 1


def test_the_same_gap_is_the_same_promise_and_another_gap_another():
    (first,) = told(*THREE)
    (again,) = told(*reversed(THREE))
    (fewer,) = told(*THREE[:2])
    assert again.key == first.key != fewer.key


def test_what_is_only_waiting_is_not_unwatched():
    waiting = [replace(THREE[0], reason=reason) for reason in Reason]
    quiet = [one for one in waiting if one.reason is not Reason.NOBODY]
    assert told(*quiet) == ()


def test_without_an_admin_there_is_nobody_to_tell():
    assert told(*THREE, people=(LEADER,)) == ()
