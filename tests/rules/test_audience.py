"""Who can really be told today, and whom that leaves."""

from dataclasses import replace

import pytest
from builders import (
    ADMIN,
    HEAD,
    LEADER,
    OWNER,
    a_person,
    a_policy,
    an_obligation,
    away,
    day,
    ladder,
)

from rules.audience import admins, facing, told
from rules.catalog import Audience
from rules.ids import PersonId, UnitId
from rules.people import Role

OWNERS, DEPUTIES, HEADS, ADMINS, LEADERS = Audience
AIR, WATER = UnitId("air"), UnitId("water")
EVERYBODY = (OWNER, HEAD, ADMIN, LEADER)
DEPUTY = a_person(id=PersonId(5), name="钱华", unit=WATER)
SECOND = a_person(id=PersonId(6), name="周洁")
BACK = day(6, 5)
ABSENT = away(OWNER, BACK)
STOOD_FOR = away(OWNER, BACK, DEPUTY.id)
BLOCKED = replace(OWNER, unreachable="blocked")


def ids(people) -> list[int]:
    return [person.id for person in people]


@pytest.mark.parametrize(
    ("people", "audience", "found"),
    [
        pytest.param(EVERYBODY, OWNERS, [1], id="the owner"),
        pytest.param((OWNER, SECOND), OWNERS, [1, 6], id="every owner"),
        pytest.param((DEPUTY, OWNER), OWNERS, [1], id="no other unit's owner"),
        pytest.param((HEAD, ADMIN), OWNERS, [2], id="without an owner the head"),
        pytest.param((BLOCKED, HEAD), OWNERS, [2], id="for a blocked owner the head"),
        pytest.param((ABSENT, HEAD), OWNERS, [2], id="on leave, without a deputy"),
        pytest.param((ABSENT, SECOND), OWNERS, [6], id="on leave, a colleague there"),
        pytest.param((STOOD_FOR, HEAD, DEPUTY), OWNERS, [5], id="on leave, stood for"),
        pytest.param((STOOD_FOR, DEPUTY, SECOND), OWNERS, [5, 6], id="both asked"),
        pytest.param(
            (away(OWNER, BACK, SECOND.id), SECOND), OWNERS, [6], id="nobody twice"
        ),
        pytest.param((STOOD_FOR, HEAD), OWNERS, [2], id="a deputy who has left"),
        pytest.param(
            (STOOD_FOR, replace(DEPUTY, role=Role.OBSERVER), HEAD),
            OWNERS,
            [2],
            id="a deputy who only reads by now",
        ),
        pytest.param(
            (STOOD_FOR, replace(DEPUTY, unreachable="blocked"), HEAD),
            OWNERS,
            [2],
            id="a blocked deputy",
        ),
        pytest.param(
            (STOOD_FOR, away(DEPUTY, BACK, HEAD.id), HEAD),
            OWNERS,
            [2],
            id="a deputy on leave; deputies of deputies there are none",
        ),
        pytest.param((ADMIN, LEADER), OWNERS, [], id="nobody in the unit"),
        pytest.param(EVERYBODY, DEPUTIES, [], id="no standing deputy"),
        pytest.param(
            (replace(OWNER, deputy=DEPUTY.id), DEPUTY), DEPUTIES, [5], id="a B角"
        ),
        pytest.param(
            (replace(OWNER, deputy=5), replace(DEPUTY, role=Role.LEADER)),
            DEPUTIES,
            [],
            id="a B角 who leads by now",
        ),
        pytest.param(
            (replace(OWNER, deputy=DEPUTY.id), away(DEPUTY, BACK)),
            DEPUTIES,
            [],
            id="a B角 on leave",
        ),
        pytest.param(
            (replace(OWNER, deputy=DEPUTY.id), replace(DEPUTY, unreachable="gone")),
            DEPUTIES,
            [],
            id="a B角 out of reach",
        ),
        pytest.param(EVERYBODY, HEADS, [2], id="the head"),
        pytest.param((OWNER, ADMIN), HEADS, [3], id="no head: the admins"),
        pytest.param((HEAD, ADMIN), HEADS, [3], id="a head who is asked: the admins"),
        pytest.param(
            (ABSENT, HEAD, ADMIN), HEADS, [3], id="asked for an owner on leave: too"
        ),
        pytest.param(
            (away(OWNER, BACK, HEAD.id), HEAD, ADMIN), HEADS, [3], id="as deputy: too"
        ),
        pytest.param(
            (away(OWNER, BACK, HEAD.id), SECOND, HEAD, ADMIN),
            HEADS,
            [2],
            id="asked beside an owner: the head can press that one",
        ),
        pytest.param(
            (OWNER, away(HEAD, BACK, DEPUTY.id), DEPUTY),
            HEADS,
            [5],
            id="the head's B角",
        ),
        pytest.param(
            (OWNER, away(HEAD, BACK), ADMIN), HEADS, [3], id="a head on leave"
        ),
        pytest.param((OWNER,), HEADS, [], id="neither head nor admin"),
        pytest.param(EVERYBODY, ADMINS, [3], id="the admin"),
        pytest.param(
            (away(ADMIN, BACK, 8), replace(ADMIN, id=PersonId(8))),
            ADMINS,
            [8],
            id="the admin's B角",
        ),
        pytest.param(EVERYBODY, LEADERS, [4], id="the leader"),
        pytest.param((away(LEADER, BACK),), LEADERS, [], id="a leader on leave"),
    ],
)
def test_who_is_told(people, audience, found):
    assert ids(told(people, AIR, audience)) == found


def test_admins_are_those_at_work():
    gone = replace(ADMIN, id=PersonId(8), unreachable="blocked")
    assert ids(admins((OWNER, ADMIN, gone))) == [3]


@pytest.mark.parametrize(
    ("people", "found"),
    [
        pytest.param(EVERYBODY, {OWNERS, HEADS, ADMINS, LEADERS}, id="everybody"),
        pytest.param([OWNER], {OWNERS, LEADERS}, id="an owner alone"),
        pytest.param(
            [OWNER, ADMIN], {OWNERS, HEADS, ADMINS, LEADERS}, id="an admin for a head"
        ),
        pytest.param([HEAD], {OWNERS, LEADERS}, id="a unit without an owner"),
        pytest.param(
            [replace(OWNER, deputy=DEPUTY.id), DEPUTY],
            {OWNERS, DEPUTIES, LEADERS},
            id="a B角",
        ),
        pytest.param([], set(), id="nobody at all"),
        pytest.param([ADMIN, LEADER], set(), id="nobody in the unit"),
        pytest.param([BLOCKED, ADMIN], set(), id="only one gone"),
        pytest.param([replace(OWNER, unit=WATER), ADMIN], set(), id="another unit's"),
    ],
)
def test_whom_a_report_faces(people, found):
    faces = facing(people, an_obligation())
    assert (faces.reachable, faces.back, faces.spared) == (found, None, False)


def test_what_is_spared_is_spared_where_somebody_could_be_asked():
    assert facing(EVERYBODY, an_obligation(), spared=True).spared
    assert not facing((), an_obligation(), spared=True).spared


def owed_by(to: str):
    return an_obligation(policy=a_policy(ladder=ladder((0, to))), unit=UnitId(""))


@pytest.mark.parametrize(
    ("owed", "people", "back"),
    [
        pytest.param(an_obligation(), (ABSENT,), day(6, 6), id="the day after it"),
        pytest.param(
            an_obligation(),
            (ABSENT, away(HEAD, day(6, 3)), away(SECOND, day(6, 9))),
            day(6, 4),
            id="whoever of the unit is back first",
        ),
        pytest.param(
            an_obligation(),
            (STOOD_FOR, away(DEPUTY, day(6, 1))),
            day(6, 2),
            id="or their deputy",
        ),
        pytest.param(
            an_obligation(),
            (STOOD_FOR, replace(away(DEPUTY, day(6, 1)), unreachable="blocked")),
            day(6, 6),
            id="but no deputy out of reach",
        ),
        pytest.param(
            an_obligation(),
            (ABSENT, replace(away(HEAD, day(6, 1)), unreachable="blocked")),
            day(6, 6),
            id="nor a head out of reach",
        ),
        pytest.param(
            an_obligation(),
            (ABSENT, away(DEPUTY, day(6, 1))),
            day(6, 6),
            id="no others",
        ),
        pytest.param(owed_by("admin"), (away(ADMIN, BACK),), day(6, 6), id="the admin"),
        pytest.param(
            owed_by("leader"), (away(LEADER, BACK), ADMIN), day(6, 6), id="the leader"
        ),
        pytest.param(owed_by("leader"), (ADMIN,), None, id="no leader at all"),
        pytest.param(an_obligation(), (BLOCKED,), None, id="gone, not on leave"),
    ],
)
def test_with_everybody_on_leave_it_is_known_who_is_back_first(owed, people, back):
    faces = facing(people, owed)
    assert (faces.reachable, faces.back) == (frozenset(), back)
