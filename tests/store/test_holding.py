"""Letters that wait, go together, change before they go, or have nothing to say."""

from dataclasses import replace

import pytest

from rules.hold import Held, Hold
from rules.ids import LetterId, PlanId
from rules.message import Button, Message, Sort
from rules.people import Role
from store import edits, outbox
from store.tables import LetterRow

PLAN = PlanId("p1")


@pytest.fixture
def promise(small, ann):
    """Return how to promise ann something, or somebody else."""

    def put(now, *keys: str, **given) -> None:
        blank = {"to": ann.id, "template": "t", "facts": {}}
        messages = [Message(**(blank | {"key": key} | given)) for key in keys]
        small.run_sync(lambda tx: outbox.put(tx, PLAN, messages, now))

    return put


@pytest.fixture
def take(small):
    """Return how to claim letters at a moment."""

    def claim(now):
        return small.run_sync(lambda tx: outbox.claim(tx, PLAN, now, readers=99))

    return claim


@pytest.fixture
def hold(small):
    """Return how to hold letters until a moment."""

    def held(letters, until, reason: Held = Held.BUDGET) -> None:
        waits = {one.id: Hold(reason=reason, until=until) for one in letters}
        small.run_sync(lambda tx: outbox.held(tx, waits))

    return held


@pytest.fixture
def row(small):
    """Return how to read one letter as it is kept."""
    return lambda id_: small.read_sync(lambda tx: tx.get(LetterRow, id_))


def test_a_held_letter_waits_with_its_reason_and_was_not_tried(
    promise, take, hold, row, at
):
    promise(at(3, 10, 22, 0), "k", "other")
    first, other = take(at(3, 10, 22, 0))
    hold([], at(3, 12))
    hold([first], at(3, 11), Held.HOURS)
    hold([other], at(3, 12))
    kept = [row(one.id) for one in (first, other)]
    assert [(one.held, one.send_at, one.knocks) for one in kept] == [
        ("hours", at(3, 11), 0),
        ("budget", at(3, 12), 0),
    ]
    assert [one.due_at for one in kept] == [at(3, 11), at(3, 12)]  # it ought to go then
    assert [one.taken_at for one in kept] == [None, None]
    assert take(at(3, 11, 8, 29)) == []
    assert [again.knocks for again in take(at(3, 11))] == [1]
    assert row(first.id).held == ""  # in hand it waits no more


def test_what_is_held_back_is_told_person_by_person_and_by_reason(
    small, ann, link, promise, take, hold, at
):
    bob = link(Role.OWNER, "water")
    promise(at(3, 10), "a", "b", template="digest/weekly")
    promise(at(3, 10), "c", to=bob.id)
    promise(at(3, 10), "d", template="chase/bundle")
    a, b, c, d = take(at(3, 10))
    hold([a, c], at(3, 11))
    hold([b], at(3, 11), Held.HOURS)

    def waits(*people):
        found = small.read_sync(
            lambda tx: outbox.held_back(tx, {one.id for one in people}, Held.BUDGET)
        )
        return {
            who: [(w.letter, w.template, w.until) for w in one]
            for who, one in found.items()
        }

    assert waits(ann) == {ann.id: [(a.id, "digest/weekly", at(3, 11))]}
    assert set(waits(ann, bob)) == {ann.id, bob.id}
    assert waits() == {}
    assert d


def test_held_letters_of_a_sort_are_taken_along_with_another(
    small, ann, link, promise, take, hold, row, at
):
    bob = link(Role.OWNER, "water")
    promise(at(3, 10), "held", "failed", template="chase/bundle")
    promise(at(3, 10), "digest", template="digest/weekly")
    promise(at(3, 10), "bob's", template="chase/bundle", to=bob.id)
    held, failed, digest, other = take(at(3, 10))
    hold([held, digest, other], at(3, 12))
    small.run_sync(lambda tx: outbox.failed(tx, failed.id, at(3, 12), "flood"))

    def along(*people):
        return small.run_sync(
            lambda tx: outbox.take_along(
                tx,
                PLAN,
                {one.id for one in people},
                "chase/bundle",
                at(3, 11),
            )
        )

    assert along() == []
    (taken,) = along(ann)
    assert (taken.id, taken.knocks, taken.chat) == (held.id, 1, ann.chat)
    kept = row(held.id)
    assert (kept.send_at, kept.due_at, kept.held) == (at(3, 11), at(3, 11), "")
    assert along(ann) == []


def test_a_letter_is_kept_as_it_is_sent(small, promise, take, row, at):
    promise(at(3, 10), "k", "other", facts={"n": 1})
    letter, other = take(at(3, 10))
    keys = ((Button(label="buttons.areas", data="areas"),),)

    def work(tx):
        outbox.rewrite(tx, [])
        outbox.rewrite(tx, [replace(letter, facts={"n": 2}, buttons=keys)])

    small.run_sync(work)
    assert (row(letter.id).facts, len(row(letter.id).buttons)) == ({"n": 2}, 1)
    assert row(other.id).facts == {"n": 1}


def test_what_has_nothing_left_to_say_is_withdrawn_and_not_given_up(
    small, promise, take, row, at
):
    promise(at(3, 10), "k")
    (letter,) = take(at(3, 10))

    def work(tx):
        outbox.drop(tx, {})
        outbox.drop(tx, {letter.id: "answered meanwhile"})

    small.run_sync(work)
    kept = row(letter.id)
    assert (kept.send_at, kept.knocks, kept.error) == (
        None,
        0,
        "withdrawn: answered meanwhile",
    )
    assert small.read_sync(lambda tx: outbox.waiting(tx, PLAN)).given_up == 0


def test_the_unprompted_ones_a_person_got_are_counted_by_their_moments(
    small, ann, link, promise, take, at
):
    bob = link(Role.OWNER, "water")
    promise(at(3, 9), "a", "b")
    promise(at(3, 9), "asked for", sort=Sort.PROMPTED)
    promise(at(3, 9), "never sent")
    for day, letter in zip((9, 10, 10), take(at(3, 9)), strict=False):
        small.run_sync(
            lambda tx, id_=letter.id, day=day: outbox.delivered(tx, id_, 1, at(3, day))
        )

    def had(since):
        return small.read_sync(lambda tx: outbox.had(tx, {ann.id, bob.id}, since))

    assert had(at(3, 9)) == {ann.id: [at(3, 9), at(3, 10)], bob.id: []}
    assert had(at(3, 10)) == {ann.id: [at(3, 10)], bob.id: []}


@pytest.fixture
def sent(small, promise, take, at) -> LetterId:
    """Return a letter that arrived at the opening, as message 7."""
    promise(at(3, 10), "k")
    (letter,) = take(at(3, 10))
    small.run_sync(lambda tx: outbox.delivered(tx, letter.id, 7, at(3, 10)))
    return letter.id


@pytest.fixture
def mark(small):
    """Return how to have a letter edited at a moment."""

    def marked(letter: LetterId, now) -> None:
        def work(tx):
            tx.get(LetterRow, letter).edit_at = now

        small.run_sync(work)

    return marked


@pytest.fixture
def take_edits(small):
    def claim(now):
        return small.run_sync(lambda tx: edits.claim(tx, PLAN, now, limit=99))

    return claim


def test_an_edit_is_taken_once_in_its_time(small, sent, mark, take_edits, at):
    mark(sent, at(3, 10, 9, 0))
    assert small.read_sync(lambda tx: outbox.next_send(tx, PLAN)) == at(3, 10, 9, 0)
    assert take_edits(at(3, 10, 8, 59)) == []
    (letter,) = take_edits(at(3, 10, 9, 0))
    assert (letter.id, letter.message, letter.knocks) == (sent, 7, 1)
    assert take_edits(at(3, 10, 12, 0)) == []
    small.run_sync(lambda tx: outbox.release(tx, PLAN, at(3, 10, 9, 5)))
    assert len(take_edits(at(3, 10, 9, 5))) == 1  # the process died


@pytest.mark.parametrize("again", [None, 10])
def test_an_edit_made_is_done_with_or_comes_again(
    small, sent, mark, take_edits, row, at, again
):
    now = at(3, 10, 9, 0)
    later = again and at(3, 10, again)
    mark(sent, now)
    take_edits(now)
    small.run_sync(lambda tx: edits.made(tx, [sent], later))
    assert row(sent).edit_at == later


def test_what_was_answered_while_an_edit_was_made_is_edited_again(
    small, sent, mark, take_edits, row, at
):
    now = at(3, 10, 9, 0)
    mark(sent, now)
    take_edits(now)
    mark(sent, at(3, 10, 9, 1))
    small.run_sync(lambda tx: edits.made(tx, [sent], at(3, 10, 10, 0)))
    assert row(sent).edit_at == at(3, 10, 9, 1)


def test_what_has_not_arrived_cannot_be_edited_and_hides_no_other_time(
    small, promise, take, mark, take_edits, row, hold, at
):
    promise(at(3, 10), "k")
    (letter,) = take(at(3, 10))
    hold([letter], at(3, 11))
    mark(letter.id, at(3, 10, 9, 0))
    assert take_edits(at(3, 10, 9, 0)) == []
    assert small.read_sync(lambda tx: outbox.next_send(tx, PLAN)) == at(3, 11)
    take(at(3, 11))
    assert row(letter.id).edit_at is None  # it is written anew as it goes


def test_a_clock_set_back_an_hour_keeps_no_edit_for_longer(sent, mark, take_edits, at):
    mark(sent, at(3, 10, 10, 1))
    assert take_edits(at(3, 10, 9, 1)) == []
    assert len(take_edits(at(3, 10, 9, 0))) == 1
