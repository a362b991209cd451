"""What a reply would change."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from builders import a_reached, a_state, an_indicator, at, day, days
from tables import each

from rules.card import card_facts, propose
from rules.catalog import Measure
from rules.ids import IndicatorId
from rules.pace import IndicatorState, Light, Why
from rules.report import Said
from rules.understand import Reading, Status, Understanding

STEEL, KILNS = IndicatorId("steel"), IndicatorId("kilns")
TODAY = day(5, 25)
BEFORE = a_state(
    indicators=(
        replace(a_reached("5"), at=at(5, 11)),
        IndicatorState(indicator=an_indicator(id=KILNS, name="炉窑"), total=None),
    ),
    percent=40,
    status=Status.AT_RISK,
    expected_finish=day(9, 30),
    problem="缺资金",
    needs="请协调",
    last_report=at(5, 11),
    missed=2,
)
TOTALS = {STEEL: Decimal(5)}


def reading(value: str, kind="total", indicator=STEEL) -> Reading:
    return Reading(
        indicator=indicator, value=Decimal(value), kind=kind, span=(0, len(value))
    )


def after(**said):
    return propose(BEFORE, Understanding(**said), TOTALS, TODAY)


@pytest.mark.parametrize(
    ("said", "total"),
    [
        pytest.param(reading("8"), "8", id="a total replaces"),
        pytest.param(reading("3", "increment"), "8", id="an increment adds"),
        pytest.param(reading("4"), "4", id="a total may fall"),
    ],
)
def test_a_reading_makes_the_new_total(said, total):
    proposal = after(readings=(said,))
    assert proposal.readings == (
        Said(indicator=STEEL, value=said.value, kind=said.kind, total=Decimal(total)),
    )
    assert [held.total for held in proposal.state.indicators] == [Decimal(total), None]


def test_the_first_increment_is_the_first_total():
    proposal = after(readings=(reading("3", "increment", KILNS),))
    assert [held.total for held in proposal.state.indicators] == [5, 3]
    assert proposal.state.indicators[0].at == at(5, 11)


def test_what_is_not_said_stays_as_last_reported():
    state = after(percent=60).state
    assert (state.percent, state.expected_finish) == (60, day(9, 30))
    assert after(expected=day(10, 31)).state.percent == 40
    assert after(expected=day(10, 31)).state.expected_finish == day(10, 31)
    assert after(percent=0).state.percent == 0


@pytest.mark.parametrize(
    ("said", "status", "problem", "needs"),
    [
        pytest.param({"percent": 60}, None, "", "", id="silence ends the trouble"),
        pytest.param(
            {"unchanged": True},
            Status.AT_RISK,
            "缺资金",
            "请协调",
            id="no change keeps it",
        ),
        pytest.param(
            {"status": Status.BLOCKED, "problem": "停工"},
            Status.BLOCKED,
            "停工",
            "",
            id="new trouble replaces it",
        ),
        pytest.param(
            {"unchanged": True, "status": Status.ON_TRACK, "needs": "无需"},
            Status.ON_TRACK,
            "缺资金",
            "无需",
            id="no change, except what is said",
        ),
    ],
)
def test_trouble_lasts_only_as_long_as_it_is_said(said, status, problem, needs):
    state = after(**said).state
    assert (state.status, state.problem, state.needs) == (status, problem, needs)


def test_any_answer_ends_the_silence_and_is_judged_as_of_today():
    proposal = after(readings=(reading("8"),))
    assert proposal.state.missed == 0
    assert (proposal.standing.progress, proposal.standing.expected) == (62, 40)
    assert proposal.standing.light is Light.GREEN
    assert after(status=Status.DONE).standing.why is Why.REPORTED_DONE


def told(said: Understanding, totals=TOTALS, state=BEFORE):
    return card_facts(propose(state, said, totals, TODAY), said, TODAY, days())


def test_a_card_shows_only_what_was_said_beside_the_whole_standing():
    card = told(Understanding(percent=60, status=Status.AT_RISK, expected=day(10, 31)))
    said = {key: card[key] for key in ("percent", "status", "finish", "readings")}
    assert said == {
        "percent": 60,
        "status": "at_risk",
        "finish": "2020-10-31",
        "readings": [],
    }
    assert (card["problem"], card["needs"], card["unchanged"]) == ("", "", False)
    assert (card["task"], card["light"]) == ("2.2", "yellow")


def test_a_card_of_no_change_says_nothing_else():
    card = told(Understanding(unchanged=True))
    said = [card[key] for key in ("percent", "status", "finish", "problem", "needs")]
    assert said == [None, None, None, "", ""]
    assert card["unchanged"] is True


@each(
    ("value", "before", "shown"),
    [
        ("8", "5", ("8", "5", "+3", 62)),  # it grows
        ("4", "5", ("4", "5", "-1", 31)),  # it falls
        ("5", "5", ("5", "5", "+0", 38)),  # it stays
        ("13", "5", ("13", "5", "+8", 100)),  # it is reached
        ("14", "5", ("14", "5", "+9", 100)),  # it is overshot
        ("8", None, ("8", None, None, 62)),  # it is the first
        ("8.50", "5.0", ("8.5", "5", "+3.5", 65)),  # plain
        ("0", "5", ("0", "5", "-5", 0)),  # it is nought
    ],
)
def test_a_reading_is_shown_beside_the_one_before(value, before, shown):
    totals = {} if before is None else {STEEL: Decimal(before)}
    (line,) = told(Understanding(readings=(reading(value),)), totals)["readings"]
    keys = ("total", "before", "change", "share")
    assert tuple(line[key] for key in keys) == shown
    assert (line["name"], line["unit"], line["target"]) == ("钢铁", "家", "13")


def test_one_number_that_makes_the_progress_says_it_in_its_own_line():
    alone = told(Understanding(readings=(reading("8"),)))
    assert (alone["alone"], alone["progress"], alone["was"]) == (True, 62, 40)
    both = told(Understanding(readings=(reading("8"), reading("1", indicator=KILNS))))
    assert both["alone"] is False
    percent = told(Understanding(percent=60, readings=(reading("8"),)))
    assert (percent["alone"], percent["progress"]) == (False, 60)


def test_measures_done_are_listed_by_their_words():
    measure = Measure(id="a", text="完成改造")
    state = replace(BEFORE, task=replace(BEFORE.task, measures=(measure,)))
    card = told(Understanding(done_measures=("a", "gone")), state=state)
    assert card["measures"] == ["完成改造"]


def test_a_card_can_be_kept_as_json():
    said = Understanding(readings=(reading("8"),), percent=60, problem="停工")
    card = told(said)
    assert json.loads(json.dumps(card)) == card
