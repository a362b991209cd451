"""What was promised waits for its moment, is taken once, and is accounted for."""

from datetime import timedelta

import pytest

from rules.ids import PlanId
from rules.message import Button, Message
from rules.people import Role
from store import outbox, people
from store.outbox import Waiting

PLAN = PlanId("p1")
LEASE = timedelta(minutes=5)


@pytest.fixture
def promise(small, ann):
    """Return how to promise ann something at a moment."""

    def put(now, *keys: str, **given) -> None:
        blank = {"to": ann.id, "template": "t", "facts": {}}
        messages = [Message(**(blank | {"key": key} | given)) for key in keys]
        small.run_sync(lambda tx: outbox.put(tx, PLAN, messages, now))

    return put


@pytest.fixture
def take(small):
    """Return how to claim letters at a moment."""

    def claim(now, limit: int = 99, plan: PlanId = PLAN):
        return small.run_sync(
            lambda tx: outbox.claim(tx, plan, now, lease=LEASE, limit=limit)
        )

    return claim


def test_a_letter_carries_all_that_is_needed_to_send_it(small, ann, promise, take, at):
    buttons = ((Button(label="buttons.areas", data="areas", facts={"n": 1}),),)
    promise(
        at(3, 10), "k", template="digest/weekly", facts={"n": "十"}, buttons=buttons
    )
    small.run_sync(lambda tx: people.speak(tx, ann.id, "en"))
    (letter,) = take(at(3, 10))
    assert (letter.to, letter.chat, letter.locale, letter.plan, letter.knocks) == (
        ann.id,
        ann.chat,
        "en",
        PLAN,
        1,
    )
    assert (letter.template, letter.facts, letter.buttons) == (
        "digest/weekly",
        {"n": "十"},
        buttons,
    )


def test_the_same_promise_is_made_once(promise, take, at):
    promise(at(3, 10), "a", "b", "a")
    promise(at(3, 11), "b", "c", facts={"later": True})
    promise(at(3, 11))
    assert [letter.facts for letter in take(at(3, 12))] == [{}, {}, {"later": True}]


def test_a_letter_in_hand_is_hidden_for_one_lease_and_its_knocks_count(
    promise, take, at
):
    now = at(3, 10)
    promise(now, "k")
    taken = [take(when) for when in (now - LEASE, now, now, now + LEASE)]
    assert [[letter.knocks for letter in one] for one in taken] == [[], [1], [], [2]]


def test_the_longest_waiting_go_first(promise, take, at):
    promise(at(3, 12), "young")
    promise(at(3, 10), "old-a", "old-b")
    first = [letter.id for letter in take(at(3, 12), limit=2)]
    last = [letter.id for letter in take(at(3, 12), limit=2)]
    assert (first, last) == ([2, 3], [1])


def test_a_delivered_letter_never_comes_again(small, promise, take, at):
    promise(at(3, 10), "k")
    (letter,) = take(at(3, 10))
    small.run_sync(lambda tx: outbox.delivered(tx, letter.id, 7_000_000_000, at(3, 10)))
    assert take(at(12, 31)) == []
    sent = [
        small.read_sync(lambda tx, since=since: outbox.sent_since(tx, PLAN, since))
        for since in (at(3, 10), at(3, 11))
    ]
    assert sent == [1, 0]


def test_a_failed_letter_comes_again_at_its_time_or_never(small, promise, take, at):
    promise(at(3, 10), "later", "never")
    later, never = take(at(3, 10))

    def work(tx):
        outbox.failed(tx, later.id, at(3, 10, 9, 0), "flood")
        outbox.failed(tx, never.id, None, "blocked")

    small.run_sync(work)
    assert take(at(3, 10, 8, 59)) == []
    assert [letter.id for letter in take(at(12, 31))] == [later.id]


def test_how_the_outbox_stands(small, promise, take, at):
    def stands():
        return small.read_sync(lambda tx: outbox.waiting(tx, PLAN))

    assert stands() == Waiting(letters=0, oldest=None, given_up=0, sent=0)
    promise(at(3, 10), "sent", "lost")
    promise(at(3, 11), "waits")
    promise(at(3, 12), "waits too")
    sent, lost = take(at(3, 10))

    def work(tx):
        outbox.delivered(tx, sent.id, 1, at(3, 10))
        outbox.failed(tx, lost.id, None, "blocked")

    small.run_sync(work)
    assert stands() == Waiting(letters=2, oldest=at(3, 11), given_up=1, sent=1)
    assert small.read_sync(lambda tx: outbox.next_send(tx, PLAN)) == at(3, 11)


def test_another_plans_letters_are_not_ours(
    small_text, put_in_force, link, promise, take, at
):
    put_in_force(small_text.replace("id: p1", "id: p2"))
    link(Role.OWNER, "air", PlanId("p2"))
    promise(at(3, 10), "k")
    assert take(at(3, 10), plan=PlanId("p2")) == []
    assert len(take(at(3, 10))) == 1
