"""What the weekly digest says."""

from collections import Counter
from dataclasses import replace
from datetime import time

import pytest
from builders import a_line, a_need, a_standing, a_state, an_area, at, day, days
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.bells import next_digest
from rules.catalog import Audience, DigestTime
from rules.digest import Digest, Line, compose, week_of
from rules.pace import Light, Why

NONE, GREEN, YELLOW, RED, DONE, OUT = Light
HEARD = at(5, 11)


def needing_ids(digest: Digest) -> list[str]:
    return [one.line.state.task.id for one in digest.needs]


def ids(lines: tuple[Line, ...]) -> list[str]:
    return [line.state.task.id for line in lines]


@pytest.mark.parametrize(
    ("today", "number"),
    [
        pytest.param(day(2, 25), 1, id="the first morning"),
        pytest.param(day(3, 2), 1, id="the first Monday looks back on the first week"),
        pytest.param(day(3, 30), 5, id="the fifth"),
        pytest.param(day(4, 7), 6, id="a Tuesday after a holiday is still the sixth"),
        pytest.param(day(4, 13), 7, id="and the next Monday the seventh"),
        pytest.param(day(12, 28), 44, id="the last"),
    ],
)
def test_digests_are_numbered_by_the_plans_weeks(today, number):
    assert week_of(day(2, 25), today) == number


def test_the_mondays_of_a_year_have_every_number_once_but_for_the_holidays():
    bell = DigestTime(to=Audience.LEADER, weekday=1, at=time(8, 30))
    sent = [at(2, 25)]
    while sent[-1] < at(12, 20):
        sent.append(next_digest(bell, days(), sent[-1], day(12, 31)))
    numbers = [week_of(day(2, 25), moment.date()) for moment in sent[1:]]
    assert numbers == list(range(1, 44))


def test_an_empty_plan_has_an_empty_digest():
    digest = compose([an_area("02")], [])
    assert set(digest.totals.values()) == {0}
    assert digest.areas[0].progress is None
    assert digest.areas[0].expected == 0
    sections = (
        digest.worse,
        digest.better,
        digest.needs,
        digest.overdue,
        digest.silent,
    )
    assert sections == ((), (), (), (), ())
    assert compose([], []).areas == ()


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        (GREEN, GREEN, ""),
        (GREEN, YELLOW, "worse"),
        (GREEN, RED, "worse"),
        (YELLOW, RED, "worse"),
        (NONE, YELLOW, "worse"),
        (DONE, GREEN, "worse"),
        (RED, YELLOW, "better"),
        (YELLOW, GREEN, "better"),
        (GREEN, DONE, "better"),
        (NONE, DONE, "better"),
        (NONE, GREEN, ""),
        (GREEN, NONE, ""),
        (RED, OUT, ""),
        (GREEN, OUT, ""),
        (OUT, GREEN, ""),
        (OUT, RED, ""),
    ],
)
def test_a_light_that_moved_is_worse_or_better(before, now, found):
    digest = compose([], [a_line(before=before, now=now)])
    assert ids(digest.worse) == (["02.2"] if found == "worse" else [])
    assert digest.fell == (found == "worse")
    assert ids(digest.better) == (["02.2"] if found == "better" else [])


@pytest.mark.parametrize(
    ("missed", "last", "found"),
    [
        pytest.param(0, None, "", id="nothing was due yet"),
        pytest.param(0, HEARD, "", id="heard in time"),
        pytest.param(1, HEARD, "overdue", id="heard before, but not now"),
        pytest.param(1, None, "silent", id="never heard though it was due"),
    ],
)
def test_overdue_was_heard_before_and_silent_never(missed, last, found):
    line = a_line(before=GREEN, now=YELLOW, missed=missed, last_report=last)
    digest = compose([], [line])
    steady = replace(line, before=line.now)
    assert ids(compose([], [steady]).overdue) == (
        ["02.2"] if found == "overdue" else []
    )
    assert ids(digest.silent) == (["02.2"] if found == "silent" else [])
    # The silent are told by unit and counted apart: nobody saw their work get worse.
    assert digest.fell == (found != "silent")
    assert digest.hushed == (found == "silent")
    assert digest.unheard == (found == "overdue")


@pytest.mark.parametrize(
    ("before", "newly"), [(NONE, 1), (GREEN, 1), (YELLOW, 0), (RED, 0)]
)
def test_only_the_newly_silent_are_counted_as_new(before, newly):
    digest = compose([], [a_line(before=before, now=RED, missed=2)])
    assert (digest.hushed, ids(digest.silent)) == (newly, ["02.2"])


@pytest.mark.parametrize(
    ("needs", "before", "section"),
    [
        pytest.param("请协调", GREEN, "needs", id="help first"),
        pytest.param("", GREEN, "worse", id="then what got worse"),
        pytest.param("", YELLOW, "overdue", id="then what is overdue"),
    ],
)
def test_a_task_stands_in_the_first_section_that_fits(needs, before, section):
    line = a_line(before=before, now=YELLOW, needs=needs, missed=1, last_report=HEARD)
    digest = compose([], [line])
    found = [name for name in ("needs", "worse", "overdue") if getattr(digest, name)]
    assert found == [section]
    assert (digest.fell, digest.unheard) == (before is GREEN, 1)


@pytest.mark.parametrize(
    ("why", "needs", "found"),
    [
        pytest.param(
            Why.STALE, "", "", id="nothing but a report its owner is asked for"
        ),
        pytest.param(Why.BEHIND, "", "worse", id="behind as well"),
        pytest.param(Why.STALE, "请协调", "needs", id="in need as well"),
    ],
)
def test_a_report_still_being_asked_for_is_counted_and_not_named(why, needs, found):
    line = a_line(before=GREEN, now=YELLOW, missed=1, last_report=HEARD, needs=needs)
    line = replace(line, now=replace(line.now, why=why), pressed=True)
    digest = compose([], [line])
    named = [name for name in ("needs", "worse", "overdue") if getattr(digest, name)]
    assert named == ([found] if found else [])
    assert (digest.pressed, digest.unheard) == (1, 0)


def test_what_needs_a_leader_is_told_whatever_its_light():
    lines = [a_line("02.1", needs="请协调"), a_line("02.2", problem="停工")]
    assert needing_ids(compose([], lines)) == ["02.1"]


def test_the_worst_comes_first():
    def needing(id_, light, missed=0, gap=0, expected=50):
        now = a_standing(light, gap=gap, expected=expected)
        state = a_state(id_, missed=missed)
        return Line(state=state, now=now, before=now, needs=(a_need(),))

    lines = [
        needing("02.10", GREEN),
        needing("02.2", GREEN),
        needing("02.3", YELLOW, gap=20),
        needing("02.4", YELLOW, gap=None, expected=25),
        needing("02.5", YELLOW, missed=1),
        needing("02.6", RED),
        needing("02.7", DONE),
    ]
    assert needing_ids(compose([], lines)) == [
        "02.6",
        "02.5",
        "02.4",
        "02.3",
        "02.2",
        "02.10",
        "02.7",
    ]


def test_the_most_urgent_need_comes_first():
    def line(id_, light, *needs):
        now = a_standing(light)
        return Line(state=a_state(id_), now=now, before=now, needs=needs)

    lines = [
        line("02.1", RED, a_need("旧", day(5, 1)), a_need("六月", by=day(6, 30))),
        line("02.2", GREEN, a_need("已过", by=day(5, 20)), a_need("绿", day(4, 1))),
        line("02.3", RED, a_need("新", day(5, 20)), a_need("更旧", day(4, 20))),
    ]
    found = [one.open.need.what for one in compose([], lines).needs]
    assert found == ["已过", "六月", "更旧", "旧", "新", "绿"]


def test_an_area_shows_its_own_lights_and_the_mean_of_what_was_reported():
    def line(id_, light, progress, expected):
        now = a_standing(light, progress=progress, expected=expected)
        return Line(state=a_state(id_), now=now, before=now)

    lines = [
        line("02.1", GREEN, 40, 40),
        line("02.2", RED, 0, 60),
        line("02.3", NONE, None, 20),
        line("03.1", DONE, 100, 100),
    ]
    areas = [an_area("02"), an_area("03"), an_area("04")]
    second, third, fourth = compose(areas, lines).areas
    assert (second.id, second.short) == ("02", "领域02")
    assert second.lights == {NONE: 1, GREEN: 1, YELLOW: 0, RED: 1, DONE: 0, OUT: 0}
    assert (second.progress, second.expected) == (20, 40)
    assert (third.progress, third.expected) == (100, 100)
    assert (fourth.progress, fourth.expected) == (None, 0)
    counted = [(area.reported, area.tasks) for area in (second, third, fourth)]
    assert counted == [(2, 3), (1, 1), (0, 0)]


def test_what_is_on_hold_is_counted_apart_and_in_nothing_else():
    held = a_line(
        "02.1", now=OUT, needs="请协调", missed=2, last_report=HEARD, percent=10
    )
    silent = a_line("02.3", now=OUT, missed=2)
    going = a_line("02.2")
    digest = compose([an_area("02")], [held, silent, going])
    assert (digest.totals[OUT], digest.totals[GREEN]) == (2, 1)
    assert (digest.fell, digest.unheard, digest.hushed) == (0, 0, 0)
    told = (digest.needs, digest.worse, digest.better, digest.overdue, digest.silent)
    assert told == ((),) * 5
    (area,) = digest.areas
    assert (area.reported, area.tasks) == (1, 1)
    assert (area.progress, area.expected) == (50, 50)
    assert area.lights[OUT] == 2


_lights = st.sampled_from(Light)
_lines = st.lists(
    st.builds(
        a_line,
        st.sampled_from(["02.1", "02.2", "03.1", "10.4"]),
        before=_lights,
        now=_lights,
        missed=st.integers(0, 2),
        last_report=st.sampled_from([None, HEARD]),
        needs=st.sampled_from(["", "请协调"]),
    ),
    max_size=20,
)
AREAS = [an_area("02"), an_area("03"), an_area("10")]


@settings(max_examples=50, deadline=None)
@given(_lines)
def test_every_task_is_counted_in_one_light_and_one_area(lines):
    digest = compose(AREAS, lines)
    assert sum(digest.totals.values()) == len(lines)
    by_area = Counter()
    for area in digest.areas:
        by_area.update(area.lights)
    assert dict(by_area) == digest.totals


@settings(max_examples=50, deadline=None)
@given(_lines)
def test_no_task_is_said_twice_where_it_would_contradict_itself(lines):
    named = [
        replace(line, state=replace(line.state, last_text=str(n)))
        for n, line in enumerate(lines)
    ]
    digest = compose(AREAS, named)
    worse, better, silent, overdue = (
        {line.state.last_text for line in section}
        for section in (digest.worse, digest.better, digest.silent, digest.overdue)
    )
    needs = {one.line.state.last_text for one in digest.needs}
    assert worse.isdisjoint(better)
    stood = [needs, silent, worse, overdue]
    assert sum(map(len, stood)) == len(set().union(*stood))
    missed = {
        one.state.last_text
        for one in named
        if one.state.missed and one.now.light is not OUT
    }
    assert missed <= needs | silent | worse | overdue
