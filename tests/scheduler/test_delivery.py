"""From the outbox to the person, one letter not minding another's trouble."""

from collections import defaultdict
from datetime import timedelta

import pytest

from rules.delivery import Undelivered
from rules.ids import PlanId, UnitId
from rules.message import Button, Message
from rules.people import Role
from scheduler import chasing, delivery, opening
from store import obligations, outbox, people

PLAN = PlanId("zj-2020")
UNWATCHED = {
    "units": [{"unit": "大气环境处", "tasks": ["2.1"], "lost": []}],
    "total": 1,
}


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
    assert found.unreachable == "blocked"
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


@pytest.fixture
def chase(loaded, clock):
    """Return how to open periods and chase at a moment."""

    async def tick(now) -> None:
        clock.now = now
        await opening.open_periods(loaded, PLAN, clock)
        await chasing.tick(loaded, PLAN, clock)

    return tick


@pytest.fixture
def answer(loaded):
    """Return how to answer what the air unit owes: all of it, or its first tasks."""

    def closed(now, most: int = 99) -> list[str]:
        def work(tx):
            owed = obligations.mine(tx, PLAN, UnitId("air"))
            tasks = sorted({one.task for one in owed})[:most]
            for task in tasks:
                obligations.answer(tx, PLAN, task, UnitId("air"), now)
            return tasks

        return loaded.run_sync(work)

    return closed


@pytest.mark.usefixtures("ann")
async def test_a_held_letter_says_what_is_true_the_next_morning(
    chase, answer, deliver, messenger, letters, at
):
    await chase(at(3, 3))
    await chase(at(3, 10, 17, 59))
    assert await deliver(at(3, 10, 18, 0)) == 0
    (first,) = answer(at(3, 10, 20, 0), most=1)
    assert await deliver(at(3, 11)) == 1
    ((_, html),) = messenger.sent
    assert "3月11日（周三） · 2项待报，其中2项逾期" in html
    assert "今日到期" not in html
    (kept,) = letters()
    assert first.lstrip("0") not in {item["task"] for item in kept.facts["items"]}
    assert kept.facts["today"] == "2020-03-11"  # what was sent can be shown later
    assert len(kept.buttons) == 2


@pytest.mark.usefixtures("ann")
async def test_a_letter_answered_before_it_went_is_withdrawn_and_not_given_up(
    chase, answer, deliver, messenger, letters, loaded, at
):
    await chase(at(3, 3))
    await chase(at(3, 10, 17, 59))
    answer(at(3, 10, 20, 0))
    assert await deliver(at(3, 11)) == 0
    assert messenger.sent == []
    (kept,) = letters()
    assert (kept.send_at, kept.sent_at, kept.knocks) == (None, None, 0)
    assert kept.error == "withdrawn: answered, or said again in a later letter"
    stands = loaded.read_sync(lambda tx: outbox.waiting(tx, PLAN))
    assert (stands.letters, stands.given_up) == (0, 0)


async def test_after_days_away_one_letter_speaks_for_all_of_a_kind(
    ann, link, chase, deliver, messenger, letters, at
):
    hal = link(Role.HEAD, "air")
    await chase(at(3, 3))
    for day in (10, 11, 13):
        await chase(at(3, day))
    assert len(letters()) == 3
    assert await deliver(at(3, 16)) == 2
    assert [chat for chat, _ in messenger.sent] == [ann.chat, hal.chat]
    assert all("3月16日（周一）" in html for _, html in messenger.sent)
    assert all("逾期4个工作日" in html for _, html in messenger.sent)
    assert "将告知" not in messenger.sent[0][1]  # that moment has passed


async def test_judging_again_costs_one_question_however_many_letters(
    link, catalog, chase, deliver, messenger, statements, at
):
    for unit in catalog.units:
        link(Role.OWNER, unit.id)
    await chase(at(3, 3))
    await chase(at(3, 25))
    statements.clear()
    assert await deliver(at(3, 25)) > 10
    assert len(messenger.sent) > 10
    assert sum("obligation.state" in sql for sql in statements) == 1
    assert not any("SET facts" in sql for sql in statements)  # all true as written


@pytest.mark.parametrize("whole", [True, False], ids=["no day", "no obligation"])
async def test_a_letter_nobody_can_judge_again_does_not_hold_the_others(
    link, chase, owed, promise, deliver, messenger, letters, logged, at, whole
):
    await chase(at(3, 3))
    ann, bob = link(Role.OWNER, "air"), link(Role.ADMIN)
    line = {"obligation": owed()[0].id} if whole else {"task": "2.1"}
    promise(at(3, 10), ann, template="chase/morning", facts={"items": [line]})
    promise(at(3, 10), bob)
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
