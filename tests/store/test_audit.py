"""What the auditor reads from real rows, each broken in the database itself."""

from datetime import date, timedelta

import pytest
from sqlalchemy import insert, text, update

from rules.audit import Books, Several, cutoffs
from rules.decision import Reason
from rules.ids import TaskId
from rules.message import Message, Sort
from rules.people import Role
from store import inbox, obligations, outbox, people
from store.audit import books
from store.decisions import NONE_YET
from store.tables import DecisionRow, LetterRow, ObligationRow
from tests.store.conftest import PLAN

BOT, OTHER_BOT = 7_000_000_001, 7_000_000_002
NONE = Several()
MINUTE = timedelta(minutes=1)


@pytest.fixture
def now(at):
    return at(3, 20, 9, 0)


@pytest.fixture
def read(small, now):
    """Return how to read the books at a moment."""
    return lambda moment=now, pace=1.0: small.read_sync(
        lambda tx: books(tx, PLAN, BOT, cutoffs(moment, pace))
    )


@pytest.fixture
def change(small):
    """Return how to change rows of a table behind everybody's back."""
    return lambda table, *where, **values: small.run_sync(
        lambda tx: tx.execute(update(table).where(*where).values(**values))
    )


@pytest.fixture
def promise(small, now):
    """Return how to promise a letter, due a while ago."""

    def put(person, ago=timedelta(), sort=Sort.UNPROMPTED, key="k"):
        message = Message(
            to=person.id, template="admin/well", facts={}, key=key, sort=sort
        )
        small.run_sync(lambda tx: outbox.put(tx, PLAN, [message], now - ago))

    return put


@pytest.fixture
def owed(open_up, at):
    """Let the air unit owe the report of March on 01.1."""
    open_up("standard", "2020-03", date(2020, 3, 25), look=at(3, 20, 8, 56))


def test_a_fresh_plan_has_nothing_to_be_found(read):
    found = read()
    assert found.days.knows(2020)
    assert found == Books(days=found.days)


def test_without_a_plan_there_are_no_books(store, now):
    found = store.read_sync(lambda tx: books(tx, PLAN, BOT, cutoffs(now)))
    assert found is None


@pytest.mark.usefixtures("owed")
class TestObligations:
    def test_one_without_a_look_is_found_with_its_task(self, read, change):
        change(ObligationRow, look_at=None)
        found = read().unlooked
        assert (found.count, found.tasks) == (1, (TaskId("01.1"),))

    @pytest.mark.parametrize(
        ("reason", "rung", "there"),
        [
            (Reason.SPENT, 8, 0),
            (Reason.SPENT, NONE_YET, 1),  # spent before it was owed again
            (Reason.RUNG, 8, 1),
        ],
    )
    def test_a_spent_ladder_is_the_one_reason(
        self, small, read, change, now, reason, rung, there
    ):
        change(ObligationRow, look_at=None, rung=8)
        made = {
            "plan": PLAN,
            "obligation": 1,
            "reason": reason.value,
            "rung": rung,
            "facts": {},
            "first_at": now,
            "last_at": now,
        }
        small.run_sync(lambda tx: tx.execute(insert(DecisionRow).values(made)))
        assert read().unlooked.count == there

    def test_one_that_is_closed_needs_no_look(self, read, change):
        change(ObligationRow, look_at=None, state="answered")
        assert read().unlooked == NONE

    def test_a_look_gone_by_is_found_after_five_minutes(self, read, now, at):
        assert read().late_looks == NONE
        late = read(now + 2 * MINUTE).late_looks
        assert (late.count, late.since) == (1, at(3, 20, 8, 56))

    def test_one_the_rules_stumble_over_is_found_while_it_is_set_aside(
        self, small, read, now
    ):
        later = now + timedelta(hours=1)
        small.run_sync(lambda tx: obligations.set_aside(tx, PLAN, [1], later, now))
        assert read().undecided.count == 1

    def test_once_it_is_decided_again_all_is_well(self, small, read, change, now):
        later = now + timedelta(hours=1)
        small.run_sync(lambda tx: obligations.set_aside(tx, PLAN, [1], later, now))
        change(ObligationRow, look_at=later + MINUTE)
        assert read().undecided == NONE


class TestLetters:
    def test_one_past_its_time_is_found_after_a_minute(self, read, promise, ann, now):
        promise(ann, 59 * MINUTE / 60)
        assert read().late_letters == NONE
        promise(ann, 2 * MINUTE, key="late")
        late = read().late_letters
        assert (late.count, late.since) == (1, now - 2 * MINUTE)

    @pytest.mark.parametrize(
        ("changes", "there"),
        [
            ((5, ("held", "hours")), 0),
            ((-5, ("held", "hours")), 1),  # the hold is over
            ((5, ("error", "502")), 0),
            ((-5, ("error", "502")), 1),  # nobody tried again
            ((5,), 1),  # put off, and nobody says why
            ((None, ("error", "blocked")), 0),  # given up
        ],
    )
    def test_a_reason_is_a_hold_or_a_retry_still_ahead(
        self, read, promise, change, ann, now, changes, there
    ):
        promise(ann, 10 * MINUTE)
        ahead, *reason = changes
        send_at = None if ahead is None else now + ahead * MINUTE
        values = dict(reason) | {"send_at": send_at}
        if "held" in values:
            values["due_at"] = send_at
        change(LetterRow, **values)
        assert read().late_letters.count == there

    def test_letters_that_arrived_since_are_counted(self, small, read, promise, ann):
        promise(ann, 10 * MINUTE)
        assert read().arrived == 0
        promise(ann, 9 * MINUTE, key="another")
        at = read().late_letters.since + MINUTE
        small.run_sync(lambda tx: outbox.delivered(tx, 2, 77, at))
        assert read().arrived == 1

    def test_one_in_hand_is_found_after_five_minutes(
        self, small, read, promise, ann, now
    ):
        promise(ann)
        small.run_sync(lambda tx: outbox.claim(tx, PLAN, now, readers=9))
        assert read(now + 4 * MINUTE).in_hand == NONE
        found = read(now + 6 * MINUTE)
        assert (found.in_hand.count, found.in_hand.since) == (1, now)
        assert found.late_letters == NONE  # it is said once
        small.run_sync(lambda tx: outbox.release(tx, PLAN, now))
        assert read(now + 6 * MINUTE).in_hand == NONE

    def test_the_daily_letter_is_told_of_by_itself(self, read, promise, ann, now):
        promise(ann, 20 * MINUTE, sort=Sort.CANARY)
        found = read()
        assert found.late_letters == NONE
        assert (found.canary.due, found.canary.waits) == (now - 20 * MINUTE, True)

    def test_of_the_daily_letters_the_last_counts(self, small, read, promise, ann, now):
        promise(ann, 2 * timedelta(days=1), sort=Sort.CANARY, key="old")
        promise(ann, MINUTE, sort=Sort.CANARY, key="new")
        small.run_sync(lambda tx: outbox.delivered(tx, 2, 77, now))
        assert read().canary.sent_at == now
        small.run_sync(lambda tx: people.lost(tx, ann.id, "blocked"))
        assert read().canary.reader_gone


def test_updates_nobody_handles_are_found_after_a_minute(small, read, now):
    raws = [(5, {"update_id": 1}), (6, {"update_id": 2})]
    small.run_sync(lambda tx: inbox.put(tx, BOT, raws, now - 2 * MINUTE))
    small.run_sync(lambda tx: inbox.put(tx, OTHER_BOT, raws, now - 9 * MINUTE))
    assert (read().unhandled.count, read().unhandled.since) == (2, now - 2 * MINUTE)
    small.run_sync(lambda tx: inbox.handled(tx, BOT, 1, [], now))
    assert read().unhandled.count == 1
    small.run_sync(lambda tx: inbox.set_aside(tx, BOT, 2, "why"))
    found = read()
    assert (found.unhandled, found.aside.count) == (NONE, 1)
    assert read(now + timedelta(days=2)).aside == NONE


def test_only_admins_who_can_be_told_count(small, read, link, now):
    link(Role.LEADER)
    ada, bob, cy = (link(Role.ADMIN) for _ in range(3))
    assert read().admins == 3
    small.run_sync(lambda tx: people.lost(tx, ada.id, "blocked"))
    small.run_sync(lambda tx: people.retire(tx, PLAN, bob.id, now))
    assert (read().admins, cy.unreachable) == (1, "")


def test_another_versions_shape_is_seen(small, read):
    name = text("UPDATE alembic_version SET version_num = '9999'")
    back = text("UPDATE alembic_version SET version_num = :was")
    was = small.read_sync(
        lambda tx: tx.scalar(text("SELECT version_num FROM alembic_version"))
    )
    small.run_sync(lambda tx: tx.execute(name))
    try:
        assert not read().current
    finally:
        small.run_sync(lambda tx: tx.execute(back, {"was": was}))
    assert read().current


@pytest.mark.parametrize("many", [1, 60])
def test_it_asks_as_often_for_one_row_as_for_many(
    small, statements, read, promise, change, ann, owed, now, many
):
    del owed
    for n in range(many):
        promise(ann, 5 * MINUTE, key=f"{n}")
        raw = {"update_id": n + 1}
        small.run_sync(lambda tx, raw=raw: inbox.put(tx, BOT, [(5, raw)], now))
    change(ObligationRow, look_at=None)
    statements.clear()
    assert read().late_letters.count == many
    asked = [one for one in statements if one.lstrip().startswith("SELECT")]
    assert len(asked) <= 12
