"""Who owes what: opened once, looked at when their time comes, answered."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session
from sqlmodel import select

from rules.decision import Decision, Reason
from rules.ids import PlanId, TaskId, UnitId
from rules.obligation import ObligationState
from rules.understand import Status
from store import obligations
from store.tables import DecisionRow, ObligationRow

PLAN = PlanId("p1")
LEASE = timedelta(minutes=5)
MARCH = date(2020, 3, 25)


def _branches(store, period: str) -> set[tuple[str, str]]:
    rows = store.read_sync(lambda tx: tx.scalars(select(ObligationRow)).all())
    return {(row.task, row.unit) for row in rows if row.period == period}


@pytest.fixture
def three(small, open_up):
    """01.1 owed by air (25 March), 01.2 by water and by air (10 March)."""
    open_up("standard", "2020-03", MARCH)
    open_up("campaign", "2020-03-1", date(2020, 3, 10))
    return small


def _claim(tx, now, limit=99):
    return obligations.claim_due(tx, PLAN, now, lease=LEASE, limit=limit)


def test_a_period_opens_one_for_each_lead_however_often_it_is_opened(small, open_up):
    assert [open_up("standard", "2020-03", MARCH) for _ in range(3)] == [1, 0, 0]
    assert _branches(small, "2020-03") == {("01.1", "air")}


def test_a_policy_may_ask_the_assisting_units_as_well(small, open_up):
    assert open_up("campaign", "2020-03-1", date(2020, 3, 10)) == 2
    assert _branches(small, "2020-03-1") == {("01.2", "water"), ("01.2", "air")}


def test_the_policy_is_frozen_into_what_it_opened(three, at):
    owed = three.read_sync(lambda tx: obligations.of_task(tx, PLAN, TaskId("01.1")))[0]
    assert (owed.policy.id, owed.policy.due, owed.due) == ("standard", (25,), MARCH)
    assert (owed.rung, owed.look_at, owed.period) == (None, at(3, 25), "2020-03")


@pytest.mark.usefixtures("small")
def test_a_task_is_not_asked_about_before_it_starts(small_text, put_in_force, open_up):
    later = small_text.replace("lead: air", "lead: air\n        starts: 2020-04-01")
    put_in_force(later)
    assert open_up("standard", "2020-03", MARCH) == 0
    assert open_up("standard", "2020-04", date(2020, 4, 26)) == 1


@pytest.mark.parametrize(
    ("said", "opened"),
    [
        ([Status.DONE], 0),
        ([Status.DONE, Status.ON_TRACK], 1),
        ([Status.DONE, None], 1),
        ([Status.AT_RISK, Status.DONE], 0),
        ([], 1),
    ],
    ids=str,
)
def test_a_unit_whose_last_word_is_done_owes_nothing(
    ann, say, open_up, at, said, opened
):
    for day, status in enumerate(said, 3):
        say(ann, "01.1", at(3, day), status=status)
    assert open_up("standard", "2020-03", MARCH) == opened


def test_what_one_unit_has_done_does_not_free_the_other(small, ann, say, open_up, at):
    say(ann, "01.2", at(3, 3), unit="air", status=Status.DONE)
    open_up("campaign", "2020-03-1", date(2020, 3, 10))
    assert _branches(small, "2020-03-1") == {("01.2", "water")}


def test_a_day_already_owed_is_not_asked_twice_when_the_rhythm_changes(
    small, small_text, put_in_force, open_up
):
    open_up("standard", "2020-03", MARCH)
    put_in_force(
        small_text.replace("policy: standard\n        m", "policy: campaign\n        m")
    )
    open_up("campaign", "2020-03-2", MARCH)
    assert _branches(small, "2020-03-2") == {
        ("01.1", "law"),
        ("01.2", "water"),
        ("01.2", "air"),
    }


def test_a_claim_takes_what_is_due_and_hides_it_for_one_lease(three, at):
    now = at(3, 10)

    def claims(tx):
        first, second = _claim(tx, now), _claim(tx, now)
        later = _claim(tx, now + LEASE)
        return [[o.task for o in found.due] for found in (first, second, later)]

    assert three.run_sync(claims) == [["01.2", "01.2"], [], ["01.2", "01.2"]]


def test_a_claim_takes_the_longest_waiting_first_up_to_its_limit(three, at):
    taken = three.run_sync(
        lambda tx: [
            [(o.task, o.unit) for o in _claim(tx, at(3, 25), limit=2).due]
            for _ in range(3)
        ]
    )
    assert taken == [[("01.2", "air"), ("01.2", "water")], [("01.1", "air")], []]


@pytest.mark.parametrize("kind", [pytest.param("postgres", marks=pytest.mark.postgres)])
def test_two_claims_at_the_same_time_never_get_the_same_row(three, at):
    # Only here: SQLite has one writer at a time, the second would wait.
    with Session(three.engine) as one, Session(three.engine) as other:
        mine = _claim(one, at(3, 25), limit=2)
        with ThreadPoolExecutor(1) as aside:
            theirs = aside.submit(_claim, other, at(3, 25)).result(timeout=5)
        one.commit()
        other.commit()
    ids = [o.id for o in (*mine.due, *theirs.due)]
    assert (len(mine.due), len(theirs.due), len(set(ids))) == (2, 1, 3)


def test_a_row_that_cannot_be_read_is_named_and_the_others_are_taken(three, at):
    def work(tx):
        tx.execute(text("UPDATE obligation SET policy = '{}' WHERE task = '01.1'"))
        found = _claim(tx, at(3, 25))
        until = at(3, 25, 9, 30)
        obligations.set_aside(tx, PLAN, found.unreadable, until, at(3, 25))
        obligations.set_aside(tx, PLAN, [], until, at(3, 25))
        kept = tx.scalars(select(DecisionRow)).all()
        return found, _claim(tx, at(3, 25, 9, 0)), kept

    found, again, kept = three.run_sync(work)
    assert [o.task for o in found.due] == ["01.2", "01.2"]
    assert [o.task for o in again.due] == ["01.2", "01.2"]
    assert list(found.unreadable) == [k.obligation for k in kept]
    assert "validation errors" in next(iter(found.unreadable.values()))
    assert [(k.reason, k.next_at) for k in kept] == [("broken", at(3, 25, 9, 30))]


def test_where_each_obligation_stands_now_is_saved_together(three, at):
    def work(tx):
        first, second = obligations.of_task(tx, PLAN, TaskId("01.2"))
        up = replace(first, rung=0, look_at=at(3, 11))
        waived = replace(second, state=ObligationState.WAIVED, look_at=None)
        made = [
            Decision(obligation=up, reason=Reason.RUNG),
            Decision(obligation=waived, reason=Reason.ON_PACE),
        ]
        obligations.record(tx, made, at(3, 10), version=1, seen={})
        obligations.record(tx, [], at(3, 10), version=1, seen={})
        return first.id, second.id

    first, second = three.run_sync(work)
    rows = {
        row.id: (row.rung, row.look_at, row.state, row.closed_at)
        for row in three.read_sync(lambda tx: tx.scalars(select(ObligationRow)).all())
    }
    assert rows[first] == (0, at(3, 11), "open", None)
    assert rows[second] == (None, None, "waived", at(3, 10))


def test_an_announcement_is_noted_once_until_what_it_is_about_opens_again(three, at):
    owed = three.read_sync(lambda tx: obligations.of_task(tx, PLAN, TaskId("01.1")))[0]

    def noted(now):
        def work(tx):
            obligations.announced(tx, [], now)
            obligations.announced(tx, [owed.id], now)

        three.run_sync(work)
        return three.read_sync(lambda tx: obligations.one(tx, PLAN, owed.id)).announced

    assert [noted(at(3, 25)), noted(at(3, 26))] == [at(3, 25), at(3, 25)]
    others = three.read_sync(lambda tx: obligations.of_task(tx, PLAN, TaskId("01.2")))
    assert {one.announced for one in others} == {None}


def test_some_are_found_open_or_not_and_what_nobody_can_read_is_left_out(three, at):
    def work(tx):
        ids = [row.id for row in tx.scalars(select(ObligationRow))]
        obligations.answer(tx, PLAN, TaskId("01.2"), UnitId("air"), at(3, 4))
        tx.execute(text("UPDATE obligation SET policy = '{}' WHERE task = '01.1'"))
        found = obligations.some(tx, PLAN, ids)
        return found, obligations.some(tx, PlanId("p2"), ids)

    found, elsewhere = three.run_sync(work)
    assert {(o.unit, o.state.value) for o in found} == {
        ("air", "answered"),
        ("water", "open"),
    }
    assert elsewhere == three.read_sync(lambda tx: obligations.some(tx, PLAN, [])) == []


def test_an_answer_closes_every_period_the_unit_owes_on_the_task(three, open_up, at):
    open_up("campaign", "2020-03-2", MARCH)
    air, water, task = UnitId("air"), UnitId("water"), TaskId("01.2")
    closed = three.run_sync(
        lambda tx: obligations.answer(tx, PLAN, task, water, at(3, 24))
    )
    again = three.run_sync(
        lambda tx: obligations.answer(tx, PLAN, task, water, at(3, 24))
    )
    assert (closed, again) == (2, 0)
    assert three.read_sync(lambda tx: obligations.mine(tx, PLAN, water)) == []
    left = three.read_sync(lambda tx: obligations.mine(tx, PLAN, air))
    assert [(o.task, o.period) for o in left] == [
        ("01.2", "2020-03-1"),
        ("01.1", "2020-03"),
        ("01.2", "2020-03-2"),
    ]


def test_one_obligation_is_found_in_its_own_plan_only(three):
    owed = three.read_sync(lambda tx: obligations.of_task(tx, PLAN, TaskId("01.1")))[0]
    assert three.read_sync(lambda tx: obligations.one(tx, PLAN, owed.id)) == owed
    other = PlanId("p2")
    assert three.read_sync(lambda tx: obligations.one(tx, other, owed.id)) is None


def test_somebody_new_is_looked_at_at_once_but_only_their_unit(three, at):
    now = at(3, 4)
    three.run_sync(lambda tx: obligations.look_again(tx, PLAN, [UnitId("water")], now))
    taken = three.run_sync(lambda tx: _claim(tx, now))
    assert [(o.task, o.unit) for o in taken.due] == [("01.2", "water")]
    assert three.read_sync(lambda tx: obligations.next_look(tx, PLAN)) == now + LEASE


def test_the_unanswered_are_counted_as_of_a_moment_in_the_past(three, open_up, at):
    open_up("campaign", "2020-03-2", MARCH, now=at(3, 18))
    water = UnitId("water")
    three.run_sync(
        lambda tx: obligations.answer(tx, PLAN, TaskId("01.2"), water, at(4, 1))
    )

    def missing(today, as_of):
        rows = three.read_sync(
            lambda tx: obligations.unanswered(tx, PLAN, today, as_of)
        )
        return {(task, unit): n for task, unit, n in rows}

    assert missing(date(2020, 3, 10), at(3, 10)) == {}
    assert missing(date(2020, 3, 11), at(3, 11)) == {
        ("01.2", "water"): 1,
        ("01.2", "air"): 1,
    }
    assert missing(date(2020, 3, 26), at(3, 26))[("01.2", "water")] == 2
    assert missing(date(2020, 4, 2), at(4, 2)) == {
        ("01.2", "air"): 2,
        ("01.1", "air"): 1,
    }


def test_what_was_opened_late_was_not_missing_before(small, open_up, at):
    open_up("standard", "2020-03", MARCH, now=at(4, 20))

    def missing(as_of):
        return small.read_sync(
            lambda tx: obligations.unanswered(tx, PLAN, date(2020, 4, 1), as_of)
        )

    assert missing(at(4, 19)) == []
    assert missing(at(4, 20)) == [("01.1", "air", 1)]


def test_a_waiver_does_not_rewrite_how_things_stood_before_it(
    three, small_text, put_in_force, clock, at
):
    def missing(as_of):
        rows = three.read_sync(
            lambda tx: obligations.unanswered(tx, PLAN, as_of.date(), as_of)
        )
        return sorted(unit for task, unit, _ in rows if task == "01.2")

    clock.now = at(3, 16)
    put_in_force(small_text.replace("assist: [air]", "assist: []"))
    assert missing(at(3, 13)) == ["air", "water"]
    assert missing(at(3, 17)) == ["water"]
