"""What may not go out now waits: a person's hours, leave and budget (design §4)."""

from datetime import date, time

import pytest

from rules.ids import PlanId
from rules.message import Sort
from rules.people import Role
from store import outbox

PLAN = PlanId("zj-2020")


async def _until_sent(deliver, moments) -> list[bool]:
    return [bool(await deliver(now)) for now in moments]


async def test_a_person_s_own_hours_hold_what_the_plan_would_send(
    ann, keep_hours, promise, deliver, letters, at
):
    keep_hours(ann, time(10, 0), time(16, 0))
    promise(at(3, 10, 16, 30), ann)
    tried = [(10, 16, 30), (11, 8, 30), (11, 10, 0), (11, 10, 1)]
    went = await _until_sent(deliver, [at(3, *moment) for moment in tried])
    assert went == [False, False, False, True]
    assert letters()[0].sent_at == at(3, 11, 10, 1)


async def test_a_person_s_own_zone_is_where_their_clock_hangs(
    ann, keep_hours, promise, deliver, letters, at
):
    keep_hours(ann, zone="Asia/Urumqi")  # two hours behind
    promise(at(3, 10, 8, 30), ann)
    assert await deliver(at(3, 10, 8, 30)) == 0
    assert (letters()[0].held, letters()[0].send_at) == ("hours", at(3, 10, 10, 31))
    assert await deliver(at(3, 10, 10, 31)) == 1
    promise(at(3, 10, 19, 59), ann)
    assert await deliver(at(3, 10, 19, 59)) == 1  # 17:59 over there


async def test_a_day_off_holds_until_the_workday_after(
    ann, promise, deliver, letters, at
):
    promise(at(4, 3, 18, 1), ann)  # 清明 is from the 4th to the 6th
    assert await deliver(at(4, 3, 18, 1)) == 0
    assert letters()[0].send_at == at(4, 7, 8, 31)


async def test_who_is_on_leave_gets_what_waited_when_they_are_back(
    ann, rest, promise, deliver, letters, at
):
    rest(ann, date(2020, 3, 10), date(2020, 3, 13), at(3, 9))
    promise(at(3, 10), ann)
    promise(at(3, 10, 8, 31), ann, sort=Sort.PROMPTED)
    assert await deliver(at(3, 10, 8, 31)) == 0
    kept = {(one.held, one.send_at, one.knocks) for one in letters()}
    assert kept == {("leave", at(3, 16, 8, 31), 0)}
    assert await deliver(at(3, 16)) == 0
    assert await deliver(at(3, 16, 8, 31)) == 2


async def test_an_admin_on_leave_still_hears_of_the_house_s_own_trouble(
    link, rest, promise, deliver, at
):
    admin = link(Role.ADMIN)
    rest(admin, date(2020, 3, 10), date(2020, 3, 13), at(3, 9))
    promise(at(3, 10), admin, sort=Sort.SERVICE)
    assert await deliver(at(3, 10)) == 1


async def test_three_a_day_and_the_rest_the_day_after(
    ann, promise, deliver, letters, at
):
    for minute in range(5):
        promise(at(3, 10, 9, minute), ann)
    assert await deliver(at(3, 10, 9, 30)) == 3
    waits = [one for one in letters() if one.sent_at is None]
    assert {(one.held, one.send_at) for one in waits} == {("budget", at(3, 11, 8, 31))}
    assert await deliver(at(3, 10, 17, 0)) == 0
    assert await deliver(at(3, 11, 8, 31)) == 2


async def test_ten_a_week_and_the_rest_on_monday(ann, promise, deliver, letters, at):
    sent = 0
    for day in (9, 10, 11, 12):
        for minute in range(3):
            promise(at(3, day, 9, minute), ann)
        sent += await deliver(at(3, day, 9, 30))
    assert sent == 10
    waits = [one for one in letters() if one.sent_at is None]
    assert {(one.held, one.send_at) for one in waits} == {("budget", at(3, 16, 8, 31))}
    assert await deliver(at(3, 13)) == 0
    assert await deliver(at(3, 16, 8, 31)) == 2


async def test_what_became_of_ones_own_act_is_no_matter_of_the_budget(
    ann, promise, deliver, at
):
    for minute in range(5):
        promise(at(3, 10, 9, minute), ann, sort=Sort.PROMPTED)
    for minute in range(5, 8):
        promise(at(3, 10, 9, minute), ann)
    assert await deliver(at(3, 10, 9, 30)) == 8


async def test_one_person_s_budget_is_not_another_s(
    ann, link, promise, deliver, messenger, at
):
    bob = link(Role.OWNER, "water")
    for minute in range(4):
        promise(at(3, 10, 9, minute), ann, bob)
    assert await deliver(at(3, 10, 9, 30)) == 6
    assert (len(messenger.to(ann)), len(messenger.to(bob))) == (3, 3)


async def test_a_letter_nobody_took_is_no_part_of_the_budget(
    ann, promise, deliver, messenger, loaded, at
):
    for minute in range(3):
        promise(at(3, 10, 9, minute), ann)
    messenger.failures[ann.chat] = [ValueError("out of ink")] * 3
    await deliver(at(3, 10, 9, 30))
    assert await deliver(at(3, 10, 9, 31)) == 3
    stands = loaded.read_sync(lambda tx: outbox.waiting(tx, PLAN))
    assert (stands.letters, stands.sent) == (0, 3)


@pytest.mark.parametrize(
    ("quiet", "until"), [("12:00-13:30", (13, 31)), ("17:00-18:00", (8, 31))]
)
async def test_a_quiet_span_of_the_plan_holds_letters_too(
    ann, put_in_force, catalog_text, promise, deliver, letters, at, quiet, until
):
    put_in_force(
        catalog_text.replace(
            'hours: "08:30-18:00"', f'hours: "08:30-18:00", quiet: ["{quiet}"]'
        ),
        at(3, 9),
    )
    begins = time.fromisoformat(quiet.partition("-")[0])
    promise(at(3, 10, begins.hour, begins.minute), ann)
    assert await deliver(at(3, 10, begins.hour, begins.minute)) == 0
    day = 10 if until > (begins.hour, 0) else 11
    assert letters()[0].send_at == at(3, day, *until)
