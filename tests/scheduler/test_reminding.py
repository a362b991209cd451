"""Unconfirmed answers: reminded of once, kindly, and only while it is true."""

from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import event

from rules.ids import PlanId, TaskId
from rules.people import Role
from rules.report import CardState
from rules.understand import Understanding
from scheduler import reminding
from store import cards, people

PLAN, BOILERS = PlanId("zj-2020"), TaskId("02.2")


@pytest.fixture
def card(loaded, ann):
    """Return how Ann's words are read into a card, to be reminded of two hours on."""
    messages = count(1)

    def put(now, task=BOILERS, who=None, message=0):
        return loaded.run_sync(
            lambda tx: cards.put_card(
                tx,
                PLAN,
                (who or ann).id,
                task=task,
                text="钢铁完成8家",
                found=Understanding(percent=50),
                supersedes=None,
                message=message or next(messages),
                now=now,
                remind_at=now + timedelta(hours=2),
            )
        )

    return put


@pytest.fixture
def remind(loaded, clock):
    async def ring(now, **given) -> int:
        clock.now = now
        return await reminding.ring(loaded, PLAN, clock, **given)

    return ring


async def test_a_card_is_reminded_of_once(card, remind, letters, at):
    number = card(at(2, 26, 9, 0))
    assert await remind(at(2, 26, 10, 59)) == 0
    assert await remind(at(2, 26, 11, 0)) == 1
    assert await remind(at(2, 26, 11, 1)) == 0
    (letter,) = letters()
    assert (letter.key, letter.template) == (f"card:{number}", "report/reminder")
    assert letter.sort == "unprompted"  # it counts like any other


async def test_a_confirmed_card_withdraws_the_letter_that_waits(
    card, remind, deliver, loaded, letters, messenger, at
):
    number = card(at(2, 26, 9, 0))
    await remind(at(2, 26, 11, 0))
    loaded.run_sync(lambda tx: cards.close_card(tx, number, CardState.CONFIRMED))
    await deliver(at(2, 26, 11, 0))
    assert messenger.sent == []
    assert letters()[0].error == "withdrawn: confirmed or put aside"


async def test_a_reminder_keeps_the_hours(card, remind, deliver, messenger, ann, at):
    card(at(2, 28, 16, 0))
    await remind(at(2, 28, 18, 0))  # Friday evening
    await deliver(at(2, 28, 18, 0))
    assert messenger.sent == []
    await deliver(at(3, 2, 8, 31))
    assert len(messenger.to(ann)) == 1


async def test_who_left_or_lost_the_task_is_not_reminded(
    card, remind, loaded, link, letters, at
):
    gone, other = link(Role.OWNER, "air"), link(Role.OWNER, "water")
    card(at(2, 26, 9, 0), who=gone)
    card(at(2, 26, 9, 0), who=other)
    card(at(2, 26, 9, 0), task=TaskId("99.9"))
    loaded.run_sync(lambda tx: people.retire(tx, PLAN, gone.id, at(2, 26, 10)))
    assert await remind(at(2, 26, 11, 0)) == 3
    assert letters() == []


async def test_a_crowd_is_reminded_in_as_many_questions_as_one(
    card, remind, loaded, letters, at
):
    async def questions(cards_: int, moment) -> int:
        for _ in range(cards_):
            card(moment - timedelta(hours=2))
        seen: list[str] = []

        def note(_c, _cur, sql, *_):
            seen.append(sql)

        event.listen(loaded.engine, "before_cursor_execute", note)
        assert await remind(moment) == cards_
        event.remove(loaded.engine, "before_cursor_execute", note)
        return len(seen)

    one = await questions(1, at(2, 26, 11, 0))
    assert await questions(40, at(2, 27, 11, 0)) == one
    assert len(letters()) == 41


async def test_what_is_too_much_for_one_ring_waits_for_the_next(card, remind, at):
    for _ in range(3):
        card(at(2, 26, 9, 0))
    assert await remind(at(2, 26, 11, 0), batch=2) == 2
    assert await remind(at(2, 26, 11, 0), batch=2) == 1


async def test_what_was_said_in_one_message_is_one_letter_of_what_still_waits(
    card, remind, deliver, loaded, letters, messenger, at
):
    first = card(at(2, 28, 16, 0), message=99)
    card(at(2, 28, 16, 0), TaskId("02.1"), message=99)
    card(at(2, 28, 16, 0), TaskId("02.3"), message=99)
    assert await remind(at(2, 28, 18, 0)) == 3  # Friday evening
    (letter,) = letters()
    assert letter.template == "report/reminder_all"
    loaded.run_sync(lambda tx: cards.close_card(tx, first, CardState.CONFIRMED))
    await deliver(at(3, 2, 8, 31))
    (sent,) = messenger.sent
    assert "2项回复尚未确认" in sent[1]
    assert "2.2" not in sent[1]
