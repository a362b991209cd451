"""Which obligations a letter speaks of, so that what was sent stays true."""

from datetime import date, timedelta

import pytest

from rules.catalog import Audience
from rules.ids import LetterId, PlanId, TaskId, UnitId
from rules.message import About, Message
from store import letters_about, obligations, outbox
from store.tables import LetterRow

PLAN = PlanId("p1")
TASK, AIR = TaskId("01.1"), UnitId("air")


@pytest.fixture
def owed(small, open_up):
    """Owe two reports of 1.1 and one of 1.2; return their numbers."""
    open_up("standard", "2020-03", date(2020, 3, 25))
    open_up("standard", "2020-04", date(2020, 4, 26))
    open_up("campaign", "2020-03-1", date(2020, 3, 10))
    found = small.read_sync(lambda tx: obligations.mine(tx, PLAN, AIR))
    return {one.period: one.id for one in found}


@pytest.fixture
def send(small, ann):
    """Return how to send ann a letter about some obligations at a moment."""

    def sent(now, *ids, audience: Audience = Audience.OWNER, arrives: bool = True):
        about = tuple(About(obligation=one, audience=audience) for one in ids)
        key = f"{now}:{ids}:{audience}"
        letter = Message(to=ann.id, template="t", facts={}, key=key, about=about)

        def work(tx) -> LetterId:
            outbox.put(tx, PLAN, [letter], now)
            (made,) = outbox.claim(tx, PLAN, now, readers=9)
            assert made.about == about
            if arrives:
                outbox.delivered(tx, made.id, 7, now)
            return made.id

        return small.run_sync(work)

    return sent


@pytest.fixture
def edit_at(small):
    return lambda id_: small.read_sync(lambda tx: tx.get(LetterRow, id_).edit_at)


def test_what_letters_speak_of_is_told_letter_by_letter_in_order(small, owed, send, at):
    ids = sorted(owed.values())
    both, none = send(at(3, 10), *ids), send(at(3, 11))

    def asked(*letters):
        return small.read_sync(lambda tx: letters_about.of(tx, letters))

    owner = Audience.OWNER
    assert asked(both, none) == {
        both: tuple(About(obligation=one, audience=owner) for one in ids)
    }
    assert asked() == {}


def test_noting_the_same_again_changes_nothing(small, owed, send, at):
    first = owed["2020-03"]
    letter = send(at(3, 10), first)
    about = [
        About(obligation=first, audience=Audience.OWNER),
        About(obligation=first, audience=Audience.HEAD),
    ]

    def work(tx):
        letters_about.note(tx, {})
        letters_about.note(tx, {letter: about})
        return letters_about.of(tx, [letter])[letter]

    assert set(small.run_sync(work)) == set(about)


def test_a_promise_made_twice_is_noted_once(small, ann, owed, at):
    about = (About(obligation=owed["2020-03"], audience=Audience.OWNER),)
    letter = Message(to=ann.id, template="t", facts={}, key="k", about=about)

    def work(tx):
        outbox.put(tx, PLAN, [letter], at(3, 10))
        outbox.put(tx, PLAN, [letter], at(3, 11))
        return outbox.claim(tx, PLAN, at(3, 11), readers=9)

    assert [one.about for one in small.run_sync(work)] == [about]


def test_letters_about_it_are_marked_and_no_others(small, owed, send, edit_at, at):
    mine = send(at(3, 10), owed["2020-03"], owed["2020-03-1"])
    head = send(at(3, 11), owed["2020-03"], audience=Audience.HEAD)
    other = send(at(3, 12), owed["2020-03-1"])

    def work(tx):
        letters_about.touch(tx, [], at(3, 12, 9, 0))
        letters_about.touch(tx, [owed["2020-03"]], at(3, 12, 9, 0))

    small.run_sync(work)
    now = at(3, 12, 9, 0)
    assert [edit_at(one) for one in (mine, head, other)] == [now, now, None]


@pytest.mark.parametrize(
    ("days", "arrives", "marked"),
    [(6, True, True), (7, True, False), (8, True, False), (8, False, True)],
    ids=["lately", "a week ago", "long ago", "still on its way"],
)
def test_what_is_a_week_old_is_history(
    small, owed, send, edit_at, at, days, arrives, marked
):
    letter = send(at(3, 10), owed["2020-03"], arrives=arrives)
    now = at(3, 10) + timedelta(days=days)
    small.run_sync(lambda tx: letters_about.touch(tx, [owed["2020-03"]], now))
    assert edit_at(letter) == (now if marked else None)


def test_an_answer_and_its_taking_back_mark_what_was_sent(
    small, owed, send, edit_at, at
):
    letter = send(at(3, 10), owed["2020-03"])
    answered, undone = at(3, 10, 9, 0), at(3, 10, 10, 0)
    small.run_sync(lambda tx: obligations.answer(tx, PLAN, TASK, AIR, answered))
    assert edit_at(letter) == answered
    small.run_sync(
        lambda tx: obligations.reopen(
            tx, PLAN, TASK, AIR, closed_at=answered, now=undone
        )
    )
    assert edit_at(letter) == undone
    other, later = UnitId("law"), at(3, 10, 11, 0)
    small.run_sync(lambda tx: obligations.answer(tx, PLAN, TASK, other, later))
    assert edit_at(letter) == undone
