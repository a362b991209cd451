"""One time line from many sources, leafed through from its end."""

from dataclasses import replace
from decimal import Decimal

import pytest
from builders import a_catalog, a_task, an_area, an_indicator, at, days
from hypothesis import given
from hypothesis import strategies as st

from rules.catalog import Measure
from rules.history import (
    PAGE,
    Entry,
    Version,
    What,
    line,
    moved,
    page,
    timeline,
    versions,
)
from rules.ids import TaskId, UnitId
from rules.lifecycle import Move

MOMENTS = [at(5, day) for day in range(1, 20)]


def an_entry(moment=MOMENTS[0], **over) -> Entry:
    return replace(Entry(at=moment, who="王敏", what="reported"), **over)


def plan(*tasks):
    return a_catalog(an_area("02", *tasks))


def applied(*catalogs):
    return [
        Version(number=n, at=at(5, n), author="console", note="因故", catalog=one)
        for n, one in enumerate(catalogs, 1)
    ]


def test_the_newest_is_last_and_of_one_moment_the_first_source():
    first = [an_entry(MOMENTS[2], who="甲"), an_entry(MOMENTS[0], who="乙")]
    second = [an_entry(MOMENTS[1], who="丙"), an_entry(MOMENTS[2], who="丁")]
    found = timeline(first, second)
    assert [entry.who for entry in found] == ["乙", "丙", "甲", "丁"]
    assert timeline(first, second, since=MOMENTS[2]) == found[2:]
    assert timeline() == []


@given(st.lists(st.lists(st.sampled_from(MOMENTS)), max_size=4))
def test_nothing_is_lost_or_made_up(sources):
    told = [[an_entry(moment) for moment in source] for source in sources]
    found = timeline(*told)
    assert [entry.at for entry in found] == sorted(m for one in sources for m in one)


@pytest.mark.parametrize("size", [0, 1, PAGE, PAGE + 1, 3 * PAGE, 3 * PAGE + 4])
def test_the_pages_together_are_the_whole(size):
    entries = [an_entry(why=str(n)) for n in range(size)]
    found, number, older = [], 0, True
    while older:
        shown, older = page(entries, number)
        assert len(shown) <= PAGE
        found, number = [*shown, *found], number + 1
    assert found == entries
    assert page(entries, number) == ([], False)


def test_a_version_that_leaves_a_task_alone_is_not_in_its_history():
    task, other = a_task("02.2"), a_task("02.3")
    made = applied(plan(task, other), plan(task, replace(other, title="新标题")))
    (added,) = versions(made, task.id)
    assert (added.what, added.task, added.at) == (What.ADDED, task.id, at(5, 1))
    assert added.facts == {"version": 1, "changes": []}
    assert [one.what for one in versions(made, other.id)] == [What.ADDED, What.CHANGED]
    assert len(list(versions(made))) == 3


def test_a_change_says_what_it_was_and_names_the_units():
    task = a_task(assist=(UnitId("law"),))
    later = replace(task, lead=UnitId("water"), due=task.due.replace(month=11, day=30))
    *_, changed = versions(applied(plan(task), plan(later)), task.id)
    assert (changed.who, changed.why) == ("console", "因故")
    told = {
        one["field"]: (one["before"], one["after"]) for one in changed.facts["changes"]
    }
    assert told == {
        "lead": ("air处", "water处"),
        "due": ("2020-12-31", "2020-11-30"),
    }


def test_measures_and_indicators_are_the_tasks_own():
    task = a_task(indicators=(an_indicator(),), measures=(Measure(id="a", text="甲"),))
    later = replace(task, indicators=(an_indicator(target=Decimal(14)),), measures=())
    *_, changed = versions(applied(plan(task), plan(later)), task.id)
    kinds = {(one["part"], one["kind"]) for one in changed.facts["changes"]}
    assert kinds == {("a", "retired"), ("steel", "changed")}


def test_a_task_that_leaves_the_plan_and_comes_back_keeps_its_history():
    task = a_task()
    made = applied(plan(task), plan(), plan(task))
    assert [one.what for one in versions(made, task.id)] == [
        What.ADDED,
        What.RETIRED,
        What.ADDED,
    ]


def test_what_is_no_tasks_own_is_in_no_tasks_history():
    renamed = replace(plan(a_task()), units=())
    assert len(list(versions(applied(plan(a_task()), renamed)))) == 1


def test_moving_to_another_area_is_a_change_of_the_task():
    task = a_task()
    there = a_catalog(an_area("02"), an_area("03", task))
    here = a_catalog(an_area("02", task), an_area("03"))
    *_, changed = versions(applied(here, there), task.id)
    fields = [one["field"] for one in changed.facts["changes"]]
    assert (changed.what, fields) == (What.CHANGED, ["area"])


def test_a_line_speaks_the_plans_time():
    entry = an_entry(task=TaskId("02.2"), why="因故", facts={"text": "好"})
    assert line(entry, days()) == {
        "at": "2020-05-01T08:30:00+08:00",
        "id": "02.2",
        "task": "2.2",
        "who": "王敏",
        "what": "reported",
        "why": "因故",
        "facts": {"text": "好"},
    }
    assert line(an_entry(), days())["task"] == ""


def test_moves_have_codes_of_their_own():
    assert moved(Move.RETURN) == "move_return"
    assert not {moved(move) for move in Move} & set(What)
