"""Invites: nobody guesses one, two never share one, and none stays readable."""

import asyncio
from datetime import timedelta

import pytest
from journeys.town import ADA, LEE, PLAN, STRANGER, Town, a_town, local
from security.cast import BOT, said_by
from sqlalchemy import text

from bot.desk import Desk, perform
from bot.verbs import joining
from rules.people import Role
from sandbox.faults import Fault
from store import attempts, inbox, people

pytestmark = pytest.mark.journey
CODE, GUESS = "aGVsbG8tdGhpcy1pcy1h", "Z3Vlc3MtbnVtYmVyLW9u"
WRONG, OFTEN = "邀请码无效，请向管理员索取新的邀请链接。", "邀请码输错次数过多"
ON_SQLITE = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


@pytest.fixture
async def town(loaded):
    async with a_town(loaded, local(6, 1)) as made:
        yield made


def invite(town: Town, role: Role = Role.LEADER, code: str = CODE) -> None:
    expires = town.now + timedelta(days=7)
    given = {"role": role, "unit": None, "expires": expires, "now": town.now}
    town.store.run_sync(lambda tx: people.invite(tx, PLAN, code, **given))


async def start(town: Town, user: int, code: str) -> str:
    town.world.start(user, code)
    await town.settled()
    return town.last(user).text


async def test_after_five_wrong_codes_none_is_looked_at_for_an_hour(town: Town):
    town.meet(ADA)
    invite(town)
    async with town.bot():
        for _ in range(5):
            assert await start(town, STRANGER, GUESS) == WRONG
        for code in (GUESS, CODE):  # a right one is not told from a wrong one
            assert (await start(town, STRANGER, code)).startswith(
                f"{OFTEN}，请在 09:30"
            )
        await town.ring()
        told = [one.text for one in town.told(ADA) if "邀请码" in one.text]
        assert len(told) == 1  # not once for each
        assert "路人" in told[0]
        assert "一小时内输错5次" in told[0]
        assert GUESS not in told[0]
        assert "分管领导" in await start(town, LEE, CODE)  # nobody else is shut out
        town.now += timedelta(minutes=61)
        assert "分管领导" in await start(town, STRANGER, CODE)


@ON_SQLITE
async def test_a_right_code_makes_the_wrong_ones_forgotten(town: Town):
    invite(town)
    async with town.bot():
        for _ in range(4):
            await start(town, STRANGER, GUESS)
        await start(town, STRANGER, CODE)
        for _ in range(4):
            assert await start(town, STRANGER, GUESS) == WRONG


@ON_SQLITE
async def test_tries_of_long_ago_are_kept_of_nobody(town: Town):
    async with town.bot():
        await start(town, STRANGER, GUESS)
        town.now += timedelta(hours=2)
        await start(town, LEE, GUESS)
    kept = town.store.read_sync(lambda tx: attempts.of(tx, PLAN, STRANGER))
    assert kept is None


@ON_SQLITE
async def test_a_used_code_tells_somebody_else_nothing_of_whose_it_was(town: Town):
    invite(town, Role.ADMIN)
    async with town.bot():
        await start(town, ADA, CODE)
        await town.tap(ADA, "确认")
        said = await start(town, STRANGER, CODE)
    assert said == "邀请码已被使用，请向管理员索取新的邀请链接。"


@ON_SQLITE
async def test_an_invite_to_more_raises_somebody_who_is_linked(town: Town):
    town.meet(LEE)
    invite(town, Role.ADMIN)
    async with town.bot():
        assert "管理员" in await start(town, LEE, CODE)
        await town.tap(LEE, "确认")
        assert "运行状态" in (await town.say(LEE, "/status"))


async def test_of_many_who_use_one_code_at_once_one_is_let_in(loaded):
    now, crowd = local(6, 1), range(100, 112)
    given = {"role": Role.LEADER, "unit": None, "expires": local(6, 8), "now": now}
    updates = [(user, {"update_id": user}) for user in crowd]

    def prepare(tx):
        people.invite(tx, PLAN, CODE, **given)
        inbox.put(tx, BOT, updates, now)

    loaded.run_sync(prepare)
    desk = Desk(store=loaded, plan=PLAN, bot=BOT, clock=lambda: now, locale="zh")

    async def join(user: int) -> None:
        said = said_by(user, update=user, callback="1")
        await perform(desk, said, joining.join, CODE)

    await asyncio.gather(*map(join, crowd))
    linked = loaded.read_sync(lambda tx: people.linked(tx, PLAN))
    assert len(linked) == 1


async def test_invites_nobody_has_used_can_be_cancelled_all_at_once(loaded):
    now = local(6, 1)
    given = {"role": Role.LEADER, "unit": None, "expires": local(6, 8), "now": now}

    def work(tx):
        for code in ("used", "open", "another"):
            people.invite(tx, PLAN, code, **given)
        tx.flush()
        who = {"user": 1, "chat": 1, "name": "某", "locale": "zh", "now": now}
        people.link(tx, people.invite_of(tx, "used"), **who)
        tx.flush()
        return [people.cancel_invites(tx, PLAN, now) for _ in range(2)]

    assert loaded.run_sync(work) == [2, 0]
    ended = loaded.read_sync(lambda tx: people.invite_of(tx, "open").expires)
    used = loaded.read_sync(lambda tx: people.invite_of(tx, "used").expires)
    assert (ended, used) == (now, local(6, 8))


def kept_anywhere(town: Town, words: str) -> list[str]:
    """Return the tables in which these words can be read."""

    def holds(tx, table: str) -> bool:
        rows = tx.execute(text(f"SELECT * FROM {table}")).all()  # noqa: S608 - our own
        return words in str(rows)

    tables = ("incoming", "letter", "person", "invite", "card", "attempt")
    return [
        one
        for one in tables
        if town.store.read_sync(lambda tx, one=one: holds(tx, one))
    ]


async def test_a_code_nobody_has_used_yet_is_readable_nowhere(town: Town):
    invite(town)
    async with town.bot():
        await start(town, LEE, CODE)
        assert kept_anywhere(town, CODE) == []
        await town.say(STRANGER, f"https://t.me/duban_bot?start={CODE}")
        assert kept_anywhere(town, CODE) == []
        await town.tap(LEE, "确认")  # its button in the chat still opens
        assert kept_anywhere(town, CODE) == []
    assert town.store.read_sync(lambda tx: people.by_user(tx, PLAN, LEE))


@ON_SQLITE
async def test_a_code_whose_answer_never_arrived_is_readable_nowhere(town: Town):
    invite(town)
    town.world.faults.order(Fault(method="sendMessage", kind="blocked"))
    async with town.bot():
        town.world.start(LEE, CODE)
        await town.settled()
    assert town.told(LEE) == []
    assert kept_anywhere(town, CODE) == []
