"""Telegram's limits on our side: measured in real, short waits."""

import asyncio

import pytest
from telegram.error import RetryAfter

from bot.limiter import GROUP, PRIVATE_BURST, Lane, Limiter, Pace, seconds

EASE = 50.0


class Sent:
    """Remembers when each request went out."""

    def __init__(self) -> None:
        self.at: list[tuple[str, float]] = []

    async def __call__(self, name: str) -> str:
        self.at.append((name, asyncio.get_running_loop().time()))
        return name


async def send(limiter: Limiter, sent, name: str, chat: int | None, lane=None):
    data = {} if chat is None else {"chat_id": chat}
    return await limiter.process_request(sent, (name,), {}, "sendMessage", data, lane)


async def test_no_more_than_thirty_a_second_go_out_in_all():
    limiter, sent = Limiter(ease=10.0), Sent()
    await asyncio.gather(*(send(limiter, sent, "x", n) for n in range(1, 61)))
    first, last = sent.at[0][1], sent.at[-1][1]
    assert (last - first) * 10 >= 59 / 30  # eased tenfold


async def test_an_answer_goes_before_the_letters_that_wait():
    limiter, sent = Limiter(ease=10.0), Sent()
    letters = [
        asyncio.create_task(send(limiter, sent, "letter", n, Lane.LETTER))
        for n in range(1, 101)
    ]
    await asyncio.sleep(0.02)
    await send(limiter, sent, "answer", 1000, Lane.ANSWER)
    place = [name for name, _ in sent.at].index("answer")
    assert place < 15
    await asyncio.gather(*letters)
    assert len(sent.at) == 101


async def test_one_chat_has_a_burst_and_then_a_pace():
    limiter, sent = Limiter(ease=EASE), Sent()
    await asyncio.gather(*(send(limiter, sent, "x", 5) for _ in range(6)))
    times = [at for _, at in sent.at]
    assert (times[5] - times[PRIVATE_BURST - 1]) * EASE >= 2.5


async def test_a_group_is_slower_than_a_person():
    limiter, sent = Limiter(ease=EASE), Sent()
    await asyncio.gather(*(send(limiter, sent, "x", -5) for _ in range(7)))
    times = [at for _, at in sent.at]
    assert (times[6] - times[4]) * EASE >= GROUP


async def test_what_is_no_message_does_not_wait():
    limiter, sent = Limiter(), Sent()
    for _ in range(50):
        await limiter.process_request(sent, ("a",), {}, "answerCallbackQuery", {}, None)
    assert sent.at[-1][1] - sent.at[0][1] < 0.5


@pytest.mark.filterwarnings("ignore:.*In a future major version attribute")
async def test_a_429_holds_its_chat_and_the_message_is_sent_again():
    limiter, calls = Limiter(ease=EASE), []

    async def flaky(name: str) -> str:
        calls.append(asyncio.get_running_loop().time())
        if len(calls) == 1:
            raise RetryAfter(1)
        return name

    assert await send(limiter, flaky, "x", 7) == "x"
    assert calls[1] - calls[0] >= 1.0  # what Telegram asks for is never eased
    assert seconds(RetryAfter(3)).total_seconds() == 3


@pytest.mark.filterwarnings("ignore:.*In a future major version attribute")
async def test_a_429_that_never_ends_is_told():
    limiter = Limiter(ease=EASE)

    async def never(_: str) -> str:
        raise RetryAfter(0)

    with pytest.raises(RetryAfter):
        await send(limiter, never, "x", 7)


def test_a_pace_gives_its_burst_and_then_spaced_turns():
    pace = Pace(every=1.0, burst=2)
    assert [pace.wait(100.0) for _ in range(4)] == [0.0, 0.0, 1.0, 2.0]
    assert pace.wait(200.0) == 0.0


def test_a_held_pace_gives_no_turn_before_its_time():
    pace = Pace(every=1.0, burst=3)
    pace.hold(110.0)
    assert pace.wait(100.0) == pytest.approx(10.0)
    assert pace.wait(100.0) == pytest.approx(11.0)
