"""Who may ask for what, who has to agree, who hears of it, and how it is written."""

from dataclasses import replace
from datetime import timedelta

import pytest
from builders import (
    ADMIN,
    HEAD,
    LEADER,
    OWNER,
    a_catalog,
    a_person,
    a_task,
    an_area,
    at,
    day,
    days,
)
from hypothesis import given
from hypothesis import strategies as st

from rules import requests as rulings
from rules.catalog import Audience, Extensions, Unit
from rules.ids import PersonId, ReportId, RequestId, TaskId, UnitId
from rules.lifecycle import Branch, Move, Moved, Mover, Stage
from rules.message import Sort
from rules.outcomes import outcomes
from rules.people import Role
from rules.request import Request, RequestKind, RequestState
from rules.requests import Asked, Denied, Ruling
from rules.telling import HEAR, letters
from rules.wording import date_and_reason, unit_and_reason

AIR, WATER, LAW = UnitId("air"), UnitId("water"), UnitId("law")
TODAY = day(11, 2)
WATERS = a_person(id=PersonId(9), name="沈清", unit=WATER)
PEOPLE = (OWNER, HEAD, ADMIN, LEADER, WATERS)


def a_branch(stage: Stage = Stage.IN_PROGRESS, **over) -> Branch:
    made = {"task": TaskId("02.2"), "unit": AIR, "lead": True, "stage": stage}
    return Branch(**(made | over))


def a_mover(role: Role = Role.OWNER, unit: str = "air") -> Mover:
    return Mover(role=role, units=frozenset({UnitId(unit)} if unit else ()))


def an_asked(kind=RequestKind.EXTENSION, **over) -> Asked:
    """Return what an owner asks for well: a month more, or the water unit."""
    made = Asked(
        kind=kind,
        task=a_task(),
        branch=a_branch(),
        mover=a_mover(),
        extensions=Extensions(),
        reason="环评公示",
        until=day(12, 31) + timedelta(days=31),
        to=WATER,
        hearers=1,
    )
    return replace(made, **over)


def a_request(kind=RequestKind.EXTENSION, **over) -> Request:
    made = Request(
        id=RequestId(12),
        kind=kind,
        task=TaskId("02.2"),
        unit=AIR,
        by=OWNER.id,
        name=OWNER.name,
        reason="环评公示",
        asked_at=at(11, 2),
        state=RequestState.ASKED,
        planned="air" if kind is RequestKind.HANDOVER else "2020-12-31",
        was=day(12, 31),
        until=day(12, 31) + timedelta(days=31),
        to=WATER if kind is RequestKind.HANDOVER else None,
    )
    return replace(made, **over)


EXTENSION, HANDOVER = RequestKind.EXTENSION, RequestKind.HANDOVER


@pytest.mark.parametrize(
    ("over", "ruling"),
    [
        ({}, Ruling(by=Audience.ADMIN)),
        ({"mover": a_mover(Role.HEAD)}, Ruling(by=Audience.ADMIN)),
        ({"branch": a_branch(Stage.PENDING_ACK)}, Ruling(by=Audience.ADMIN)),
        (
            {"task": a_task(due=day(10, 30)), "until": day(11, 30)},
            Ruling(by=Audience.ADMIN, late=True),
        ),
        (
            {"task": a_task(due=TODAY), "until": day(11, 30)},
            Ruling(by=Audience.ADMIN),
        ),
        ({"granted": 2}, Ruling(by=Audience.ADMIN, then=Audience.LEADER)),
        (
            {"extensions": Extensions(most=2, longest=30)},
            Ruling(by=Audience.ADMIN, then=Audience.LEADER),
        ),
        (
            {"extensions": Extensions(most=2, longest=31)},
            Ruling(by=Audience.ADMIN),
        ),
        (
            {"task": a_task(put_off_from=day(11, 30))},
            Ruling(by=Audience.ADMIN, then=Audience.LEADER),
        ),
        ({"mover": a_mover(Role.ADMIN, "")}, Denied.ROLE),
        ({"mover": a_mover(Role.LEADER, "")}, Denied.ROLE),
        ({"mover": a_mover(unit="law")}, Denied.LEAD),
        ({"branch": a_branch(Stage.COMPLETED)}, Denied.STAGE),
        ({"branch": a_branch(Stage.SUSPENDED)}, Denied.STAGE),
        ({"pending": frozenset({EXTENSION})}, Denied.PENDING),
        ({"pending": frozenset({HANDOVER})}, Ruling(by=Audience.ADMIN)),
        ({"until": None}, Denied.DATE),
        ({"until": None, "reason": ""}, Denied.DATE),
        ({"until": TODAY - timedelta(days=1)}, Denied.PAST),
        ({"until": day(12, 31)}, Denied.EARLIER),
        ({"until": TODAY}, Denied.EARLIER),
        ({"until": day(12, 31) + rulings.LONGEST}, None),
        ({"until": day(12, 31) + rulings.LONGEST + timedelta(days=1)}, Denied.FAR),
        ({"reason": " "}, Denied.REASON),
    ],
)
def test_more_time_is_ruled_on(over, ruling):
    wanted = ruling or Ruling(by=Audience.ADMIN, then=Audience.LEADER)
    assert rulings.ask(an_asked(**over), TODAY) == wanted


@pytest.mark.parametrize(
    ("over", "ruling"),
    [
        ({}, Ruling(by=Audience.OWNER)),
        ({"until": None}, Ruling(by=Audience.OWNER)),
        ({"mover": a_mover(unit="law")}, Denied.LEAD),
        ({"branch": a_branch(Stage.COMPLETION_REVIEW)}, Denied.STAGE),
        ({"pending": frozenset({HANDOVER})}, Denied.PENDING),
        ({"to": None}, Denied.TO),
        ({"to": AIR}, Denied.SAME),
        ({"hearers": 0}, Denied.NOBODY),
        ({"reason": ""}, Denied.REASON),
    ],
)
def test_a_handover_is_ruled_on(over, ruling):
    assert rulings.ask(an_asked(HANDOVER, **over), TODAY) == ruling


@pytest.mark.parametrize(
    ("branch", "mover", "evidence", "ruling"),
    [
        (a_branch(), a_mover(), 7, Ruling(by=Audience.ADMIN)),
        (a_branch(), a_mover(), None, Denied.EVIDENCE),
        (a_branch(Stage.COMPLETED), a_mover(), 7, Denied.STAGE),
        (a_branch(), a_mover(Role.ADMIN, ""), 7, Denied.ROLE),
        (a_branch(), a_mover(unit="law"), 7, Denied.UNIT),
        (a_branch(assists=(Stage.IN_PROGRESS,)), a_mover(), 7, Denied.ASSISTS),
        (a_branch(assists=(Stage.WAIVED,)), a_mover(), 7, Ruling(by=Audience.ADMIN)),
    ],
)
def test_a_completion_is_ruled_on(branch, mover, evidence, ruling):
    given = None if evidence is None else ReportId(evidence)
    assert rulings.completion(branch, mover, given) == ruling


def test_what_is_in_the_way_is_told_with_its_facts():
    asked = an_asked(branch=a_branch(assists=(Stage.IN_PROGRESS,)))
    assert rulings.in_the_way(asked, Denied.EARLIER) == {
        "task": "2.2",
        "kind": "extension",
        "why": "earlier",
        "stage": "in_progress",
        "due": "2020-12-31",
        "undone": 1,
    }


CATALOG = a_catalog(an_area("02", a_task()))
CONSENT = RequestState.CONSENT


@pytest.mark.parametrize(
    ("request_", "decider", "then", "found"),
    [
        (a_request(), a_mover(Role.ADMIN, ""), None, RequestState.GRANTED),
        (a_request(), a_mover(Role.ADMIN, ""), Audience.LEADER, CONSENT),
        (a_request(), a_mover(Role.LEADER, ""), Audience.LEADER, Denied.ROLE),
        (a_request(), a_mover(), None, Denied.ROLE),
        (
            a_request(state=CONSENT),
            a_mover(Role.LEADER, ""),
            Audience.LEADER,
            RequestState.GRANTED,
        ),
        (a_request(state=CONSENT), a_mover(Role.ADMIN, ""), None, Denied.ROLE),
        (a_request(HANDOVER), a_mover(unit="water"), None, RequestState.GRANTED),
        (a_request(HANDOVER), a_mover(Role.HEAD, "water"), None, RequestState.GRANTED),
        (a_request(HANDOVER), a_mover(), None, Denied.UNIT),
        (a_request(HANDOVER), a_mover(Role.ADMIN, ""), None, Denied.UNIT),
        (
            a_request(state=RequestState.REFUSED),
            a_mover(Role.ADMIN, ""),
            None,
            Denied.DECIDED,
        ),
        (
            a_request(planned="2020-11-30"),
            a_mover(Role.ADMIN, ""),
            None,
            Denied.EDITED,
        ),
        (
            a_request(HANDOVER, planned="law"),
            a_mover(unit="water"),
            None,
            Denied.EDITED,
        ),
        (a_request(task=TaskId("9.9")), a_mover(Role.ADMIN, ""), None, Denied.EDITED),
    ],
)
def test_agreeing_grants_or_asks_a_leader_or_is_refused(request_, decider, then, found):
    assert rulings.granted(request_, decider, CATALOG, then) == found
    could = found not in {Denied.ROLE, Denied.UNIT, Denied.DECIDED}
    assert rulings.decides(request_, decider) is could


@pytest.mark.parametrize(
    ("request_", "decider", "why", "found"),
    [
        (a_request(), a_mover(Role.ADMIN, ""), "不妥", RequestState.REFUSED),
        (a_request(), a_mover(Role.ADMIN, ""), " ", Denied.REASON),
        (a_request(), a_mover(), "不妥", Denied.ROLE),
        (
            a_request(planned="2020-11-30"),
            a_mover(Role.ADMIN, ""),
            "已改",
            RequestState.REFUSED,
        ),
    ],
)
def test_refusing_takes_a_reason(request_, decider, why, found):
    assert rulings.refused(request_, decider, why) == found


@pytest.mark.parametrize(
    ("request_", "mover", "found"),
    [
        (a_request(), a_mover(), RequestState.WITHDRAWN),
        (a_request(state=CONSENT), a_mover(Role.HEAD), RequestState.WITHDRAWN),
        (a_request(), a_mover(unit="law"), Denied.UNIT),
        (a_request(), a_mover(Role.ADMIN), Denied.UNIT),
        (a_request(state=RequestState.GRANTED), a_mover(), Denied.DECIDED),
    ],
)
def test_a_request_is_taken_back_by_its_unit_while_it_waits(request_, mover, found):
    assert rulings.withdrawn(request_, mover) == found


KINDS, ROLES = st.sampled_from(RequestKind), st.sampled_from(Role)
UNITS, STATES = st.sampled_from(["air", "water", "law"]), st.sampled_from(RequestState)


@given(KINDS, STATES, ROLES, UNITS, st.booleans())
def test_a_settled_request_is_never_decided_again(kind, state, role, unit, leads):
    request = a_request(kind, state=state)
    mover = a_mover(role, unit)
    then = Audience.LEADER if leads else None
    found = rulings.granted(request, mover, CATALOG, then)
    if state not in {RequestState.ASKED, RequestState.CONSENT}:
        assert found is Denied.DECIDED
        assert rulings.refused(request, mover, "x") is Denied.DECIDED
    if found is RequestState.GRANTED and leads:
        assert role is Role.LEADER or state is RequestState.CONSENT
    if isinstance(found, RequestState) and kind is not HANDOVER:
        assert role in {Role.ADMIN, Role.LEADER}


@given(st.dates(day(1, 1), day(12, 30)), st.integers(-40, 500), st.integers(0, 4))
def test_no_date_slips_silently(due, more, granted):
    task, until = a_task(due=due), due + timedelta(days=more)
    asked = an_asked(task=task, until=until, granted=granted)
    found = rulings.ask(asked, TODAY)
    if isinstance(found, Ruling):
        assert until > due
        assert until >= TODAY
        assert found.late is (due < TODAY)
        alone = granted < 2 and more <= 60
        assert found.then is (None if alone else Audience.LEADER)


def test_a_request_is_told_with_names_and_dates():
    told = rulings.told(CATALOG, a_request(HANDOVER, late=True, answer="好"))
    assert told == {
        "request": 12,
        "kind": "handover",
        "task": "2.2",
        "short": "锅炉炉窑",
        "who": "王敏",
        "unit": "air处",
        "reason": "环评公示",
        "was": "2020-12-31",
        "until": "2021-01-31",
        "to": "water处",
        "late": True,
        "state": "asked",
        "answer": "好",
    }
    gone = a_request(task=TaskId("9.9"), unit=UnitId("x"))
    told = rulings.told(CATALOG, gone)
    assert (told["short"], told["unit"], told["to"]) == ("", "x", None)


@pytest.mark.parametrize(
    ("request_", "by", "hears"),
    [
        (a_request(state=RequestState.REFUSED), ADMIN, {1: "prompted"}),
        (a_request(state=CONSENT), ADMIN, {1: "prompted"}),
        (a_request(state=RequestState.GRANTED), ADMIN, {1: "prompted"}),
        (
            a_request(state=RequestState.GRANTED, by=HEAD.id),
            ADMIN,
            {2: "prompted", 1: "unprompted"},
        ),
        (
            a_request(HANDOVER, state=RequestState.GRANTED),
            WATERS,
            {1: "prompted", 3: "unprompted"},
        ),
        (
            a_request(state=RequestState.GRANTED, by=PersonId(99)),
            ADMIN,
            {1: "unprompted"},
        ),
    ],
)
def test_who_hears_what_became_of_a_request(request_, by, hears):
    made = outcomes(CATALOG, PEOPLE, request_, by, at(11, 3))
    assert {one.to: one.sort.value for one in made} == hears
    assert len({one.key for one in made}) == len(made)
    for one in made:
        assert (one.facts["by"], one.facts["state"]) == (by.name, request_.state.value)


def a_moved(wanted: Move, unit: UnitId = AIR, to: Stage = Stage.IN_PROGRESS) -> Moved:
    return Moved(
        task=TaskId("02.2"),
        unit=unit,
        move=wanted,
        of=Stage.IN_PROGRESS,
        to=to,
        by=ADMIN.id,
        at=at(11, 3),
        why="理由",
    )


@pytest.mark.parametrize("wanted", Move)
def test_who_hears_of_a_move(wanted):
    made = letters(CATALOG, PEOPLE, [a_moved(wanted)], LEADER, days())
    hears = {one.to for one in made}
    wider = {Move.SUSPEND, Move.RESUME, Move.TERMINATE, Move.REOPEN}
    told = {
        **{one: {OWNER.id} for one in HEAR},
        **{one: {OWNER.id, ADMIN.id} for one in wider},
        Move.DECLINE: {ADMIN.id},
    }
    assert hears == told.get(wanted, set())
    assert all(one.sort is Sort.UNPROMPTED for one in made)


def test_who_moved_is_not_told_and_who_asked_is_answered():
    approved = a_moved(Move.APPROVE, to=Stage.COMPLETED)
    assert letters(CATALOG, PEOPLE, [approved], OWNER, days()) == ()
    (owner, head) = letters(CATALOG, PEOPLE, [approved], ADMIN, days(), asker=HEAD.id)
    assert (owner.to, owner.sort) == (OWNER.id, Sort.UNPROMPTED)
    assert (head.to, head.sort) == (HEAD.id, Sort.PROMPTED)
    assert head.facts["unit"] == "air处"
    retired = letters(CATALOG, (OWNER,), [approved], ADMIN, days(), asker=HEAD.id)
    assert [one.to for one in retired] == [OWNER.id]


def test_each_hears_once_of_moves_made_together():
    task = a_task(assist=(WATER,))
    catalog = a_catalog(an_area("02", task))
    moved = [a_moved(Move.SUSPEND), a_moved(Move.SUSPEND, WATER)]
    made = letters(catalog, PEOPLE, moved, LEADER, days())
    assert {one.to: one.facts["lead"] for one in made} == {
        OWNER.id: True,
        ADMIN.id: True,
        WATERS.id: False,
    }
    assert len({one.key for one in made}) == 3


@pytest.mark.parametrize(
    ("text", "until", "reason"),
    [
        ("2020-11-30 环评公示", (11, 30), "环评公示"),
        ("11月底 环评公示", (11, 30), "环评公示"),
        ("11月30日前，环评公示", (11, 30), "环评公示"),
        ("11月30日，因9月停工", (11, 30), "因9月停工"),
        ("11.30 公示", (11, 30), "公示"),
        ("延期至11月底，环评公示", (11, 30), "环评公示"),
        ("申请延期到11月底", (11, 30), ""),
        ("11月底", (11, 30), ""),
        ("环评公示期延长，延至11月底", (11, 30), "环评公示期延长"),
        ("因6月停工，延至9月底", (9, 30), "因6月停工"),
        ("6月停工，9月复工，现申请延期至11月底前完成", (11, 30), None),
        ("公示要到11月底结束，明年再说", (11, 30), None),
        ("环评公示", None, "环评公示"),
        ("", None, ""),
        ("by end of November", (11, 30), ""),
    ],
)
def test_a_new_date_and_its_reason_are_read(text, until, reason):
    found, why = date_and_reason(text, day(5, 25))
    assert found == (None if until is None else day(*until))
    assert why == (text if reason is None else reason)


@pytest.mark.parametrize(
    ("text", "name", "units", "reason"),
    [
        ("水处 职责调整", "水处", ["water"], "职责调整"),
        ("水生态环境处，职责调整", "水生态环境处", ["water"], "职责调整"),
        ("WATER", "WATER", ["water"], ""),
        ("水环处 理由", "水环处", ["water"], "理由"),
        ("态处 理由", "态处", ["water", "soil"], "理由"),
        ("司法处", "司法处", [], ""),
        ("  ", "", [], ""),
    ],
)
def test_a_unit_and_its_reason_are_read(text, name, units, reason):
    catalog = replace(
        CATALOG,
        units=(
            Unit(id=WATER, name="水生态环境处", aliases=("水处",)),
            Unit(id=UnitId("soil"), name="土壤生态环境处"),
            Unit(id=LAW, name="政策法规处"),
        ),
    )
    found = unit_and_reason(catalog, text)
    assert (found[0], [unit.id for unit in found[1]], found[2]) == (name, units, reason)
