"""Which light a task shows, and the one fact that decided it."""

from dataclasses import replace

import pytest
from builders import a_reached, a_state, a_task, at, day
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rules.catalog import Lights
from rules.lifecycle import Stage
from rules.pace import Light, Why, judge
from rules.understand import Status

# Ten days from 1 January: on the 5th, 50 % is expected.
TASK = a_task(starts=day(1, 1), due=day(1, 10))
TODAY = day(1, 5)
RANK = [Light.DONE, Light.NONE, Light.GREEN, Light.YELLOW, Light.RED]


def shown(today=TODAY, **over) -> tuple[Light, Why]:
    standing = judge(a_state(task=TASK, **over), today)
    return standing.light, standing.why


@pytest.mark.parametrize(
    ("gap", "light", "why"),
    [
        pytest.param(-50, Light.GREEN, Why.ON_PACE, id="all done before its time"),
        pytest.param(0, Light.GREEN, Why.ON_PACE, id="on pace"),
        pytest.param(4, Light.GREEN, Why.ON_PACE, id="4 points are nothing"),
        pytest.param(5, Light.GREEN, Why.SLIGHTLY_BEHIND, id="5 points are noted"),
        pytest.param(
            9, Light.GREEN, Why.SLIGHTLY_BEHIND, id="9 points are still green"
        ),
        pytest.param(10, Light.YELLOW, Why.BEHIND, id="10 points are yellow"),
        pytest.param(30, Light.YELLOW, Why.BEHIND, id="30 points are still yellow"),
        pytest.param(31, Light.RED, Why.FAR_BEHIND, id="31 points are red"),
    ],
)
def test_the_gap_decides_the_light_at_its_boundaries(gap, light, why):
    assert shown(percent=50 - gap, last_report=at(1, 4)) == (light, why)


def test_a_policy_may_draw_the_boundaries_elsewhere():
    strict = Lights(note=1, yellow=2, red=3)
    assert shown(percent=49, lights=strict) == (Light.GREEN, Why.SLIGHTLY_BEHIND)
    assert shown(percent=47, lights=strict) == (Light.YELLOW, Why.BEHIND)
    assert shown(percent=46, lights=strict) == (Light.RED, Why.FAR_BEHIND)


@pytest.mark.parametrize(
    ("over", "light", "why"),
    [
        pytest.param(
            {}, Light.NONE, Why.SILENT_SO_FAR, id="nothing said, nothing owed"
        ),
        pytest.param({"missed": 1}, Light.YELLOW, Why.STALE, id="one report missed"),
        pytest.param({"missed": 2}, Light.RED, Why.STALE, id="two reports missed"),
        pytest.param(
            {"missed": 1, "percent": 100},
            Light.YELLOW,
            Why.STALE,
            id="stale is not green",
        ),
        pytest.param(
            {"missed": 1, "percent": 10},
            Light.RED,
            Why.FAR_BEHIND,
            id="far behind is worse",
        ),
        pytest.param(
            {"missed": 1, "percent": 35},
            Light.YELLOW,
            Why.BEHIND,
            id="the gap is said first",
        ),
        pytest.param(
            {"status": Status.AT_RISK, "percent": 60},
            Light.YELLOW,
            Why.AT_RISK,
            id="an owner's warning counts at once",
        ),
        pytest.param(
            {"status": Status.BLOCKED}, Light.YELLOW, Why.AT_RISK, id="so does a block"
        ),
        pytest.param(
            {"status": Status.AT_RISK, "missed": 2},
            Light.RED,
            Why.STALE,
            id="silence worse",
        ),
        pytest.param(
            {"status": Status.ON_TRACK, "percent": 35},
            Light.YELLOW,
            Why.BEHIND,
            id="saying it is well does not make it so",
        ),
        pytest.param(
            {"status": Status.DONE, "percent": 10},
            Light.GREEN,
            Why.REPORTED_DONE,
            id="said to be done",
        ),
        pytest.param(
            {"status": Status.DONE, "missed": 1},
            Light.YELLOW,
            Why.STALE,
            id="said to be done, then silent",
        ),
    ],
)
def test_the_worst_of_gap_silence_and_word_decides(over, light, why):
    assert shown(**over) == (light, why)


@pytest.mark.parametrize(
    ("today", "over", "light", "why"),
    [
        pytest.param(
            day(1, 10),
            {"percent": 95},
            Light.GREEN,
            Why.SLIGHTLY_BEHIND,
            id="the due day",
        ),
        pytest.param(
            day(1, 11),
            {"percent": 100},
            Light.RED,
            Why.PAST_DUE,
            id="past it, not done",
        ),
        pytest.param(
            day(1, 11),
            {"status": Status.DONE},
            Light.GREEN,
            Why.REPORTED_DONE,
            id="past it, said to be done",
        ),
        pytest.param(
            day(1, 11),
            {"percent": 80, "stage": Stage.COMPLETION_REVIEW},
            Light.GREEN,
            Why.REVIEW,
            id="past it, under review",
        ),
        pytest.param(
            day(1, 11),
            {"stage": Stage.COMPLETED},
            Light.DONE,
            Why.DONE,
            id="past it, completed",
        ),
    ],
)
def test_a_task_is_red_from_the_day_after_it_was_due(today, over, light, why):
    assert shown(today, **over) == (light, why)


def test_a_task_whose_time_has_not_come_is_not_judged_until_it_is_reported():
    later = replace(TASK, starts=day(1, 6))
    quiet, told = (
        a_state(task=later, percent=0, last_report=last) for last in (None, at(1, 4))
    )
    assert judge(quiet, TODAY).why is Why.NOT_STARTED
    assert judge(quiet, TODAY).light is Light.NONE
    assert judge(told, TODAY).light is Light.RED
    assert judge(quiet, day(1, 6)).light is Light.RED


@pytest.mark.parametrize(
    ("stage", "light", "why"),
    [
        (Stage.COMPLETED, Light.DONE, Why.DONE),
        (Stage.CLOSED_OUT, Light.DONE, Why.DONE),
        (Stage.SUSPENDED, Light.OUT, Why.SUSPENDED),
        (Stage.TERMINATED, Light.OUT, Why.TERMINATED),
        (Stage.WAIVED, Light.OUT, Why.TERMINATED),
    ],
)
def test_a_task_that_is_over_or_on_hold_shows_that_and_nothing_else(stage, light, why):
    worst = {"missed": 2, "percent": 0, "status": Status.BLOCKED}
    assert shown(stage=stage, **worst) == (light, why)
    assert shown(day(1, 11), stage=stage) == (light, why)


@pytest.mark.parametrize("status", [None, Status.DONE])
def test_what_is_under_review_says_so(status):
    facts = {"status": status, "stage": Stage.COMPLETION_REVIEW}
    assert shown(**facts) == (Light.GREEN, Why.REVIEW)
    assert shown(missed=2, **facts) == (Light.RED, Why.STALE)


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.PENDING_ACK])
def test_before_it_is_taken_up_a_task_is_judged_as_any_other(stage):
    assert shown(stage=stage) == (Light.NONE, Why.SILENT_SO_FAR)
    assert shown(day(1, 11), stage=stage) == (Light.RED, Why.PAST_DUE)


_open_states = st.fixed_dictionaries(
    {
        "missed": st.integers(0, 3),
        "status": st.sampled_from(
            [None, Status.ON_TRACK, Status.AT_RISK, Status.BLOCKED]
        ),
        "stage": st.sampled_from([Stage.PENDING_ACK, Stage.IN_PROGRESS]),
        "last_report": st.sampled_from([None, at(1, 2)]),
    }
)
_dates = st.dates(day(1, 1), day(1, 15))
_two = st.tuples(st.integers(0, 100), st.integers(0, 100)).map(sorted)


@settings(max_examples=100, deadline=None)
@given(_open_states, _dates, _two)
@example(
    {"missed": 0, "status": None, "stage": Stage.IN_PROGRESS, "last_report": None},
    TODAY,
    [40, 41],
)
def test_more_progress_never_gives_a_worse_light(facts, today, percents):
    less, more = (RANK.index(shown(today, percent=p, **facts)[0]) for p in percents)
    assert more <= less


@settings(max_examples=50, deadline=None)
@given(_open_states, _dates, st.integers(0, 100), st.integers(0, 10))
def test_stale_is_never_green(facts, today, percent, reached):
    known = {"percent": percent, "indicators": (a_reached(str(reached)),)}
    light, _ = shown(today, **facts | known | {"missed": 1 + facts["missed"]})
    assert light in {Light.YELLOW, Light.RED}


@settings(max_examples=50, deadline=None)
@given(_open_states, _dates, st.integers(0, 100))
def test_the_gap_is_expected_minus_progress_and_green_means_less_than_ten(
    facts, today, percent
):
    standing = judge(a_state(task=TASK, percent=percent, **facts), today)
    assert standing.gap == standing.expected - standing.progress
    assert standing.light is not Light.GREEN or standing.gap < 10
