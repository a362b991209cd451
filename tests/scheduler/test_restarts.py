"""Killed anywhere and started again, the house says what it would have said."""

from contextlib import suppress
from datetime import timedelta

import pytest

from rules.ids import PlanId
from rules.people import Role
from scheduler import chasing, delivery, opening
from store import obligations, outbox
from store.session import Store

PLAN = PlanId("zj-2020")
LATER = timedelta(minutes=5)


class Killed(BaseException):
    """Nothing that the house itself would catch."""


@pytest.fixture
def killed(monkeypatch):
    """Return how to be killed at the next call of something, and then live on."""

    async def during(ring, now, room, name: str, *, after: bool = False) -> None:
        real, died = getattr(room, name), []

        def dies(*given, **named):
            if after:
                real(*given, **named)
            died.append(name)
            raise Killed

        with monkeypatch.context() as patch, suppress(BaseException):
            patch.setattr(room, name, dies)
            await ring(now)
        assert died

    return during


@pytest.fixture
def take_over(loaded):
    """Return how the next process begins its duty."""

    def begin(now) -> int:
        return loaded.run_sync(lambda tx: outbox.release(tx, PLAN, now))

    return begin


def _keys(letters) -> list[str]:
    return [one.key for one in letters()]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    ("room", "name"),
    [
        (opening.obligations, "open_period"),
        (opening.plans, "set_opened"),
        (chasing.obligations, "claim_due"),
        (chasing.obligations, "record"),
        (chasing.outbox, "put"),
    ],
)
async def test_a_tick_killed_anywhere_leaves_no_trace_and_is_made_up_once(
    ann, link, tick, letters, owed, killed, at, room, name, after
):
    link(Role.ADMIN)
    await tick(at(3, 2))
    await killed(tick, at(3, 10), room, name, after=after)
    assert letters() == []
    assert await tick(at(3, 10, 8, 31)) > 0
    assert [one.person for one in letters()].count(ann.id) == 1
    first = _keys(letters)
    assert await tick(at(3, 10, 8, 32)) == 0
    assert _keys(letters) == first
    assert {one.rung for one in owed() if one.unit == "air"} == {0}


async def test_what_a_killed_tick_says_is_what_an_unharmed_one_says(
    ann, live, letters, killed, tick, at
):
    await live(at(3, 3))
    await killed(tick, at(3, 10), obligations, "record")
    await live(at(3, 10))
    (html,) = (one.facts for one in letters() if one.person == ann.id)
    assert (html["total"], html["today"]) == (3, "2020-03-10")


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("name", ["claim", "held_back", "rewrite"])
async def test_a_post_killed_while_judging_sends_nothing_and_then_all_of_it_once(
    ann, tick, deliver, letters, messenger, killed, at, name, after
):
    await tick(at(3, 3))
    await tick(at(3, 10))
    await killed(deliver, at(3, 10), outbox, name, after=after)
    assert messenger.sent == []
    assert letters()[0].knocks == 0
    assert await deliver(at(3, 10, 8, 31)) == 1
    assert await deliver(at(3, 10) + 2 * LATER) == 0
    assert [chat for chat, _ in messenger.sent] == [ann.chat]


async def test_only_a_letter_in_flight_can_come_twice_and_then_says_so(
    ann, tick, deliver, letters, messenger, killed, take_over, at
):
    await tick(at(3, 3))
    await tick(at(3, 10))
    await killed(deliver, at(3, 10), outbox, "delivered")
    assert len(messenger.sent) == 1
    assert letters()[0].sent_at is None
    assert await deliver(at(3, 10, 8, 34)) == 0
    assert take_over(at(3, 10) + LATER) == 1
    assert await deliver(at(3, 10) + LATER) == 1
    first, second = messenger.to(ann)
    assert "可能重复" not in first
    assert second.endswith("（网络曾中断，本条可能重复。）")
    assert take_over(at(3, 10) + 2 * LATER) == 0
    assert await deliver(at(3, 10) + 3 * LATER) == 0


async def test_a_letter_and_the_warning_in_it_are_noted_together(
    ann, link, tick, deliver, owed, killed, live, messenger, take_over, at
):
    link(Role.HEAD, "air")
    for day in (3, 10):
        await live(at(3, day))
    await tick(at(3, 11))
    await killed(deliver, at(3, 11), obligations, "announced")
    assert {one.announced for one in owed()} == {None}
    take_over(at(3, 11) + LATER)
    assert await deliver(at(3, 11) + LATER) == 1
    air = {one.announced for one in owed() if one.unit == "air"}
    assert air == {at(3, 11) + LATER}
    assert len(messenger.to(ann)) == 3


async def test_another_process_on_the_same_database_goes_on_where_this_one_was(
    ann, tick, live, loaded, clock, messenger, letters, at
):
    await live(at(3, 3))
    await tick(at(3, 10))
    restarted = Store(loaded.url.render_as_string(hide_password=False))
    try:
        clock.now = at(3, 10, 8, 31)
        await opening.open_periods(restarted, PLAN, clock)
        assert await chasing.tick(restarted, PLAN, clock) == 0
        assert await delivery.deliver(restarted, PLAN, messenger, clock) == 1
    finally:
        restarted.close()
    assert [chat for chat, _ in messenger.sent] == [ann.chat]
    assert len(letters()) == 1
