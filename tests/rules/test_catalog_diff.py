"""What an edited catalog changes, and nothing else."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest

from rules.catalog import (
    Area,
    Audience,
    Cadence,
    Catalog,
    Curve,
    DigestTime,
    Extensions,
    Indicator,
    Kindness,
    Lights,
    Measure,
    Plan,
    Point,
    Policy,
    Rung,
    Shape,
    Task,
    Unit,
    WorkCalendar,
)
from rules.catalog_diff import Change, ChangeKind, What, diff
from rules.ids import AreaId, IndicatorId, PlanId, TaskId, UnitId

ADDED, CHANGED, MOVED, RETIRED = ChangeKind


def task(id_: str, **facts) -> Task:
    made = Task(
        id=TaskId(id_),
        title=f"任务{id_}",
        short=f"任务{id_}",
        lead=UnitId("air"),
        starts=date(2020, 2, 25),
        due=date(2020, 12, 31),
        policy="standard",
        source="四（二）",
        measures=(Measure(id="a", text="甲"), Measure(id="b", text="乙")),
        indicators=(
            Indicator(id=IndicatorId("steel"), name="钢铁", target=Decimal(13)),
        ),
    )
    return replace(made, **facts)


def area(id_: str, *tasks: Task) -> Area:
    title = f"领域{id_}"
    return Area(id=AreaId(id_), title=title, short=title, leader="某", tasks=tasks)


def catalog(*areas: Area, **facts) -> Catalog:
    made = Catalog(
        plan=Plan(
            id=PlanId("p1"),
            title="要点",
            timezone="Asia/Shanghai",
            starts=date(2020, 2, 25),
            ends=date(2020, 12, 31),
            policy="standard",
            pace_from=date(2020, 1, 1),
        ),
        calendar=WorkCalendar(),
        units=(Unit(id=UnitId("air"), name="大气环境处", aliases=("大气处",)),),
        policies={
            "standard": Policy(
                id="standard", name="月报", report=Cadence.MONTHLY, due=(25,)
            )
        },
        digests=(DigestTime(to=Audience.LEADER, weekday=1, at=time(8, 30)),),
        targets=(Indicator(id=IndicatorId("T1"), name="天数", target=Decimal(85)),),
        areas=areas or (area("01", task("01.1"), task("01.2"), task("01.3")),),
    )
    return replace(made, **facts)


BASE = catalog()
FIRST, SECOND, THIRD = BASE.tasks()


def with_first(**facts) -> Catalog:
    return catalog(area("01", replace(FIRST, **facts), SECOND, THIRD))


def test_the_same_catalog_changes_nothing():
    assert diff(BASE, catalog()) == ()


def test_a_number_written_in_another_way_is_no_change():
    steel = replace(FIRST.indicators[0], target=Decimal("13.0"))
    assert diff(BASE, with_first(indicators=(steel,))) == ()


def test_the_first_catalog_adds_everything_once():
    changes = diff(None, BASE)
    assert {change.kind for change in changes} == {ADDED}
    assert [(change.what, change.id) for change in changes] == [
        (What.PLAN, "p1"),
        (What.CALENDAR, ""),
        (What.UNIT, "air"),
        (What.POLICY, "standard"),
        (What.KINDNESS, ""),
        (What.DIGEST, "leader 1 08:30"),
        (What.TARGET, "T1"),
        (What.AREA, "01"),
        (What.TASK, "01.1"),
        (What.TASK, "01.2"),
        (What.TASK, "01.3"),
    ]


def changed(what: What, id_: str, field: str, before: str, after: str) -> Change:
    return Change(
        kind=CHANGED, what=what, id=id_, field=field, before=before, after=after
    )


POLICY = BASE.policies["standard"]
MILESTONES = Curve(
    shape=Shape.MILESTONES,
    points=(
        Point(day=date(2020, 6, 30), percent=40),
        Point(day=date(2020, 12, 31), percent=100),
    ),
)
EDITS = {
    "the plan's end": (
        catalog(plan=replace(BASE.plan, ends=date(2020, 11, 30))),
        changed(What.PLAN, "p1", "ends", "2020-12-31", "2020-11-30"),
    ),
    "working hours": (
        catalog(calendar=WorkCalendar(closes=time(17, 30))),
        changed(What.CALENDAR, "", "closes", "18:00", "17:30"),
    ),
    "days off": (
        catalog(
            calendar=WorkCalendar(
                extra_days_off=frozenset({date(2020, 10, 9), date(2020, 5, 6)})
            )
        ),
        changed(What.CALENDAR, "", "extra_days_off", "", "2020-05-06, 2020-10-09"),
    ),
    "a unit's aliases": (
        catalog(units=(replace(BASE.units[0], aliases=("大气处", "气处")),)),
        changed(What.UNIT, "air", "aliases", "大气处", "大气处, 气处"),
    ),
    "a policy's due day": (
        catalog(policies={"standard": replace(POLICY, due=(20,))}),
        changed(What.POLICY, "standard", "due", "25", "20"),
    ),
    "a policy's ladder": (
        catalog(
            policies={
                "standard": replace(POLICY, ladder=(Rung(at=2, to=Audience.HEAD),))
            }
        ),
        changed(
            What.POLICY,
            "standard",
            "ladder",
            "-3 owner, -1 owner, 0 owner, 1 owner, 3 head, 5 admin, 8 leader",
            "2 head",
        ),
    ),
    "a policy's lights": (
        catalog(policies={"standard": replace(POLICY, lights=Lights(red=40))}),
        changed(
            What.POLICY,
            "standard",
            "lights",
            "note 5, yellow 10, red 30, apart 15",
            "note 5, yellow 10, red 40, apart 15",
        ),
    ),
    "a policy's limits of extensions": (
        catalog(policies={"standard": replace(POLICY, extensions=Extensions(most=1))}),
        changed(
            What.POLICY,
            "standard",
            "extensions",
            "most 2, longest 60",
            "most 1, longest 60",
        ),
    ),
    "a midday rest": (
        catalog(
            calendar=WorkCalendar(
                quiet=((time(12), time(13, 30)), (time(17), time(17, 30)))
            )
        ),
        changed(What.CALENDAR, "", "quiet", "", "12:00-13:30, 17:00-17:30"),
    ),
    "how many letters a week": (
        catalog(kindness=Kindness(per_week=8)),
        changed(What.KINDNESS, "", "per_week", "10", "8"),
    ),
    "a task's curve": (
        with_first(curve=Curve(shape=Shape.BACK)),
        changed(What.TASK, "01.1", "curve", "linear", "back"),
    ),
    "an indicator's curve": (
        with_first(indicators=(replace(FIRST.indicators[0], curve=MILESTONES),)),
        changed(
            What.INDICATOR,
            "01.1/steel",
            "curve",
            "linear",
            "milestones 2020-06-30 40, 2020-12-31 100",
        ),
    ),
    "whether assisting units report": (
        catalog(policies={"standard": replace(POLICY, assist=False)}),
        changed(What.POLICY, "standard", "assist", "true", "false"),
    ),
    "a target": (
        catalog(targets=(replace(BASE.targets[0], target=Decimal("85.5")),)),
        changed(What.TARGET, "T1", "target", "85", "85.5"),
    ),
    "an area's leader": (
        catalog(replace(BASE.areas[0], leader="王某")),
        changed(What.AREA, "01", "leader", "某", "王某"),
    ),
    "a task's due day": (
        with_first(due=date(2020, 11, 30)),
        changed(What.TASK, "01.1", "due", "2020-12-31", "2020-11-30"),
    ),
    "a task's lead": (
        with_first(lead=UnitId("it")),
        changed(What.TASK, "01.1", "lead", "air", "it"),
    ),
    "a measure's text": (
        with_first(measures=(Measure(id="a", text="丙"), FIRST.measures[1])),
        changed(What.MEASURE, "01.1/a", "text", "甲", "丙"),
    ),
    "an indicator's baseline": (
        with_first(indicators=(replace(FIRST.indicators[0], baseline=Decimal(0)),)),
        changed(What.INDICATOR, "01.1/steel", "baseline", "", "0"),
    ),
}


@pytest.mark.parametrize(("new", "change"), EDITS.values(), ids=EDITS)
def test_one_edit_is_one_change(new, change):
    assert diff(BASE, new) == (change,)


def test_a_new_task_speaks_for_its_measures_and_so_does_a_retired_one():
    new = catalog(area("01", FIRST, SECOND, task("01.4")))
    assert diff(BASE, new) == (
        Change(kind=ADDED, what=What.TASK, id="01.4", after="任务01.4"),
        Change(kind=RETIRED, what=What.TASK, id="01.3", before="任务01.3"),
    )


def test_measures_and_indicators_of_a_task_that_stays_come_and_go():
    new = with_first(measures=(Measure(id="c", text="丙"),), indicators=())
    assert diff(BASE, new) == (
        Change(kind=ADDED, what=What.MEASURE, id="01.1/c", after="丙"),
        Change(kind=RETIRED, what=What.MEASURE, id="01.1/a", before="甲"),
        Change(kind=RETIRED, what=What.MEASURE, id="01.1/b", before="乙"),
        Change(kind=RETIRED, what=What.INDICATOR, id="01.1/steel", before="钢铁"),
    )


def test_a_digest_at_another_hour_is_another_digest():
    late = DigestTime(to=Audience.LEADER, weekday=1, at=time(9))
    assert diff(BASE, catalog(digests=(late,))) == (
        Change(
            kind=ADDED, what=What.DIGEST, id="leader 1 09:00", after="leader 1 09:00"
        ),
        Change(
            kind=RETIRED, what=What.DIGEST, id="leader 1 08:30", before="leader 1 08:30"
        ),
    )


def test_a_task_under_another_area_has_moved():
    old = catalog(area("01", FIRST, SECOND), area("02"))
    new = catalog(area("01", FIRST), area("02", SECOND))
    assert diff(old, new) == (
        Change(
            kind=MOVED,
            what=What.TASK,
            id="01.2",
            field="area",
            before="01",
            after="02",
        ),
    )


@pytest.mark.parametrize(
    ("order", "moved"),
    [
        ((THIRD, FIRST, SECOND), [("01.3", "3", "1")]),
        ((SECOND, THIRD, FIRST), [("01.1", "1", "3")]),
        ((THIRD, SECOND, FIRST), [("01.3", "3", "1"), ("01.2", "2", "2")]),
        ((task("01.9"), FIRST, SECOND, THIRD), []),
    ],
)
def test_only_what_must_move_has_moved(order, moved):
    changes = diff(BASE, catalog(area("01", *order)))
    found = [
        (change.id, change.before, change.after)
        for change in changes
        if change.kind is MOVED
    ]
    assert found == moved


def test_changes_are_told_from_the_plan_down_to_the_indicators():
    new = catalog(
        area("01", replace(FIRST, due=date(2020, 6, 1), indicators=()), SECOND, THIRD),
        plan=replace(BASE.plan, title="新要点"),
        units=(),
    )
    assert [change.what for change in diff(BASE, new)] == [
        What.PLAN,
        What.UNIT,
        What.TASK,
        What.INDICATOR,
    ]
