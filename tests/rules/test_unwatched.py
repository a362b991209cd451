"""What the admin hears, once, of work nobody can be asked about."""

import json
from dataclasses import replace

import pytest
from builders import (
    ADMIN,
    HEAD,
    LEADER,
    OWNER,
    a_catalog,
    a_decision,
    a_morning,
    a_policy,
    a_state,
    a_task,
    an_obligation,
    at,
    day,
    ladder,
)

from rules.bundle import letters
from rules.decision import Reason
from rules.ids import ObligationId, PersonId, TaskId, UnitId
from rules.message import Sort
from rules.obligation import Owed
from rules.understand import Status
from rules.unwatched import lost

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
            {"unit": "air处", "role": None, "tasks": ["2.2", "2.10"], "lost": []},
            {"unit": "water处", "role": None, "tasks": ["3.1"], "lost": []},
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
    line = {"unit": "air处", "role": None, "tasks": ["2.2"], "lost": []}
    assert letter.facts == {"units": [line], "total": 2}


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


def test_who_is_linked_but_out_of_reach_is_named():
    gone = replace(OWNER, unreachable="blocked")
    (letter,) = told(*THREE, people=(gone, ADMIN))
    assert [line["lost"] for line in letter.facts["units"]] == [["王敏"], []]


def to_be_decided(by: str, id_: int = 4):
    policy = a_policy(ladder=ladder((0, by)))
    return held(id_, "02.2", "", kind=Owed.DECIDE, period="R21", policy=policy)


@pytest.mark.parametrize(
    ("people", "names"),
    [
        pytest.param((ADMIN,), [], id="no leader at all"),
        pytest.param(
            (ADMIN, replace(LEADER, unreachable="blocked")), ["陈立"], id="one gone"
        ),
    ],
)
def test_what_no_leader_can_decide_is_named_by_the_role(people, names):
    (letter,) = told(to_be_decided("leader"), held(1, "02.2", "air"), people=people)
    assert letter.facts["units"] == [
        {"unit": None, "role": "leader", "tasks": ["2.2"], "lost": names},
        {"unit": "air处", "role": None, "tasks": ["2.2"], "lost": []},
    ]


def test_with_no_admin_left_a_decision_of_theirs_stops_nothing():
    assert told(to_be_decided("admin"), people=(LEADER,)) == ()


def test_the_houses_own_trouble_is_no_matter_of_the_admins_budget():
    (letter,) = told(*THREE)
    (of_one,) = lost_of(GONE, ADMIN)
    assert letter.sort is of_one.sort is Sort.SERVICE


AIR, WATER = UnitId("air"), UnitId("water")
GONE = replace(OWNER, unreachable="blocked")
STATES = (
    a_state("02.10"),
    a_state("02.2"),
    a_state("02.3", status=Status.DONE),
    a_state("02.4", task=a_task("02.4", lead=WATER, assist=(AIR,))),
    a_state("02.5", task=a_task("02.5", lead=WATER)),
)


def lost_of(*people, gone=GONE, catalog=None):
    return lost(catalog or a_catalog(), people, STATES, gone.id, at(5, 25))


def test_the_admins_hear_who_is_lost_why_and_which_tasks_that_leaves():
    second = replace(ADMIN, id=PersonId(8))
    found = lost_of(GONE, ADMIN, second, LEADER)
    assert [letter.to for letter in found] == [ADMIN.id, second.id]
    assert found[0].key != found[1].key
    assert found[0].template == "admin/lost"
    assert found[0].facts == {
        "name": "王敏",
        "role": "owner",
        "unit": "air处",
        "why": "blocked",
        "tasks": ["2.2", "2.4", "2.10"],
    }


@pytest.mark.parametrize(
    ("people", "gone"),
    [
        pytest.param((HEAD,), GONE, id="a head can be asked"),
        pytest.param((replace(OWNER, id=PersonId(9)),), GONE, id="another owner can"),
        pytest.param((), replace(LEADER, unreachable="gone"), id="no unit of theirs"),
        pytest.param(
            (), replace(LEADER, unit=AIR, unreachable="gone"), id="never asked at all"
        ),
    ],
)
def test_while_somebody_else_can_be_asked_no_task_is_named(people, gone):
    (letter,) = lost_of(gone, *people, ADMIN, gone=gone)
    assert letter.facts["tasks"] == []


def test_a_unit_that_assists_is_missed_only_where_it_is_asked():
    policy = {"standard": a_policy(assist=False)}
    catalog = replace(a_catalog(), policies=policy)
    (letter,) = lost_of(GONE, ADMIN, catalog=catalog)
    assert letter.facts["tasks"] == ["2.2", "2.10"]


def test_a_unit_the_plan_no_longer_holds_is_called_by_its_id():
    gone = replace(GONE, unit=UnitId("old"))
    (letter,) = lost_of(gone, ADMIN, gone=gone)
    assert (letter.facts["unit"], letter.facts["tasks"]) == ("old", [])


def test_of_somebody_already_unlinked_nothing_is_said():
    assert lost_of(ADMIN) == ()
    assert lost_of(GONE) == ()
