"""What a sound catalog becomes: defaults, policies settled, texts as written."""

from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest
from catalog.small import NAME, SMALL

from rules.catalog import (
    Audience,
    Cadence,
    Curve,
    DigestTime,
    Extensions,
    Kind,
    Kindness,
    Lights,
    Measure,
    Point,
    Policy,
    Rung,
    Shape,
    WorkCalendar,
)
from store.catalog import read

ROOT = Path(__file__).parents[2]


def changed(*pairs):
    text = SMALL
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return read(text.encode(), NAME)


def test_the_plan_is_read_and_its_pace_counts_from_new_year():
    plan = read(SMALL.encode(), NAME).plan
    assert (plan.id, plan.title, plan.timezone) == ("p1", "工作要点", "Asia/Shanghai")
    assert (plan.starts, plan.ends) == (date(2020, 2, 25), date(2020, 12, 31))
    assert plan.pace_from == date(2020, 1, 1)


def test_the_pace_may_count_from_another_day():
    catalog = changed(("policy: standard", "policy: standard\n  pace_from: 2020-03-01"))
    assert catalog.plan.pace_from == date(2020, 3, 1)


def test_the_calendar_has_the_catalogs_own_days_and_hours():
    calendar = read(SMALL.encode(), NAME).calendar
    assert calendar == WorkCalendar(
        extra_days_off=frozenset({date(2020, 10, 9)}),
        opens=time(8, 30),
        closes=time(18, 0),
    )


def test_a_catalog_without_a_calendar_has_the_usual_one():
    line = next(line for line in SMALL.splitlines(keepends=True) if "calendar" in line)
    assert changed((line, "")).calendar == WorkCalendar()


def test_another_country_may_be_named():
    assert changed(("country: CN", "country: SG")).calendar.country == "SG"


def test_policies_keep_the_defaults_they_do_not_mention():
    policies = read(SMALL.encode(), NAME).policies
    assert policies["standard"] == Policy(
        id="standard", name="月报", report=Cadence.MONTHLY, due=(25,)
    )
    campaign = policies["campaign"]
    assert campaign.due == (10, 25)
    assert campaign.assist is False
    assert campaign.ladder == (
        Rung(at=0, to=Audience.OWNER),
        Rung(at=3, to=Audience.HEAD),
    )


def test_lights_may_be_given_in_part():
    catalog = changed(("lights: {note: 5, yellow: 10, red: 30}", "lights: {red: 40}"))
    assert catalog.policies["campaign"].lights == Lights(note=5, yellow=10, red=40)


def test_how_far_apart_is_too_far_is_a_threshold_as_well():
    catalog = changed(("red: 30}", "red: 30, apart: 20}"))
    assert catalog.policies["campaign"].lights == Lights(apart=20)


def test_a_policy_says_how_its_tasks_live():
    written = (
        "due: 25, acknowledge: 0, finish: 15, decide: 3, corrections: 0, spare: true, "
        "extensions: {most: 1, longest: 30}"
    )
    policy = changed(("due: 25", written)).policies["standard"]
    assert (policy.acknowledge, policy.finish, policy.decide) == (0, 15, 3)
    assert (policy.spare, policy.corrections) == (True, 0)
    assert changed().policies["standard"].corrections == 3
    assert policy.extensions == Extensions(most=1, longest=30)


def test_limits_of_extensions_may_be_given_in_part():
    catalog = changed(("due: 25", "due: 25, extensions: {longest: 90}"))
    assert catalog.policies["standard"].extensions == Extensions(most=2, longest=90)


def test_a_ladder_may_speak_to_the_deputies():
    catalog = changed(("{at: 3, to: head}", "{at: 2, to: deputy}, {at: 3, to: head}"))
    to = [rung.to for rung in catalog.policies["campaign"].ladder]
    assert to == [Audience.OWNER, Audience.DEPUTY, Audience.HEAD]


def test_rests_within_working_hours_are_quiet():
    catalog = changed(("extra_days_off", 'quiet: ["12:00-13:30"], extra_days_off'))
    assert catalog.calendar.quiet == ((time(12), time(13, 30)),)


def test_how_many_letters_a_person_gets_has_defaults():
    assert read(SMALL.encode(), NAME).kindness == Kindness()
    catalog = changed(("digests:\n", "kindness: {per_day: 2}\ndigests:\n"))
    assert catalog.kindness == Kindness(per_day=2, per_week=10)


STEPS = (
    Point(day=date(2020, 6, 30), percent=40),
    Point(day=date(2020, 12, 31), percent=100),
)


@pytest.mark.parametrize(
    ("written", "curve"),
    [
        ("linear", Curve()),
        ("front", Curve(shape=Shape.FRONT)),
        ("back", Curve(shape=Shape.BACK)),
        (
            "{steps: {2020-06-30: 40, 2020-12-31: 100}}",
            Curve(shape=Shape.STEPS, points=STEPS),
        ),
        (
            "{milestones: {2020-06-30: 40, 2020-12-31: 100}}",
            Curve(shape=Shape.MILESTONES, points=STEPS),
        ),
        (
            "{seasonal: [0, 0, 1, 2, 3, 3, 3, 3, 2, 1, 0, 0]}",
            Curve(shape=Shape.SEASONAL, weights=(0, 0, 1, 2, 3, 3, 3, 3, 2, 1, 0, 0)),
        ),
    ],
)
def test_curves_of_indicators_tasks_and_targets_are_read_alike(written, curve):
    catalog = changed(
        ("baseline: 0}", f"baseline: 0, curve: {written}}}"),
        ("lead: water", f"lead: water\n        curve: {written}"),
        ("kind: share}", f"kind: share, curve: {written}}}"),
    )
    first, second = catalog.tasks()
    assert first.indicators[0].curve == curve
    assert (first.curve, second.curve) == (Curve(), curve)
    assert catalog.targets[0].curve == curve


def test_a_point_may_lie_before_the_plan_where_its_pace_begins():
    catalog = changed(
        (
            "baseline: 0}",
            "baseline: 0, curve: {steps: {2020-01-31: 5, 2020-10-31: 100}}}",
        )
    )
    points = next(catalog.tasks()).indicators[0].curve.points
    assert points[0].day == date(2020, 1, 31)


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("report: weekly, due: friday", (5,)),
        ("report: quarterly, due: 31", (31,)),
        ("report: once", ()),
    ],
)
def test_a_policys_due_day_fits_its_cadence(written, due):
    catalog = changed(("report: monthly, due: 25", written))
    assert catalog.policies["standard"].due == due


def test_a_tasks_policy_is_its_own_else_its_areas_else_the_plans():
    tasks = read(SMALL.encode(), NAME).tasks()
    assert [task.policy for task in tasks] == ["campaign", "campaign"]
    own = changed(("lead: water", "lead: water\n        policy: standard"))
    assert [task.policy for task in own.tasks()] == ["campaign", "standard"]
    plans = changed(("    policy: campaign\n", ""))
    assert [task.policy for task in plans.tasks()] == ["standard", "standard"]


def test_a_tasks_dates_and_names_have_defaults():
    first, second = read(SMALL.encode(), NAME).tasks()
    assert (first.short, second.short) == ("锅炉炉窑", "柴油货车")
    assert (second.starts, second.due) == (date(2020, 2, 25), date(2020, 12, 31))
    assert (first.lead, first.assist, second.assist) == ("air", ("law",), ())
    assert first.measures == (
        Measure(id="a", text="完成改造"),
        Measure(id="b", text="完成验收", due=date(2020, 6, 30)),
    )


def test_numbers_are_decimals_and_kinds_are_known():
    catalog = read(SMALL.encode(), NAME)
    (target,) = catalog.targets
    assert (target.target, target.baseline) == (Decimal(85), Decimal("88.6"))
    assert target.kind is Kind.SHARE
    steel = next(catalog.tasks()).indicators[0]
    assert (steel.target, steel.unit, steel.kind) == (Decimal(13), "家", Kind.COUNT)


def test_an_indicator_without_a_number_is_judged_by_its_test():
    catalog = changed(("target: 13, unit: 家, baseline: 0", "test: 以国家核定为准"))
    (steel,) = next(catalog.tasks()).indicators
    assert (steel.target, steel.test) == (None, "以国家核定为准")


def test_digests_have_a_weekday_and_an_hour():
    assert read(SMALL.encode(), NAME).digests == (
        DigestTime(to=Audience.LEADER, weekday=1, at=time(8, 30)),
    )


def test_ids_may_stand_without_quotes_and_words_of_yaml_are_just_words():
    catalog = changed(
        ('id: "02"', "id: 02"),
        ('id: "02.2"', "id: 02.20"),
        ("title: 柴油货车", "title: on"),
        ("text: 淘汰老旧货车", "text: 2020-06-30"),
    )
    *_, last = catalog.tasks()
    assert (catalog.areas[0].id, last.id, last.title) == ("02", "02.20", "on")
    assert last.measures[0].text == "2020-06-30"


def test_a_text_over_several_lines_becomes_one_line():
    catalog = changed(
        ("title: 柴油货车", "title: >-\n          柴油\n          货车"),
    )
    *_, last = catalog.tasks()
    assert last.title == "柴油 货车"


def test_optional_parts_may_be_left_out():
    text = SMALL
    for part in ("digests:", "targets:"):
        lines = text.splitlines(keepends=True)
        at = lines.index(f"{part}\n")
        text = "".join(lines[:at] + lines[at + 2 :])
    catalog = read(text.encode(), NAME)
    assert (catalog.digests, catalog.targets) == ((), ())


def test_the_shipped_catalog_is_sound():
    path = ROOT / NAME
    catalog = read(path.read_bytes(), path.name)
    assert len(catalog.areas) == 10
    assert all(task.measures for task in catalog.tasks())
