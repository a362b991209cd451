"""Who is told what in one morning: one letter each, however much is owed."""

from dataclasses import replace

import pytest
from builders import (
    ADMIN,
    HEAD,
    LEADER,
    OWNER,
    a_morning,
    a_person,
    a_state,
    a_taken,
    at,
    day,
    ladder,
)

from rules.bundle import SHOWN, letters, reachable
from rules.catalog import Audience
from rules.ids import PersonId, UnitId
from rules.message import Message

EVERYBODY = (OWNER, HEAD, ADMIN, LEADER)
AIR, WATER = UnitId("air"), UnitId("water")


def told(*decisions, people=EVERYBODY, **over) -> tuple[Message, ...]:
    return letters(a_morning(decisions, people, **over), decisions, frozenset())


def only(found: tuple[Message, ...]) -> Message:
    (letter,) = found
    return letter


def tasks(letter: Message) -> str:
    return " ".join(item["task"] for item in letter.facts["items"])


def test_one_person_gets_one_letter_however_much_is_owed():
    letter = only(told(*map(a_taken, range(1, 6))))
    assert (letter.to, letter.template) == (OWNER.id, "chase/morning")
    assert tasks(letter) == "2.1 2.2 2.3 2.4 2.5"
    facts = letter.facts
    assert (facts["today"], facts["to"]) == ("2020-05-25", "owner")
    assert (facts["total"], facts["more"], facts["late"]) == (5, 0, 0)


def test_each_owner_of_a_unit_gets_the_same():
    second = a_person(id=PersonId(9), name="钱华")
    found = told(a_taken(1), a_taken(2), people=(OWNER, second))
    assert [letter.to for letter in found] == [OWNER.id, second.id]
    assert found[0].facts == found[1].facts
    assert found[0].facts["items"][0]["owners"] == ["王敏", "钱华"]


def test_other_units_owners_are_left_alone():
    stranger = a_person(id=PersonId(9), unit=WATER)
    assert only(told(a_taken(1), people=(stranger, OWNER))).to == OWNER.id


def test_a_long_sleep_tells_each_audience_once():
    rungs = (0, "owner"), (1, "owner"), (3, "head"), (5, "admin"), (8, "leader")
    found = told(a_taken(1, *rungs), a_taken(2, *rungs), now=at(6, 5))
    assert {(letter.to, letter.template, letter.facts["to"]) for letter in found} == {
        (OWNER.id, "chase/morning", "owner"),
        (HEAD.id, "chase/escalation", "head"),
        (ADMIN.id, "chase/escalation", "admin"),
        (LEADER.id, "chase/escalation", "leader"),
    }
    assert len(found) == len({letter.key for letter in found}) == 4
    assert [tasks(letter) for letter in found] == ["2.1 2.2"] * 4


def test_the_longest_overdue_comes_first_then_the_number_as_people_count():
    letter = only(told(a_taken(10), a_taken(2), a_taken(3, due=day(5, 11))))
    assert tasks(letter) == "2.3 2.2 2.10"
    assert [item["late"] for item in letter.facts["items"]] == [10, 0, 0]
    assert letter.facts["late"] == 1


def test_an_item_tells_the_whole_of_one_debt():
    state = a_state("02.2", missed=1)
    owed = a_taken(2, (1, "owner"), due=day(5, 22))
    (item,) = only(told(owed, states={"02.2": state})).facts["items"]
    expected = {
        "obligation": 2,
        "unit": "air处",
        "assists": False,
        "owners": ["王敏"],
        "period": "2020-05",
        "report_due": "2020-05-22",
        "late": 1,
        "next_to": "owner",
        "next_at": "2020-05-26T08:30:00+08:00",
        "light": "yellow",
        "why": "stale",
    }
    assert {key: item[key] for key in expected} == expected


def test_an_assisting_unit_is_told_that_it_assists():
    water = a_person(id=PersonId(9), unit=WATER)
    item = only(told(a_taken(1, unit=WATER), people=(water,))).facts["items"][0]
    assert (item["assists"], item["unit"]) == (True, "water处")


@pytest.mark.parametrize(
    ("people", "following", "whom"),
    [
        pytest.param(EVERYBODY, (3, "head"), "head", id="the head"),
        pytest.param((OWNER, ADMIN), (3, "head"), "admin", id="no head: the admin"),
        pytest.param((OWNER,), (3, "head"), None, id="neither: nobody"),
        pytest.param((OWNER, ADMIN), (8, "leader"), None, id="no leader: nobody"),
        pytest.param(EVERYBODY, (1, "owner"), "owner", id="the owner again"),
    ],
)
def test_the_owner_is_told_who_will_really_be_told_next(people, following, whom):
    decision = replace(a_taken(1), next=ladder(following)[0])
    item = only(told(decision, people=people)).facts["items"][0]
    assert item["next_to"] == whom


def test_with_no_rung_left_nothing_is_announced():
    last = replace(a_taken(1), next=None, next_at=None)
    item = only(told(last)).facts["items"][0]
    assert (item["next_to"], item["next_at"]) == (None, None)


@pytest.mark.parametrize(
    "heads",
    [
        pytest.param((), id="no head"),
        pytest.param((replace(HEAD, unreachable="blocked"),), id="a head out of reach"),
        pytest.param((replace(HEAD, unit=WATER),), id="another unit's head"),
    ],
)
def test_a_unit_without_a_head_is_its_admins_to_press(heads):
    second = replace(ADMIN, id=PersonId(8))
    found = told(a_taken(1, (3, "head")), people=(OWNER, *heads, ADMIN, second))
    assert [(one.to, one.facts["to"]) for one in found] == [(3, "admin"), (8, "admin")]


@pytest.mark.parametrize(
    ("count", "shown", "more"), [(SHOWN, SHOWN, 0), (SHOWN + 3, SHOWN, 3)]
)
def test_more_than_a_screen_holds_is_counted(count, shown, more):
    letter = only(told(*map(a_taken, range(1, count + 1))))
    assert len(letter.facts["items"]) == sum(map(len, letter.buttons)) == shown
    assert (letter.facts["more"], letter.facts["total"]) == (more, count)


def test_in_a_unit_without_an_owner_the_head_is_asked():
    letter = only(told(a_taken(1), people=(HEAD, ADMIN)))
    assert (letter.to, letter.template) == (HEAD.id, "chase/morning")


def test_a_task_owing_several_periods_is_one_line_by_its_oldest_debt():
    older, newer = a_taken(1, due=day(5, 11)), a_taken(1, due=day(5, 25))
    newer = replace(newer, obligation=replace(newer.obligation, id=99))
    letter = only(told(newer, older))
    assert [item["report_due"] for item in letter.facts["items"]] == ["2020-05-11"]
    assert letter.facts["total"] == 1
    assert len(letter.buttons) == 1


def test_two_units_of_one_task_are_two_lines_to_whom_presses_them():
    lead, other = a_taken(1, (3, "admin")), a_taken(1, (3, "admin"), unit=WATER, id=99)
    items = only(told(lead, other)).facts["items"]
    assert [(item["task"], item["unit"]) for item in items] == [
        ("2.1", "air处"),
        ("2.1", "water处"),
    ]


OWNERS, HEADS, ADMINS, LEADERS = Audience


@pytest.mark.parametrize(
    ("people", "found"),
    [
        pytest.param(EVERYBODY, set(Audience), id="everybody"),
        pytest.param([OWNER], {OWNERS}, id="an owner alone"),
        pytest.param([OWNER, ADMIN], {OWNERS, HEADS, ADMINS}, id="an admin for a head"),
        pytest.param([HEAD, LEADER], {OWNERS, LEADERS}, id="a unit without an owner"),
        pytest.param([], set(), id="nobody at all"),
        pytest.param([ADMIN, LEADER], set(), id="nobody in the unit"),
        pytest.param(
            [replace(OWNER, unreachable="blocked"), ADMIN], set(), id="only one gone"
        ),
        pytest.param([replace(OWNER, unit=WATER), ADMIN], set(), id="another unit's"),
    ],
)
def test_who_can_be_told_about_a_unit(people, found):
    assert reachable(people, AIR) == found
