"""What applying a catalog does, and what it leaves alone."""

from datetime import date, time

import pytest
from sqlmodel import select

from rules.catalog import Audience
from rules.ids import PlanId, TaskId, UnitId
from rules.obligation import ObligationState
from store import digests, obligations, plans, reports
from store.catalog import read
from store.tables import (
    BranchRow,
    CatalogVersionRow,
    DigestRow,
    IndicatorRow,
    ObligationRow,
    TaskRow,
    UnitRow,
)

PLAN = PlanId("p1")
OTHER = PlanId("p2")


def _without_second_task(text: str) -> str:
    return text[: text.index('      - id: "01.2"')]


def _in_force(store, table) -> list:
    """Return the rows of a table that are not retired."""
    rows = store.read_sync(lambda tx: tx.scalars(select(table)).all())
    return [row for row in rows if row.retired_at is None]


def test_applying_twice_changes_nothing(loaded, catalog, catalog_text, clock):
    again = loaded.run_sync(
        lambda tx: plans.apply(
            tx, catalog, text=catalog_text, author="b", note="", now=clock()
        )
    )
    assert (again.number, again.changed) == (1, False)


def test_what_was_applied_is_read_back_whole(loaded, catalog):
    number, found = loaded.read_sync(lambda tx: plans.current(tx, PlanId("zj-2020")))
    assert (number, found) == (1, catalog)


def test_an_empty_database_holds_no_plan(store):
    def work(tx):
        return (
            plans.any_loaded(tx),
            plans.only(tx),
            plans.loaded(tx, PLAN),
            plans.current(tx, PLAN),
        )

    assert store.read_sync(work) == (False, None, None, None)


def test_a_second_version_changes_rows_and_keeps_the_first_text(
    small, small_text, put_in_force
):
    edited = small_text.replace("柴油货车", "柴油货车淘汰").replace(
        "target: 13", "target: 14.5"
    )
    assert put_in_force(edited) == plans.Applied(number=2, changed=True)
    titles = {row.id: row.title for row in _in_force(small, TaskRow)}
    targets = {row.id: str(row.target) for row in _in_force(small, IndicatorRow)}
    kept = small.read_sync(
        lambda tx: {v.number: v.text for v in tx.scalars(select(CatalogVersionRow))}
    )
    assert titles["01.2"] == "柴油货车淘汰"
    assert targets == {"steel": "14.5", "kilns": "0.1"}
    assert kept == {1: small_text, 2: edited}


def test_a_task_taken_out_is_retired_with_all_it_has_and_comes_back_whole(
    small, small_text, put_in_force, clock
):
    clock.forward(days=1)
    put_in_force(_without_second_task(small_text))
    gone = small.read_sync(lambda tx: tx.get(TaskRow, ("p1", "01.2")))
    assert gone.retired_at == clock()
    assert {row.task for row in _in_force(small, BranchRow)} == {"01.1"}
    put_in_force(small_text)
    assert {row.id for row in _in_force(small, TaskRow)} == {"01.1", "01.2"}
    assert len(_in_force(small, BranchRow)) == 4


def test_a_unit_that_moves_from_lead_to_assist_keeps_one_branch(
    small, small_text, put_in_force
):
    put_in_force(
        small_text.replace("lead: air", "lead: law").replace(
            "assist: [law]", "assist: [air]"
        )
    )
    parts = {
        row.unit: row.part for row in _in_force(small, BranchRow) if row.task == "01.1"
    }
    assert parts == {"law": "lead", "air": "assist"}


def test_what_a_retired_task_owes_is_waived_and_what_was_said_of_it_stays(
    small, small_text, put_in_force, ann, open_up, say, clock, at
):
    open_up("campaign", "2020-03-1", date(2020, 3, 10))
    open_up("standard", "2020-03", date(2020, 3, 25))
    say(ann, "01.2", at(3, 4), percent=10)
    clock.now = at(3, 5)
    put_in_force(_without_second_task(small_text))
    rows = small.read_sync(lambda tx: tx.scalars(select(ObligationRow)).all())
    waived = {(r.task, r.unit, r.closed_at, r.look_at) for r in rows if r.closed_at}
    assert waived == {
        ("01.2", "water", at(3, 5), None),
        ("01.2", "air", at(3, 5), None),
    }
    assert {r.state for r in rows if r.task == "01.1"} == {"open"}
    assert (
        len(small.read_sync(lambda tx: reports.history(tx, PLAN, TaskId("01.2"), 9)))
        == 1
    )


def test_taking_back_a_mistaken_edit_takes_back_what_it_waived(
    small, small_text, put_in_force, open_up, clock, at
):
    open_up("campaign", "2020-03-1", date(2020, 3, 10))
    clock.now = at(3, 5)
    put_in_force(_without_second_task(small_text))
    clock.now = at(3, 6)
    # An edit that leaves the task out once more leaves the waiver as it was.
    put_in_force(_without_second_task(small_text).replace("锅炉炉窑", "锅炉"))
    clock.now = at(3, 9)
    put_in_force(small_text)
    owed = small.read_sync(lambda tx: obligations.of_task(tx, PLAN, TaskId("01.2")))
    assert {(o.unit, o.state, o.look_at) for o in owed} == {
        ("air", ObligationState.OPEN, at(3, 9)),
        ("water", ObligationState.OPEN, at(3, 9)),
    }


def test_a_task_that_returns_after_its_day_owes_nothing_for_the_past(
    small, small_text, put_in_force, open_up, clock, at
):
    open_up("campaign", "2020-03-1", date(2020, 3, 10))
    clock.now = at(3, 5)
    put_in_force(_without_second_task(small_text))
    clock.now = at(6, 1)
    put_in_force(small_text)
    owed = small.read_sync(lambda tx: obligations.of_task(tx, PLAN, TaskId("01.2")))
    assert owed == []


def test_an_answered_report_is_not_owed_again_when_its_task_returns(
    small, small_text, put_in_force, open_up, clock, at
):
    open_up("campaign", "2020-03-1", date(2020, 3, 10))
    small.run_sync(
        lambda tx: obligations.answer(
            tx, PLAN, TaskId("01.2"), UnitId("water"), at(3, 4)
        )
    )
    clock.now = at(3, 5)
    put_in_force(_without_second_task(small_text))
    put_in_force(small_text)
    owed = small.read_sync(lambda tx: obligations.of_task(tx, PLAN, TaskId("01.2")))
    assert [o.unit for o in owed] == ["air"]


def test_digest_times_are_kept_added_and_silenced(
    small, small_text, put_in_force, clock, at
):
    def times():
        rows = small.read_sync(lambda tx: tx.scalars(select(DigestRow)).all())
        return {(row.audience, row.weekday, row.at): row.look_at for row in rows}

    monday, friday = ("leader", 1, time(8, 30)), ("admin", 5, time(16, 0))
    assert times() == {monday: at(3, 2)}
    clock.now = at(2, 26)
    line = "  - {to: leader, every: monday 08:30}\n"
    put_in_force(
        small_text.replace(line, line + "  - {to: admin, every: friday 16:00}\n")
    )
    assert times() == {monday: at(3, 2), friday: at(2, 28, 16, 0)}
    put_in_force(small_text.replace(line, "  - {to: admin, every: friday 16:00}\n"))
    assert times() == {monday: None, friday: at(2, 28, 16, 0)}
    put_in_force(small_text)
    assert times() == {monday: at(3, 2), friday: None}


def test_a_plan_may_have_no_digest_at_all(small, small_text, put_in_force):
    listed = "digests:\n  - {to: leader, every: monday 08:30}\n"
    put_in_force(small_text.replace(listed, "digests: []\n"))
    assert small.read_sync(lambda tx: digests.next_look(tx, PLAN)) is None


def test_a_digest_not_yet_composed_is_not_lost_to_an_edit(
    small, small_text, put_in_force, clock, at
):
    clock.now = at(3, 2, 9, 15)
    put_in_force(small_text.replace("柴油货车", "柴油货车淘汰"))
    due = small.run_sync(lambda tx: digests.due(tx, PLAN, clock()))
    assert [(d.audience, d.look_at) for d in due] == [(Audience.LEADER, at(3, 2))]


class Spilt(Exception):
    """Something went wrong in the middle."""


def test_a_failing_apply_leaves_everything_as_it_was(
    small, small_text, clock, monkeypatch
):
    def broken(*_: object) -> None:
        raise Spilt

    edited = _without_second_task(small_text)
    catalog = read(edited.encode(), "small.yaml")
    monkeypatch.setattr(plans, "_set_digests", broken)
    with pytest.raises(Spilt):
        small.run_sync(
            lambda tx: plans.apply(
                tx, catalog, text=edited, author="Ann", note="", now=clock()
            )
        )
    found = small.read_sync(lambda tx: plans.loaded(tx, PLAN))
    assert (found.number, len(list(found.catalog.tasks()))) == (1, 2)
    assert {row.id for row in _in_force(small, TaskRow)} == {"01.1", "01.2"}


def test_a_plan_remembers_its_bot_and_its_first_day_across_versions(
    small, small_text, put_in_force, clock
):
    first = clock()
    small.run_sync(lambda tx: plans.name_bot(tx, PLAN, "duban_bot"))
    small.run_sync(lambda tx: plans.set_opened(tx, PLAN, first))
    clock.forward(days=3)
    put_in_force(small_text.replace("target: 13", "target: 14"))
    found = small.read_sync(lambda tx: plans.loaded(tx, PLAN))
    assert (found.bot_username, found.loaded_at, found.opened_at, found.applied_at) == (
        "duban_bot",
        first,
        first,
        clock(),
    )


def test_two_plans_in_one_database_stay_apart(
    small, small_text, put_in_force, open_up, clock, at
):
    assert small.read_sync(plans.only) == PLAN
    put_in_force(small_text.replace("id: p1", "id: p2"))
    open_up("standard", "2020-03", date(2020, 3, 25))
    clock.forward(days=1)
    put_in_force(_without_second_task(small_text).replace("id: p1", "id: p2"))

    def work(tx):
        return (
            plans.any_loaded(tx),
            plans.only(tx),
            plans.loaded(tx, PLAN).number,
            plans.loaded(tx, OTHER).number,
            len(obligations.of_task(tx, PLAN, TaskId("01.1"))),
            len(obligations.of_task(tx, OTHER, TaskId("01.1"))),
            obligations.claim_due(
                tx, OTHER, at(12, 31), lease=clock() - at(2, 1), limit=9
            ),
        )

    everything = small.run_sync(work)
    assert everything[:6] == (True, None, 1, 2, 1, 0)
    assert everything[6].due == ()
    units = {(row.plan, row.id) for row in _in_force(small, UnitRow)}
    assert len(units) == 6
