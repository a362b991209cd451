"""Telegram's limits on our side, in a time of their own: nothing here waits."""

import asyncio
import random
from collections import deque
from datetime import timedelta
from itertools import pairwise

import pytest
from telegram.error import RetryAfter

from bot.limiter import Lane, Limiter, seconds
from rules.delivery import Kind, Undelivered
from sandbox.limits import Limits
from sandbox.refusals import Refused
from tests.bot.virtual import live

pytestmark = pytest.mark.filterwarnings("ignore:.*In a future major version attribute")
LETTER, EDIT, ANSWER = Lane.LETTER, Lane.EDIT, Lane.ANSWER


def now() -> float:
    return asyncio.get_running_loop().time()


class Telegram:
    """Takes messages after a while, by the stand-in's own limits; keeps their times."""

    def __init__(self, ease: float = 1.0) -> None:
        self.limiter = Limiter(ease)
        self.limits = Limits(now)
        self.limits.on = True
        self.went: list[tuple[object, float]] = []
        self.refuse: dict[object, list[float]] = {}
        self.refused = 0
        self.stall = 0.0  # seconds that some requests are late on their way
        self._chance = random.Random(3)  # noqa: S311 - a busy machine, not a secret

    async def __call__(self, name: object, chat: int) -> object:
        if self.stall and self._chance.random() < 0.1:
            await asyncio.sleep(self._chance.random() * self.stall)
        if self.refuse.get(chat):
            self.refused += 1
            raise RetryAfter(self.refuse[chat].pop(0))
        try:
            self.limits.take(chat, "private" if chat > 0 else "group")
        except Refused as no:
            self.refused += 1
            raise RetryAfter(no.parameters["retry_after"]) from no
        self.went.append((name, now()))
        await asyncio.sleep(0.05)
        return name

    async def send(self, chat: int, lane: Lane = ANSWER, name: object = None) -> object:
        data = {"chat_id": chat}
        given = (name or chat, chat)
        return await self.limiter.process_request(
            self, given, {}, "sendMessage", data, lane
        )

    async def ask(self, method: str) -> object:
        return await self.limiter.process_request(
            self, (method, method), {}, method, {}, None
        )

    def times(self, name: object) -> list[float]:
        return [at for said, at in self.went if said == name]


def never_more_than_thirty_a_second(telegram: Telegram, second: float = 1.0) -> bool:
    lately = deque[float](maxlen=31)
    for _, at in telegram.went:
        lately.append(at)
        if len(lately) == 31 and lately[-1] - lately[0] < second - 1e-9:
            return False
    return True


def test_letters_alone_come_very_near_to_thirty_a_second_and_never_above():
    async def story() -> Telegram:
        telegram = Telegram()
        async with asyncio.TaskGroup() as group:
            for chat in range(1, 1_501):
                group.create_task(telegram.send(chat, LETTER))
        return telegram

    telegram = live(story())
    (_, first), (_, last) = telegram.went[0], telegram.went[-1]
    assert 1_499 / (last - first) >= 0.98 * 30
    assert telegram.refused == 0
    assert never_more_than_thirty_a_second(telegram)


def test_no_limit_is_broken_on_a_machine_that_stalls():
    async def story() -> Telegram:
        telegram = Telegram()
        telegram.stall = 0.4
        async with asyncio.TaskGroup() as group:
            for chat in range(1, 1_001):
                group.create_task(telegram.send(chat, LETTER))
            for chat in range(2_001, 2_301):
                await asyncio.sleep(0.1)
                group.create_task(telegram.send(chat, ANSWER))
        return telegram

    telegram = live(story())
    assert telegram.refused == 0
    assert len(telegram.went) == 1_300


def test_letters_go_evenly_so_that_few_are_on_their_way_at_once():
    async def story() -> Telegram:
        telegram = Telegram()
        async with asyncio.TaskGroup() as group:
            for chat in range(1, 101):
                group.create_task(telegram.send(chat, LETTER))
        return telegram

    times = [at for _, at in live(story()).went]
    gaps = [after - at for at, after in pairwise(times[1:])]
    assert min(gaps) > 0.02


def test_people_who_tap_are_answered_at_once_and_the_rate_is_kept():
    chance = random.Random(7)  # noqa: S311 - people, not secrets
    waits = []

    async def tap(telegram: Telegram, chat: int) -> None:
        began = now()
        await telegram.send(chat, ANSWER, f"answer {chat}")
        waits.append(telegram.times(f"answer {chat}")[-1] - began)

    async def story() -> Telegram:
        telegram = Telegram()
        async with asyncio.TaskGroup() as group:
            for chat in range(1, 1_501):
                group.create_task(telegram.send(chat, LETTER))
            for chat in range(2_001, 2_101):
                await asyncio.sleep(chance.expovariate(2.5))
                group.create_task(tap(telegram, chat))
        return telegram

    telegram = live(story())
    lasted = max(telegram.times(1_500)) - telegram.went[0][1]
    while_letters = sum(at <= telegram.times(1_500)[0] for _, at in telegram.went)
    assert while_letters / lasted >= 0.95 * 30
    assert telegram.refused == 0
    assert never_more_than_thirty_a_second(telegram)
    assert sorted(waits)[98] <= 0.035  # one place at the most is waited for


def test_while_people_are_about_a_place_is_kept_for_the_next_answer():
    waits = []

    async def story() -> None:
        telegram = Telegram()
        async with asyncio.TaskGroup() as group:
            for chat in range(1, 901):
                group.create_task(telegram.send(chat, LETTER))
            for chat in range(2_001, 2_031):
                await asyncio.sleep(0.83)
                began = now()
                await telegram.send(chat, ANSWER)
                waits.append(telegram.times(chat)[0] - began)

    live(story())
    assert max(waits[1:]) == 0


def test_answers_never_wait_behind_letters():
    async def story() -> Telegram:
        telegram = Telegram()
        async with asyncio.TaskGroup() as group:
            for chat in range(1, 301):
                group.create_task(telegram.send(chat, LETTER))
            await asyncio.sleep(5)
            for chat in range(1_001, 1_061):
                group.create_task(telegram.send(chat, ANSWER, "answer"))
        return telegram

    telegram = live(story())
    times = telegram.times("answer")
    assert telegram.refused == 0
    assert never_more_than_thirty_a_second(telegram)
    between = [n for n, at in telegram.went if times[0] < at < times[-1]]
    assert set(between) == {"answer"}


def test_edits_go_after_the_letters_that_wait():
    async def story() -> Telegram:
        telegram = Telegram()
        async with asyncio.TaskGroup() as group:
            for chat in range(1, 41):
                group.create_task(telegram.send(chat, EDIT, "edit"))
                group.create_task(telegram.send(1_000 + chat, LETTER, "letter"))
        return telegram

    names = [name for name, _ in live(story()).went]
    assert "letter" not in names[43:]


def test_one_chat_has_a_burst_and_then_a_pace():
    async def story() -> list[float]:
        telegram = Telegram()
        await asyncio.gather(*(telegram.send(5) for _ in range(7)))
        assert telegram.refused == 0
        return [at - telegram.went[0][1] for _, at in telegram.went]

    assert live(story()) == pytest.approx([0, 0, 0, 1, 2, 3, 4])


def test_a_group_gets_no_more_than_twenty_in_any_minute():
    async def story() -> tuple[list[float], int]:
        telegram = Telegram()
        await asyncio.gather(*(telegram.send(-5) for _ in range(70)))
        return telegram.times(-5), telegram.refused

    times, refused = live(story())
    assert refused == 0
    assert all(b - a >= 60 - 1e-6 for a, b in zip(times, times[20:], strict=False))
    assert times[-1] - times[0] < 200


def test_what_is_no_message_does_not_wait():
    async def story() -> float:
        telegram, began = Telegram(), now()
        telegram.limits.on = False
        for _ in range(50):
            await telegram.send(1_000, ANSWER) if _ < 3 else None
            await telegram.limiter.process_request(
                _nothing, (), {}, "answerCallbackQuery", {}, None
            )
        return now() - began

    async def _nothing() -> None:
        """Answer at once."""

    assert live(story()) == pytest.approx(0.15)


def test_a_429_holds_its_chat_and_no_other_and_the_answer_is_given_after_it():
    async def story() -> None:
        telegram, began = Telegram(), now()
        telegram.refuse[7] = [4]
        async with asyncio.TaskGroup() as group:
            group.create_task(telegram.send(7))
            await asyncio.sleep(0.1)
            for chat in range(10, 20):
                group.create_task(telegram.send(chat))
        assert telegram.times(7) == [pytest.approx(began + 4)]
        assert max(at for name, at in telegram.went if name != 7) < began + 1

    live(story())


def test_a_429_that_never_ends_is_told():
    async def story() -> Undelivered:
        telegram = Telegram()
        telegram.refuse[7] = [1] * 9
        with pytest.raises(Undelivered) as told:
            await telegram.send(7)
        assert telegram.refused == 5
        return told.value

    assert live(story()).kind is Kind.FLOOD


def test_a_letter_to_a_chat_that_is_held_is_handed_back_at_once():
    async def story() -> None:
        telegram, began = Telegram(), now()
        telegram.refuse[7] = [40]
        with pytest.raises(Undelivered) as refused:
            await telegram.send(7, LETTER)
        with pytest.raises(Undelivered) as held:
            await telegram.send(7, LETTER)
        assert now() == began
        told = [
            (failure.value.kind, failure.value.wait, failure.value.everybody)
            for failure in (refused, held)
        ]
        wait = timedelta(seconds=40)
        assert told == [(Kind.FLOOD, wait, False), (Kind.HELD_BACK, wait, False)]
        await telegram.send(8, LETTER)

    live(story())


def test_letters_that_wait_for_their_turn_are_handed_back_when_their_chat_is_held():
    async def story() -> None:
        telegram = Telegram()
        telegram.refuse[7] = [40]
        tasks = [
            asyncio.create_task(telegram.send(chat, LETTER))
            for chat in (1, 2, 3, 4, 7, 7)
        ]
        done = await asyncio.gather(*tasks, return_exceptions=True)
        assert [getattr(one, "kind", one) for one in done] == [
            *(1, 2, 3, 4),
            Kind.FLOOD,
            Kind.HELD_BACK,
        ]

    live(story())


def test_a_429_from_another_chat_within_the_hold_holds_everybody():
    async def story() -> None:
        telegram, began = Telegram(), now()
        telegram.refuse |= {7: [5], 8: [5]}
        async with asyncio.TaskGroup() as group:
            group.create_task(telegram.send(7))
            await asyncio.sleep(1)
            group.create_task(telegram.send(8))
            await asyncio.sleep(0.1)
            group.create_task(telegram.send(9))
            with pytest.raises(Undelivered) as held:
                await telegram.send(10, LETTER)
        assert held.value.everybody
        assert held.value.wait.total_seconds() == pytest.approx(4.9)
        assert min(at for _, at in telegram.went) == pytest.approx(began + 6)

    live(story())


def test_a_429_after_the_hold_of_another_chat_is_its_own():
    async def story() -> None:
        telegram, began = Telegram(), now()
        telegram.refuse |= {7: [2], 8: [30]}
        await telegram.send(7)
        with pytest.raises(Undelivered):
            await telegram.send(8, LETTER)
        await telegram.send(9)
        assert now() < began + 3

    live(story())


def test_a_method_that_names_no_chat_is_held_by_itself():
    async def story() -> None:
        telegram, began = Telegram(), now()
        telegram.refuse["setMyCommands"] = [3_000]
        with pytest.raises(RetryAfter):
            await telegram.ask("setMyCommands")
        with pytest.raises(Undelivered) as held:
            await telegram.ask("setMyCommands")
        assert held.value.kind is Kind.HELD_BACK
        await telegram.send(7)
        assert now() < began + 1

    live(story())


def test_who_gives_up_waiting_takes_nobodys_turn():
    async def story() -> None:
        telegram = Telegram()
        tasks = [
            asyncio.create_task(telegram.send(chat, LETTER)) for chat in range(1, 90)
        ]
        await asyncio.sleep(0.1)
        for one in tasks[5:-1]:
            one.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        last, before = telegram.times(89)[0], telegram.went[-2][1]
        assert last - before < 0.2

    live(story())


def test_an_eased_limiter_goes_as_much_faster():
    async def story() -> float:
        telegram, began = Telegram(ease=100.0), now()
        telegram.limits.on = False
        await asyncio.gather(*(telegram.send(chat, LETTER) for chat in range(1, 301)))
        return now() - began

    assert live(story()) < 0.2


def test_chats_at_rest_are_forgotten():
    async def story() -> int:
        telegram = Telegram()
        telegram.limits.on = False
        for chat in range(1, 20_001):
            telegram.limiter._chats.of(chat, now()).take(now())
            await asyncio.sleep(0.03)
        return len(telegram.limiter._chats._chats)

    assert live(story()) <= 1_000


def test_the_wait_is_read_in_either_form():
    assert seconds(RetryAfter(3)) == seconds(RetryAfter(timedelta(seconds=3)))
