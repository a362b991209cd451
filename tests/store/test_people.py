"""Who is linked, as what, and how they came in."""

from datetime import time, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import select

from rules.ids import PersonId, PlanId, UnitId
from rules.message import Message
from rules.people import Hours, Role
from store import outbox, people
from store.tables import InviteRow, LetterRow

PLAN = PlanId("p1")
CODE = "aGVsbG8tdGhpcy1pcy1h"


@pytest.fixture
def invited(small, clock):
    small.run_sync(
        lambda tx: people.invite(
            tx,
            PLAN,
            CODE,
            role=Role.OWNER,
            unit=UnitId("air"),
            expires=clock() + timedelta(days=7),
            now=clock(),
        )
    )
    return small


def _link(store, clock, *, user=101, name="王敏", locale="zh"):
    def work(tx):
        invite = people.invite_of(tx, CODE)
        return people.link(
            tx, invite, user=user, chat=user, name=name, locale=locale, now=clock()
        )

    return store.run_sync(work)


def test_an_invite_says_what_one_would_become(invited, clock):
    found = invited.read_sync(lambda tx: people.invite_of(tx, CODE))
    assert (found.plan, found.role, found.unit, found.expires, found.used) == (
        PLAN,
        Role.OWNER,
        "air",
        clock() + timedelta(days=7),
        False,
    )
    assert invited.read_sync(lambda tx: people.invite_of(tx, "another")) is None


def test_the_code_itself_stands_nowhere_in_the_database(invited):
    rows = invited.read_sync(
        lambda tx: tx.execute(text("SELECT * FROM invite")).mappings().all()
    )
    assert len(rows) == 1
    assert CODE not in str(rows)


def test_an_invite_is_used_up_by_linking(invited, clock):
    ann = _link(invited, clock)

    def work(tx):
        return people.invite_of(tx, CODE).used, tx.scalar(select(InviteRow.used_by))

    assert invited.read_sync(work) == (True, ann.id)


def test_who_links_is_known_by_the_telegram_user(invited, clock):
    assert invited.read_sync(lambda tx: people.by_user(tx, PLAN, 101)) is None
    ann = _link(invited, clock)
    assert invited.read_sync(lambda tx: people.by_user(tx, PLAN, 101)) == ann
    assert (ann.name, ann.role, ann.unit, ann.chat) == ("王敏", Role.OWNER, "air", 101)
    assert invited.read_sync(lambda tx: people.by_user(tx, PLAN, 102)) is None
    assert invited.read_sync(lambda tx: people.by_user(tx, PlanId("p2"), 101)) is None


def test_a_numbers_past_thirty_two_bits_is_a_user_like_any_other(invited, clock):
    big = 7_123_456_789
    _link(invited, clock, user=big)
    assert invited.read_sync(lambda tx: people.by_user(tx, PLAN, big)).chat == big


def test_linking_again_changes_the_role_and_keeps_the_person(small, link, clock):
    first = link(Role.OWNER, "air")

    def again(tx):
        people.lost(tx, first.id, "blocked")
        people.invite(
            tx,
            PLAN,
            CODE,
            role=Role.LEADER,
            unit=None,
            expires=clock() + timedelta(days=1),
            now=clock(),
        )
        tx.flush()
        return people.link(
            tx,
            people.invite_of(tx, CODE),
            user=first.user,
            chat=5,
            name="陈立",
            locale="en",
            now=clock(),
        )

    now = small.run_sync(again)
    assert (now.id, now.role, now.unit, now.chat, now.name) == (
        first.id,
        Role.LEADER,
        None,
        5,
        "陈立",
    )
    # Their chosen language stays; that they were lost does not.
    assert (now.locale, now.unreachable) == ("zh", "")
    assert small.read_sync(lambda tx: people.count(tx, PLAN)) == 1


def test_people_are_listed_by_role(small, link):
    owner, head = link(Role.OWNER, "air"), link(Role.HEAD, "air")
    leader = link(Role.LEADER)

    def work(tx):
        return (
            {p.id for p in people.linked(tx, PLAN)},
            [p.id for p in people.linked(tx, PLAN, (Role.OWNER, Role.HEAD))],
            people.linked(tx, PLAN, (Role.ADMIN,)),
        )

    assert small.read_sync(work) == (
        {owner.id, head.id, leader.id},
        [head.id, owner.id],
        [],
    )


def test_somebody_retired_is_a_stranger_and_may_come_back(invited, clock):
    ann = _link(invited, clock)

    def retire(tx):
        return people.retire(tx, PLAN, ann.id, clock())

    assert invited.run_sync(retire) is True
    assert invited.run_sync(retire) is False
    assert (
        invited.run_sync(lambda tx: people.retire(tx, PLAN, PersonId(99), clock()))
        is False
    )
    assert invited.read_sync(lambda tx: people.by_user(tx, PLAN, 101)) is None
    assert invited.read_sync(lambda tx: people.linked(tx, PLAN)) == []
    assert _link(invited, clock).id == ann.id
    assert invited.read_sync(lambda tx: people.count(tx, PLAN)) == 1


def test_letters_on_their_way_to_somebody_retired_are_withdrawn(small, link, clock):
    ann, bob = link(Role.OWNER, "air"), link(Role.OWNER, "water")

    def work(tx):
        letters = [
            Message(to=to.id, template="t", facts={}, key=f"k{to.id}")
            for to in (ann, bob)
        ]
        outbox.put(tx, PLAN, letters, clock())
        people.retire(tx, PLAN, ann.id, clock())
        taken = outbox.claim(tx, PLAN, clock(), readers=9)
        why = tx.scalar(select(LetterRow.error).where(LetterRow.person == ann.id))
        return [letter.to for letter in taken], why

    assert small.run_sync(work) == ([bob.id], "withdrawn: the person was unlinked")


def test_the_lost_are_found_again_when_they_speak(small, ann, at):
    def unreachable(tx):
        return people.by_user(tx, PLAN, ann.user).unreachable

    small.run_sync(lambda tx: people.lost(tx, ann.id, "blocked by the user"))
    assert small.read_sync(unreachable) == "blocked by the user"
    small.run_sync(lambda tx: people.found_again(tx, ann.id, at(3, 11)))
    assert small.read_sync(unreachable) == ""


def test_a_person_is_spoken_to_in_the_language_they_chose(small, ann):
    small.run_sync(lambda tx: people.speak(tx, ann.id, "en"))
    found = small.read_sync(lambda tx: people.by_user(tx, PLAN, ann.user))
    assert found.locale == "en"


def test_a_persons_own_hours_deputy_and_name_are_kept_and_cleared(small, link):
    ann, bob = link(Role.OWNER, "air"), link(Role.OWNER, "water")
    own = Hours(opens=time(9), closes=time(17, 30), zone="Asia/Urumqi")

    def keep(tx):
        people.keep_hours(tx, ann.id, own)
        people.name_deputy(tx, ann.id, bob.id)
        people.known_as(tx, ann.id, "ann")
        return people.by_user(tx, PLAN, ann.user)

    kept = small.run_sync(keep)
    assert (kept.hours, kept.deputy, kept.username) == (own, bob.id, "ann")

    def clear(tx):
        people.keep_hours(tx, ann.id, Hours())
        people.name_deputy(tx, ann.id, None)
        return people.linked(tx, PLAN)

    again = {one.id: one for one in small.run_sync(clear)}
    assert (again[ann.id].hours, again[ann.id].deputy) == (Hours(), None)
    assert (again[bob.id].hours, again[bob.id].username) == (Hours(), "")
