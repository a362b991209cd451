"""What was promised waits for its moment, is taken once, and is accounted for."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from rules.hold import Held, Hold
from rules.ids import PlanId
from rules.message import Button, Message, Sort
from rules.people import Role
from store import outbox, people, unreached
from store.outbox import Waiting
from store.tables import LetterRow

PLAN = PlanId("p1")
HOUR = timedelta(hours=1)


@pytest.fixture
def promise(small, ann):
    """Return how to promise ann something at a moment, or somebody else."""

    def put(now, *keys: str, **given) -> None:
        blank = {"to": ann.id, "template": "t", "facts": {}}
        messages = [Message(**(blank | {"key": key} | given)) for key in keys]
        small.run_sync(lambda tx: outbox.put(tx, PLAN, messages, now))

    return put


@pytest.fixture
def take(small):
    """Return how to claim letters at a moment."""

    def claim(now, readers: int = 99, plan: PlanId = PLAN, busy=()):
        return small.run_sync(
            lambda tx: outbox.claim(tx, plan, now, readers=readers, busy=busy)
        )

    return claim


@pytest.fixture
def row(small):
    """Return how to read one letter as it is kept."""
    return lambda id_: small.read_sync(lambda tx: tx.get(LetterRow, id_))


@pytest.fixture
def fail(small):
    """Return how a letter comes back, to be tried `again` at a moment."""

    def failed(letter, again, why="flood", **given) -> None:
        small.run_sync(lambda tx: outbox.failed(tx, letter.id, again, why, **given))

    return failed


def keys_of(small, letters) -> list[str]:
    return [
        small.read_sync(lambda tx, one=one: tx.get(LetterRow, one.id).key)
        for one in letters
    ]


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
    assert (letter.template, letter.facts, letter.buttons, letter.doubt) == (
        "digest/weekly",
        {"n": "十"},
        buttons,
        False,
    )


def test_the_same_promise_is_made_once(promise, take, at):
    promise(at(3, 10), "a", "b", "a")
    promise(at(3, 11), "b", "c", facts={"later": True})
    promise(at(3, 11))
    assert [letter.facts for letter in take(at(3, 12))] == [{}, {}, {"later": True}]


def test_a_letter_in_hand_is_hidden_until_its_outcome_is_known(
    promise, take, fail, row, at
):
    now = at(3, 10)
    promise(now, "k")
    (letter,) = take(now)
    assert take(at(12, 31)) == []  # however long it takes
    kept = row(letter.id)
    assert (kept.taken_at, kept.send_at, kept.due_at) == (now, now, now)
    fail(letter, now + HOUR)
    kept = row(letter.id)
    assert (kept.taken_at, kept.send_at, kept.due_at) == (None, now + HOUR, now)
    assert [one.knocks for one in take(now + HOUR)] == [2]


def test_one_reader_at_a_time_gets_all_that_is_due_the_longest_waiting_first(
    small, link, promise, take, at
):
    bob, cy = link(Role.OWNER, "water"), link(Role.OWNER, "law")
    promise(at(3, 10), "ann-1")
    promise(at(3, 11), "bob-1", to=bob.id)
    promise(at(3, 12), "ann-2", "ann-3")
    promise(at(3, 12), "cy-1", to=cy.id)
    assert keys_of(small, take(at(3, 12), readers=1)) == ["ann-1", "ann-2", "ann-3"]
    assert keys_of(small, take(at(3, 12), readers=1)) == ["bob-1"]
    assert keys_of(small, take(at(3, 12), readers=1)) == ["cy-1"]


def test_who_has_a_letter_in_hand_gets_no_other(small, ann, link, promise, take, at):
    bob = link(Role.OWNER, "water")
    promise(at(3, 10), "ann-1")
    promise(at(3, 10), "bob-1", to=bob.id)
    assert keys_of(small, take(at(3, 10), busy=[ann.id])) == ["bob-1"]
    due = [
        small.read_sync(lambda tx, busy=busy: outbox.due(tx, PLAN, at(3, 10), busy))
        for busy in ([ann.id], [])
    ]
    assert due == [(False, False), (True, False)]


def test_what_came_back_goes_along_in_its_order(small, promise, take, fail, at):
    promise(at(3, 10), "first")
    (first,) = take(at(3, 10))
    fail(first, at(3, 10, 9, 0))
    assert take(at(3, 10, 8, 59)) == []
    promise(at(3, 10, 8, 59), "second")
    assert keys_of(small, take(at(3, 10, 8, 59))) == ["first", "second"]


def test_a_clock_set_back_an_hour_hides_no_fresh_letter(small, promise, take, at):
    promise(at(3, 10, 10, 0), "fresh")
    assert small.read_sync(lambda tx: outbox.due(tx, PLAN, at(3, 10, 9, 0)))[0]
    assert keys_of(small, take(at(3, 10, 9, 0))) == ["fresh"]


def test_a_clock_set_back_an_hour_keeps_no_retry_for_longer(promise, take, fail, at):
    promise(at(3, 10, 10, 0), "k")
    (letter,) = take(at(3, 10, 10, 0))
    fail(letter, at(3, 10, 10, 1))
    assert take(at(3, 10, 9, 2)) == []
    assert len(take(at(3, 10, 9, 0))) == 1


def test_a_clock_set_back_lets_what_is_held_be_held(small, promise, take, at):
    promise(at(3, 10, 22, 0), "k")
    (letter,) = take(at(3, 10, 22, 0))
    hold = {letter.id: Hold(reason=Held.HOURS, until=at(3, 11))}
    small.run_sync(lambda tx: outbox.held(tx, hold))
    assert take(at(3, 10, 21, 0)) == []
    assert len(take(at(3, 11))) == 1


def test_what_a_process_that_died_had_in_hand_is_free_and_in_doubt(
    small, promise, take, row, at
):
    promise(at(3, 10), "in hand", "waits")
    (first, _) = take(at(3, 10))
    promise(at(3, 10), "fresh")
    assert small.run_sync(lambda tx: outbox.release(tx, PLAN, at(3, 10, 9, 0))) == 2
    taken = take(at(3, 10, 9, 0))
    assert [(one.knocks, one.doubt) for one in taken] == [(2, True)] * 2 + [(1, False)]
    assert row(first.id).due_at == at(3, 10)


def test_what_was_taken_before_its_time_is_due_when_it_is_released(
    small, ann, promise, take, row, at
):
    promise(at(3, 10, 22, 0), "k")
    (letter,) = take(at(3, 10, 22, 0))
    hold = {letter.id: Hold(reason=Held.HOURS, until=at(3, 12))}

    def along(tx):
        outbox.held(tx, hold)
        outbox.take_along(tx, PLAN, [ann.id], "t", at(3, 11))

    small.run_sync(along)
    small.run_sync(lambda tx: outbox.release(tx, PLAN, at(3, 11, 9, 0)))
    assert row(letter.id).send_at == row(letter.id).due_at == at(3, 11)


def test_another_plans_letters_in_hand_are_not_released(small, promise, take, at):
    promise(at(3, 10), "k")
    take(at(3, 10))
    other = PlanId("p2")
    assert small.run_sync(lambda tx: outbox.release(tx, other, at(3, 10))) == 0
    assert take(at(3, 10)) == []


def test_what_is_let_go_was_not_tried(small, promise, take, row, at):
    promise(at(3, 10), "k")
    (letter,) = take(at(3, 10))
    for _ in range(2):  # kept twice, when nobody knew whether it had been
        small.run_sync(lambda tx: outbox.let_go(tx, [letter.id]))
    assert row(letter.id).knocks == 0
    assert [(one.knocks, one.doubt) for one in take(at(3, 10))] == [(1, False)]


def test_a_claim_of_which_nobody_knows_whether_it_was_kept_is_undone(
    small, ann, link, promise, take, at
):
    bob = link(Role.OWNER, "water")
    promise(at(3, 10), "in hand")
    take(at(3, 10))
    promise(at(3, 10), "k", to=bob.id)
    take(at(3, 10), busy=[ann.id])
    small.run_sync(lambda tx: outbox.undo(tx, PLAN, at(3, 10), [ann.id]))
    again = take(at(3, 10))
    assert [(one.to, one.knocks, one.doubt) for one in again] == [(bob.id, 1, False)]


def test_a_delivered_letter_never_comes_again(small, promise, take, at):
    promise(at(3, 10), "k")
    (letter,) = take(at(3, 10))
    small.run_sync(lambda tx: outbox.delivered(tx, letter.id, 7_000_000_000, at(3, 10)))
    assert take(at(12, 31)) == []
    assert small.run_sync(lambda tx: outbox.release(tx, PLAN, at(3, 11))) == 0
    sent = [
        small.read_sync(lambda tx, since=since: outbox.sent_since(tx, PLAN, since))
        for since in (at(3, 10), at(3, 11))
    ]
    assert sent == [1, 0]


def test_a_failed_letter_comes_again_at_its_time_or_never(promise, take, fail, row, at):
    promise(at(3, 10), "later", "never")
    later, never = take(at(3, 10))
    fail(later, at(3, 10, 9, 0), doubt=True)
    fail(never, None, "too long")
    assert take(at(3, 10, 8, 59)) == []
    assert [(one.id, one.doubt) for one in take(at(12, 31))] == [(later.id, True)]
    fail(later, at(3, 10, 9, 0))
    assert row(later.id).doubt  # it may still have arrived the first time


def test_a_letter_withdrawn_on_its_way_does_not_come_back(
    small, ann, promise, take, fail, row, at
):
    promise(at(3, 10), "k")
    (letter,) = take(at(3, 10))
    small.run_sync(lambda tx: people.retire(tx, PLAN, ann.id, at(3, 10)))
    fail(letter, at(3, 11))
    small.run_sync(lambda tx: unreached.give_up(tx, letter.id, "blocked"))
    assert take(at(12, 31)) == []
    assert row(letter.id).error == "withdrawn: the person was unlinked"


def test_how_the_outbox_stands(small, promise, take, at):
    def stands():
        return small.read_sync(lambda tx: outbox.waiting(tx, PLAN))

    assert stands() == Waiting(letters=0, oldest=None, given_up=0, sent=0)
    promise(at(3, 10), "sent", "lost")
    sent, lost = take(at(3, 10))
    promise(at(3, 11), "waits")
    promise(at(3, 12), "waits too")

    def work(tx):
        outbox.delivered(tx, sent.id, 1, at(3, 10))
        outbox.failed(tx, lost.id, None, "blocked")

    small.run_sync(work)
    assert stands() == Waiting(letters=2, oldest=at(3, 11), given_up=1, sent=1)
    assert small.read_sync(lambda tx: outbox.next_send(tx, PLAN)) == at(3, 11)


def test_what_an_unlinked_person_was_promised_is_not_given_up(
    small, ann, promise, take, at
):
    promise(at(3, 10), "lost")
    (lost,) = take(at(3, 10))
    small.run_sync(lambda tx: unreached.give_up(tx, lost.id, "blocked"))
    promise(at(3, 10), "waits")
    assert small.read_sync(lambda tx: outbox.waiting(tx, PLAN)).given_up == 1
    small.run_sync(lambda tx: people.retire(tx, PLAN, ann.id, at(3, 11)))
    stands = small.read_sync(lambda tx: outbox.waiting(tx, PLAN))
    assert (stands.letters, stands.given_up) == (0, 0)


def test_another_plans_letters_are_not_ours(
    small_text, put_in_force, link, promise, take, at
):
    put_in_force(small_text.replace("id: p1", "id: p2"))
    link(Role.OWNER, "air", PlanId("p2"))
    promise(at(3, 10), "k")
    assert take(at(3, 10), plan=PlanId("p2")) == []
    assert len(take(at(3, 10))) == 1


@pytest.fixture
def lose(small, take, ann):
    """Return how all that is due to ann does not reach her."""

    def lost(now) -> None:
        letters = take(now)

        def work(tx) -> None:
            people.lost(tx, ann.id, "blocked")
            for one in letters:
                unreached.give_up(tx, one.id, "bot was blocked by the user")

        small.run_sync(work)

    return lost


def test_what_did_not_reach_somebody_is_promised_again_once_they_are_found(
    small, ann, promise, take, lose, row, at
):
    promise(at(3, 10), "bundle", template="chase/bundle")
    promise(at(3, 10), "own act", template="request/outcome", sort=Sort.PROMPTED)
    lose(at(3, 10))
    assert take(at(12, 30)) == []
    small.run_sync(lambda tx: people.found_again(tx, ann.id, at(12, 31)))
    again = take(at(12, 31))
    assert keys_of(small, again) == ["bundle", "own act"]
    kept = row(again[0].id)
    assert (kept.due_at, kept.error, kept.held) == (at(12, 31), "", "")


def test_who_speaks_while_nothing_was_lost_is_promised_nothing(
    small, ann, promise, take, fail, at
):
    promise(at(3, 10), "refused")
    (letter,) = take(at(3, 10))
    fail(letter, None, "Bad Request: message is too long")
    small.run_sync(lambda tx: people.lost(tx, ann.id, "blocked"))
    small.run_sync(lambda tx: people.found_again(tx, ann.id, at(3, 11)))
    assert take(at(3, 11)) == []


def test_of_the_announcements_lost_only_the_newest_of_each_is_promised_again(
    small, ann, promise, take, lose, at
):
    for day in (2, 9, 10):
        promise(at(3, day), f"digest-{day}", template="digest/weekly")
    promise(at(3, 2), "old notice", template="chase/unwatched", sort=Sort.SERVICE)
    promise(at(3, 9), "new notice", template="chase/unwatched", sort=Sort.SERVICE)
    lose(at(3, 10))
    small.run_sync(lambda tx: people.found_again(tx, ann.id, at(3, 11)))
    assert keys_of(small, take(at(3, 11))) == ["digest-10", "new notice"]
    stands = small.read_sync(lambda tx: outbox.waiting(tx, PLAN))
    assert (stands.letters, stands.given_up) == (2, 0)


@pytest.mark.parametrize(("role", "letters"), [(Role.OWNER, 1), (Role.HEAD, 0)])
def test_who_links_anew_gets_what_was_lost_unless_as_somebody_else(
    small, ann, promise, take, lose, at, role, letters
):
    promise(at(3, 10), "k", template="chase/bundle")
    lose(at(3, 10))

    def work(tx):
        said = {"role": role, "unit": ann.unit, "expires": at(4, 1), "now": at(3, 11)}
        people.invite(tx, PLAN, "code", **said)
        tx.flush()
        named = {"user": ann.user, "chat": 9, "name": "Ann", "locale": "zh"}
        return people.link(tx, people.invite_of(tx, "code"), now=at(3, 11), **named)

    small.run_sync(work)
    assert [one.chat for one in take(at(3, 11))] == [9] * letters


@pytest.mark.postgres
@pytest.mark.parametrize("kind", ["postgres"], indirect=True)  # SQLite has one writer
def test_two_processes_never_take_the_same_letter(small, promise, take, at, at_once):
    promise(at(3, 10), "k")
    taken = []

    def work(tx):
        taken.append(len(outbox.claim(tx, PLAN, at(3, 10), readers=9)))

    assert at_once(small, work, work) is None
    assert taken == [1, 0]
    small.run_sync(lambda tx: tx.execute(update(LetterRow).values(taken_at=None)))
    assert len(take(at(3, 10))) == 1
