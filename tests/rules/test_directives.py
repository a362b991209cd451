"""What may become of a directive, and how a digest tells it."""

from dataclasses import replace

import pytest
from builders import (
    a_catalog,
    a_directive,
    a_policy,
    a_task,
    an_area,
    an_obligation,
    at,
    day,
    days,
)
from hypothesis import given
from hypothesis import strategies as st

from rules.catalog import Audience
from rules.directive import LIVE, DirectiveState
from rules.directives import (
    SHOWN,
    STEPS,
    Carried,
    Step,
    after_letter,
    again,
    carried,
    concerns,
    is_late,
    line,
    looked_back,
    section,
    step,
)
from rules.ids import DirectiveId, UnitId
from rules.lifecycle import Barred, Mover
from rules.owing import acting, deciding, hearing
from rules.people import Role

AIR, WATER = UnitId("air"), UnitId("water")
OWNER = Mover(role=Role.OWNER, units=frozenset({AIR}))
HEAD = Mover(role=Role.HEAD, units=frozenset({AIR}))
DEPUTY = Mover(role=Role.OWNER, units=frozenset({WATER, AIR}))
OTHER = Mover(role=Role.OWNER, units=frozenset({WATER}))
LEADER = Mover(role=Role.LEADER)
ADMIN = Mover(role=Role.ADMIN)
GIVEN, ACKNOWLEDGED, REPORTED, CLOSED, WITHDRAWN = DirectiveState


def by(step_):
    return OWNER if step_ in {Step.HEAR, Step.TELL} else LEADER


WAYS = {
    (GIVEN, Step.HEAR): ACKNOWLEDGED,
    (GIVEN, Step.TELL): REPORTED,
    (GIVEN, Step.WITHDRAW): WITHDRAWN,
    (ACKNOWLEDGED, Step.TELL): REPORTED,
    (ACKNOWLEDGED, Step.WITHDRAW): WITHDRAWN,
    (REPORTED, Step.CLOSE): CLOSED,
    (REPORTED, Step.RETURN): ACKNOWLEDGED,
    (REPORTED, Step.WITHDRAW): WITHDRAWN,
}


@pytest.mark.parametrize("state", DirectiveState)
@pytest.mark.parametrize("wanted", Step)
def test_every_state_takes_exactly_the_steps_of_the_table(state, wanted):
    directive = a_directive(state=state)
    to = step(directive, wanted, by(wanted), "因故")
    assert to == WAYS.get((state, wanted), Barred.STAGE)


@pytest.mark.parametrize(
    ("wanted", "mover", "barred"),
    [
        (Step.HEAR, HEAD, None),
        (Step.HEAR, DEPUTY, None),
        (Step.HEAR, OTHER, Barred.UNIT),
        (Step.TELL, OTHER, Barred.UNIT),
        (Step.HEAR, LEADER, Barred.ROLE),
        (Step.TELL, ADMIN, Barred.ROLE),
        (Step.WITHDRAW, OWNER, Barred.ROLE),
        (Step.WITHDRAW, ADMIN, Barred.ROLE),
        (Step.WITHDRAW, Mover(role=None), Barred.ROLE),
    ],
)
def test_each_step_is_somebodys(wanted, mover, barred):
    found = step(a_directive(), wanted, mover, "因故")
    assert (found is barred) if barred else isinstance(found, DirectiveState)


@pytest.mark.parametrize("wanted", [Step.TELL, Step.RETURN, Step.WITHDRAW])
def test_what_takes_words_is_not_done_without(wanted):
    directive = a_directive(state=min(STEPS[wanted].of))
    assert step(directive, wanted, by(wanted), " \n") is Barred.REASON
    assert isinstance(step(directive, wanted, by(wanted), "已办"), DirectiveState)


@given(st.lists(st.sampled_from(Step), max_size=12))
def test_no_live_directive_is_stuck_and_no_dead_one_moves(steps):
    directive = a_directive()
    for wanted in steps:
        found = step(directive, wanted, by(wanted), "因故")
        if directive.state not in LIVE:
            assert found is Barred.STAGE
        elif isinstance(found, DirectiveState):
            directive = replace(directive, state=found)
        if directive.state in LIVE:
            assert step(directive, Step.WITHDRAW, LEADER, "因故") is WITHDRAWN
            ways = {step(directive, one, by(one), "因故") for one in Step}
            assert ways - set(Barred) - {WITHDRAWN}


@pytest.mark.parametrize(
    ("due", "today", "new"),
    [
        (day(6, 30), day(6, 10), day(6, 30)),
        (day(6, 30), day(6, 30), day(6, 30)),
        (day(6, 23), day(6, 24), day(6, 30)),  # the holiday, and a make-up Sunday
    ],
)
def test_a_returned_one_keeps_its_day_or_gets_three_workdays(due, today, new):
    assert again(a_directive(due=due), today, days()) == new


def test_directives_are_counted_and_the_reported_ones_come_first():
    today = day(5, 25)
    found = [
        a_directive(id=DirectiveId(1), due=day(5, 22)),
        a_directive(id=DirectiveId(2), due=day(5, 20), state=REPORTED),
        a_directive(id=DirectiveId(3), due=day(5, 25), state=ACKNOWLEDGED),
        a_directive(id=DirectiveId(4), state=CLOSED),
        a_directive(id=DirectiveId(5), state=WITHDRAWN),
    ]
    assert carried(found, today) == Carried(
        closed=1, going=2, late=1, live=(found[1], found[0], found[2])
    )
    assert carried([], today) == Carried(closed=0, going=0, late=0, live=())


@pytest.mark.parametrize("state", DirectiveState)
def test_only_what_its_unit_has_still_to_do_is_late(state):
    directive = a_directive(state=state, due=day(5, 22))
    assert is_late(directive, day(5, 25)) is (state in {GIVEN, ACKNOWLEDGED})
    assert not is_late(directive, day(5, 22))


def test_a_digest_looks_back_to_last_weeks_monday():
    assert looked_back(days(), at(5, 25)) == at(5, 18, 0, 0)
    assert looked_back(days(), at(5, 31, 23)) == at(5, 18, 0, 0)


def test_a_section_shows_five_and_counts_the_rest():
    catalog = a_catalog(an_area("02", a_task()))
    found = [a_directive(id=DirectiveId(n)) for n in range(1, SHOWN + 3)]
    told = section(catalog, [*found, a_directive(state=CLOSED)], days(), day(5, 25))
    assert (told["closed"], told["going"], told["late"]) == (1, 7, 0)
    assert (told["total"], len(told["lines"]), told["more"]) == (8, 5, 2)


def test_a_line_says_whose_it_is_and_how_late():
    catalog = a_catalog(an_area("02", a_task()))
    directive = a_directive(due=day(5, 21))
    told = line(catalog, directive, days(), day(5, 25))
    assert told == {
        "directive": 12,
        "id": "02.2",
        "task": "2.2",
        "short": "锅炉炉窑",
        "unit": "air处",
        "who": "陈立",
        "text": directive.text,
        "due": "2020-05-21",
        "state": "given",
        "late": 2,
        "told": "",
        "answer": "",
    }


def test_a_task_that_left_the_plan_is_still_told_by_its_number():
    told = line(a_catalog(units=()), a_directive(), days(), day(5, 25))
    assert (told["task"], told["short"], told["unit"]) == ("2.2", "", "air")


def test_what_a_letter_asks_today_is_asked_again_another_day():
    task, number, now = a_task().id, DirectiveId(12), at(5, 25, 10)
    common = {"days": days()}
    heard = hearing(a_policy(), task, AIR, number, today=day(5, 25), **common)
    assert heard.look_at < now
    assert after_letter(heard, days(), now).look_at == at(5, 26)
    soon = acting(a_policy(), task, AIR, number, due=day(5, 27), **common)
    assert after_letter(soon, days(), now).look_at == at(5, 26)
    later = acting(a_policy(), task, AIR, number, due=day(6, 30), **common)
    assert after_letter(later, days(), now) == later
    to_decide = deciding(
        a_policy(), task, "D12", number, by=Audience.LEADER, today=day(5, 25), **common
    )
    assert after_letter(to_decide, days(), now).look_at == at(5, 27)


def test_what_is_owed_of_a_directive_is_known_by_its_period():
    assert concerns(an_obligation(period="D12-2"))
    assert not concerns(an_obligation(period="2020-05"))
