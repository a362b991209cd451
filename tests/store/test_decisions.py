"""Every decision is kept with its reason and facts; the same again only counts."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from rules.catalog import Audience, Rung
from rules.decision import Decision, Reason
from rules.ids import ObligationId, PersonId, PlanId, TaskId
from store import decisions, obligations, plans, states
from store.tables import DecisionRow

PLAN = PlanId("p1")
TASK = TaskId("01.1")
OWNER = Rung(at=0, to=Audience.OWNER)
HEAD = Rung(at=3, to=Audience.HEAD)


@pytest.fixture
def owed(small, open_up):
    """Return a report owed on 25 March."""
    open_up("standard", "2020-03", date(2020, 3, 25))
    return small.read_sync(lambda tx: obligations.of_task(tx, PLAN, TASK))[0]


@pytest.fixture
def keep(small, owed):
    """Return how to keep a decision about it at a moment."""

    def kept(now, reason: Reason = Reason.QUIET, *, rung=None, seen=None, **made):
        decided = Decision(obligation=replace(owed, rung=rung), reason=reason, **made)
        small.run_sync(
            lambda tx: decisions.keep(tx, [decided], now, version=4, seen=seen or {})
        )

    return kept


@pytest.fixture
def rows(small):
    def read() -> list[DecisionRow]:
        found = select(DecisionRow).order_by(DecisionRow.id)
        return small.read_sync(lambda tx: tx.scalars(found).all())

    return read


def test_the_same_decision_again_is_one_row_that_counts(keep, rows, at):
    for day in (20, 21, 22):
        keep(at(3, day), next_at=at(3, day + 1))
    keep(at(3, 25), Reason.RUNG, rung=0)
    keep(at(3, 26), rung=0)
    assert [
        (r.reason, r.rung, r.times, r.first_at, r.last_at, r.next_at) for r in rows()
    ] == [
        ("quiet", decisions.NONE_YET, 3, at(3, 20), at(3, 22), at(3, 23)),
        ("rung", 0, 1, at(3, 25), at(3, 25), None),
        ("quiet", 0, 1, at(3, 26), at(3, 26), None),
    ]


def test_it_is_kept_with_what_it_was_made_of(small, ann, say, keep, rows, at):
    def seen(now):
        def work(tx):
            found = plans.loaded(tx, PLAN)
            return {s.task.id: s for s in states.states(tx, found, now)}

        return small.read_sync(work)

    say(ann, "01.1", at(3, 2))
    told = {"taken": (OWNER,), "told": (PersonId(1), PersonId(2))}
    keep(at(3, 27), Reason.RUNG, rung=0, seen=seen(at(3, 27)), next=HEAD, **told)
    keep(at(3, 27), Reason.SPENT, rung=3)
    first, last = rows()
    assert (first.plan, first.version) == (PLAN, 4)
    assert first.facts == {
        "told": ["owner"],
        "people": [1, 2],
        "due": "2020-03-25",
        "next": {"at": 3, "to": "head"},
        "last_report": "2020-03-02T00:30:00+00:00",
        "missed": 1,
    }
    assert last.facts == {
        "told": [],
        "people": [],
        "due": "2020-03-25",
        "next": None,
        "last_report": None,
        "missed": 0,
    }


def test_what_was_once_told_the_admin_is_known(small, owed, keep, at):
    keep(at(3, 25), Reason.NOBODY)
    ids = [owed.id, ObligationId(99)]

    def known(reason: Reason):
        return small.read_sync(lambda tx: decisions.known(tx, ids, reason))

    assert known(Reason.NOBODY) == {owed.id}
    assert known(Reason.RUNG) == set()


def test_who_was_told_when_is_read_in_order(small, owed, keep, at):
    keep(at(3, 25), Reason.RUNG, rung=0, taken=(OWNER,))
    keep(at(3, 26), rung=0)
    keep(at(3, 30), Reason.RUNG, rung=3, taken=(HEAD, replace(HEAD, at=4)))
    told = small.read_sync(lambda tx: decisions.told(tx, owed.id))
    assert [(one.at, one.to) for one in told] == [
        (at(3, 25), ("owner",)),
        (at(3, 30), ("head",)),
    ]


def test_what_nobody_could_read_is_kept_as_broken(small, owed, rows, at):
    for hour in (8, 9):
        until, now = at(3, 25, hour + 1), at(3, 25, hour)
        small.run_sync(
            lambda tx, until=until, now=now: decisions.keep_broken(
                tx, PLAN, [owed.id], until, now
            )
        )
    (row,) = rows()
    assert (row.reason, row.times, row.next_at, row.facts) == (
        "broken",
        2,
        at(3, 25, 10),
        {"told": []},
    )
