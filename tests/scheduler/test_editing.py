"""What was sent stays true in its chat: edited in place as answers come."""

from datetime import timedelta

import pytest

from rules.delivery import Kind, Undelivered
from rules.ids import PlanId, TaskId, UnitId
from rules.people import Role
from scheduler.carrying import Carrier
from store import obligations, outbox

PLAN = PlanId("zj-2020")
AIR = UnitId("air")


@pytest.fixture
async def morning(ann, live, letters, at):  # noqa: ARG001 - somebody is to be asked
    """Let ann have her morning's message; return how to read it as it is kept."""
    await live(at(3, 3))
    await live(at(3, 10))
    return lambda: letters()[0]


@pytest.fixture
def take_back(loaded):
    """Return how to owe again what was answered at one moment."""

    def reopen(task: str, answered, now) -> int:
        return loaded.run_sync(
            lambda tx: obligations.reopen(
                tx, PLAN, TaskId(task), AIR, closed_at=answered, now=now
            )
        )

    return reopen


async def test_an_answer_is_marked_in_the_message_sent(
    ann, morning, answer, deliver, messenger, at
):
    (first,) = answer(at(3, 10, 9, 0), most=1)
    assert morning().edit_at == at(3, 10, 9, 0)
    assert await deliver(at(3, 10, 9, 0)) == 1
    ((chat, html),) = messenger.edits
    ((message, buttons, locale),) = messenger.edited
    assert (chat, message, locale) == (ann.chat, morning().message, "zh")
    assert "2项待办" in html
    # In its place: nothing moves under a finger.
    assert html.index("1. ☑ <code>2.1</code>") < html.index("2. <code>2.2</code>")
    assert not any(f":{first}" in key.data for row in buttons for key in row)
    assert len(messenger.sent) == 1
    assert morning().edit_at is None


async def test_several_answers_make_one_edit(morning, answer, deliver, messenger, at):
    answer(at(3, 10, 9, 0), most=1)
    answer(at(3, 10, 9, 1))
    assert await deliver(at(3, 10, 9, 1)) == 1
    ((_, html),) = messenger.edits
    assert "3项均已答复" in html
    assert messenger.edited[0][1] == ()
    assert await deliver(at(3, 10, 9, 2)) == 0
    assert morning().edit_at is None


@pytest.mark.usefixtures("morning")
async def test_an_answer_taken_back_is_asked_for_again_in_the_message(
    answer, take_back, deliver, messenger, at
):
    (first,) = answer(at(3, 10, 9, 0), most=1)
    await deliver(at(3, 10, 9, 0))
    assert take_back(first, at(3, 10, 9, 0), at(3, 10, 9, 5)) == 1
    assert await deliver(at(3, 10, 9, 5)) == 1
    before, after = (html for _, html in messenger.edits)
    assert "2项待办" in before
    assert "3项待办" in after
    assert "☑" not in after


@pytest.mark.usefixtures("morning")
async def test_an_edit_makes_no_sound_and_is_made_by_night_too(
    answer, deliver, messenger, at
):
    answer(at(3, 10, 23, 0), most=1)
    assert await deliver(at(3, 10, 23, 0)) == 1
    assert len(messenger.edits) == 1


async def test_everybody_who_was_told_sees_the_answer(
    ann, link, live, answer, messenger, at
):
    hal = link(Role.HEAD, "air")
    for day in (3, 10, 11, 13):
        await live(at(3, day))
    answer(at(3, 13, 9, 0))
    await live(at(3, 13, 9, 0))
    assert [chat for chat, _ in messenger.edits] == [ann.chat, ann.chat, hal.chat]
    assert all("3项均已答复" in html for _, html in messenger.edits)


@pytest.mark.parametrize(
    ("failure", "again"),
    [
        (Undelivered(why="flood", wait=timedelta(seconds=40)), 40),
        (Undelivered(why="timed out"), 15),
        (Undelivered(why="bot was blocked by the user", kind=Kind.BLOCKED), None),
        (Undelivered(why="Can't parse entities", kind=Kind.REFUSED), None),
        (ValueError("no such template"), None),
    ],
    ids=[
        "as long as asked",
        "a little by itself",
        "blocked",
        "refused",
        "cannot be written",
    ],
)
async def test_an_edit_that_fails_is_tried_again_where_that_may_help(
    morning, answer, deliver, messenger, at, failure, again
):
    messenger.refusals = [failure]
    answer(at(3, 10, 9, 0), most=1)
    now = at(3, 10, 9, 0)
    assert await deliver(now) == 1
    assert messenger.edits == []
    if again is None:
        assert morning().edit_at is None
    else:
        waited = (morning().edit_at - now).total_seconds()
        assert again * 3 / 4 <= waited <= again
    tried = await deliver(now + timedelta(seconds=40))
    assert tried == len(messenger.edits) == (0 if again is None else 1)
    assert morning().edit_at is None


async def test_an_edit_whose_process_died_is_made_by_the_next(
    morning, answer, deliver, messenger, loaded, at, monkeypatch
):
    async def died(*_: object) -> None:
        """Stand for a process killed with the edit in hand."""

    with monkeypatch.context() as patch:
        patch.setattr(Carrier, "mend", died)
        answer(at(3, 10, 9, 0), most=1)
        await deliver(at(3, 10, 9, 0))
    assert morning().taken_at == at(3, 10, 9, 0)
    assert await deliver(at(3, 10, 9, 4)) == 0
    loaded.run_sync(lambda tx: outbox.release(tx, PLAN, at(3, 10, 9, 5)))
    assert await deliver(at(3, 10, 9, 5)) == 1
    assert len(messenger.edits) == 1


async def test_a_message_more_than_a_week_old_is_left_as_it_is(
    morning, answer, deliver, messenger, at
):
    answer(at(3, 17, 8, 31))
    assert morning().edit_at is None
    assert await deliver(at(3, 17, 8, 31)) == 0
    assert messenger.edits == []


@pytest.mark.usefixtures("ann")
async def test_an_answer_given_while_its_message_is_on_the_way_is_marked(
    live, tick, deliver, answer, messenger, letters, at
):
    await live(at(3, 3))
    await tick(at(3, 10))
    messenger.meanwhile = [lambda: answer(at(3, 10), most=1)]
    assert await deliver(at(3, 10)) == 2
    ((_, sent),), ((_, mended),) = messenger.sent, messenger.edits
    assert "3项待办" in sent
    assert "2项待办" in mended
    assert letters()[0].edit_at is None


async def test_what_is_answered_before_it_goes_needs_no_edit(
    ann, live, tick, deliver, answer, messenger, loaded, at
):
    await live(at(3, 3))
    await tick(at(3, 10, 17, 59))
    assert await deliver(at(3, 10, 18, 0)) == 0
    answer(at(3, 10, 20, 0), most=1)
    following = loaded.read_sync(lambda tx: outbox.next_send(tx, PLAN))
    assert following == at(3, 11, 8, 31)
    assert await deliver(at(3, 10, 20, 0)) == 0
    assert await deliver(at(3, 11, 8, 31)) == 1
    assert messenger.to(ann)
    assert await deliver(at(3, 11, 8, 32)) == 0
    assert messenger.edits == []
