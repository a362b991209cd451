"""Who may do what, and for whom somebody answers."""

import pytest
from builders import ADMIN, HEAD, LEADER, OWNER, a_person

from rules.ids import UnitId
from rules.people import UNIT_ROLES, Role, Verb, answers_for, may, verbs

MAY = {
    Role.OWNER: (
        "mine task area fix extend done handover history why"
        " away back deputy hours snooze language help report"
    ),
    Role.HEAD: (
        "mine task area fix extend done handover history why"
        " away back deputy hours snooze language help report"
    ),
    Role.LEADER: (
        "mine task area digest direct history why"
        " away back deputy hours snooze language help"
    ),
    Role.ADMIN: (
        "task area digest history why status people bind unbind"
        " away back deputy hours snooze language help"
    ),
    Role.OBSERVER: "task area digest history why language help",
}


@pytest.mark.parametrize("role", Role)
def test_each_role_has_its_verbs_in_menu_order_and_no_others(role):
    assert " ".join(verbs(role)) == MAY[role]
    assert [verb for verb in Verb if may(role, verb)] == list(verbs(role))


@pytest.mark.parametrize("role", Role)
def test_only_those_of_a_unit_are_ever_asked(role):
    assert may(role, Verb.REPORT) is (role in UNIT_ROLES)


AIR, WATER = UnitId("air"), UnitId("water")


@pytest.mark.parametrize(
    ("person", "units", "answers"),
    [
        pytest.param(OWNER, {AIR, WATER}, True, id="an owner for her unit"),
        pytest.param(HEAD, {AIR}, True, id="a head for his"),
        pytest.param(OWNER, {WATER}, False, id="not for another"),
        pytest.param(OWNER, set(), False, id="nor for nobody's"),
        pytest.param(LEADER, {AIR}, False, id="a leader for none"),
        pytest.param(ADMIN, {AIR}, False, id="an admin for none"),
        pytest.param(
            a_person(role=Role.OBSERVER), {AIR}, False, id="nor an observer of the unit"
        ),
    ],
)
def test_people_answer_for_their_own_unit_if_their_role_answers(person, units, answers):
    assert answers_for(person, frozenset(units)) is answers
