"""What is owed is closed by what was done, and owed again when that is undone."""

from datetime import date
from types import SimpleNamespace

import pytest
from sqlmodel import select

from rules.catalog import Audience
from rules.ids import DirectiveId, PlanId, RequestId, TaskId, UnitId
from rules.obligation import ObligationState, Owed
from rules.owing import acknowledging, acting, deciding, finishing
from store import obligations, plans
from store.tables import ObligationRow

PLAN = PlanId("p1")
TASK, AIR = TaskId("01.1"), UnitId("air")
TODAY = date(2020, 3, 10)


@pytest.fixture
def owing(small, open_up, at):
    """Owe a report, a receipt, an end, a directive (D1) and two decisions (R1, R12)."""
    open_up("standard", "2020-03", date(2020, 3, 25))

    def work(tx) -> tuple[int, int]:
        found = plans.loaded(tx, PLAN)
        policy, days = found.catalog.policies["standard"], found.days
        given = {"today": TODAY, "days": days}
        admin = {"by": Audience.ADMIN, **given}
        made = (
            acknowledging(policy, TASK, AIR, time=1, **given),
            finishing(policy, TASK, AIR, due=date(2020, 12, 31), days=days),
            acting(policy, TASK, AIR, DirectiveId(1), due=TODAY, days=days),
            deciding(policy, TASK, "R1", RequestId(1), **admin),
            deciding(policy, TASK, "R1-2", RequestId(1), **admin),
            deciding(policy, TASK, "R12", RequestId(12), **admin),
        )
        again = obligations.open_all(tx, PLAN, made, at(3, 10))
        return again, obligations.open_all(tx, PLAN, made[:2], at(3, 11))

    assert small.run_sync(work) == (6, 0)
    assert small.run_sync(lambda tx: obligations.open_all(tx, PLAN, (), at(3, 10))) == 0
    return small


@pytest.fixture
def rows(small):
    """Return how to read what is owed, by its period."""

    def read() -> dict[str, SimpleNamespace]:
        found = small.read_sync(lambda tx: tx.scalars(select(ObligationRow)).all())
        return {row.period: SimpleNamespace(**row.model_dump()) for row in found}

    return read


@pytest.fixture
def still_open(rows):
    def read() -> set[str]:
        return {key for key, row in rows().items() if row.state == "open"}

    return read


ALL = {"2020-03", "issue-1", "2020-12-31", "D1", "R1", "R1-2", "R12"}


def test_what_is_opened_keeps_whom_and_what_it_is_about(owing, rows, at):
    found = rows()
    assert set(found) == ALL
    assert (found["R12"].subject, found["R12"].unit, found["R12"].kind) == (
        12,
        "",
        "decide",
    )
    assert (found["D1"].due, found["D1"].subject) == (TODAY, 1)
    assert (found["issue-1"].look_at, found["issue-1"].opened_at) == (
        at(3, 10),
        at(3, 10),
    )
    assert found["2020-12-31"].policy["ladder"][0] == {"at": -10, "to": "owner"}
    assert owing


def test_an_answer_closes_reports_only_and_says_which_report_it_was(
    owing, rows, still_open, at
):
    closed = owing.run_sync(
        lambda tx: obligations.answer(tx, PLAN, TASK, AIR, at(3, 11), report=5)
    )
    assert (closed, still_open()) == (1, ALL - {"2020-03"})
    row = rows()["2020-03"]
    assert (row.state, row.look_at, row.closed_at, row.answered_by) == (
        "answered",
        None,
        at(3, 11),
        5,
    )


@pytest.mark.parametrize(
    ("kinds", "period", "closed"),
    [
        ([Owed.REPORT, Owed.FINISH], "", {"2020-03", "2020-12-31"}),
        ([Owed.ACKNOWLEDGE], "issue-", {"issue-1"}),
        ([Owed.ACKNOWLEDGE], "D", set()),
        ([Owed.DIRECTIVE], "", {"D1"}),
        ([Owed.DECIDE], "", set()),  # owed by nobody of the branch
    ],
)
def test_a_branch_is_closed_by_kinds(
    owing, rows, still_open, at, kinds, period, closed
):
    waived = ObligationState.WAIVED
    count = owing.run_sync(
        lambda tx: obligations.close_branch(
            tx, PLAN, TASK, AIR, kinds=kinds, state=waived, now=at(3, 11), period=period
        )
    )
    assert (count, still_open()) == (len(closed), ALL - closed)
    assert {key for key, row in rows().items() if row.state == "waived"} == closed


@pytest.mark.parametrize(
    ("period", "subject", "closed"),
    [("R1", 1, {"R1", "R1-2"}), ("R12", 12, {"R12"}), ("D1", 1, set())],
)
def test_what_is_owed_about_a_request_is_closed_and_no_other_s(
    owing, still_open, at, period, subject, closed
):
    owing.run_sync(
        lambda tx: obligations.close_subject(
            tx,
            PLAN,
            kinds=[Owed.DECIDE],
            subject=subject,
            period=period,
            state=ObligationState.ANSWERED,
            now=at(3, 11),
        )
    )
    assert still_open() == ALL - closed


@pytest.mark.parametrize(
    ("undone", "given", "left"),
    [
        (11, {}, set()),
        (12, {}, {"2020-03", "2020-12-31"}),
        (11, {"kinds": [Owed.FINISH]}, {"2020-03"}),
        (11, {"since": date(2020, 3, 26)}, {"2020-03"}),
    ],
    ids=["all of it", "another moment", "of a kind", "still to come"],
)
def test_what_one_moment_closed_is_owed_again_and_announced_anew(
    owing, rows, still_open, at, undone, given, left
):
    def work(tx) -> None:
        ids = [row.id for row in tx.scalars(select(ObligationRow))]
        obligations.announced(tx, ids, at(3, 10))
        obligations.close_branch(
            tx,
            PLAN,
            TASK,
            AIR,
            kinds=[Owed.REPORT, Owed.FINISH],
            state=ObligationState.ANSWERED,
            now=at(3, 11),
        )
        closed_at, now = at(3, undone), at(3, 13)
        obligations.reopen(tx, PLAN, TASK, AIR, closed_at=closed_at, now=now, **given)

    owing.run_sync(work)
    assert still_open() == ALL - left
    again = {key: row for key, row in rows().items() if row.announced is None}
    assert set(again) == {"2020-03", "2020-12-31"} - left
    assert {(row.look_at, row.closed_at) for row in again.values()} <= {
        (at(3, 13), None)
    }


def test_what_a_report_answered_is_owed_again_once_it_is_taken_back(
    owing, rows, still_open, at
):
    def work(tx) -> list[int]:
        obligations.answer(tx, PLAN, TASK, AIR, at(3, 11), report=5)
        taken_back = ([6], [], [5], [5])
        return [
            obligations.reopen_answered(tx, PLAN, reports, at(3, 12))
            for reports in taken_back
        ]

    assert owing.run_sync(work) == [0, 0, 1, 0]
    assert still_open() == ALL
    row = rows()["2020-03"]
    assert (row.look_at, row.closed_at, row.answered_by) == (at(3, 12), None, None)


def test_a_snooze_is_kept_with_its_next_look(owing, rows, at):
    def work(tx) -> None:
        (first,) = tx.scalars(
            select(ObligationRow.id).where(ObligationRow.period == "2020-03")
        )
        obligations.snooze(tx, first, date(2020, 3, 27), at(3, 27))

    owing.run_sync(work)
    slept = {key for key, row in rows().items() if row.snoozed}
    assert slept == {"2020-03"}
    assert (rows()["2020-03"].snoozed, rows()["2020-03"].look_at) == (
        date(2020, 3, 27),
        at(3, 27),
    )
