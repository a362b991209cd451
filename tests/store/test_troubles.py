"""A trouble from when it was first seen until it has stayed away."""

from datetime import timedelta

import pytest
from sqlmodel import select

from rules import alarm
from rules.audit import Finding, Trouble
from rules.people import Role
from store import outbox, plans, troubles
from store.tables import LetterRow, PlanRow, TroubleRow
from tests.store.conftest import PLAN

MINUTE, QUIET = timedelta(minutes=1), timedelta(minutes=15)
LATE = Finding(what=Trouble.LATE_LETTER, facts={"count": 1})
LATER = Finding(what=Trouble.LATE_LETTER, facts={"count": 9})
FULL = Finding(what=Trouble.DISK, subject="/data", facts={"megabytes": 1})
FULLER = Finding(what=Trouble.DISK, subject="/backups", facts={"megabytes": 1})


@pytest.fixture
def keep(small):
    """Return how to keep what an audit found at a moment."""
    return lambda now, *found: small.run_sync(
        lambda tx: troubles.keep(tx, PLAN, found, now, QUIET)
    )


@pytest.fixture
def rows(small):
    """Return how to read all troubles ever."""
    query = select(TroubleRow).order_by(TroubleRow.id)
    return lambda: small.read_sync(lambda tx: tx.scalars(query).all())


@pytest.fixture
def now(at):
    return at(3, 20, 9, 0)


def test_it_is_opened_once_and_then_brought_up_to_date(keep, rows, now):
    (opened,) = keep(now, LATE).opened
    assert (opened.what, opened.first_at) == (Trouble.LATE_LETTER, now)
    assert keep(now + 5 * MINUTE, LATER).opened == ()
    (row,) = rows()
    assert (row.first_at, row.last_at) == (now, now + 5 * MINUTE)
    assert (row.facts, row.ended_at) == ({"count": 9}, None)


def test_each_place_is_a_trouble_of_its_own(keep, rows, now):
    assert len(keep(now, FULL, FULLER).opened) == 2
    assert keep(now + QUIET, FULL).opened == ()
    assert [row.ended_at for row in rows()] == [None, now + QUIET]


def test_it_is_over_when_it_has_stayed_away(keep, rows, now):
    keep(now, LATE)
    assert not keep(now + 14 * MINUTE).over
    assert rows()[0].ended_at is None
    assert keep(now + 15 * MINUTE).over
    assert rows()[0].ended_at == now + 15 * MINUTE
    assert not keep(now + 20 * MINUTE).over  # that was said


def test_what_comes_and_goes_is_one_trouble(keep, rows, now):
    for minutes in (0, 10, 20, 30):
        keep(now + minutes * MINUTE, LATE)
        keep(now + (minutes + 5) * MINUTE)
    assert [row.ended_at for row in rows()] == [None]


def test_what_comes_back_later_is_opened_anew(keep, rows, now):
    keep(now, LATE)
    keep(now + QUIET)
    assert len(keep(now + 2 * QUIET, LATE).opened) == 1
    assert [row.ended_at for row in rows()] == [now + QUIET, None]


def test_all_is_well_only_when_nothing_is_left(keep, now):
    keep(now, LATE, FULL)
    assert not keep(now + QUIET, FULL).over
    assert keep(now + 2 * QUIET).over


def test_a_clock_set_back_keeps_no_trouble_open(keep, now):
    keep(now, LATE)
    assert keep(now - timedelta(hours=1)).over


def test_the_audit_is_noted(small, keep, now):
    keep(now)
    row = small.read_sync(lambda tx: tx.get(PlanRow, PLAN))
    assert row.audited_at == now


def test_a_new_version_of_the_plan_forgets_neither_audit_nor_canary(
    small, small_text, put_in_force, keep, now
):
    keep(now)
    small.run_sync(lambda tx: plans.set_canary(tx, PLAN, now))
    put_in_force(small_text.replace("工作要点", "要点"))
    row = small.read_sync(lambda tx: tx.get(PlanRow, PLAN))
    assert (row.audited_at, row.canary_at) == (now, now)


def test_only_the_open_ones_with_words_are_shown(small, keep, now):
    keep(now, LATE, FULL)
    keep(now + QUIET, FULL)
    unknown = {"plan": PLAN, "what": "of_another_version", "subject": "", "facts": {}}
    row = TroubleRow(**unknown, first_at=now, last_at=now)
    small.run_sync(lambda tx: tx.add(row))
    shown = small.read_sync(lambda tx: troubles.still_open(tx, PLAN))
    assert [one.what for one in shown] == [Trouble.DISK]


@pytest.fixture
def told(small, keep, link, now):
    """Tell two admins of trouble; return them, the first of whom got the letter."""
    ada, bob = link(Role.ADMIN), link(Role.ADMIN)
    opened = keep(now, LATE).opened
    messages = alarm.told([ada, bob], opened)
    small.run_sync(lambda tx: outbox.put(tx, PLAN, messages, now))
    small.run_sync(lambda tx: outbox.delivered(tx, 1, 77, now))
    return ada, bob


def test_who_got_the_letter_is_known_and_the_others_are_withdrawn(small, told):
    ada, _ = told
    heard = small.run_sync(lambda tx: troubles.heard(tx, PLAN))
    assert heard == {ada.id: 1}
    waits = small.read_sync(lambda tx: tx.get(LetterRow, 2))
    assert (waits.send_at, waits.error) == (None, "withdrawn: over meanwhile")
    assert small.read_sync(lambda tx: outbox.waiting(tx, PLAN)).given_up == 0


def test_one_on_its_way_counts_as_heard(small, told, now):
    ada, bob = told
    small.run_sync(lambda tx: outbox.claim(tx, PLAN, now, readers=9))
    heard = small.run_sync(lambda tx: troubles.heard(tx, PLAN))
    assert heard == {ada.id: 1, bob.id: 2}


def test_who_heard_that_it_is_over_has_nothing_left_to_hear(small, told, now):
    ada, _ = told
    messages = alarm.well([ada], {ada.id: 1})
    small.run_sync(lambda tx: outbox.put(tx, PLAN, messages, now))
    small.run_sync(lambda tx: outbox.delivered(tx, 3, 78, now))
    assert small.run_sync(lambda tx: troubles.heard(tx, PLAN)) == {}


@pytest.mark.parametrize("many", [1, 40])
def test_keeping_many_costs_as_much_as_keeping_one(keep, statements, now, many):
    there = [Finding(what=Trouble.DISK, subject=str(n), facts={}) for n in range(many)]
    keep(now, *there)
    statements.clear()
    fresh = [Finding(what=Trouble.CLOCK, subject=str(n), facts={}) for n in range(many)]
    keep(now + QUIET, *fresh)
    kept = [one for one in statements if not one.startswith(("BEGIN", "SAVEPOINT"))]
    assert len(kept) == 4
