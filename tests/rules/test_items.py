"""One obligation as a line of a message."""

from dataclasses import replace

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
    away,
    day,
    ladder,
)

from rules.catalog import Audience
from rules.ids import DirectiveId, ObligationId, PersonId, RequestId, UnitId
from rules.items import item, tells
from rules.message import About
from rules.obligation import ObligationState, Owed
from rules.request import RequestKind

EVERYBODY = (OWNER, HEAD, ADMIN, LEADER)
WATER, NO_UNIT = UnitId("water"), UnitId("")
HEAD_28 = {"to": "head", "at": "2020-05-28T08:30:00+08:00"}
ADMIN_28 = {"to": "admin", "at": "2020-05-28T08:30:00+08:00"}
ADMIN_1 = {"to": "admin", "at": "2020-06-01T08:30:00+08:00"}
LEADER_4 = {"to": "leader", "at": "2020-06-04T08:30:00+08:00"}


def line(taken=None, audience: str = "owner", people=EVERYBODY, **over):
    """Return task 2.1's line, its last reminder taken on 26 May."""
    taken = taken or a_taken(1, (1, "owner"))
    made = a_morning([taken], people, **{"now": at(5, 26)} | over)
    about = About(obligation=taken.obligation.id, audience=Audience(audience))
    return item(made, about)


def test_a_line_tells_the_whole_of_one_debt():
    state = a_state("02.1", missed=1)
    owed = a_taken(1, (1, "owner"), due=day(5, 22), id=ObligationId(2))
    found = line(owed, states={"02.1": state}, now=at(5, 25))
    expected = {
        "obligation": 2,
        "kind": "report",
        "asked": True,
        "task": "2.1",
        "unit": "air处",
        "lead": "air",
        "assists": False,
        "owners": ["王敏"],
        "period": "2020-05",
        "report_due": "2020-05-22",
        "late": 1,
        "open": True,
        "drafted": False,
        "request": None,
        "directive": None,
        "light": "yellow",
        "why": "stale",
    }
    assert {key: found[key] for key in expected} == expected


def test_an_assisting_unit_is_told_that_it_assists():
    water = a_person(id=PersonId(9), unit=WATER)
    found = line(a_taken(1, unit=WATER), people=(water,))
    assert (found["assists"], found["unit"], found["lead"]) == (
        True,
        "water处",
        "water",
    )


def test_what_has_no_unit_assists_nobody():
    by_admin = a_policy(ladder=ladder((0, "admin")))
    owed = a_taken(1, (0, "admin"), unit=NO_UNIT, policy=by_admin)
    found = line(owed, "admin")
    assert (found["unit"], found["assists"], found["asked"]) == (None, False, True)


@pytest.mark.parametrize("state", [ObligationState.ANSWERED, ObligationState.WAIVED])
def test_what_is_closed_is_not_open(state):
    assert line(a_taken(1, state=state))["open"] is False


@pytest.mark.parametrize(
    ("audience", "asked", "drafted"),
    [
        ("owner", True, False),
        ("deputy", True, False),
        ("head", False, False),
        ("admin", False, True),
        ("leader", False, False),
    ],
)
def test_a_reader_is_asked_or_told(audience, asked, drafted):
    found = line(audience=audience)
    assert (found["asked"], found["drafted"]) == (asked, drafted)
    about = About(obligation=ObligationId(1), audience=Audience(audience))
    assert tells(a_taken(1).obligation, about) is not asked


@pytest.mark.parametrize(
    ("people", "chain"),
    [
        pytest.param(EVERYBODY, [HEAD_28, ADMIN_1, LEADER_4], id="the head"),
        pytest.param(
            (OWNER, ADMIN), [ADMIN_28, ADMIN_1, LEADER_4], id="no head: the admin"
        ),
        pytest.param((OWNER,), [LEADER_4], id="neither: the leaders' digest"),
        pytest.param((HEAD, ADMIN), [ADMIN_28, ADMIN_1, LEADER_4], id="the head asked"),
        pytest.param(
            (OWNER, away(HEAD, day(6, 30)), ADMIN),
            [ADMIN_28, ADMIN_1, LEADER_4],
            id="the head on leave",
        ),
        pytest.param(
            (OWNER, away(HEAD, day(6, 30), 9), a_person(id=PersonId(9), unit=WATER)),
            [HEAD_28, LEADER_4],
            id="an owner who stands for the head is told as the head",
        ),
        pytest.param((away(OWNER, day(6, 30)),), [], id="all on leave: nothing comes"),
    ],
)
def test_the_owner_reads_who_will_really_be_told_and_when(people, chain):
    assert line(people=people)["chain"] == chain


DEPUTY = a_person(id=PersonId(9), unit=WATER)
WITH_DEPUTY = (replace(OWNER, deputy=DEPUTY.id), DEPUTY, HEAD)


@pytest.mark.parametrize(
    ("rungs", "rung", "people", "chain"),
    [
        pytest.param(
            [(0, "owner"), (1, "owner"), (3, "head")], 0, EVERYBODY, [], id="owner"
        ),
        pytest.param([(0, "owner"), (3, "head")], 0, EVERYBODY, [HEAD_28], id="head"),
        pytest.param([(0, "owner")], 0, EVERYBODY, [], id="nothing more"),
        pytest.param(
            [(0, "owner"), (1, "deputy"), (3, "head")],
            0,
            WITH_DEPUTY,
            [HEAD_28],
            id="past the deputies, who are the owner's own",
        ),
        pytest.param(
            [(0, "owner"), (2, "deputy"), (2, "owner"), (3, "head")],
            0,
            WITH_DEPUTY,
            [],
            id="the owner again before that",
        ),
        pytest.param(
            [(0, "owner"), (3, "owner"), (3, "head")],
            0,
            EVERYBODY,
            [HEAD_28],
            id="the owner again on that very day",
        ),
        pytest.param(
            [(0, "owner"), (1, "head"), (2, "head")],
            0,
            EVERYBODY,
            [
                {"to": "head", "at": "2020-05-27T08:30:00+08:00"},
            ],
            id="late for one audience is one step",
        ),
    ],
)
def test_a_warning_is_given_where_the_next_step_is_somebody_elses(
    rungs, rung, people, chain
):
    owed = a_taken(1, (0, "owner"), rung=rung, policy=a_policy(ladder=ladder(*rungs)))
    assert line(owed, people=people)["chain"] == chain


def test_a_sleeper_is_warned_of_what_happens_meanwhile():
    owed = a_taken(1, (0, "owner"), rung=0, snoozed=day(6, 3))
    assert line(owed)["chain"] == [HEAD_28, ADMIN_1, LEADER_4]
    awake = a_taken(1, (0, "owner"), rung=0, snoozed=day(5, 27))
    assert line(awake)["chain"] == []


def of_request(period: str = "R21", **over):
    given = {"unit": NO_UNIT, "subject": 21, "kind": Owed.DECIDE} | over
    return a_taken(1, (0, "admin"), period=period, **given)


@pytest.mark.parametrize(
    ("over", "told"),
    [
        pytest.param(
            {},
            {
                "id": 21,
                "kind": "extension",
                "who": "王敏",
                "unit": "air处",
                "reason": "环评公示",
                "was": "2020-10-31",
                "until": "2020-11-30",
                "to": None,
                "late": False,
                "consent": False,
            },
            id="an extension",
        ),
        pytest.param(
            {"kind": RequestKind.HANDOVER, "until": None, "to": WATER, "late": True},
            {"kind": "handover", "until": None, "to": "water处", "late": True},
            id="a handover",
        ),
        pytest.param(
            {"unit": UnitId("old"), "to": UnitId("new")},
            {"unit": "old", "to": "new"},
            id="units the plan no longer holds",
        ),
    ],
)
def test_what_is_to_be_decided_stands_in_the_line(over, told):
    requests = {RequestId(21): a_request(**over)}
    found = line(of_request(), "admin", requests=requests)["request"]
    assert {key: found[key] for key in told} == told


def test_a_leaders_consent_is_told_apart():
    requests = {RequestId(21): a_request()}
    found = line(of_request("R21-2"), "leader", requests=requests)["request"]
    assert found["consent"] is True


@pytest.mark.parametrize(
    ("owed", "directives"),
    [
        pytest.param(of_request(), {}, id="a request that is gone"),
        pytest.param(of_request(subject=None), {}, id="no number"),
        pytest.param(a_taken(1), {}, id="a report"),
        pytest.param(of_request("D21"), {}, id="a directive that is gone"),
        pytest.param(
            of_request(subject=21),
            {DirectiveId(21): a_directive()},
            id="requests and directives are numbered apart",
        ),
    ],
)
def test_without_a_subject_the_line_has_none(owed, directives):
    found = line(owed, "admin", directives=directives)
    assert (found["request"], found["directive"]) == (None, None)


@pytest.mark.parametrize("kind", [Owed.ACKNOWLEDGE, Owed.DIRECTIVE, Owed.DECIDE])
def test_a_directive_stands_in_the_line(kind):
    owed = a_taken(1, kind=kind, period="D12", subject=12)
    told = a_directive(told="已全面恢复")
    found = line(owed, directives={DirectiveId(12): told}, requests={12: a_request()})
    assert found["request"] is None
    assert found["directive"] == {
        "id": 12,
        "who": "陈立",
        "text": "6月30日前全面恢复路检路查",
        "due": "2020-06-30",
        "told": "已全面恢复",
    }
