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
    a_policy,
    a_taken,
    at,
    away,
    day,
    ladder,
)

from rules.bundle import BUNDLE, hearers, letters
from rules.catalog import Audience
from rules.decision import Reason
from rules.ids import ObligationId, PersonId, UnitId
from rules.message import About, Message, Sort

EVERYBODY = (OWNER, HEAD, ADMIN, LEADER)
AIR, WATER = UnitId("air"), UnitId("water")


def told(*decisions, people=EVERYBODY, **over) -> tuple[Message, ...]:
    return letters(a_morning(decisions, people, **over), decisions, frozenset())


def only(found: tuple[Message, ...]) -> Message:
    (letter,) = found
    return letter


def tasks(letter: Message, part: str = "asks") -> str:
    return " ".join(item["task"] for item in letter.facts[part])


def about(*numbers: int, audience: str = "owner") -> tuple[About, ...]:
    return tuple(
        About(obligation=ObligationId(n), audience=Audience(audience)) for n in numbers
    )


def test_one_person_gets_one_letter_however_much_is_owed():
    letter = only(told(*map(a_taken, range(1, 6))))
    assert (letter.to, letter.template, letter.sort) == (1, BUNDLE, Sort.UNPROMPTED)
    assert tasks(letter) == "2.1 2.2 2.3 2.4 2.5"
    assert letter.about == about(1, 2, 3, 4, 5)
    facts = letter.facts
    assert (facts["day"], facts["today"], facts["to"]) == (
        "2020-05-25",
        "2020-05-25",
        "owner",
    )
    assert (facts["total"], facts["more"], facts["late"], facts["told"]) == (5, 0, 0, 0)


def test_each_owner_of_a_unit_gets_the_same():
    second = a_person(id=PersonId(9), name="钱华")
    found = told(a_taken(1), a_taken(2), people=(OWNER, second))
    assert [letter.to for letter in found] == [OWNER.id, second.id]
    assert found[0].facts == found[1].facts
    assert found[0].facts["asks"][0]["owners"] == ["王敏", "钱华"]


def test_other_units_owners_are_left_alone():
    stranger = a_person(id=PersonId(9), unit=WATER)
    assert only(told(a_taken(1), people=(stranger, OWNER))).to == OWNER.id


def test_the_head_is_told_what_others_owe():
    letter = only(told(a_taken(1, (3, "head")), a_taken(2, (3, "head")), now=at(5, 28)))
    assert (letter.to, letter.facts["to"]) == (HEAD.id, "head")
    assert (tasks(letter), tasks(letter, "tells")) == ("", "2.1 2.2")
    assert (letter.facts["total"], letter.facts["told"]) == (0, 2)
    assert letter.about == about(1, 2, audience="head")


def test_what_a_head_is_asked_and_what_the_head_is_told_is_one_letter():
    of_water = replace(HEAD, unit=WATER, id=PersonId(9))
    head = replace(HEAD, id=PersonId(8))
    asked = a_taken(1, unit=WATER)
    pressed = a_taken(2, (3, "head"))
    deputy = away(of_water, day(6, 30), head.id)
    letter = only(told(asked, pressed, people=(OWNER, head, deputy)))
    assert letter.to == head.id
    assert (tasks(letter), tasks(letter, "tells")) == ("2.1", "2.2")


def test_a_catch_up_tells_each_audience_once():
    first, second = (5, "admin"), (5, "head")
    found = told(*(a_taken(n, second, first) for n in (1, 2)), now=at(6, 5))
    assert [(letter.to, tasks(letter, "tells")) for letter in found] == [
        (HEAD.id, "2.1 2.2"),
        (ADMIN.id, "2.1 2.2"),
    ]
    assert len({letter.key for letter in found}) == 2
    drafted = [item["drafted"] for one in found for item in one.facts["tells"]]
    assert drafted == [False, False, True, True]


def test_the_leaders_read_it_in_their_digest_unless_it_is_theirs_to_answer():
    assert told(a_taken(1, (8, "leader"))) == ()
    ours = a_policy(ladder=ladder((-2, "leader"), (0, "leader")))
    letter = only(told(a_taken(1, (0, "leader"), policy=ours, unit=UnitId(""))))
    assert (letter.to, tasks(letter)) == (LEADER.id, "2.1")


def test_an_announcement_asks_the_debtors_again():
    decision = replace(a_taken(1, (3, "owner"), rung=1), reason=Reason.ANNOUNCE)
    letter = only(told(decision, now=at(5, 28)))
    assert (letter.to, letter.about) == (OWNER.id, about(1))
    (line,) = letter.facts["asks"]
    assert (line["late"], line["chain"][0]) == (
        3,
        {"to": "head", "at": "2020-05-29T08:30:00+08:00"},
    )


def test_each_hearer_hears_as_whom_they_are_told():
    deputy = a_person(id=PersonId(9), unit=WATER)
    owner = replace(OWNER, deputy=deputy.id)
    decision = a_taken(1, (1, "owner"), (1, "deputy"), (1, "head"), (1, "leader"))
    heard = hearers((owner, HEAD, LEADER, deputy), decision)
    assert [(person.id, one.audience.value) for person, one in heard] == [
        (OWNER.id, "owner"),
        (deputy.id, "deputy"),
        (HEAD.id, "head"),
    ]


def test_two_rungs_to_one_audience_are_heard_once():
    heard = list(hearers(EVERYBODY, a_taken(1, (0, "owner"), (1, "owner"))))
    assert [person.id for person, _ in heard] == [OWNER.id]


def test_who_is_told_both_ways_is_asked():
    both = a_taken(1, (0, "owner"), (0, "deputy"))
    owner = replace(OWNER, deputy=OWNER.id)
    letter = only(told(both, people=(owner,)))
    assert set(letter.about) == {*about(1), *about(1, audience="deputy")}
    assert (tasks(letter), letter.facts["total"]) == ("2.1", 1)


@pytest.mark.parametrize(
    "reason", [reason for reason in Reason if reason is not Reason.NOBODY]
)
def test_nothing_is_said_of_what_was_held(reason):
    assert told(replace(a_taken(1), reason=reason, taken=())) == ()


@pytest.mark.parametrize(
    "heads",
    [
        pytest.param((), id="no head"),
        pytest.param((replace(HEAD, unreachable="blocked"),), id="a head out of reach"),
        pytest.param((replace(HEAD, unit=WATER),), id="another unit's head"),
        pytest.param((away(HEAD, day(6, 30)),), id="a head on leave"),
    ],
)
def test_a_unit_without_a_head_is_its_admins_to_press(heads):
    second = replace(ADMIN, id=PersonId(8))
    found = told(a_taken(1, (3, "head")), people=(OWNER, *heads, ADMIN, second))
    assert [(one.to, one.facts["to"]) for one in found] == [(3, "admin"), (8, "admin")]
    assert found[0].facts["tells"][0]["drafted"] is False


def test_in_a_unit_without_an_owner_the_head_is_asked():
    letter = only(told(a_taken(1), people=(HEAD, ADMIN)))
    assert (letter.to, tasks(letter)) == (HEAD.id, "2.1")


def test_two_units_of_one_task_are_two_lines_to_whom_presses_them():
    lead = a_taken(1, (3, "admin"))
    other = a_taken(1, (3, "admin"), unit=WATER, id=ObligationId(99))
    tells = only(told(lead, other)).facts["tells"]
    assert [(item["task"], item["unit"]) for item in tells] == [
        ("2.1", "air处"),
        ("2.1", "water处"),
    ]
