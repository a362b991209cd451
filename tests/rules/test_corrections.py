"""What a digest says was put right of the last one."""

from decimal import Decimal

from builders import a_catalog, a_task, an_area, an_indicator, at, day, days
from tables import each

from rules.corrections import SHOWN, Correction, Version, section
from rules.ids import IndicatorId, TaskId, UnitId
from rules.screen import weekly

STEEL, KILNS = IndicatorId("steel"), IndicatorId("kilns")
ONE = a_task("02.2", indicators=(an_indicator(),), assist=(UnitId("law"),))
TWO = a_task(
    "02.10",
    short="治气",
    indicators=(an_indicator(), an_indicator(id=KILNS, name="炉窑", unit="台")),
)
CATALOG = a_catalog(an_area("02", ONE, TWO, a_task("02.9")))


def a_version(of_month: int = 18, totals: dict[str, str] | None = None, **over):
    said = {IndicatorId(id_): Decimal(n) for id_, n in (totals or {}).items()}
    return Version(at=at(5, of_month), totals=said, **over)


def a_correction(
    before: Version, after: Version, task: str = "02.2", unit: str = "air"
) -> Correction:
    return Correction(task=TaskId(task), unit=UnitId(unit), before=before, after=after)


def changes(one: Correction) -> list[tuple[object, ...]]:
    """Return each change as kind, name, before, after, unit."""
    keys = ("kind", "name", "before", "after", "unit")
    return [
        tuple(change[key] for key in keys)
        for line in section(CATALOG, [one], days())["lines"]
        for change in line["changes"]
    ]


@each(
    ("before", "after", "task", "unit", "expected"),
    [
        (
            {"totals": {"steel": "12"}},
            {"totals": {"steel": "8.0"}},
            "02.2",
            "air",
            [("figure", "", "12", "8", "家")],
        ),
        # Several numbers have names; what the correction leaves out is gone.
        (
            {"totals": {"steel": "12"}},
            {"totals": {"kilns": "3"}},
            "02.10",
            "air",
            [("figure", "钢铁", "12", None, "家"), ("figure", "炉窑", None, "3", "台")],
        ),
        (
            {"percent": 60, "status": "done"},
            {"percent": None, "status": "at_risk"},
            "02.9",
            "air",
            [("percent", "", 60, None, "%"), ("status", "", "done", "at_risk", "")],
        ),
        (
            {"needs": "请省厅协调"},
            {"needs": ""},
            "02.9",
            "air",
            [("needs", "", None, None, "")],
        ),
        # An assisting unit's percent and word are not on the screen; its needs are.
        (
            {"percent": 60, "status": "done", "needs": "请协调"},
            {"percent": 50},
            "02.2",
            "law",
            [("needs", "", None, None, "")],
        ),
        # Only other words: nothing a screen showed has changed.
        ({"percent": 60}, {"percent": 60}, "02.2", "air", []),
        ({"totals": {"steel": "8"}}, {"totals": {"steel": "8.0"}}, "02.2", "air", []),
        # A number, or a task, that has left the plan.
        ({"totals": {"coal": "1"}}, {"totals": {"coal": "2"}}, "02.2", "air", []),
        ({"percent": 60}, {"percent": 50}, "02.7", "air", []),
    ],
)
def test_a_correction_tells_what_the_screen_had_shown_otherwise(
    before, after, task, unit, expected
):
    one = a_correction(a_version(**before), a_version(28, **after), task, unit)
    assert changes(one) == expected
    assert section(CATALOG, [one], days())["total"] == bool(expected)


def test_a_correction_says_when_it_was_made():
    one = a_correction(a_version(percent=60), a_version(28, percent=50))
    (line,) = section(CATALOG, [one], days())["lines"]
    assert (line["task"], line["short"]) == ("2.2", "锅炉炉窑")
    assert (line["made"], line["at"]) == (at(5, 18).isoformat(), at(5, 28).isoformat())
    assert line["withdrawn"] is False


def test_a_report_taken_back_is_told_as_that():
    one = a_correction(a_version(percent=60, needs="请"), a_version(28, withdrawn=True))
    (line,) = section(CATALOG, [one], days())["lines"]
    assert (line["withdrawn"], line["changes"]) == (True, [])


def test_corrections_stand_in_the_order_people_count_and_the_rest_are_counted():
    before, after = a_version(percent=60), a_version(28, percent=50)
    tasks = ["02.10", "02.9", *["02.2"] * SHOWN]
    found = [a_correction(before, after, task) for task in tasks]
    told = section(CATALOG, found, days())
    assert [line["task"] for line in told["lines"]] == ["2.2"] * SHOWN
    assert (told["more"], told["total"]) == (2, SHOWN + 2)
    two = section(CATALOG, found[:2], days())
    assert [line["task"] for line in two["lines"]] == ["2.9", "2.10"]


def test_the_digest_has_its_corrections():
    one = a_correction(a_version(percent=60), a_version(28, percent=50))
    facts = weekly(CATALOG, [], days(), at(6, 1), corrected=[one])
    assert facts["corrections"] == section(CATALOG, [one], days())
    assert day(5, 28).isoformat() in facts["corrections"]["lines"][0]["at"]
