"""A digest cut to what a screen holds."""

import json
from dataclasses import replace

import pytest
from builders import a_catalog, a_line, a_need, a_task, an_area, at, day, days

from rules.digest import compose
from rules.facts import units_of
from rules.ids import UnitId
from rules.pace import Light
from rules.people import Role
from rules.screen import SHOWN, digest_buttons, screen, weekly

GREEN, YELLOW, RED = Light.GREEN, Light.YELLOW, Light.RED
AREAS = (an_area("02"), an_area("10"))
CATALOG = a_catalog(*AREAS)
TODAY = day(5, 25)


def shown(*lines, catalog=CATALOG):
    return screen(compose(catalog.areas, lines), days(), units_of(catalog), TODAY)


def silent(id_: str, unit: str):
    return a_line(id_, GREEN, RED, missed=1, task=a_task(id_, lead=UnitId(unit)))


@pytest.mark.parametrize(
    ("now", "first", "last", "number"),
    [
        pytest.param(at(3, 30), "2020-03-23", "2020-03-29", 5, id="on a Monday"),
        pytest.param(at(4, 7), "2020-03-30", "2020-04-05", 6, id="late, on a Tuesday"),
    ],
)
def test_the_weekly_digest_is_about_the_week_before(now, first, last, number):
    facts = weekly(CATALOG, [a_line()], days(), now)
    assert (facts["from"], facts["to"], facts["number"]) == (first, last, number)
    assert facts["as_of"] == now.isoformat()
    assert (facts["plan"], facts["total"]) == ("工作要点", 1)


@pytest.mark.parametrize(("year", "known"), [(2020, True), (2032, False)])
def test_a_year_whose_holidays_are_not_known_says_so(year, known):
    now = at(3, 30).replace(year=year)
    assert weekly(CATALOG, [a_line()], days(), now)["calendar_known"] is known


def test_an_empty_plan_makes_an_empty_screen():
    facts = weekly(a_catalog(), [], days(), at(3, 30))
    assert set(facts["totals"].values()) == {0}
    assert facts["areas"] == []
    assert facts["silent"] == {"units": [], "more": 0, "total": 0}
    assert facts["corrections"] == {"lines": [], "more": 0, "total": 0}
    assert {name: part["total"] for name, part in facts["sections"].items()} == {
        "needs": 0,
        "worse": 0,
        "overdue": 0,
    }
    counted = (facts["better"], facts["worse"], facts["hushed"], facts["total"])
    assert counted == (0, 0, 0, 0)


def test_an_area_is_told_by_its_number_and_whether_anything_was_heard():
    facts = shown(a_line("02.1"), a_line("02.2", Light.NONE, Light.NONE))
    two, ten = facts["areas"]
    assert (two["id"], two["number"], two["short"]) == ("02", "2", "领域02")
    none = dict.fromkeys(("yellow", "red", "done", "out"), 0)
    assert two["lights"] == {"none": 1, "green": 1} | none
    assert (two["progress"], two["expected"], two["told"]) == (50, 50, True)
    assert (two["reported"], two["tasks"]) == (2, 2)
    assert (ten["told"], ten["progress"], ten["expected"]) == (False, None, 0)
    assert (ten["reported"], ten["tasks"]) == (0, 0)
    mute = shown(a_line("02.1", Light.NONE, Light.NONE))["areas"][0]
    assert mute["told"] is False


@pytest.mark.parametrize(("count", "more"), [(SHOWN, 0), (SHOWN + 2, 2)])
def test_a_section_shows_its_first_lines_and_counts_the_rest(count, more):
    facts = shown(*(a_line(f"02.{n}", GREEN, YELLOW) for n in range(count)))
    worse = facts["sections"]["worse"]
    assert (len(worse["lines"]), worse["more"], worse["total"]) == (SHOWN, more, count)
    assert facts["worse"] == count
    assert worse["lines"][0]["before"] == "green"
    assert worse["lines"][0]["light"] == "yellow"


def test_each_line_stands_in_the_section_it_belongs_to():
    facts = shown(
        a_line("02.1", needs="请协调"),
        a_line("02.2", GREEN, YELLOW),
        a_line("02.3", missed=1, last_report=at(5, 11)),
        a_line("02.4", RED, GREEN),
    )
    found = {
        name: [line["task"] for line in part["lines"]]
        for name, part in facts["sections"].items()
    }
    assert found == {"needs": ["2.1"], "worse": ["2.2"], "overdue": ["2.3"]}
    assert facts["better"] == 1


def test_the_headline_counts_what_is_listed_wherever_it_stands():
    facts = shown(
        a_line("02.1", GREEN, RED, needs="请协调"),
        a_line("02.2", GREEN, YELLOW, missed=1, last_report=at(5, 11)),
        a_line("02.3", YELLOW, YELLOW, missed=1, last_report=at(5, 11)),
        silent("02.4", "air"),
    )
    sections = facts["sections"]
    listed = [line for part in sections.values() for line in part["lines"]]
    assert [line["task"] for line in listed] == ["2.1", "2.2", "2.3"]
    assert facts["worse"] == sum(line["fell"] for line in listed) == 2
    also = {name: part["also"] for name, part in sections.items()}
    assert also == {"needs": False, "worse": True, "overdue": True}


def test_what_is_needed_is_told_with_whom_when_and_for_how_long():
    line = replace(
        a_line("02.2", GREEN, YELLOW, problem="权属不清"),
        needs=(
            a_need("明确电价", day(5, 11), whom="省发改委", by=day(5, 24)),
            a_need("拨款", day(5, 19), by=day(5, 25)),
            a_need("用地", day(5, 18)),
        ),
    )
    needs = shown(line)["sections"]["needs"]
    asked = [
        tuple(one[key] for key in ("need", "whom", "by", "late", "weeks", "fell"))
        for one in needs["lines"]
    ]
    assert asked == [
        ("明确电价", "省发改委", "2020-05-24", True, 2, True),
        ("拨款", "", "2020-05-25", False, 0, False),
        ("用地", "", None, False, 1, False),
    ]
    first = needs["lines"][0]
    assert (first["task"], first["problem"], first["light"]) == (
        "2.2",
        "权属不清",
        "yellow",
    )
    assert (needs["total"], needs["more"], needs["also"]) == (3, 0, False)


def test_more_needs_than_a_screen_holds_are_counted():
    line = replace(a_line(), needs=(a_need(),) * (SHOWN + 2))
    needs = shown(line)["sections"]["needs"]
    assert (len(needs["lines"]), needs["more"], needs["total"]) == (SHOWN, 2, SHOWN + 2)


def test_the_silent_are_told_by_unit_most_first_in_the_order_people_count():
    facts = shown(
        silent("02.10", "air"), silent("10.1", "water"), silent("02.9", "air")
    )
    assert (facts["worse"], facts["hushed"]) == (0, 3)
    assert facts["silent"] == {
        "units": [
            {"unit": "air处", "tasks": ["2.9", "2.10"]},
            {"unit": "water处", "tasks": ["10.1"]},
        ],
        "more": 0,
        "total": 3,
    }


def test_more_silent_units_than_a_screen_holds_are_counted():
    units = [f"u{n}" for n in range(SHOWN + 2)]
    lines = [silent(f"02.{n}", unit) for n, unit in enumerate(units)]
    facts = shown(*lines, catalog=a_catalog(*AREAS, units=units))
    assert len(facts["silent"]["units"]) == SHOWN
    assert (facts["silent"]["more"], facts["silent"]["total"]) == (2, SHOWN + 2)


def test_four_thousand_tasks_still_fit_one_screen():
    lines = [
        a_line(f"02.{n}", GREEN, RED, missed=n % 3, needs="请协调" * 20)
        for n in range(4000)
    ]
    facts = weekly(CATALOG, lines, days(), at(3, 30))
    assert facts["total"] == sum(facts["totals"].values()) == 4000
    assert all(len(part["lines"]) <= SHOWN for part in facts["sections"].values())
    assert len(facts["silent"]["units"]) <= SHOWN


def test_a_screen_can_be_kept_as_json():
    facts = weekly(CATALOG, [silent("02.1", "air"), a_line()], days(), at(3, 30))
    assert json.loads(json.dumps(facts)) == facts


@pytest.mark.parametrize(
    ("role", "labels"),
    [
        (Role.LEADER, ["buttons.direct", "buttons.areas"]),
        (Role.ADMIN, ["buttons.areas"]),
        (Role.OBSERVER, ["buttons.areas"]),
    ],
)
def test_only_who_may_direct_is_offered_it_under_a_digest(role, labels):
    (row,) = digest_buttons(role)
    assert [button.label for button in row] == labels
