"""What was granted, laid over the catalog."""

import pytest
from builders import a_catalog, a_task, an_area, at, day
from hypothesis import given
from hypothesis import strategies as st

from rules.amend import Amendment, amended
from rules.catalog import Task
from rules.ids import TaskId, UnitId

AIR, WATER, LAW = UnitId("air"), UnitId("water"), UnitId("law")
PLANNED = "2020-12-31"
OTHER = a_task("02.3")
MARCH, END_OF_NOVEMBER, DECEMBER = at(3, 2), day(11, 30), at(12, 1)


def put_off(until=END_OF_NOVEMBER, when=MARCH, planned=PLANNED, task="02.2"):
    return Amendment(task=TaskId(task), at=when, planned=planned, until=until)


def handed(to=WATER, when=MARCH, planned="air"):
    return Amendment(task=TaskId("02.2"), at=when, planned=planned, to=to)


def after(*amendments: Amendment, as_of=DECEMBER, **over) -> Task:
    catalog = a_catalog(an_area("02", a_task(**over), OTHER))
    found, other = amended(catalog, amendments, as_of).tasks()
    assert other == OTHER
    return found


def test_without_anything_granted_the_catalog_is_the_files():
    catalog = a_catalog(an_area("02", a_task()))
    assert amended(catalog, (), at(3, 2)) is catalog
    assert amended(catalog, [put_off(when=at(3, 3))], at(3, 2)) is catalog


def test_a_new_date_is_in_force_from_the_moment_it_was_granted():
    found = after(put_off(), as_of=at(3, 2))
    assert (found.due, found.put_off_from) == (day(11, 30), day(12, 31))
    assert after(put_off(when=at(3, 2, 9)), as_of=at(3, 2, 8)) == a_task()


def test_the_last_date_granted_counts_whatever_order_they_come_in():
    first, second = put_off(), put_off(day(12, 15), at(5, 6))
    for order in ((first, second), (second, first)):
        found = after(*order)
        assert (found.due, found.put_off_from) == (day(12, 15), day(12, 31))


@pytest.mark.parametrize(
    ("amendment", "over"),
    [
        pytest.param(put_off(), {"due": day(10, 31)}, id="its date was edited since"),
        pytest.param(handed(), {"lead": LAW}, id="its lead was edited since"),
        pytest.param(handed(UnitId("gone")), {}, id="the unit left the catalog"),
    ],
)
def test_a_later_edit_of_the_file_wins(amendment, over):
    assert after(amendment, **over) == a_task(**over)


def test_a_task_handed_over_is_led_by_the_new_unit_and_knows_its_former_one():
    found = after(handed(), assist=(LAW,))
    assert (found.lead, found.assist, found.handed_from) == (WATER, (LAW,), AIR)
    assert AIR not in found.units


def test_who_assisted_leads_and_assists_no_more():
    found = after(handed(), assist=(WATER, LAW))
    assert (found.lead, found.assist) == (WATER, (LAW,))


def test_a_task_handed_on_and_back_is_as_planned():
    found = after(
        handed(), handed(AIR, at(4, 2)), handed(LAW, at(5, 6)), handed(AIR, at(6, 1))
    )
    assert found == a_task()


def test_a_date_and_a_lead_are_granted_apart():
    found = after(put_off(), handed())
    assert (found.due, found.lead) == (day(11, 30), WATER)


DATES = st.dates(day(1, 1), day(12, 30))


@given(st.lists(st.tuples(DATES, st.integers(1, 28)), max_size=6))
def test_the_same_history_gives_the_same_catalog(granted):
    amendments = [put_off(until, at(3, on)) for until, on in granted]
    found = after(*amendments)
    assert found == after(*amendments)
    if granted:
        latest = max(on for _, on in granted)
        assert found.due in {until for until, on in granted if on == latest}
        assert found.put_off_from == day(12, 31)
