"""When tasks are handed out and when their end is asked about."""

from dataclasses import replace

import pytest
from builders import a_catalog, a_policy, a_task, an_area, at, day, days

from rules.handing import ending, handed_out, next_day
from rules.ids import TaskId, UnitId
from rules.lifecycle import Move, Moved, Stage
from rules.obligation import Owed

AIR, LAW = UnitId("air"), UnitId("law")
JUNE = a_task("02.1", starts=day(6, 1), due=day(6, 30), assist=(LAW,))
YEAR = a_task("02.2")
BEGAN = day(2, 25)
BOTH = {("02.1", "air"), ("02.1", "law"), ("02.2", "air")}


def a_plan_of(*tasks, **policy):
    catalog = a_catalog(an_area("02", *(tasks or (JUNE, YEAR))))
    return replace(catalog, policies={"standard": a_policy(**policy)})


def moved(to: Stage, task: str = "02.1", unit: UnitId = AIR):
    made = Moved(
        task=TaskId(task),
        unit=unit,
        move=Move.ISSUE,
        of=Stage.DRAFT,
        to=to,
        by=None,
        at=at(6, 1),
        why="",
    )
    return {(made.task, made.unit): made}


def branches(found) -> set[tuple[str, str]]:
    assert len(found) == len({(one.task, one.unit) for one in found})
    return {(one.task, one.unit) for one in found}


def handed(today, catalog=None, moves=None, heard=()):
    return handed_out(catalog or a_plan_of(), moves or {}, heard, days(), today)


@pytest.mark.parametrize(
    ("today", "found"),
    [
        pytest.param(day(5, 31), {("02.2", "air")}, id="only what has begun"),
        pytest.param(day(6, 1), BOTH, id="on its first day, to every unit"),
        pytest.param(day(6, 30), BOTH, id="until its last"),
        pytest.param(day(7, 1), {("02.2", "air")}, id="not once it is over"),
    ],
)
def test_a_task_is_handed_out_when_it_begins(today, found):
    assert branches(handed(today)) == found


def test_a_receipt_is_owed_from_the_day_it_is_handed_out():
    found = next(one for one in handed(day(6, 1)) if one.unit == LAW)
    assert (found.kind, found.period, found.due) == (
        Owed.ACKNOWLEDGE,
        "issue-1",
        day(6, 3),
    )
    assert found.look_at == at(6, 1)


def test_what_was_handed_out_or_heard_of_is_not_handed_out_again():
    law = handed(day(6, 1), moves=moved(Stage.PENDING_ACK))
    assert branches(law) == BOTH - {("02.1", "air")}
    heard = handed(day(6, 1), heard={(TaskId("02.1"), LAW)})
    assert branches(heard) == BOTH - {("02.1", "law")}


@pytest.mark.parametrize("stage", Stage)
def test_no_branch_that_ever_moved_is_handed_out_by_itself(stage):
    assert ("02.1", "air") not in branches(handed(day(6, 1), moves=moved(stage)))


def test_a_policy_may_ask_for_no_receipt_and_for_none_of_those_who_assist():
    assert handed(day(6, 1), a_plan_of(acknowledge=0)) == ()
    lead = branches(handed(day(6, 1), a_plan_of(assist=False)))
    assert lead == BOTH - {("02.1", "law")}


def ends(today, catalog=None, moves=None, since=BEGAN):
    return ending(catalog or a_plan_of(), moves or {}, days(), since=since, today=today)


# 端午 is from 25 to 27 June, and Sunday the 28th is worked.
@pytest.mark.parametrize(
    ("today", "asked"),
    [
        pytest.param(day(6, 14), False, id="the day before"),
        pytest.param(day(6, 15), True, id="ten workdays before"),
        pytest.param(day(6, 30), True, id="the last day"),
        pytest.param(day(7, 20), True, id="and after it"),
    ],
)
def test_an_end_is_asked_about_from_ten_workdays_before(today, asked):
    found = branches(ends(today))
    assert found == ({("02.1", "air"), ("02.1", "law")} if asked else set())


def test_an_end_is_one_debt_however_often_it_is_found():
    first, *_ = ends(day(6, 15))
    again, *_ = ends(day(7, 20))
    assert first == again
    assert (first.kind, first.period, first.due) == (
        Owed.FINISH,
        "2020-06-30",
        day(6, 30),
    )


def test_a_short_tasks_end_is_not_asked_about_before_it_begins():
    short = a_plan_of(a_task("02.1", starts=day(6, 22), due=day(6, 30)))
    assert ends(day(6, 21), short) == ()
    assert branches(ends(day(6, 22), short)) == {("02.1", "air")}


def test_an_end_on_a_day_off_is_asked_about_from_its_workday():
    holiday = a_plan_of(a_task("02.1", starts=day(6, 1), due=day(6, 25)), finish=2)
    # 端午 is from the 25th to the 27th, and Sunday the 28th is worked.
    assert ends(day(6, 22), holiday) == ()
    assert branches(ends(day(6, 23), holiday)) == {("02.1", "air")}


def test_what_was_over_before_the_plan_was_loaded_is_not_asked_about():
    assert branches(ends(day(7, 20), since=day(6, 30))) != set()
    assert ends(day(7, 20), since=day(7, 1)) == ()


@pytest.mark.parametrize(
    ("stage", "asked"),
    [
        (Stage.DRAFT, True),
        (Stage.PENDING_ACK, True),
        (Stage.IN_PROGRESS, True),
        (Stage.COMPLETION_REVIEW, False),
        (Stage.COMPLETED, False),
        (Stage.CLOSED_OUT, False),
        (Stage.SUSPENDED, False),
        (Stage.TERMINATED, False),
        (Stage.WAIVED, False),
    ],
)
def test_only_of_what_is_not_finished_the_end_is_asked(stage, asked):
    assert (("02.1", "air") in branches(ends(day(6, 15), moves=moved(stage)))) is asked


def test_a_policy_may_ask_for_no_end_and_for_none_of_those_who_assist():
    assert ends(day(6, 15), a_plan_of(finish=0)) == ()
    assert branches(ends(day(6, 15), a_plan_of(assist=False))) == {("02.1", "air")}


@pytest.mark.parametrize(
    ("today", "found"),
    [
        pytest.param(day(5, 1), day(6, 1), id="a task begins"),
        pytest.param(day(6, 1), day(6, 15), id="its end is asked about"),
        pytest.param(day(6, 15), day(12, 17), id="then the next one's"),
        pytest.param(day(12, 17), None, id="then nothing more"),
    ],
)
def test_the_next_day_on_which_something_opens_is_known(today, found):
    assert next_day(a_plan_of(), days(), today) == found


def test_where_no_end_is_asked_about_only_beginnings_come():
    assert next_day(a_plan_of(finish=0), days(), day(6, 1)) is None


def test_on_the_day_foretold_something_opens_and_none_before():
    catalog = a_plan_of()
    today = day(2, 25)
    while (coming := next_day(catalog, days(), today)) is not None:
        opened = [
            {("receipt", *one) for one in branches(handed(date, catalog))}
            | {("end", *one) for one in branches(ends(date, catalog))}
            for date in (today, coming)
        ]
        assert opened[1] - opened[0]
        today = coming
