"""Leaves as they are kept: who is away on a day, and what is looked at when."""

from datetime import date, timedelta

import pytest

from rules.ids import PlanId, UnitId
from rules.people import Leave, Role
from store import leaves, obligations, people

PLAN = PlanId("p1")


def day(month: int, of_month: int) -> date:
    return date(2020, month, of_month)


@pytest.fixture
def put(small, at):
    """Return how to set a leave, looked at on its first day."""

    def kept(person, first, last, deputy=None):
        held = Leave(first=first, last=last, deputy=deputy and deputy.id)
        look = at(first.month, first.day)
        return small.run_sync(
            lambda tx: leaves.put(tx, PLAN, person.id, held, look=look, now=at(2, 25))
        )

    return kept


def test_a_leave_counts_on_both_its_days_and_between(small, ann, put):
    put(ann, day(7, 1), day(7, 10))
    wanted = [day(6, 30), day(7, 1), day(7, 10), day(7, 11)]
    found = [
        small.read_sync(lambda tx, d=d: set(leaves.today(tx, PLAN, d))) for d in wanted
    ]
    assert found == [set(), {ann.id}, {ann.id}, set()]


def test_a_leave_is_of_its_plan(small, ann, put):
    put(ann, day(7, 1), day(7, 10))
    other = PlanId("p2")
    assert small.read_sync(lambda tx: leaves.away(tx, other, day(7, 1))) == []
    assert small.read_sync(lambda tx: leaves.coming(tx, other, day(7, 1))) == []
    assert small.read_sync(lambda tx: leaves.next_look(tx, other)) is None


def test_an_ended_leave_is_over_and_looked_at_no_more(small, ann, put, at):
    kept = put(ann, day(7, 1), day(7, 10))
    small.run_sync(lambda tx: leaves.end(tx, [kept.id], at(7, 3)))
    assert small.read_sync(lambda tx: leaves.today(tx, PLAN, day(7, 5))) == {}
    assert small.read_sync(lambda tx: leaves.of(tx, ann.id, day(7, 1))) == []
    assert small.read_sync(lambda tx: leaves.next_look(tx, PLAN)) is None


def test_leaves_to_come_are_listed_the_earliest_first(small, link, put):
    ann, bob = link(Role.OWNER, "air"), link(Role.OWNER, "water")
    put(ann, day(9, 1), day(9, 2))
    put(bob, day(7, 1), day(7, 10))
    put(ann, day(5, 1), day(5, 2))
    coming = small.read_sync(lambda tx: leaves.coming(tx, PLAN, day(7, 10)))
    assert [(one.person, one.leave.first) for one in coming] == [
        (bob.id, day(7, 1)),
        (ann.id, day(9, 1)),
    ]
    mine = small.read_sync(lambda tx: leaves.of(tx, ann.id, day(5, 2)))
    assert [one.leave.first for one in mine] == [day(5, 1), day(9, 1)]


def test_what_is_due_is_looked_at_again_or_over(small, link, put, at):
    ann, bob = link(Role.OWNER, "air"), link(Role.OWNER, "water")
    first, second = put(ann, day(7, 1), day(7, 10)), put(bob, day(7, 1), day(7, 2))
    put(ann, day(9, 1), day(9, 2))
    assert small.read_sync(lambda tx: leaves.next_look(tx, PLAN)) == at(7, 1)
    due = small.run_sync(lambda tx: leaves.due(tx, PLAN, at(7, 1)))
    assert {one.id for one in due} == {first.id, second.id}
    looks = [(first.id, at(7, 13)), (second.id, None)]
    small.run_sync(lambda tx: leaves.look(tx, looks, at(7, 1)))
    assert small.read_sync(lambda tx: leaves.next_look(tx, PLAN)) == at(7, 13)
    assert set(small.read_sync(lambda tx: leaves.today(tx, PLAN, day(7, 2)))) == {
        ann.id
    }


def test_nothing_due_asks_for_nothing(small, at, statements):
    small.run_sync(lambda tx: leaves.look(tx, [], at(7, 1)))
    small.run_sync(lambda tx: leaves.end(tx, [], at(7, 1)))
    assert [sql for sql in statements if "leave" in sql] == []


def test_debts_are_what_is_open_and_what_was_answered_since(
    small, open_up, ann, say, at
):
    open_up("standard", "2020-03", day(3, 25))
    open_up("campaign", "2020-03-1", day(3, 10))
    say(ann, "01.1", at(3, 5), text="完成")

    def answered(tx):
        obligations.answer(tx, PLAN, "01.1", UnitId("air"), at(3, 5))
        air = [UnitId("air")]
        return leaves.debts(tx, PLAN, air, at(3, 5)), leaves.debts(
            tx, PLAN, air, at(3, 6)
        )

    since, later = small.run_sync(answered)
    assert [(one.task, one.due, one.answered) for one in since] == [
        ("01.2", day(3, 10), None),
        ("01.1", day(3, 25), at(3, 5)),
    ]
    assert [one.task for one in later] == ["01.2"]
    assert {one.debtor.value for one in since} == {"owner"}


def test_a_deputy_stands_in_for_who_named_them_only_while_they_are_away(
    small, link, put
):
    ann, bob = link(Role.OWNER, "air"), link(Role.OWNER, "water")
    put(ann, day(7, 1), day(7, 10), bob)

    def seen(today):
        found = small.read_sync(
            lambda tx: (
                people.by_user(tx, PLAN, bob.user, today),
                people.linked(tx, PLAN, today=today),
            )
        )
        alone, all_ = found
        assert alone in all_
        return alone

    assert seen(day(6, 30)).stands_for == ()
    there = seen(day(7, 1))
    assert (there.stands_for, there.acts_for) == ((ann.id,), {"air"})
    assert there.units == {"air", "water"}
    assert seen(day(7, 11)).acts_for == frozenset()
    assert seen(None).acts_for == frozenset()


def test_somebody_away_says_so_with_their_leave(small, link, put):
    ann, bob = link(Role.OWNER, "air"), link(Role.OWNER, "water")
    put(ann, day(7, 1), day(7, 10), bob)
    found = small.read_sync(lambda tx: people.by_user(tx, PLAN, ann.user, day(7, 2)))
    assert found.leave == Leave(first=day(7, 1), last=day(7, 10), deputy=bob.id)
    assert small.read_sync(lambda tx: people.by_user(tx, PLAN, ann.user)).leave is None


def test_a_deputy_who_is_away_too_stands_for_nobody(small, link, put):
    ann, bob = link(Role.OWNER, "air"), link(Role.OWNER, "water")
    put(ann, day(7, 1), day(7, 10), bob)
    put(bob, day(7, 5), day(7, 6), ann)

    def acting(today):
        linked = small.read_sync(lambda tx: people.linked(tx, PLAN, today=today))
        return {p.id: p.acts_for for p in linked if p.acts_for}

    assert acting(day(7, 4)) == {bob.id: {"air"}}
    assert acting(day(7, 5)) == {}


def test_a_leader_is_stood_for_without_a_unit(small, link, put):
    lee, lin = link(Role.LEADER), link(Role.LEADER)
    put(lee, day(7, 1), day(7, 10), lin)
    found = small.read_sync(lambda tx: people.by_user(tx, PLAN, lin.user, day(7, 1)))
    assert (found.stands_for, found.acts_for) == ((lee.id,), frozenset())


def test_nobody_stands_for_somebody_unlinked(small, link, put, at):
    ann, bob = link(Role.OWNER, "air"), link(Role.OWNER, "water")
    put(ann, day(7, 1), day(7, 10), bob)
    small.run_sync(lambda tx: people.retire(tx, PLAN, ann.id, at(7, 1)))
    found = small.read_sync(lambda tx: people.by_user(tx, PLAN, bob.user, day(7, 2)))
    assert found.stands_for == ()


def test_everybody_and_their_leaves_are_two_questions(small, link, put, statements):
    for unit in ("air", "water", "law") * 3:
        put(link(Role.OWNER, unit), day(7, 1), day(7, 1) + timedelta(days=9))
    statements.clear()
    linked = small.read_sync(lambda tx: people.linked(tx, PLAN, today=day(7, 1)))
    assert len(linked) == 9
    assert len([sql for sql in statements if sql.startswith("SELECT")]) == 2
