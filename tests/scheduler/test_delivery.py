"""From the outbox to the person, one letter not minding another's trouble."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from rules.catalog import Audience
from rules.delivery import Undelivered
from rules.ids import PlanId
from rules.message import About, Button
from rules.people import Role
from scheduler.judging import LEASE
from store import outbox, people

PLAN = PlanId("zj-2020")


async def test_a_letter_arrives_in_its_readers_words_with_its_buttons(
    link, promise, deliver, messenger, letters, at
):
    ann, cy = link(Role.ADMIN), link(Role.ADMIN, locale="en")
    buttons = ((Button(label="buttons.areas", data="areas"),),)
    promise(at(3, 10), ann, cy, buttons=buttons)
    assert await deliver(at(3, 10)) == 2
    words = dict(messenger.sent)
    assert "1项待办无人可催" in words[ann.chat]
    assert "项" not in words[cy.chat].replace("大气环境处", "")
    assert {locale for _, locale in messenger.buttons} == {"zh", "en"}
    assert [shown for shown, _ in messenger.buttons] == [buttons, buttons]
    assert all(one.sent_at == at(3, 10) and one.message for one in letters())
    assert await deliver(at(3, 10, 8, 31)) == 0


async def test_a_hopeless_chat_is_noted_and_asked_no_more(
    ann, tick, live, deliver, messenger, letters, loaded, at
):
    await tick(at(3, 3))
    await tick(at(3, 10))
    gone = Undelivered(why="bot was blocked by the user", hopeless=True)
    messenger.failures[ann.chat] = [gone]
    assert await deliver(at(3, 10)) == 1
    found = loaded.read_sync(lambda tx: people.by_user(tx, PLAN, ann.user))
    assert found.unreachable == "blocked"
    (letter,) = letters()
    assert (letter.send_at, letter.sent_at, letter.error) == (
        None,
        None,
        "bot was blocked by the user",
    )
    for day in (11, 12, 13):
        assert await live(at(3, day)) == 0
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
    assert (letters()[0].send_at, letters()[0].knocks) == (at(3, 16, 8, 31), 0)
    assert await deliver(at(3, 16)) == 0  # the morning's own messages come first
    assert await deliver(at(3, 16, 8, 31)) == 1
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
    assert await deliver(at(3, 10) + LEASE) == 1  # rather twice than never
    assert [chat for chat, _ in messenger.sent].count(ann.chat) == 2


@pytest.mark.usefixtures("ann")
async def test_a_held_letter_says_what_is_true_the_next_morning(
    tick, answer, deliver, messenger, letters, at
):
    await tick(at(3, 3))
    await tick(at(3, 10, 17, 59))
    assert await deliver(at(3, 10, 18, 0)) == 0
    (first,) = answer(at(3, 10, 20, 0), most=1)
    assert await deliver(at(3, 11, 8, 31)) == 1
    ((_, html),) = messenger.sent
    assert "3月11日（周三） · 2项待办，其中2项逾期" in html
    assert "今日到期" not in html
    (kept,) = letters()
    assert first not in {item["id"] for item in kept.facts["asks"]}
    assert [item["id"] for item in kept.facts["done"]] == [first]
    assert kept.facts["today"] == "2020-03-11"  # what was sent can be shown later
    assert len(kept.buttons) == 3  # two tasks, and 为何催我


@pytest.mark.usefixtures("ann")
async def test_a_letter_answered_before_it_went_is_withdrawn_and_not_given_up(
    tick, answer, deliver, messenger, letters, loaded, at
):
    await tick(at(3, 3))
    await tick(at(3, 10, 17, 59))
    answer(at(3, 10, 20, 0))
    assert await deliver(at(3, 11)) == 0
    assert messenger.sent == []
    (kept,) = letters()
    assert (kept.send_at, kept.sent_at, kept.knocks) == (None, None, 0)
    assert kept.error == "withdrawn: answered meanwhile"
    stands = loaded.read_sync(lambda tx: outbox.waiting(tx, PLAN))
    assert (stands.letters, stands.given_up) == (0, 0)


async def test_after_days_without_the_network_one_message_speaks_for_all(
    ann, link, live, deliver, messenger, letters, at
):
    link(Role.HEAD, "air")
    await live(at(3, 3))
    messenger.failures[ann.chat] = [Undelivered(why="timed out")] * 9
    for day in (10, 11, 13):
        await live(at(3, day))
    assert len(letters()) == 3
    messenger.failures[ann.chat] = []
    assert await deliver(at(3, 16)) == 1
    ((chat, html),) = messenger.sent
    assert chat == ann.chat
    assert "3月16日（周一） · 3项待办，其中3项逾期" in html
    assert "逾期4个工作日" in html
    assert [one.error for one in letters()] == [
        "withdrawn: said in letter 2",
        "withdrawn: said in letter 3",
        "",
    ]
    assert [one.sent_at for one in letters()] == [None, None, at(3, 16)]


async def test_judging_again_rewrites_nothing_that_is_true_as_it_was_written(
    link, catalog, tick, deliver, messenger, statements, at
):
    for unit in catalog.units:
        link(Role.OWNER, unit.id)
    await tick(at(3, 3))
    await tick(at(3, 25))
    statements.clear()
    assert await deliver(at(3, 25)) > 10
    assert len(messenger.sent) > 10
    assert not any("SET facts" in sql for sql in statements)


async def test_a_letter_nobody_can_judge_again_does_not_hold_the_others(
    link, tick, owed, promise, deliver, messenger, letters, loaded, logged, at
):
    await tick(at(3, 3))
    ann, bob = link(Role.OWNER, "air"), link(Role.ADMIN)
    about = (About(obligation=owed()[0].id, audience=Audience.OWNER),)
    promise(at(3, 10), ann, template="chase/bundle", facts={}, about=about)
    promise(at(3, 10), bob)
    loaded.run_sync(
        lambda tx: tx.execute(text("UPDATE obligation SET due = '9999-12-31'"))
    )
    assert await deliver(at(3, 10)) == 2
    assert [chat for chat, _ in messenger.sent] == [bob.chat]
    assert letters()[0].error
    assert logged


async def test_who_is_lost_is_told_to_the_admins_once_with_what_that_leaves(
    ann, link, promise, deliver, messenger, letters, at
):
    admin = link(Role.ADMIN)
    gone = Undelivered(why="Forbidden: user is deactivated", hopeless=True)
    messenger.failures[ann.chat] = [gone, gone]
    promise(at(3, 10), ann)
    promise(at(3, 10, 8, 31), ann)
    assert await deliver(at(3, 10, 8, 31)) == 2
    assert await deliver(at(3, 10, 8, 31)) == 1
    ((chat, html),) = messenger.sent
    assert chat == admin.chat
    assert "无法送达：N101（大气环境处，责任人）" in html
    assert "账号已注销" in html
    assert "2.1、2.2、2.3" in html
    assert [one.template for one in letters()].count("admin/lost") == 1


async def test_while_a_colleague_can_be_asked_no_task_is_unwatched(
    ann, link, promise, deliver, messenger, at
):
    link(Role.ADMIN)
    link(Role.HEAD, "air")
    gone = Undelivered(why="Bad Request: chat not found", hopeless=True)
    messenger.failures[ann.chat] = [gone]
    promise(at(3, 10), ann)
    await deliver(at(3, 10))
    await deliver(at(3, 10))
    ((_, html),) = messenger.sent
    assert "对话已不存在" in html
    assert "再无他人可催" not in html
