"""What may go wrong, what becomes of it, and what people see: one case a line.

Two things are under way when the trouble strikes: the letter of the plan's first
morning to its owner, or her words and the card that answers them.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from journeys.town import ADA, ANN
from promises.place import GROUP, LATER, MORNING, Place, full, locked, nobody_resolves

from sandbox.faults import Fault, FaultKind
from sandbox.model import Message

WORDS = "2.2 钢铁完成3家"
LONG = f"{WORDS}，存在问题：{'缺料，' * 900}"
LETTER = """\
3月10日（周二） · 1项待办
1. 2.2 锅炉炉窑 · 今日到期
    应达 19% ⚪尚无报告

直接回一句话即可，例如“2.2 已完成60%，预计9月底全部完成”。"""
AGAIN = f"{LETTER}\n\n（网络曾中断，本条可能重复。）"
CARD = "2.2 锅炉炉窑，请核对："  # and what was understood

IN_GROUP = "群里不便显示，请私下发给我。"
NO_TASK = "没有任务“9.9”。写法如 /task 2.2；一个领域的任务见 /area 2。"
WELL = "运行检查已恢复正常。"


def trouble(line: str) -> str:
    """Return what the admin hears when the auditor has found something."""
    return f"""\
运行检查发现问题（1）
· {line}

恢复正常后另行告知；现状见 /status。"""


def lost(why: str, then: str = "本人重新打开与机器人的对话后，会继续送达。") -> str:
    """Return what the admin hears of somebody whom nothing reaches any more."""
    return f"""\
无法送达：安宁（大气环境处，责任人）
原因：{why}。
大气环境处再无他人可催，涉及任务（1）：2.2
{then}
另请他人：duban people invite --role owner --unit 单位"""


Strike = Callable[[Place], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class Case:
    """`owner`, `admin`: everything the bot says to each, in order.

    `on`: the database it needs; both behave alike elsewhere.
    """

    trouble: str
    strike: Strike
    becomes: str
    owner: tuple[str, ...]
    admin: tuple[str, ...] = ()
    on: str = "sqlite"


def letter(kind: FaultKind, **given: float) -> Strike:
    """The fault meets the letter."""
    return _struck(Fault(method="sendMessage", chat=ANN, kind=kind, **given), "")


def answer(kind: FaultKind, **given: float) -> Strike:
    """The fault meets the card."""
    return _struck(Fault(method="sendMessage", chat=ANN, kind=kind, **given), WORDS)


def _struck(fault: Fault, words: str) -> Strike:
    async def strike(place: Place) -> None:
        async with place.town.bot():
            place.town.world.faults.order(fault)
            await _goes_on(place, words)

    return strike


async def _goes_on(place: Place, words: str) -> None:
    if words:
        place.town.world.say(ANN, words)
        await place.rested()
    await place.through(LATER)


async def flood(place: Place) -> None:
    """The bot itself is to be silent: whoever is written to, the answer is 429."""
    async with place.town.bot():
        fault = Fault(method="sendMessage", kind="429", times=2, seconds=1)
        place.town.world.faults.order(fault)
        place.town.world.say(ADA, "/task 9.9")
        await _goes_on(place, WORDS)


async def group_upgraded(place: Place) -> None:
    world = place.town.world
    async with place.town.bot():
        fault = Fault(method="sendMessage", chat=GROUP, kind="migrate")
        world.faults.order(fault)
        world.say(ANN, "/mine@duban_bot", chat_id=GROUP)
        await place.through(LATER)
    moved = world.chats[GROUP].migrated_to
    assert moved is not None
    said = [one.text for one in world.messages(moved) if one.from_bot]
    assert said == [IN_GROUP], said


async def token_revoked(place: Place) -> None:
    async with place.town.bot():
        place.town.world.faults.order(
            Fault(method="getUpdates", kind="401"),
            Fault(method="sendMessage", kind="401", times=2),
        )
        await _goes_on(place, WORDS)


async def unreachable(place: Place) -> None:
    async with place.town.bot():
        await place.telegram_goes()
        await _a_while(place)
        await place.telegram_comes()
        await _goes_on(place, WORDS)


async def unresolved(place: Place) -> None:
    async with place.town.bot():
        await place.telegram_goes()
        with nobody_resolves():
            await place.telegram_comes()
            await _a_while(place)
        await _goes_on(place, WORDS)


async def _a_while(place: Place) -> None:
    """Let the letter fall due and be tried while nothing can be reached."""
    await place.through(place.town.now + timedelta(minutes=12), reachable=False)


async def clock_ahead(place: Place) -> None:
    async with place.town.bot():
        place.town.now += timedelta(hours=1)
        await _goes_on(place, WORDS)


async def clock_back(place: Place) -> None:
    """The letter is promised, and not yet sent, when the hour is lived again."""
    town = place.town
    async with town.bot() as house:
        place.pass_to(MORNING + timedelta(hours=1, minutes=6))
        await house.tick()
        town.now -= timedelta(hours=1)
        while await house.post():
            pass
        assert town.told(ANN)  # at once, not in an hour
        await _goes_on(place, WORDS)


async def killed(place: Place) -> None:
    """The process ends when the letter has arrived and nobody has noted it."""
    town = place.town
    async with town.bot() as house:
        town.now += timedelta(minutes=1)
        await house.tick()
        fault = Fault(method="sendMessage", chat=ANN, kind="drip", seconds=2)
        town.world.faults.order(fault)
        sending = asyncio.create_task(house.post())
        while not town.told(ANN):
            await asyncio.sleep(0.01)
        for _ in range(2):  # the first only asks it to end
            sending.cancel()
            await asyncio.sleep(0)
        with suppress(asyncio.CancelledError):
            await sending
    async with town.bot():
        await place.through(LATER)


async def database_locked(place: Place) -> None:
    async with place.town.bot():
        async with locked(place.town.store):
            place.town.world.say(ANN, WORDS)
            await asyncio.sleep(1)
        await _goes_on(place, "")


async def database_gone(place: Place) -> None:
    assert place.server is not None
    async with place.town.bot():
        await asyncio.to_thread(place.server.stop)
        place.town.world.say(ANN, WORDS)
        await asyncio.sleep(0.2)
        assert not place.town.world.quiet()  # not told that we have it
        await asyncio.to_thread(place.server.start)
        await _goes_on(place, "")


async def disk_full(place: Place) -> None:
    async with place.town.bot():
        with full(place.town.store):
            place.town.world.say(ANN, LONG)
            await asyncio.sleep(0.2)
            assert not place.town.world.quiet()
        await _goes_on(place, "")


LATE = "it waits, and is tried again: "
CASES = (
    Case(
        trouble="429 for her chat (retry after 1 s), her letter",
        strike=letter("429", seconds=1),
        becomes="her chat is left in peace so long, then the letter goes",
        owner=(LETTER,),
    ),
    Case(
        trouble="429 for her chat, the card",
        strike=answer("429", seconds=1),
        becomes="the card is said when the time is over",
        owner=(CARD, LETTER),
    ),
    Case(
        trouble="429 for the bot (retry after 1 s)",
        strike=flood,
        becomes="nothing goes to anybody so long, then everything does",
        owner=(CARD, LETTER),
        admin=(NO_TASK,),
    ),
    Case(
        trouble="500, Telegram's own trouble",
        strike=letter("500", times=3),
        becomes=LATE + "15 s, 30 s, 1 min … up to an hour",
        owner=(LETTER,),
    ),
    Case(
        trouble="502, the gateway, as JSON",
        strike=letter("502", times=3),
        becomes=LATE + "the same",
        owner=(LETTER,),
    ),
    Case(
        trouble="503, a gateway's page without JSON",
        strike=letter("503", times=3),
        becomes=LATE + "the same; a page does not say whether the letter was taken",
        owner=(AGAIN,),
    ),
    Case(
        trouble="503, the card",
        strike=answer("503"),
        becomes=LATE + "the same",
        owner=(CARD, LETTER),
    ),
    Case(
        trouble="the connection is cut before the letter is taken",
        strike=letter("reset", times=2),
        becomes=LATE + "and the letter says that it may be a repeat",
        owner=(AGAIN,),
    ),
    Case(
        trouble="the letter is taken, its answer is lost",
        strike=letter("lost"),
        becomes="nobody can know: it is sent again, saying so: better twice than never",
        owner=(LETTER, AGAIN),
    ),
    Case(
        trouble="504, a gateway's page after the letter was taken",
        strike=letter("504"),
        becomes="the same",
        owner=(LETTER, AGAIN),
    ),
    Case(
        trouble="the card is taken, its answer is lost",
        strike=answer("lost"),
        becomes="the same",
        owner=(CARD, CARD, LETTER),
    ),
    Case(
        trouble="the answer trickles in byte by byte",
        strike=letter("drip", seconds=0.5),
        becomes="it is waited for",
        owner=(LETTER,),
    ),
    Case(
        trouble="no answer for a while (hang)",
        strike=letter("hang", seconds=0.5),
        becomes="it is waited for, others are not held up",
        owner=(LETTER,),
    ),
    Case(
        trouble="she blocked the bot",
        strike=letter("blocked", times=9),
        becomes="given up; she is asked no more until she writes again",
        owner=(),
        admin=(lost("已停用机器人"),),
    ),
    Case(
        trouble="her account is deleted",
        strike=letter("deactivated", times=9),
        becomes="given up; she needs a new invite",
        owner=(),
        admin=(lost("账号已注销", "本人需用新的邀请重新绑定。"),),
    ),
    Case(
        trouble="403, she never opened the chat",
        strike=letter("unopened", times=9),
        becomes="given up, as for a chat that is gone",
        owner=(),
        admin=(lost("对话已不存在"),),
    ),
    Case(
        trouble="403, the bot was removed",
        strike=letter("kicked", times=9),
        becomes="given up; she is asked no more until she writes again",
        owner=(),
        admin=(lost("已被移出群组"),),
    ),
    Case(
        trouble="400, chat not found",
        strike=letter("gone", times=9),
        becomes="given up; she is asked no more until she writes again",
        owner=(),
        admin=(lost("对话已不存在"),),
    ),
    Case(
        trouble="400, no right to write there",
        strike=letter("no_rights", times=9),
        becomes="given up; she is asked no more until she writes again",
        owner=(),
        admin=(lost("无权在该对话中发言"),),
    ),
    Case(
        trouble="the group is upgraded to a supergroup",
        strike=group_upgraded,
        becomes=f"the answer follows to the new group: {IN_GROUP}",
        owner=(LETTER,),
    ),
    Case(
        trouble="401, the token is revoked and given back",
        strike=token_revoked,
        becomes="what was said and promised waits, then goes",
        owner=(CARD, LETTER),
    ),
    Case(
        trouble="Telegram's host refuses connections",
        strike=unreachable,
        becomes=LATE + "nothing is lost, on either side",
        owner=(CARD, LETTER),
    ),
    Case(
        trouble="DNS is gone: no name is found",
        strike=unresolved,
        becomes=LATE + "the same",
        owner=(CARD, LETTER),
    ),
    Case(
        trouble="the clock jumps an hour ahead",
        strike=clock_ahead,
        becomes="what has come due meanwhile goes, once",
        owner=(CARD, LETTER),
        admin=(trouble("服务器时钟突变，快了约60分钟：请维护人员检查对时服务。"), WELL),
    ),
    Case(
        trouble="the clock jumps an hour back",
        strike=clock_back,
        becomes="what was promised goes at once, by whatever clock it was promised",
        owner=(LETTER, CARD),
        admin=(trouble("服务器时钟突变，慢了约60分钟：请维护人员检查对时服务。"), WELL),
    ),
    Case(
        trouble="another process holds SQLite's lock for a second",
        strike=database_locked,
        becomes="her words are kept when the lock is free, and not confirmed before",
        owner=(CARD, LETTER),
    ),
    Case(
        trouble="PostgreSQL stops and starts again",
        strike=database_gone,
        becomes="her words stay with Telegram until they can be kept",
        owner=(CARD, LETTER),
        on="postgres",
    ),
    Case(
        trouble="the disk is full, then has room again",
        strike=disk_full,
        becomes="the same",
        owner=(CARD, LETTER),
    ),
    Case(
        trouble="the process is killed when the letter has just arrived",
        strike=killed,
        becomes="the next process sends it again, saying so: better twice than never",
        owner=(LETTER, AGAIN),
    ),
)


def shown(messages: list[Message]) -> tuple[str, ...]:
    """Return what was said, of cards only the first line."""
    return tuple(
        CARD if message.text.startswith(CARD) else message.text for message in messages
    )
