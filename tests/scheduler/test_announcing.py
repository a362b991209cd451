"""Nobody is told on before a letter that arrived has said so, a workday earlier."""

from datetime import date, time

import pytest

from rules.delivery import Undelivered
from rules.ids import PlanId, TaskId, UnitId
from rules.people import Role
from store import obligations

PLAN = PlanId("zj-2020")
AWAY = [Undelivered(why="timed out")] * 99


@pytest.fixture
async def hal(link, live, at):
    """Link the head of the air unit, before the first period opens."""
    head = link(Role.HEAD, "air")
    await live(at(3, 3))
    return head


def _announced(owed) -> set[object]:
    return {one.announced for one in owed() if one.unit == "air"}


async def test_a_letter_that_warns_is_noted_when_it_arrives_and_no_other_is(
    ann, hal, live, owed, messenger, at
):
    await live(at(3, 10))
    assert _announced(owed) == {None}  # the next step is ann's own
    messenger.failures[ann.chat] = AWAY[:1]
    await live(at(3, 11))
    assert _announced(owed) == {None}
    await live(at(3, 11, 8, 40))
    assert _announced(owed) == {at(3, 11, 8, 40)}
    await live(at(3, 11, 9, 0))
    assert _announced(owed) == {at(3, 11, 8, 40)}
    await live(at(3, 13))
    assert len(messenger.to(hal)) == 1


@pytest.mark.usefixtures("ann", "hal")
async def test_arriving_takes_debts_before_letters_as_answering_does(
    live, statements, at
):
    """Else each could wait for the other, and the letter would be sent twice."""
    await live(at(3, 10))
    del statements[:]
    await live(at(3, 11))
    noted = [
        "debts" if "announced=" in sql else "letters"
        for sql in statements
        if sql.startswith(("UPDATE obligation SET announced", "UPDATE letter SET"))
        and ("announced=" in sql or "sent_at=" in sql)
    ]
    assert noted == ["debts", "letters"]


async def test_while_the_network_is_down_for_days_the_head_is_not_told(
    ann, hal, live, letters, messenger, reasons, at
):
    """Down from the 10th to the 16th; the head's day would have been the 13th."""
    messenger.failures = {one.chat: list(AWAY) for one in (ann, hal)}
    for day in (10, 11, 12, 13, 16):
        await live(at(3, day))
    assert "announce" in reasons()
    assert {one.person for one in letters()} == {ann.id}
    messenger.failures = {ann.chat: [], hal.chat: []}
    await live(at(3, 16, 10, 0))
    (told,) = messenger.to(ann)
    assert "3月18日（周三）08:30 仍无答复，将告知处室负责人" in told
    assert messenger.to(hal) == []
    for moment in (at(3, 16, 17, 0), at(3, 17)):  # a whole workday is left
        assert await live(moment) == 0
    await live(at(3, 18))
    assert len(messenger.to(hal)) == 1
    assert len(messenger.to(ann)) == 1


async def test_an_owner_letter_held_by_the_owners_hours_delays_the_head(
    ann, hal, live, keep_hours, messenger, at
):
    keep_hours(ann, time(8, 30), time(18, 0))
    await live(at(3, 10))
    keep_hours(ann, time(20, 0), time(22, 0))
    for day in (11, 12, 13):  # the letters are made each morning and wait
        await live(at(3, day))
    assert len(messenger.to(ann)) == 1
    assert messenger.to(hal) == []
    await live(at(3, 13, 20, 1))
    assert len(messenger.to(ann)) == 2
    await live(at(3, 13, 20, 30))
    assert messenger.to(hal) == []
    await live(at(3, 16))
    assert messenger.to(hal) == []
    await live(at(3, 17))  # a whole workday later
    assert len(messenger.to(hal)) == 1


async def test_a_warning_that_arrives_on_the_morning_itself_comes_too_late(
    ann, hal, live, keep_hours, messenger, letters, at
):
    await live(at(3, 10))
    keep_hours(ann, time(20, 0), time(22, 0))
    await live(at(3, 11))
    keep_hours(ann, None, None)
    await live(at(3, 13))
    assert messenger.to(hal) == []
    assert len(messenger.to(ann)) == 2
    assert "3月16日（周一）08:30" in messenger.to(ann)[-1]
    await live(at(3, 16))
    assert len(messenger.to(hal)) == 1
    assert len(letters()) == 4


async def test_what_was_reopened_is_announced_anew(
    ann, hal, live, answer, owed, loaded, messenger, at
):
    for day in (10, 11):
        await live(at(3, day))
    (first,) = answer(at(3, 11, 9, 0), most=1)
    loaded.run_sync(
        lambda tx: obligations.reopen(
            tx,
            PLAN,
            TaskId(first),
            UnitId("air"),
            closed_at=at(3, 11, 9, 0),
            now=at(3, 13, 8, 0),
        )
    )
    await live(at(3, 13))
    (told,) = messenger.to(hal)
    assert "2项逾期" in told
    asked = messenger.to(ann)[-1]
    assert "1项待办" in asked
    assert "3月16日（周一）08:30 仍无答复，将告知处室负责人" in asked
    await live(at(3, 16))
    assert "1项逾期" in messenger.to(hal)[-1]
    assert all(one.rung == 3 for one in owed() if one.unit == "air")


async def test_an_owner_on_leave_is_stood_for_and_the_deputy_is_warned_instead(
    ann, hal, link, live, rest, messenger, at
):
    dan = link(Role.OWNER, "water")
    await live(at(3, 10))
    rest(ann, date(2020, 3, 11), date(2020, 3, 12), at(3, 10), deputy=dan)
    await live(at(3, 11))
    assert len(messenger.to(ann)) == 1
    (stood_for,) = (html for html in messenger.to(dan) if "2.2" in html)
    assert "将告知处室负责人" in stood_for
    await live(at(3, 13))
    assert len(messenger.to(hal)) == 1
