"""From the outbox to the person, one letter not minding another's trouble."""

import asyncio
from collections import Counter, defaultdict
from datetime import timedelta

import pytest
from sqlalchemy import text

from rules.catalog import Audience
from rules.delivery import Kind, Undelivered
from rules.ids import PlanId
from rules.message import About, Button
from rules.people import Role
from scheduler import delivery
from store import outbox, people
from store.session import DatabaseAway

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
    gone = Undelivered(why="bot was blocked by the user", kind=Kind.BLOCKED)
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
    ("wait", "early", "late"),
    [(timedelta(seconds=40), 39, 40), (None, 11, 15)],
    ids=["as long as asked", "a little by itself"],
)
async def test_a_passing_fault_is_tried_again(
    ann, promise, deliver, messenger, letters, at, wait, early, late
):
    messenger.failures[ann.chat] = [Undelivered(why="flood", wait=wait)]
    now = at(3, 10)
    promise(now, ann)
    assert await deliver(now) == 1
    assert letters()[0].error == "flood"
    assert letters()[0].due_at == now  # when it ought to have gone
    assert await deliver(now + timedelta(seconds=early)) == 0
    assert await deliver(now + timedelta(seconds=late)) == 1
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
    # Both admins are told as well, and what came back goes along with it.
    assert await deliver(at(3, 10)) == 5
    assert sorted(chat for chat, _ in messenger.sent) == [ann.chat, *[bob.chat] * 2]
    assert "一封消息暂未送出" in messenger.to(ann)[0]
    broken = letters()[0]
    assert broken.error
    waits = (broken.send_at - at(3, 10)).total_seconds()
    assert 22 <= waits <= 30
    assert await deliver(at(3, 10, 8, 31)) == 1  # it is tried, and nobody told again


async def test_when_the_database_is_away_what_arrived_is_noted_later_and_not_repeated(
    link, promise, deliver, messenger, letters, at, monkeypatch
):
    ann, bob = link(Role.ADMIN), link(Role.ADMIN)
    promise(at(3, 10), ann, bob)
    tries, keep = [], outbox.delivered

    def away(tx, *given):
        tries.append(given)
        if len(tries) <= 2:
            raise DatabaseAway("the server closed the connection")
        keep(tx, *given)

    monkeypatch.setattr(outbox, "delivered", away)
    assert await deliver(at(3, 10)) == 2
    assert len(tries) > 2
    assert [one.sent_at for one in letters()] == [at(3, 10)] * 2
    assert len(messenger.sent) == 2


async def test_an_outcome_that_cannot_be_kept_does_not_cut_off_the_others(
    link, promise, deliver, messenger, letters, at, monkeypatch
):
    ann, bob = link(Role.ADMIN), link(Role.ADMIN)
    promise(at(3, 10), ann, bob)
    first, keep = letters()[0].id, outbox.delivered

    def broken(tx, letter, *rest):
        if letter == first:
            raise ValueError
        keep(tx, letter, *rest)

    monkeypatch.setattr(outbox, "delivered", broken)
    assert await deliver(at(3, 10)) == 2
    assert [one.sent_at for one in letters()] == [None, at(3, 10)]
    assert len(messenger.sent) == 2


async def test_a_claim_lost_with_the_connection_leaves_nothing_in_nobodys_hand(
    ann, promise, deliver, messenger, letters, loaded, at, monkeypatch
):
    promise(at(3, 10), ann)
    run, lost = loaded.run, []

    async def runs(work):
        done = await run(work)
        if not lost:
            lost.append(letters()[0].taken_at)
            raise DatabaseAway("nobody knows whether the commit arrived")
        return done

    monkeypatch.setattr(loaded, "run", runs)
    await deliver(at(3, 10))
    assert lost == [at(3, 10)]
    await deliver(at(3, 10))
    assert len(messenger.to(ann)) == 1
    assert "可能重复" not in messenger.to(ann)[0]


async def test_a_slow_letter_holds_up_nobody_but_its_own_reader(
    link, promise, deliver, messenger, letters, at
):
    slow, others = link(Role.ADMIN), [link(Role.ADMIN) for _ in range(40)]
    messenger.slow[slow.chat] = asyncio.Event()
    promise(at(3, 10), slow, *others)
    promise(at(3, 10, 8, 31), slow)
    going = asyncio.create_task(deliver(at(3, 10, 8, 31)))
    while len(messenger.sent) < len(others):
        await asyncio.sleep(0.01)
    assert {chat for chat, _ in messenger.sent} == {one.chat for one in others}
    assert letters()[0].taken_at is not None
    messenger.slow[slow.chat].set()
    assert await going == 42
    assert len(messenger.to(slow)) == 2
    assert messenger.most == 1  # nobody has two letters on the way


async def test_what_is_promised_while_a_letter_takes_long_goes_meanwhile(
    link, promise, deliver, messenger, at, monkeypatch
):
    monkeypatch.setattr(delivery, "LOOK", 0.05)
    slow, bob = link(Role.ADMIN), link(Role.ADMIN)
    messenger.slow[slow.chat] = asyncio.Event()
    promise(at(3, 10), slow)
    going = asyncio.create_task(deliver(at(3, 10)))
    while not messenger.now[slow.chat]:
        await asyncio.sleep(0.01)
    promise(at(3, 10), bob)
    while not messenger.sent:
        await asyncio.sleep(0.01)
    assert [chat for chat, _ in messenger.sent] == [bob.chat]
    messenger.slow[slow.chat].set()
    assert await going == 2


async def test_a_readers_letters_arrive_in_their_order_though_one_comes_back(
    ann, link, promise, deliver, messenger, letters, at
):
    link(Role.ADMIN)
    for minute in (1, 2, 3):
        facts = {"units": [], "total": minute}
        promise(at(3, 10, 9, minute), ann, facts=facts)
    messenger.failures[ann.chat] = [Undelivered(why="timed out")]
    assert await deliver(at(3, 10, 9, 3)) == 3
    assert messenger.sent == []
    assert len({one.send_at for one in letters()}) <= 3
    assert {one.knocks for one in letters()} == {1}
    assert await deliver(at(3, 10, 9, 4)) == 3
    assert [html.partition("项")[0][-1] for html in messenger.to(ann)] == list("123")


async def test_off_duty_what_is_in_hand_is_let_go_untried(
    ann, promise, deliver, messenger, letters, at
):
    for minute in range(3):
        promise(at(3, 10, 9, minute), ann)
    now = at(3, 10, 9, 2)
    assert await deliver(now, on_duty=lambda: not messenger.sent) == 1
    _, *left = letters()
    assert {(one.taken_at, one.knocks, one.doubt) for one in left} == {(None, 0, False)}
    assert await deliver(now, on_duty=lambda: False) == 0
    assert await deliver(now) == 2
    assert len(messenger.sent) == 3


async def test_cancelled_the_post_sees_through_what_is_on_its_way(
    ann, promise, deliver, messenger, letters, at
):
    messenger.slow[ann.chat] = asyncio.Event()
    promise(at(3, 10), ann)
    going = asyncio.create_task(deliver(at(3, 10)))
    while not messenger.now[ann.chat]:
        await asyncio.sleep(0.01)
    going.cancel()
    await asyncio.sleep(0.01)
    messenger.slow[ann.chat].set()
    with pytest.raises(asyncio.CancelledError):
        await going
    assert letters()[0].sent_at == at(3, 10)


async def test_when_everybody_is_to_wait_nothing_is_taken_meanwhile(
    link, promise, deliver, messenger, letters, at
):
    people = [link(Role.ADMIN) for _ in range(60)]
    wait = timedelta(seconds=0.3)
    held = Undelivered(why="flood", kind=Kind.FLOOD, wait=wait, everybody=True)
    messenger.failures[people[0].chat] = [held]
    promise(at(3, 10), *people)
    refused = Counter()
    assert await deliver(at(3, 10), refusals=refused) == 60
    assert len(messenger.sent) == 59
    assert refused == {Kind.FLOOD: 1}
    assert letters()[0].send_at == at(3, 10) + timedelta(seconds=1)


async def test_a_letter_that_may_have_arrived_says_so_when_it_comes_again(
    ann, promise, deliver, messenger, letters, at
):
    broke = Undelivered(why="Timed out", kind=Kind.TIMEOUT, doubt=True)
    messenger.failures[ann.chat] = [broke]
    promise(at(3, 10), ann)
    await deliver(at(3, 10))
    assert letters()[0].doubt
    await deliver(at(3, 10, 8, 31))
    (html,) = messenger.to(ann)
    assert html.endswith("\n\n（网络曾中断，本条可能重复。）")


async def test_words_that_are_never_taken_are_given_up_and_the_admin_told(
    ann, link, promise, deliver, messenger, letters, at
):
    admin = link(Role.ADMIN)
    why = "Bad Request: can't parse entities: unsupported start tag"
    messenger.failures[ann.chat] = [Undelivered(why=why, kind=Kind.REFUSED)]
    promise(at(3, 10), ann)
    promise(at(3, 10, 8, 31), ann)
    assert await deliver(at(3, 10, 8, 31)) == 3
    assert len(messenger.to(ann)) == 1  # the next one went
    (html,) = messenger.to(admin)
    assert "一封消息无法送出：通知" in html
    assert "N101（大气环境处，责任人）" in html
    assert "unsupported start tag" in html
    first = letters()[0]
    assert (first.send_at, first.error) == (None, why)
    assert await deliver(at(12, 31)) == 0


async def test_a_notice_that_is_not_taken_itself_makes_no_other(
    ann, link, promise, deliver, messenger, letters, at
):
    admin = link(Role.ADMIN)
    refused = [Undelivered(why="Bad Request: no", kind=Kind.REFUSED) for _ in range(9)]
    messenger.failures = defaultdict(list, {ann.chat: refused[:1], admin.chat: refused})
    promise(at(3, 10), ann)
    assert await deliver(at(3, 10)) == 2
    assert len(letters()) == 2


async def test_who_is_found_again_gets_one_message_for_all_that_was_lost(
    ann, live, tick, deliver, messenger, loaded, at
):
    await live(at(3, 3))
    gone = Undelivered(why="bot was blocked by the user", kind=Kind.BLOCKED)
    messenger.failures[ann.chat] = [gone]
    await live(at(3, 10))
    assert messenger.sent == []
    now = at(3, 16)
    loaded.run_sync(lambda tx: people.found_again(tx, ann.id, now))
    await tick(now)
    await deliver(now)
    (html,) = messenger.to(ann)
    assert "3月16日（周一） · 3项待办，其中3项逾期" in html
    stands = loaded.read_sync(lambda tx: outbox.waiting(tx, PLAN))
    assert (stands.letters, stands.given_up) == (0, 0)


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
    assert await deliver(at(3, 10)) == 3  # bob is told of it as well
    assert [chat for chat, _ in messenger.sent] == [bob.chat] * 2
    assert letters()[0].error
    assert logged


async def test_who_is_lost_is_told_to_the_admins_once_with_what_that_leaves(
    ann, link, promise, deliver, messenger, letters, at
):
    admin = link(Role.ADMIN)
    gone = Undelivered(why="user is deactivated", kind=Kind.DEACTIVATED)
    messenger.failures[ann.chat] = [gone, gone]
    promise(at(3, 10), ann)
    promise(at(3, 10, 8, 31), ann)
    assert await deliver(at(3, 10, 8, 31)) == 3
    assert await deliver(at(3, 10, 8, 31)) == 0
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
    gone = Undelivered(why="Bad Request: chat not found", kind=Kind.GONE)
    messenger.failures[ann.chat] = [gone]
    promise(at(3, 10), ann)
    await deliver(at(3, 10))
    await deliver(at(3, 10))
    ((_, html),) = messenger.sent
    assert "对话已不存在" in html
    assert "再无他人可催" not in html
