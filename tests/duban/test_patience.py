"""How long a start waits for Telegram, and for what it does not."""

import asyncio

import pytest
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter

from duban.patience import patiently


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses asked for; none is waited out."""
    asked: list[float] = []

    async def note(seconds: float) -> None:
        asked.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", note)
    return asked


def failing(*errors: Exception):
    left = list(errors)

    async def ask() -> str:
        if left:
            raise left.pop(0)
        return "here"

    return ask


async def test_each_pause_is_twice_the_last_up_to_half_a_minute(waits, capsys):
    assert await patiently(failing(*[NetworkError("away")] * 8)) == "here"
    assert waits == [0.5, 1, 2, 4, 8, 16, 30, 30]
    assert capsys.readouterr().err.count("\n") == 8


@pytest.mark.filterwarnings("ignore:.*In a future major version attribute")
async def test_what_telegram_asks_for_is_obeyed(waits):
    assert await patiently(failing(RetryAfter(90), NetworkError("away"))) == "here"
    assert waits == [90, 1]


async def test_a_page_of_a_proxy_is_told_in_one_line_without_the_token(waits, capsys):
    page = "<html>\n<p>/bot100000001:AAAAAAAAAAAAAAAAAAAAAAAAAAAAA/getMe\n" + "x" * 999
    await patiently(failing(NetworkError(page)))
    said = capsys.readouterr().err
    assert len(waits) == said.count("\n") == 1
    assert len(said) < 400
    assert "[token]" in said
    assert "AAAA" not in said


@pytest.mark.parametrize("final", [InvalidToken("no"), BadRequest("no")])
async def test_a_refusal_is_not_waited_out(waits, final):
    with pytest.raises(type(final)):
        await patiently(failing(final))
    assert waits == []
