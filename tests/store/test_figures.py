"""The figures that machines watch, counted from real rows."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from rules.audit import Finding, Trouble
from rules.message import Message, Sort
from store import inbox, outbox, people, troubles
from store.figures import figures
from store.tables import LetterRow
from tests.store.conftest import PLAN

BOT = 7_000_000_001
MINUTE = timedelta(minutes=1)


@pytest.fixture
def now(at):
    return at(3, 20, 9, 0)


@pytest.fixture
def read(small, now):
    return lambda: small.read_sync(lambda tx: figures(tx, PLAN, BOT, now))


@pytest.fixture
def letter(small, now, ann):
    """Return how to promise a letter some minutes ago, and bend its row."""

    def put(key: str, ago: float = 0, sort=Sort.UNPROMPTED, **values) -> None:
        message = Message(
            to=ann.id, template="admin/well", facts={}, key=key, sort=sort
        )
        promised = now - ago * MINUTE

        def work(tx) -> None:
            outbox.put(tx, PLAN, [message], promised)
            if values:
                this = update(LetterRow).where(LetterRow.key == key)
                tx.execute(this.values(**values))

        small.run_sync(work)

    return put


def test_of_nothing_there_is_nothing(read):
    found = read()
    assert (found.waiting, found.dwells, found.troubles) == ({}, [], {})
    assert (found.updates, found.aside, found.open_obligations) == (0, 0, 0)
    assert found.audit_age is None


def test_letters_are_told_apart_by_why_they_wait(read, letter, now):
    letter("a", 3)
    letter("b", 2)
    letter("c", held="hours")
    letter("d", held="budget", error="an older refusal")
    letter("e", 9, error="502")
    letter("f", 4, taken_at=now)
    letter("g", send_at=None, error="blocked")
    found = read()
    assert found.waiting == {
        "due": 2,
        "hours": 1,
        "budget": 1,
        "retry": 1,
        "in_hand": 1,
    }
    assert found.oldest_due == 9 * 60


def test_the_dwell_is_from_its_time_to_its_arrival_of_the_last_day(
    small, read, letter, now
):
    letter("quick", 30)
    letter("slow", 30)
    letter("the house's own", 30, sort=Sort.CANARY)
    letter("of before", 60 * 48)
    for id_, at in ((1, -29), (2, -20), (3, -30), (4, -60 * 47)):
        small.run_sync(
            lambda tx, id_=id_, at=at: outbox.delivered(tx, id_, 7, now + at * MINUTE)
        )
    assert read().dwells == [60.0, 600.0]


def test_updates_of_this_bot_are_counted(small, read, now):
    raws = [(5, {"update_id": n}) for n in (1, 2, 3)]
    small.run_sync(lambda tx: inbox.put(tx, BOT, raws, now - MINUTE))
    small.run_sync(lambda tx: inbox.put(tx, BOT + 1, raws, now - 9 * MINUTE))
    small.run_sync(lambda tx: inbox.handled(tx, BOT, 1, [], now))
    small.run_sync(lambda tx: inbox.set_aside(tx, BOT, 2, "why"))
    found = read()
    assert (found.updates, found.oldest_update, found.aside) == (1, 60.0, 1)


def test_people_troubles_and_debts_are_counted(small, read, ann, open_up, now):
    open_up("standard", "2020-03", date(2020, 3, 25))
    full = [Finding(what=Trouble.DISK, subject=where, facts={}) for where in "ab"]
    small.run_sync(
        lambda tx: troubles.keep(tx, PLAN, full, now - MINUTE, timedelta(minutes=15))
    )
    small.run_sync(lambda tx: people.lost(tx, ann.id, "blocked"))
    found = read()
    assert (found.linked, found.unreachable) == (1, 1)
    assert (found.troubles, found.audit_age) == ({"disk": 2}, 60.0)
    assert found.open_obligations == 1


@pytest.mark.parametrize("many", [1, 50])
def test_a_scrape_costs_the_same_for_one_row_or_fifty(read, letter, statements, many):
    for n in range(many):
        letter(str(n))
    statements.clear()
    read()
    assert len([one for one in statements if one.startswith("SELECT")]) == 7
