"""From the outbox to the person, one letter not minding another's trouble."""

from collections import defaultdict
from datetime import timedelta

import pytest

from rules.delivery import Undelivered
from rules.ids import PlanId
from rules.message import Button, Message
from rules.people import Role
from scheduler import chasing, delivery, opening
from store import outbox, people

PLAN = PlanId("zj-2020")
UNWATCHED = {"units": [{"unit": "大气环境处", "tasks": ["2.1"]}], "total": 1}


class Recording:
    """The other side of the Protocol: keeps what is sent, fails when told to."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, str]] = []
        self.buttons: list[object] = []
        self.failures: dict[int, list[Exception]] = defaultdict(list)

    async def send(self, chat, html, buttons, locale) -> int:
        if self.failures[chat]:
            raise self.failures[chat].pop(0)
        self.sent.append((chat, html))
        self.buttons.append((buttons, locale))
        return 7_000_000_000 + len(self.sent)


@pytest.fixture
def messenger() -> Recording:
    return Recording()


@pytest.fixture
def deliver(loaded, clock, messenger):
    """Return how to let the bell ring at a moment."""

    async def rung(now) -> int:
        clock.now = now
        return await delivery.deliver(loaded, PLAN, messenger, clock)

    return rung


@pytest.fixture
def promise(loaded):
    """Return how to promise people a letter at a moment."""

    def put(now, *to, template="chase/unwatched", facts=UNWATCHED, **given) -> None:
        messages = [
            Message(
                to=person.id,
                template=template,
                facts=facts,
                key=f"{template}:{person.id}:{now}",
                **given,
            )
            for person in to
        ]
        loaded.run_sync(lambda tx: outbox.put(tx, PLAN, messages, now))

    return put


async def test_a_letter_arrives_in_its_readers_words_with_its_buttons(
    link, promise, deliver, messenger, letters, at
):
    ann, cy = link(Role.ADMIN), link(Role.ADMIN, locale="en")
    buttons = ((Button(label="buttons.areas", data="areas"),),)
    promise(at(3, 10), ann, cy, buttons=buttons)
    assert await deliver(at(3, 10)) == 2
    words = dict(messenger.sent)
    assert "1项报告到期而无人可催" in words[ann.chat]
    assert "项" not in words[cy.chat].replace("大气环境处", "")
    assert {locale for _, locale in messenger.buttons} == {"zh", "en"}
    assert [shown for shown, _ in messenger.buttons] == [buttons, buttons]
    assert all(one.sent_at == at(3, 10) and one.message for one in letters())
    assert await deliver(at(3, 10, 8, 31)) == 0


async def test_a_hopeless_chat_is_noted_and_asked_no_more(
    ann, deliver, messenger, letters, loaded, clock, at
):
    clock.now = at(3, 3)
    await opening.open_periods(loaded, PLAN, clock)
    clock.now = at(3, 10)
    await chasing.tick(loaded, PLAN, clock)
    gone = Undelivered(why="bot was blocked by the user", hopeless=True)
    messenger.failures[ann.chat] = [gone]
    assert await deliver(at(3, 10)) == 1
    found = loaded.read_sync(lambda tx: people.by_user(tx, PLAN, ann.user))
    assert found.unreachable == "bot was blocked by the user"
    (letter,) = letters()
    assert (letter.send_at, letter.sent_at, letter.error) == (
        None,
        None,
        "bot was blocked by the user",
    )
    for day in (11, 12, 13):
        clock.now = at(3, day)
        await chasing.tick(loaded, PLAN, clock)
        assert await deliver(at(3, day)) == 0
    assert len(letters()) == 1


@pytest.mark.parametrize(
    ("wait", "seconds"),
    [(timedelta(seconds=40), 40), (None, 15)],
    ids=["as long as asked", "a little by itself"],
)
async def test_a_passing_fault_is_tried_again(
    ann, promise, deliver, messenger, letters, at, wait, seconds
):
    messenger.failures[ann.chat] = [Undelivered(why="flood", wait=wait)]
    now = at(3, 10)
    promise(now, ann)
    assert await deliver(now) == 1
    assert letters()[0].error == "flood"
    assert await deliver(now + timedelta(seconds=seconds - 1)) == 0
    assert await deliver(now + timedelta(seconds=seconds)) == 1
    assert [chat for chat, _ in messenger.sent] == [ann.chat]
    assert (letters()[0].error, letters()[0].knocks) == ("", 2)


async def test_by_night_a_letter_is_held_and_it_goes_in_the_morning(
    ann, promise, deliver, messenger, letters, at
):
    promise(at(3, 13, 17, 59), ann)
    assert await deliver(at(3, 13, 18, 0)) == 0  # a Friday evening
    assert await deliver(at(3, 14, 10, 0)) == 0
    assert messenger.sent == []
    assert (letters()[0].send_at, letters()[0].knocks) == (at(3, 16), 0)
    assert await deliver(at(3, 16)) == 1
    assert len(messenger.sent) == 1


@pytest.mark.parametrize(
    "fault",
    [
        {"template": "no/such"},
        {"template": "digest/weekly"},  # and none of the facts it needs
    ],
    ids=["no such template", "facts missing"],
)
async def test_a_letter_that_cannot_be_written_does_not_hold_the_others(
    link, promise, deliver, messenger, letters, at, fault
):
    ann, bob = link(Role.ADMIN), link(Role.ADMIN)
    promise(at(3, 10), ann, facts={}, **fault)
    promise(at(3, 10), bob)
    assert await deliver(at(3, 10)) == 2
    assert [chat for chat, _ in messenger.sent] == [bob.chat]
    broken = next(one for one in letters() if one.person == ann.id)
    assert broken.error
    assert broken.send_at == at(3, 10) + timedelta(seconds=15)


async def test_when_the_database_is_away_the_others_on_their_way_are_not_cut_off(
    link, promise, deliver, messenger, letters, at, monkeypatch
):
    ann, bob = link(Role.ADMIN), link(Role.ADMIN)
    promise(at(3, 10), ann, bob)
    first = letters()[0].id

    def away(tx, letter, *rest):
        if letter == first:
            raise ConnectionError
        keep(tx, letter, *rest)

    keep = outbox.delivered
    monkeypatch.setattr(outbox, "delivered", away)
    assert await deliver(at(3, 10)) == 2
    assert [one.sent_at for one in letters()] == [None, at(3, 10)]
    monkeypatch.setattr(outbox, "delivered", keep)
    assert await deliver(at(3, 10) + delivery.LEASE) == 1  # rather twice than never
    assert [chat for chat, _ in messenger.sent].count(ann.chat) == 2


async def test_an_empty_outbox_costs_one_question(deliver, statements, at):
    statements.clear()
    assert await deliver(at(3, 10)) == 0
    assert len([sql for sql in statements if not sql.startswith("BEGIN")]) == 1
