"""What must always hold, and what the auditor says when it does not."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from builders import ADMIN, OWNER, a_person, at, days

from rules import alarm
from rules.alarm import Kept
from rules.audit import (
    INVARIANTS,
    Books,
    Canary,
    Machine,
    Seen,
    Several,
    Trouble,
    cutoffs,
    findings,
)
from rules.ids import ChatId, LetterId, PersonId, TaskId
from rules.message import Sort
from templates.samples.auditing import EVERY

NOW = at(5, 25, 9, 0)
MINUTE = timedelta(minutes=1)
ROOMY = {"/data": 10_000_000_000}


def books(**over) -> Books:
    return replace(Books(days=days(), admins=1), **over)


def found(now: datetime = NOW, pace: float = 1.0, drift=0.0, free=ROOMY, **over):
    machine = Machine(drift=timedelta(minutes=drift), free=free)
    return findings(Seen(books=books(**over), machine=machine, now=now, pace=pace))


def codes(*given, **over) -> list[Trouble]:
    return [one.what for one in found(*given, **over)]


def a_canary(**over) -> Canary:
    made = Canary(due=NOW - 11 * MINUTE, sent_at=None, waits=True, reader_gone=False)
    return replace(made, **over)


def test_nothing_is_found_where_all_is_well():
    assert found() == ()


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"unlooked": Several(count=1)}, Trouble.UNLOOKED),
        ({"late_looks": Several(count=1)}, Trouble.LATE_LOOK),
        ({"undecided": Several(count=1)}, Trouble.UNDECIDED),
        (
            {"late_letters": Several(count=1, since=NOW - 2 * MINUTE)},
            Trouble.LATE_LETTER,
        ),
        ({"in_hand": Several(count=1)}, Trouble.IN_HAND),
        ({"unhandled": Several(count=1)}, Trouble.UNHANDLED),
        ({"aside": Several(count=1)}, Trouble.ASIDE),
        ({"current": False}, Trouble.SHAPE),
        ({"audited_at": NOW + 2 * MINUTE}, Trouble.CLOCK),
        ({"drift": 2.0}, Trouble.CLOCK),
        ({"drift": -2.0}, Trouble.CLOCK),
        ({"canary": a_canary()}, Trouble.CANARY),
        ({"admins": 0}, Trouble.NO_ADMIN),
        ({"now": at(5, 25).replace(year=2099)}, Trouble.CALENDAR),
        ({"free": {"/data": 499_999_999}}, Trouble.DISK),
        ({"uncopied": Several(count=1, since=NOW)}, Trouble.EVIDENCE),
    ],
)
def test_each_invariant_is_found_broken_by_its_own_name(over, code):
    assert codes(**over) == [code]


def test_every_trouble_has_an_invariant_and_its_words():
    assert len(INVARIANTS) == len(Trouble)
    assert [one["what"] for one in EVERY] == [one.value for one in Trouble]


@pytest.mark.parametrize("over", [{"audited_at": NOW + MINUTE}, {"drift": 1.0}])
def test_a_minute_of_the_clock_is_let_pass(over):
    assert codes(**over) == []


def test_a_jump_is_told_with_its_size_and_direction():
    (ahead,) = found(drift=61.0)
    assert ahead.facts == {"minutes": 61, "ahead": True}
    (back,) = found(audited_at=NOW + 60 * MINUTE)
    assert back.facts == {"minutes": 60, "ahead": False}


def test_tasks_are_named_in_the_order_people_count_and_not_too_many():
    tasks = tuple(TaskId(f"02.{n}") for n in range(12, 0, -1))
    (one,) = found(unlooked=Several(count=30, tasks=tasks))
    assert one.facts["tasks"] == [f"2.{n}" for n in range(1, 11)]
    assert one.facts["more"] is True


@pytest.mark.parametrize(
    ("arrived", "expected"),
    [
        (5 * 60 * 20, []),  # as fast as Telegram lets it: the queue is the reason
        (5 * 60 * 20 - 1, [Trouble.LATE_LETTER]),
        (0, [Trouble.LATE_LETTER]),
    ],
)
def test_a_queue_is_a_reason_only_while_it_moves(arrived, expected):
    late = Several(count=9_000, since=NOW - 5 * MINUTE)
    assert codes(late_letters=late, arrived=arrived) == expected


@pytest.mark.parametrize(
    ("canary", "expected"),
    [
        (a_canary(due=NOW - 10 * MINUTE), []),
        (a_canary(sent_at=NOW), []),
        (a_canary(waits=False), [Trouble.CANARY]),
        (a_canary(waits=False, reader_gone=True), []),  # told by another letter
        (a_canary(reader_gone=True), [Trouble.CANARY]),
    ],
)
def test_the_daily_letter_has_ten_minutes(canary, expected):
    assert codes(canary=canary) == expected


def test_a_daily_letter_nobody_promised_is_missed_too():
    overdue = NOW - 11 * MINUTE
    assert codes(canary_at=overdue) == [Trouble.CANARY]
    assert codes(canary_at=NOW - 10 * MINUTE) == []
    assert codes(canary_at=overdue, admins=0) == [Trouble.NO_ADMIN]


def test_at_a_rehearsals_pace_a_minute_is_that_many_of_the_plans():
    now, pace = NOW, 300.0
    assert cutoffs(now, pace).minute == now - timedelta(hours=5)
    assert codes(pace=pace, audited_at=NOW + timedelta(hours=4)) == []
    assert codes(pace=pace, canary=a_canary(due=NOW - timedelta(days=2))) == []
    waits = Several(count=1, since=NOW - timedelta(hours=6))
    assert codes(pace=pace, late_letters=waits, arrived=72 * 20) == []


def a_kept(id_: int, what: Trouble = Trouble.DISK) -> Kept:
    return Kept(id=id_, what=what, facts={"place": "/", "megabytes": 1}, first_at=NOW)


def test_each_admin_is_told_once_of_all_that_is_new():
    other = a_person(id=PersonId(9), chat=ChatId(9))
    one, two = alarm.told([ADMIN, other], [a_kept(7), a_kept(8, Trouble.CLOCK)])
    assert (one.key, two.key) == ("trouble:3:7", "trouble:9:7")
    assert [line["what"] for line in one.facts["troubles"]] == ["disk", "clock"]
    assert one.sort is Sort.SERVICE


def test_what_a_letter_of_its_own_tells_is_not_told_again():
    assert alarm.told([ADMIN], [a_kept(7, Trouble.ASIDE)]) == ()
    assert alarm.told([ADMIN], []) == ()


def test_only_who_heard_of_trouble_hears_that_it_is_over():
    (one,) = alarm.well([ADMIN, OWNER], {ADMIN.id: LetterId(5)})
    assert (one.to, one.template, one.key) == (ADMIN.id, "admin/well", "well:5")
